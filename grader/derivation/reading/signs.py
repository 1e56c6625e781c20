r"""Signs with a meaning of their own: `\mathbb{1}[i = j]`, `\delta_{ij}`, `I`, `E_{w \sim p}[…]`."""

from collections.abc import Sequence
from dataclasses import replace

from grader.derivation.reading import terms
from grader.derivation.reading.conditions import has_relation, when
from grader.derivation.reading.cursor import Cursor, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.reading.positions import positions, whole_index
from grader.derivation.span import NotRead, Span
from grader.derivation.tree import Expectation, Identity, Indicator, Kronecker, Letter, Node, Ones, Pattern, Whole

_OPEN_EXPECTATION = "Put brackets around what this expectation is taken of: `E[…]`."
_INDEX_BRACKETS = ("(", "[", r"\{")


def special(cursor: Cursor) -> Node | None:
    """One of these signs, where the question has no name of its own that begins here; else None."""
    if cursor.names.values.match(cursor.items, cursor.place):
        return None
    if cursor.at(r"\mathbb{1}"):
        return one(cursor)
    if cursor.at(r"\mathbb{E}") or is_letter(cursor.peek(), "E"):
        return _expectation(cursor)
    if is_letter(cursor.peek(), "I"):
        return one(cursor) if is_indicator(cursor) else _identity(cursor)
    if cursor.at(r"\delta"):
        return _kronecker(cursor)
    return None


def is_indicator(cursor: Cursor) -> bool:
    """Whether a condition follows the sign that comes next."""
    following, group = cursor.peek(1), cursor.peek(2)
    if is_mark(following, "_") and isinstance(group, Group):
        return _has_condition(group.items)
    if not is_mark(following, *_INDEX_BRACKETS):
        return isinstance(following, Group) and has_relation(following.items)
    start = cursor.place
    cursor.place += 1
    items, _ = cursor.bracketed()
    cursor.place = start
    return has_relation(items)


def _has_condition(items: Sequence[Item]) -> bool:
    bracketed = len(items) > 2 and is_mark(items[0], *_INDEX_BRACKETS)
    return has_relation(items) or (bracketed and has_relation(items[1:-1]))


def one(cursor: Cursor) -> Node:
    """A one with its condition, or the vector of ones."""
    start = cursor.place
    conditional = is_indicator(cursor)
    cursor.next()
    if not conditional:
        return Ones(span=cursor.since(start))
    if cursor.at("_"):
        cursor.next()
    if isinstance(cursor.peek(), Group):
        group = cursor.group()
        condition = when(cursor, group.items, group.span)
    else:
        items, span = cursor.bracketed()
        condition = when(cursor, items, span)
    return Indicator(condition, span=cursor.since(start))


def _expectation(cursor: Cursor) -> Node | None:
    start = cursor.place
    following = cursor.peek(1)
    if not is_mark(following, "_", "[", "(") and not cursor.at(r"\mathbb{E}"):
        return None
    cursor.next()
    variable = distribution = None
    if cursor.at("_"):
        cursor.next()
        group = cursor.group()
        sides = split(group.items, r"\sim")
        if len(split(sides[0], ",")) == 1 or not cursor.names.draws:
            variable = whole_index(cursor, sides[0], group.span)
        if len(sides) == 2:
            distribution = _over(variable, _distribution(cursor, sides[1], group.span))
    if cursor.at("[", "(", r"\{"):
        items, span = cursor.bracketed()
        of = cursor.whole(items, span)
    else:
        if variable is None or not terms.starts_factor(cursor.peek()):
            raise NotRead(_OPEN_EXPECTATION, cursor.since(start))
        of = cursor.factor()
        if terms.starts_factor(cursor.peek()) or cursor.at(*terms.OPERATORS):
            raise NotRead(_OPEN_EXPECTATION, cursor.since(start))
    return Expectation(variable, distribution, of, span=cursor.since(start))


def _over(variable: Node | None, distribution: Node | None) -> Node | None:
    r"""`w \sim P(\cdot|c)` as `w \sim P(w|c)`."""
    if not isinstance(distribution, Pattern) or not isinstance(variable, Letter):
        return distribution
    holes = tuple(variable if isinstance(hole, Whole) else hole for hole in distribution.holes)
    return replace(distribution, holes=holes)


def _distribution(cursor: Cursor, items: Sequence[Item], where: Span) -> Node | None:
    """What is drawn from. Where the question draws itself, a name that it doesn't know is that draw: None."""
    try:
        return cursor.whole(items, where)
    except NotRead as unread:
        if cursor.names.draws and unread.symbol:
            return None
        raise


def _identity(cursor: Cursor) -> Node:
    r"""`I`, `I_n`, `I_{d \times d}`."""
    start = cursor.place
    cursor.next()
    size = None
    if cursor.at("_") and isinstance(cursor.peek(1), Group):
        cursor.next()
        group = cursor.group()
        sides = split(group.items, r"\times")
        size = whole_index(cursor, sides[0], group.span)
        if any(whole_index(cursor, side, group.span) != size for side in sides):
            raise NotRead("An identity matrix is square; give its size once, as in `I_{D}`.", group.span)
    return Identity(size, span=cursor.since(start))


def _kronecker(cursor: Cursor) -> Node | None:
    start = cursor.place
    if is_indicator(cursor):
        return one(cursor)
    following, group = cursor.peek(1), cursor.peek(2)
    if is_mark(following, "_") and isinstance(group, Group):
        items: Sequence[Item] = group.items
        span = group.span
        cursor.place += 3
    elif is_mark(following, "("):
        cursor.next()
        items, span = cursor.bracketed()
    else:
        return None
    found = positions(cursor, items, span)
    if len(found) != 2:
        cursor.place = start
        return None
    return Kronecker(found[0], found[1], span=cursor.since(start))
