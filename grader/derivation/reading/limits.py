r"""What stands below a big operator, cut into its parts: `w=1 \atop w \neq o`, `w \in V \mid w \neq o`, `\substack`."""

from collections.abc import Iterator, Sequence

from grader.derivation.reading.cursor import split
from grader.derivation.reading.groups import Block, Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.tokens import Token

_STACKS = frozenset({"smallmatrix", "subarray", "array", "matrix", "gathered", "aligned"})
_WITH_COLUMNS = frozenset({"subarray", "array"})
#: Words that part two conditions, and words that say nothing before an index.
_JOINING = frozenset({"and", "s.t", "st", "such that", "where", "with", "if", "for", "but", "when"})
_FILLING = frozenset({"all", "each", "every", "for all", "over", "over all", "any", "words", "word", "all words"})
_SEPARATORS = (",", r"\\", ":", ";", r"\atop", r"\wedge", "&")


def parts(items: Sequence[Item]) -> list[list[Item]]:
    """The parts of a lower limit: what it runs over, and its conditions, each without words around it."""
    return [part for part in _parts(dotted(items)) if part]


def _parts(items: Sequence[Item]) -> Iterator[list[Item]]:
    for stacked in _rows(items):
        bars = sum(is_mark(item, "|") for item in stacked)
        marks = (*_SEPARATORS, "|") if bars == 1 else _SEPARATORS
        for part in split([_unworded(item) for item in stacked], *marks):
            part = _bare(part)
            yield from _parts(part) if _is_stack(part) else [part]


def _rows(items: Sequence[Item]) -> list[list[Item]]:
    """What was stacked by one of LaTeX's many ways to do so, as rows."""
    items = _bare(items)
    first = items[0] if items else None
    if is_mark(first, r"\substack") and len(items) > 1 and isinstance(items[1], Group):
        return [list(items[1].items), *([list(items[2:])] if items[2:] else [])]
    if is_mark(first, r"\overset", r"\stackrel", r"\underset") and len(items) == 3:
        both = [list(item.items) for item in items[1:] if isinstance(item, Group)]
        return both[::-1] if is_mark(first, r"\underset") else both
    if isinstance(first, Block) and first.name in _STACKS and len(items) == 1:
        return [list(first.items[1:] if first.name in _WITH_COLUMNS else first.items)]
    return [items]


def _is_stack(part: Sequence[Item]) -> bool:
    first = part[0] if part else None
    stacked = isinstance(first, Block) and first.name in _STACKS
    return stacked or is_mark(first, r"\substack", r"\overset", r"\stackrel", r"\underset")


def _bare(items: Sequence[Item]) -> list[Item]:
    """Items without a group or a bracket around all of them, and without words before them."""
    found = list(items)
    while True:
        if len(found) == 1 and isinstance(found[0], Group):
            found = list(found[0].items)
        elif len(found) > 2 and is_mark(found[0], "(") and is_mark(found[-1], ")"):
            found = found[1:-1]
        elif found and (is_mark(found[0], r"\forall") or _word(found[0]) in _FILLING):
            found = found[1:]
        elif found and _word(found[-1]) in _FILLING:
            found = found[:-1]
        else:
            return found


def _unworded(item: Item) -> Item:
    """A word that parts two conditions as a comma."""
    return Token("mark", ",", item.span) if _word(item) in _JOINING else item


def _word(item: Item) -> str:
    return item.text.lower().strip(" .,") if isinstance(item, Token) and item.kind in ("words", "run") else ""


def dotted(items: Sequence[Item]) -> list[Item]:
    r"""Two or three full stops in a row as `\dots`: `1..K`."""
    made: list[Item] = []
    place = 0
    while place < len(items):
        item, end = items[place], place
        while end < len(items) and is_mark(items[end], "."):
            end += 1
        if end - place >= 2:
            made.append(Token("command", r"\dots", item.span))
            place = end
            continue
        made.append(Group(tuple(dotted(item.items)), item.span) if isinstance(item, Group) else item)
        place += 1
    return made
