r"""Brackets and bars: `(a + b)`, `[u_1, \dots, u_V]`, `\langle u, v \rangle`, `|V|`, `\|x\|_2`, `[i = j]`."""

from collections.abc import Sequence

from grader.derivation.reading import blocks
from grader.derivation.reading.conditions import has_relation, when
from grader.derivation.reading.cursor import CLOSING, OPENING, Cursor, is_block, shown, split
from grader.derivation.reading.groups import Block, Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.span import NotRead, Span
from grader.derivation.tree import Absolute, Derivative, Indicator, Inner, Matrix, Node, Norm, Product, Symbol

_BARS = {"|": ("|", r"\rvert"), r"\lvert": (r"\rvert", "|"), r"\|": (r"\|", r"\rVert"), r"\lVert": (r"\rVert", r"\|")}


def bracket(cursor: Cursor) -> Node:
    """The bracket that opens next: a value, a stack of values, an inner product or an indicator."""
    opening = cursor.peek()
    inside = cursor.peek(1)
    if is_mark(opening, r"\{") and is_block(inside, "array", "aligned", "matrix") and not _is_closed(cursor):
        cursor.place += 2
        assert isinstance(inside, Block)
        return blocks.cases(cursor, inside)
    items, span = cursor.bracketed()
    if not items:
        raise NotRead("There is nothing between these brackets; write a value in them, or delete them.", span)
    if is_mark(opening, r"\langle"):
        return _inner(cursor, items, span)
    if is_mark(opening, "[") and has_relation(items):
        return Indicator(when(cursor, items, span), span=span)
    rows = [_columns(row) if is_mark(opening, "[") else split(row, ",") for row in split(items, ";", r"\\")]
    if len(rows) == 1 and len(rows[0]) == 1:
        node = cursor.whole(items, span)
        return blocks.no_row(node, span) if is_mark(opening, "[") or _is_of_derivatives(node) else node
    if is_mark(opening, r"\{"):
        raise NotRead(
            "I cannot read a set here; sets are read below a sum, as in `\\sum_{w \\in \\{1, \\dots, V\\}}`.", span
        )
    return Matrix(tuple(tuple(cursor.whole(part, span) for part in row) for row in rows), span=span)


def _is_of_derivatives(node: Node) -> bool:
    """Whether derivatives stand side by side: nobody multiplies those with dots between them."""
    return isinstance(node, Product) and any(isinstance(one, Derivative) for one in node.factors)


def _columns(row: Sequence[Item]) -> list[list[Item]]:
    r"""The entries of a row, between commas or, as in `[u_1 | u_2 | \dots | u_V]`, between bars."""
    barred = split(row, "|")
    dotted = any(len(part) == 1 and is_mark(part[0], r"\dots") for part in barred)
    return barred if dotted and len(barred) > 2 and all(barred) else split(row, ",")


def _is_closed(cursor: Cursor) -> bool:
    return is_mark(cursor.peek(2), r"\}")


def _inner(cursor: Cursor, items: Sequence[Item], span: Span) -> Node:
    parts = split(items, ",")
    if len(parts) != 2:
        parts = split(items, "|")
    if len(parts) != 2:
        raise NotRead(r"An inner product has two parts: `\langle u, v \rangle`.", span)
    return Inner(cursor.whole(parts[0], span), cursor.whole(parts[1], span), span=span)


def between_bars(cursor: Cursor) -> Node:
    """What stands between two bars: how many there are, an absolute value, or a norm."""
    opening = cursor.next()
    doubled = is_mark(opening, "|") and cursor.at("|")
    if doubled:
        cursor.next()
    items = _up_to(cursor, opening, doubled)
    span = opening.span.to(cursor.items[cursor.place - 1].span)
    if is_mark(opening, "|", r"\lvert") and not doubled:
        found = cursor.names.indices.match(items, 0)
        if found and found[1].kind == "dimension" and found[0] == len(items):
            return Symbol(found[1].name, span=span)
        return Absolute(cursor.whole(items, span), span=span)
    order = None
    if cursor.at("_") and isinstance(cursor.peek(1), Group):
        cursor.next()
        group = cursor.group()
        order = cursor.whole(group.items, group.span)
        span = span.to(group.span)
    return Norm(cursor.whole(items, span), order, span=span)


def _up_to(cursor: Cursor, opening: Item, doubled: bool) -> list[Item]:
    """The items up to the bar that closes, which stands outside all brackets."""
    start, depth = cursor.place, 0
    closing = _BARS[shown(opening)]
    while (item := cursor.peek()) is not None:
        if depth == 0 and is_mark(item, *closing) and (not doubled or is_mark(cursor.peek(1), "|")):
            items = cursor.items[start : cursor.place]
            cursor.place += 2 if doubled else 1
            return items
        depth += is_mark(item, *OPENING) - is_mark(item, *CLOSING)
        if depth < 0:
            break
        cursor.next()
    raise NotRead(
        f"The bar `{shown(opening)}` opened here is never closed; put a second one where it ends.", opening.span
    )
