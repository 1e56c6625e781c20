r"""`\sum`, `\prod`, `\max` and `\min` over indices: what they run over, and where their body ends."""

from collections.abc import Sequence
from typing import Literal

from grader.derivation.reading import sets, terms
from grader.derivation.reading.conditions import has_relation, relations
from grader.derivation.reading.cursor import Cursor, shown, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.reading.limits import parts
from grader.derivation.reading.positions import whole_index
from grader.derivation.reading.substituted import over_places
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token
from grader.derivation.tree import BigOperator, Index, Letter, Node, Range, Relation

KINDS: dict[str, Literal["sum", "prod", "max", "min"]] = {
    r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min",
}  # fmt: skip


def big_operator(cursor: Cursor) -> Node:
    """A big operator with limits and body. The body goes up to the next + or - of its own level."""
    start = cursor.place
    operator = cursor.next()
    kind = KINDS[shown(operator)]
    below, above = _limits(cursor)
    ranges = _ranges(cursor, below, above) if below else [Range()]
    begins = cursor.place
    body = terms.signed_term(cursor)
    if below is None and above is None and (late := _late_condition(cursor)):
        ranges = _ranges(cursor, late, None)
    if kind == "prod" and len(split(cursor.items[begins : cursor.place], "/")) > 1:
        raise NotRead(
            "It is open whether the `/` stands within this product or behind it; write `\\frac{…}{…}` or brackets.",
            operator.span,
        )
    span = cursor.since(start)
    for one in reversed(ranges):
        body = over_places(kind, one, body) or BigOperator(kind, one, body, span=span)
    return body


def _limits(cursor: Cursor) -> tuple[Group | None, Group | None]:
    below = above = None
    if cursor.at("_"):
        cursor.next()
        below = cursor.group()
    if cursor.at("^"):
        mark = cursor.next()
        above = cursor.group()
        if below is None:
            raise NotRead("This operator has an upper limit and no index below: write `\\sum_{w=1}^{V}`.", mark.span)
    return below, above


def _late_condition(cursor: Cursor) -> Group | None:
    r"""The condition of `\sum (\exp(0))_{i \neq a,b}`, which stands behind the body."""
    if not cursor.at("_"):
        return None
    cursor.next()
    return cursor.group()


def _ranges(cursor: Cursor, below: Group, above: Group | None) -> list[Range]:
    span = below.span
    written = parts(below.items)
    if (spread := sets.counted(cursor, written, span)) is not None:
        found, written = [spread[0]], spread[1]
        if above:
            raise NotRead("This operator has two upper limits, below it and above; leave one of them out.", span)
    else:
        found = []
    conditions: list[Relation] = []
    related = bool(found)
    for part in written:
        if has_relation(part):
            related = True
            _relate(cursor, part, found, conditions, span)
        elif related and conditions:
            last = conditions[-1]
            more = whole_index(cursor, part, span)
            conditions.append(Relation(last.left, last.sign, more, span=span))
        else:
            found.extend(Range(sets.variable(cursor, [item], span), span=span) for item in _single(part))
    if not found:
        raise NotRead("What this operator runs over is missing below it: write `\\sum_{w=1}^{V}`.", span)
    upper = whole_index(cursor, above.items, above.span) if above else None
    return _finished(found, upper, conditions, span)


def _finished(found: list[Range], upper: Node | None, conditions: list[Relation], span: Span) -> list[Range]:
    last = found[-1]
    if upper is not None:
        if len(found) > 1 and any(one.upper is not None or one.among is not None for one in found):
            raise NotRead("I cannot tell which index the upper limit belongs to; write one sum for each index.", span)
        found = [Range(one.variable, one.lower, upper, one.among, span=span) for one in found]
        last = found[-1]
    if conditions:
        found[-1] = Range(last.variable, last.lower, last.upper, last.among, tuple(conditions), span=span)
    return found


def _single(part: Sequence[Item]) -> Sequence[Item]:
    r"""The letters of `\sum_{ij}`; one index that is more than a letter stays together."""
    plain = all(not isinstance(item, Group) and not is_mark(item, "_", "'", "^") for item in part)
    return part if plain else [Group(tuple(part), part[0].span)]


def _relate(cursor: Cursor, part: list[Item], found: list[Range], conditions: list[Relation], span: Span) -> None:
    """One relation below an operator: it opens a range, or it restricts one that is open."""
    if outside := sets.members(cursor, part, r"\notin", span):
        apart, others = outside
        if not found and isinstance(apart, Letter | Index):
            found.append(Range(apart, span=span))
        conditions.extend(Relation(apart, "!=", one, span=span) for one in others)
        return
    within, without = sets.difference(part)
    if spread := sets.membership(cursor, within, span):
        left = spread.variable
        early = next((each for each in found if each == Range(left)), None)
        if early:  # w \neq o, w \in V
            found.remove(early)
        found.append(spread)
        for one in without:
            assert left is not None
            conditions.append(Relation(left, "!=", whole_index(cursor, one, span), span=span))
        return
    if (start := _start(cursor, part, span)) and start.variable not in [one.variable for one in found]:
        found.append(start)
        return
    made = [_about_the_variable(cursor, one) for one in relations(cursor, part, span)]
    first = made[0]
    variables = [one.variable for one in found]
    if len(made) == 2 and {made[0].sign, made[1].sign} <= {"<="} and isinstance(first.right, Letter | Index):
        open_ = Range(first.right, made[0].left, made[1].right, span=span)
        if first.right not in variables:
            found.append(open_)
        elif found[-1].variable == first.right and found[-1].upper is None:
            found[-1] = open_
        else:
            conditions.extend(made)
    elif (
        first.sign == "="
        and len(made) == 1
        and (late := next((each for each in found if each.variable == first.left and each.lower is None), None))
        and late.among is None
    ):
        found[found.index(late)] = Range(late.variable, first.right, late.upper, span=span)  # w \neq o, w = 1
    elif first.left not in variables and isinstance(first.left, Letter | Index) and len(made) == 1:
        if first.sign == "=" and not (found and isinstance(first.left, Index)):
            found.append(Range(first.left, first.right, span=span))
        elif not found:
            found.append(Range(first.left, span=span))
            conditions.extend(made)
        else:
            conditions.extend(made)
    else:
        conditions.extend(made)


def _start(cursor: Cursor, part: list[Item], span: Span) -> Range | None:
    """`x=1`, where x is an index here whatever the question calls x; None where no single letter is set to a number."""
    sides = split(part, "=")
    if len(sides) != 2 or len(sides[0]) != 1 or not is_letter(sides[0][0]) or not _is_number(sides[1]):
        return None
    return Range(sets.variable(cursor, sides[0], span), whole_index(cursor, sides[1], span), span=span)


def _is_number(items: Sequence[Item]) -> bool:
    return len(items) == 1 and isinstance(items[0], Token) and items[0].kind == "number"


def _about_the_variable(cursor: Cursor, relation: Relation) -> Relation:
    r"""`o \neq w` as `w \neq o`: a sum runs over the letter that the question doesn't fix."""
    left, right = relation.left, relation.right
    fixed = cursor.names.constants
    turned = isinstance(left, Letter) and isinstance(right, Letter) and left.name in fixed and right.name not in fixed
    if turned and relation.sign == "!=":
        return Relation(right, "!=", left, span=relation.span)
    return relation
