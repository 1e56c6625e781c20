r"""`\sum`, `\prod`, `\max` and `\min` over indices: what they run over, and where their body ends."""

from collections.abc import Sequence
from typing import Literal

from grader.derivation.reading import terms
from grader.derivation.reading.conditions import has_relation, relations
from grader.derivation.reading.cursor import Cursor, shown, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.reading.positions import index, positions, whole_index
from grader.derivation.span import NotRead, Span
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
        raise NotRead("It is open whether the `/` stands within this product or behind it.", operator.span)
    span = cursor.since(start)
    for one in reversed(ranges):
        body = BigOperator(kind, one, body, span=span)
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
            raise NotRead("This operator has an upper limit and no index below.", mark.span)
    return below, above


def _late_condition(cursor: Cursor) -> Group | None:
    r"""The condition of `\sum (\exp(0))_{i \neq a,b}`, which stands behind the body."""
    if not cursor.at("_"):
        return None
    cursor.next()
    return cursor.group()


def _ranges(cursor: Cursor, below: Group, above: Group | None) -> list[Range]:
    parts = _parts(below.items)
    dots = next((place for place, part in enumerate(parts) if len(part) == 1 and is_mark(part[0], r"\dots")), None)
    if dots is not None:
        return _listed(cursor, parts, dots, below, above)
    found: list[Range] = []
    conditions: list[Relation] = []
    related = False
    for part in parts:
        if has_relation(part):
            related = True
            _relate(cursor, part, found, conditions, below.span)
        elif related and conditions:
            last = conditions[-1]
            more = whole_index(cursor, part, below.span)
            conditions.append(Relation(last.left, last.sign, more, span=below.span))
        else:
            found.extend(Range(_variable(cursor, [item], below.span), span=below.span) for item in _single(part))
    if not found:
        raise NotRead("What this operator runs over is missing below it.", below.span)
    upper = whole_index(cursor, above.items, above.span) if above else None
    return _finished(found, upper, conditions, below.span)


def _finished(found: list[Range], upper: Node | None, conditions: list[Relation], span: Span) -> list[Range]:
    last = found[-1]
    if upper is not None:
        if len(found) > 1 and any(one.upper is not None or one.among is not None for one in found):
            raise NotRead("I cannot tell which index the upper limit belongs to.", span)
        found = [Range(one.variable, one.lower, upper, one.among, span=span) for one in found]
        last = found[-1]
    if conditions:
        found[-1] = Range(last.variable, last.lower, last.upper, last.among, tuple(conditions), span=span)
    return found


def _parts(items: Sequence[Item]) -> list[list[Item]]:
    if len(items) > 1 and is_mark(items[0], r"\substack") and isinstance(items[1], Group):
        items = [*items[1].items, *items[2:]]
    if len(items) == 1 and isinstance(items[0], Group):
        items = items[0].items
    if len(items) > 2 and is_mark(items[0], "(") and is_mark(items[-1], ")"):
        items = items[1:-1]
    return [part for part in split(items, ",", r"\\", ":", ";") if part]


def _single(part: Sequence[Item]) -> Sequence[Item]:
    r"""The letters of `\sum_{ij}`; one index that is more than a letter stays together."""
    plain = all(not isinstance(item, Group) and not is_mark(item, "_", "'", "^") for item in part)
    return part if plain else [Group(tuple(part), part[0].span)]


def _variable(cursor: Cursor, items: Sequence[Item], span: Span) -> Letter | Index:
    if len(items) == 1 and isinstance(items[0], Group):
        items = items[0].items
    node = whole_index(cursor, items, span)
    if not isinstance(node, Letter | Index):
        raise NotRead(f"I cannot read what this operator runs over: `{shown(*items)}`.", span)
    return node


def _relate(cursor: Cursor, part: list[Item], found: list[Range], conditions: list[Relation], span: Span) -> None:
    """One relation below an operator: it opens a range, or it restricts one that is open."""
    within, without = _difference(part)
    if spread := _membership(cursor, within, span):
        found.append(spread)
        left = spread.variable
        for one in without:
            assert left is not None
            conditions.append(Relation(left, "!=", whole_index(cursor, one, span), span=span))
        return
    made = relations(cursor, part, span)
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
    elif first.left not in variables and isinstance(first.left, Letter | Index) and len(made) == 1:
        if first.sign == "=":
            found.append(Range(first.left, first.right, span=span))
        elif not found:
            found.append(Range(first.left, span=span))
            conditions.extend(made)
        else:
            conditions.extend(made)
    else:
        conditions.extend(made)


def _difference(part: list[Item]) -> tuple[list[Item], list[list[Item]]]:
    r"""`w \in V \setminus \{o\}` as `w \in V`, and what w is not; a part that is no such difference as it is."""
    sides = split(part, r"\setminus", r"\backslash", r"\smallsetminus")
    if len(sides) != 2 or len(sides[1]) < 3 or not (is_mark(sides[1][0], r"\{") and is_mark(sides[1][-1], r"\}")):
        return part, []
    return sides[0], split(sides[1][1:-1], ",")


def _membership(cursor: Cursor, part: list[Item], span: Span) -> Range | None:
    r"""`w \in V`, `i, j \in V` and `k \in \{1, \dots, K\}`; the comma within braces was not cut."""
    sides = split(part, r"\in")
    if len(sides) != 2 or len(split(part, "=", r"\neq", "<", r"\le", ">", r"\ge")) > 1:
        return None
    variable = _variable(cursor, [Group(tuple(sides[0]), span)], span)
    right = sides[1]
    if len(right) > 2 and (is_mark(right[0], "[") or is_mark(right[0], r"\{")):
        return _spanned(cursor, variable, right, span)
    inner = cursor.within(right, span)
    bar = inner.at("|", r"\lvert")
    among = positions(inner, right, span)[0] if bar else index(inner)
    if not bar:
        inner.finish()
    return Range(variable, among=among, span=span)


def _spanned(cursor: Cursor, variable: Letter | Index, right: list[Item], span: Span) -> Range:
    r"""`\{1, 2, \dots, K\}` and `[1, K]`: all numbers from the first to the last."""
    inside = split(right[1:-1], ",")
    listed = len(inside) in (3, 4) and len(inside[-2]) == 1 and is_mark(inside[-2][0], r"\dots")
    if not is_mark(right[-1], "]", r"\}") or not (listed or (len(inside) == 2 and is_mark(right[0], "["))):
        raise NotRead(f"I cannot read the set `{shown(*right)}`.", span)
    lower, upper = (whole_index(cursor, end, span) for end in (inside[0], inside[-1]))
    return Range(variable, lower, upper, span=span)


def _listed(cursor: Cursor, parts: list[list[Item]], dots: int, below: Group, above: Group | None) -> list[Range]:
    r"""`k = 1, \dots, K`: the first part opens the range, the last one is its upper limit."""
    first = split(parts[0], "=")
    if above or dots + 2 != len(parts) or len(first) != 2:
        raise NotRead(f"I cannot read what this operator runs over: `{shown(*below.items)}`.", below.span)
    variable = _variable(cursor, [Group(tuple(first[0]), below.span)], below.span)
    lower, upper = (whole_index(cursor, one, below.span) for one in (first[1], parts[-1]))
    return [Range(variable, lower, upper, span=below.span)]
