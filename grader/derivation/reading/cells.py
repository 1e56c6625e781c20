r"""Entries that stand side by side in brackets with only spaces between them: `[u_1 \; \cdots \; u_V]` is a row."""

from collections.abc import Iterator, Sequence

from grader.derivation.reading.groups import Item
from grader.derivation.reading.items import is_mark
from grader.derivation.tokens import Token

_WIDE = (r"\quad", r"\qquad", r"\enspace")
_SPACES = (*_WIDE, r"\;", r"\:", r"\,", r"\ ", r"\>", "~")
_DOTS = (r"\dots", r"\cdots", r"\ldots", r"\dotsc", r"\hdots")
_PARTING = (",", ";", "&", r"\\", "=", "+", "|", r"\mid", r"\cdot", r"\times", "/")
_SIZES = (r"\left", r"\right", r"\big", r"\Big", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr")
_CLOSING = {"(": ")", "[": "]"}


def rowed(items: Sequence[Item]) -> Sequence[Item]:
    """The items with a comma wherever a space alone parts two entries of a row: a wide one, or any beside dots."""
    if not any(is_mark(item, *_SPACES) for item in items):
        return items
    made = list(items)
    for start, item in enumerate(items):
        if not is_mark(item, *_CLOSING) or (start and _takes_bracket(items, start)):
            continue
        end = _end(items, start)
        if end > start and _is_row(items[start + 1 : end], round_ones=is_mark(item, "(")):
            for place in _gaps(items, start, end):
                made[place] = Token("mark", ",", items[place].span)
    return made


def _takes_bracket(items: Sequence[Item], start: int) -> bool:
    """Whether a function stands right before the bracket, whose argument it holds."""
    place = start - 1
    while place and (is_mark(items[place], *_SIZES) or _is_space(items[place])):
        place -= 1
    before = items[place]
    return isinstance(before, Token) and before.text[1:].isalpha() and before.text not in (*_SIZES, *_SPACES)


def _end(items: Sequence[Item], start: int) -> int:
    """Where the bracket that opens at a place is closed, with no further bracket in between; -1 where it isn't."""
    opening = items[start]
    closing = _CLOSING[opening.text] if isinstance(opening, Token) else ""
    for place in range(start + 1, len(items)):
        if is_mark(items[place], *_CLOSING, *_CLOSING.values()):
            return place if is_mark(items[place], closing) else -1
    return -1


def _is_row(inside: Sequence[Item], round_ones: bool) -> bool:
    if any(is_mark(item, *_PARTING) for item in inside):
        return False
    if round_ones and not any(is_mark(item, r"\frac", r"\dfrac", r"\tfrac", r"\nabla") for item in inside[:3]):
        return False  # round brackets are also put around products
    dotted = any(is_mark(item, *_DOTS) for item in inside)
    if round_ones and not dotted:
        return False
    return any(is_mark(item, *_WIDE) for item in inside) or (dotted and any(is_mark(item, *_SPACES) for item in inside))


def _gaps(items: Sequence[Item], start: int, end: int) -> Iterator[int]:
    """The spaces between two entries, of several in a row the first."""
    entered, waiting = False, -1
    for place in range(start + 1, end):
        item = items[place]
        if is_mark(item, *_SPACES):
            waiting = place if entered and waiting < 0 else waiting
        elif not _is_space(item) and not is_mark(item, *_SIZES):
            if waiting >= 0:
                yield waiting
            entered, waiting = True, -1


def _is_space(item: Item) -> bool:
    return isinstance(item, Token) and item.kind == "space"
