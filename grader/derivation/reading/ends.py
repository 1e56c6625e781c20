r"""What stands behind a formula and is no part of it: a full stop, `\quad (3)`, `\qed`, an empty cell of a table."""

from collections.abc import Sequence

from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_mark, text_of
from grader.derivation.tokens import Token

_WIDE = (r"\quad", r"\qquad", r"\hfill", r"\hspace")
_STOPS = (".", ",", ";", "&", r"\\", "~")
_DONE = (r"\qed", r"\qedhere", r"\qedsymbol", r"\blacksquare", r"\square", r"\Box", r"\checkmark", r"\therefore")
_TEXT = (r"\text", r"\textrm", r"\mathrm", r"\mbox", r"\textnormal")


def without_number(items: Sequence[Item]) -> Sequence[Item]:
    r"""The raw items without an equation's number that stands apart, `\quad (3)`, and without `\qed`."""
    end = _before_space(items, len(items))
    while end and is_mark(items[end - 1], *_DONE):
        end = _before_space(items, end - 1)
    items = items[:end]
    start = _number(items)
    before = _before_space(items, start)
    apart = any(is_mark(item, *_WIDE) for item in items[before:start])
    return items[:before] if apart else items


def without_end(items: Sequence[Item]) -> Sequence[Item]:
    """The cleaned items without the marks that end a sentence or a line of a table."""
    end = len(items)
    while end and is_mark(items[end - 1], *_STOPS):
        end -= 1
    start = 0
    while start < end and is_mark(items[start], "&"):
        start += 1
    return items[start:end]


def _number(items: Sequence[Item]) -> int:
    r"""Where a number in brackets begins that ends the items, `(3)` or `\text{(3)}`; their end where there is none."""
    end = len(items)
    if end > 1 and is_mark(items[end - 2], *_TEXT) and (group := items[end - 1]) and isinstance(group, Group):
        words = text_of(group.items).strip()
        return end - 2 if words[:1] == "(" and words[-1:] == ")" and words[1:-1].isalnum() else end
    if not end or not is_mark(items[end - 1], ")"):
        return end
    start = end - 1
    while start and isinstance(items[start - 1], Token) and _kind(items[start - 1]) == "digit":
        start -= 1
    return start - 1 if 0 < start < end - 1 and is_mark(items[start - 1], "(") else end


def _before_space(items: Sequence[Item], end: int) -> int:
    while end:
        if _kind(items[end - 1]) == "space" or is_mark(items[end - 1], *_WIDE):
            end -= 1
        elif end > 1 and isinstance(items[end - 1], Group) and is_mark(items[end - 2], r"\hspace"):
            end -= 2
        else:
            break
    return end


def _kind(item: Item) -> str:
    return item.kind if isinstance(item, Token) else ""
