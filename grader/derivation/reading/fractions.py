r"""Fractions, roots and derivatives: `\frac{\partial J}{\partial v}`, `\nabla_{v} J`, `\partial J / \partial v`."""

from collections.abc import Sequence

from grader.derivation.reading import terms
from grader.derivation.reading.cursor import Cursor
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.span import NotRead
from grader.derivation.tokens import Token
from grader.derivation.tree import Derivative, Node, Number, Power, Product, Quotient

_SECOND = "Second derivatives are not read; a person will look at this."


def special(cursor: Cursor) -> Node | None:
    """A fraction, root or derivative that begins here, or None."""
    start = cursor.place
    if cursor.at(r"\frac"):
        cursor.next()
        return _fraction(cursor, cursor.group(), cursor.group(), start)
    if cursor.at(r"\sqrt"):
        return _root(cursor)
    if cursor.at(r"\nabla"):
        where = cursor.next().span
        if not cursor.at("_"):
            raise NotRead("By what this `∇` derives should stand below it: `\\nabla_{v_c}`.", where)
        return _operator(cursor, _below(cursor), start)
    if cursor.at(r"\partial"):
        cursor.next()
        return _operator(cursor, _below(cursor), start) if cursor.at("_") else _slashed(cursor, start)
    if is_letter(cursor.peek(), "d") and not cursor.names.values.match(cursor.items, start):
        return _differential(cursor)
    return None


def _below(cursor: Cursor) -> Node:
    cursor.next()
    group = cursor.group()
    return cursor.whole(group.items, group.span)


def _root(cursor: Cursor) -> Node:
    start = cursor.place
    cursor.next()
    degree: Node = Number(2.0)
    if cursor.at("["):
        cursor.next()
        group = cursor.group()
        degree = cursor.whole(group.items, group.span)
    inside = cursor.group()
    return Power(cursor.whole(inside.items, inside.span), Quotient(Number(1.0), degree), span=cursor.since(start))


def _fraction(cursor: Cursor, top: Group, bottom: Group, start: int) -> Node:
    top, bottom = _opened(top), _opened(bottom)
    if _varied(cursor, top.items) and _varied(cursor, bottom.items):
        top, bottom = (
            Group((Token("command", r"\partial", one.span), *one.items[1:]), one.span) for one in (top, bottom)
        )
    d_top, d_bottom = _begins_with_d(cursor, top.items), _begins_with_d(cursor, bottom.items)
    span = cursor.since(start)
    if not d_bottom and not is_mark(next(iter(top.items), None), r"\partial"):
        return Quotient(cursor.whole(top.items, top.span), cursor.whole(bottom.items, bottom.span), span=span)
    if not d_top or not d_bottom:
        if is_mark(next(iter(bottom.items), None), r"\partial") or d_top:
            raise NotRead(
                "In this derivative a `∂` is missing above or below: write `\\frac{\\partial J}{\\partial v}`.", span
            )
        return Quotient(cursor.whole(top.items, top.span), cursor.whole(bottom.items, bottom.span), span=span)
    by = _derived_by(cursor, bottom)
    rest = top.items[1:]
    if not rest:
        return _operator(cursor, by, start)
    if is_mark(rest[0], "^"):
        raise NotRead(_SECOND, span)
    return Derivative(cursor.whole(rest, top.span), by, span=span)


def _opened(group: Group) -> Group:
    """A group without further braces around all of it."""
    while len(group.items) == 1 and isinstance(group.items[0], Group):
        group = group.items[0]
    return group


def _varied(cursor: Cursor, items: Sequence[Item]) -> bool:
    r"""Whether a part of a fraction begins with a δ that is written for ∂: `\frac{\delta J}{\delta v}`."""
    if len(items) < 2 or not is_mark(items[0], r"\delta") or cursor.names.values.match(items, 0):
        return False
    return not is_mark(items[1], "_", "(", "^", "+", "-")


def of_groups(cursor: Cursor) -> Node | None:
    r"""`{\partial J}/{\partial v_c}` and `(\partial J)/(\partial v_c)`: a derivative in two groups, or None."""
    start = cursor.place
    parts: list[Group] = []
    for number in range(2):
        if number and not cursor.at("/"):
            break
        cursor.place += number
        item = cursor.peek()
        if cursor.at("("):
            items, span = cursor.bracketed()
            parts.append(Group(tuple(items), span))
        elif isinstance(item, Group):
            cursor.next()
            parts.append(_opened(item))
        if len(parts) != number + 1 or not parts[-1].items or not is_mark(parts[-1].items[0], r"\partial"):
            break
    else:
        if len(parts[0].items) > 1:
            return _fraction(cursor, parts[0], parts[1], start)
    cursor.place = start
    return None


def _begins_with_d(cursor: Cursor, items: Sequence[Item]) -> bool:
    """Whether a part of a fraction begins with ∂ or with a d that is no name of the question's."""
    first = items[0] if items else None
    if is_mark(first, r"\partial"):
        return True
    if not is_letter(first, "d"):
        return False
    found = cursor.names.values.match(items, 0)
    if found is None:
        return True
    following = items[1] if len(items) > 1 else None
    if found[0] == 1 and following is not None and terms.starts_factor(following) and len(items) > 1:
        raise NotRead("`d` is a name in this question; write derivatives with `\\partial`.", items[0].span)
    return False


def _derived_by(cursor: Cursor, bottom: Group) -> Node:
    rest = bottom.items[1:]
    if any(is_mark(item, r"\partial") for item in rest) or any(is_mark(item, "^") for item in rest[:1]):
        raise NotRead(_SECOND, bottom.span)
    if not rest:
        raise NotRead("By what is derived here is missing: write `\\frac{\\partial J}{\\partial v}`.", bottom.span)
    return cursor.whole(rest, bottom.span)


def _operator(cursor: Cursor, by: Node, start: int) -> Node:
    """A derivative that stands before what it is applied to: the rest of its term."""
    signed = cursor.at("+", "-")
    if not signed and not terms.starts_factor(cursor.peek()):
        raise NotRead("What this derivative is taken of is missing; write it right behind.", cursor.since(start))
    bracket = cursor.end_of_bracket()
    of = terms.signed_term(cursor)
    loose = signed or (isinstance(of, Product) and cursor.place != bracket)
    return Derivative(of, by, loose, span=cursor.since(start))


def _slashed(cursor: Cursor, start: int) -> Node:
    r"""`\partial J / \partial v`, whose first ∂ has been read."""
    of = cursor.factor()
    if not (cursor.at("/") and is_mark(cursor.peek(1), r"\partial")):
        raise NotRead("By what is derived here is missing: write `\\partial J / \\partial v`.", cursor.since(start))
    cursor.place += 2
    return Derivative(of, cursor.factor(), span=cursor.since(start))


def _differential(cursor: Cursor) -> Node | None:
    """`dl/dw`, where the question has no d."""
    start = cursor.place
    cursor.next()
    if terms.starts_factor(cursor.peek()):
        of = cursor.factor()
        if cursor.at("/") and is_letter(cursor.peek(1), "d"):
            cursor.place += 2
            return Derivative(of, cursor.factor(), span=cursor.since(start))
    cursor.place = start
    return None
