r"""Environments that are values: `cases` with their conditions, matrices and stacks with their rows."""

from collections.abc import Sequence

from grader.derivation.reading.conditions import has_relation, when
from grader.derivation.reading.cursor import Cursor, split
from grader.derivation.reading.groups import Block, Group, Item
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token
from grader.derivation.tree import Case, Cases, Ellipsis, Matrix, Node, Product

_CASES = frozenset({"cases", "dcases", "rcases"})
_MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"})


def block(cursor: Cursor, one: Block) -> Node:
    """An environment that was just passed, as a value."""
    if one.name in _CASES:
        return cases(cursor, one)
    if one.name in _MATRICES:
        return _matrix(cursor, one)
    if one.name in ("vmatrix", "Vmatrix"):
        raise NotRead("Determinants are not read; a person will look at this.", one.span)
    raise NotRead(rf"A `\begin{{{one.name}}}` is not one value; each of its lines is read for itself.", one.span)


def cases(cursor: Cursor, one: Block) -> Node:
    """Rows of a value and its condition."""
    rows = [_case(cursor, row, one.span) for row in split(_inside(one), r"\\") if row]
    if not rows:
        raise NotRead("There are no cases here; write each as `value & \\text{if } i = j`.", one.span)
    return Cases(tuple(rows), span=one.span)


def _case(cursor: Cursor, row: list[Item], where: Span) -> Case:
    span = row[0].span.to(row[-1].span)
    value, condition = _parted(list(row))
    while value and is_mark(value[-1], ",", ";", ":"):
        value.pop()
    if not condition or not value:
        raise NotRead(
            "In this line of the cases I cannot tell the value from its condition; put a `&` between them.", span
        )
    return Case(cursor.whole(value, span), when(cursor, condition, span), span=span)


def _parted(row: list[Item]) -> tuple[list[Item], list[Item]]:
    """A row's value and condition: cut at &, else at its first word, else at the comma before a relation."""
    cut = next((place for place, item in enumerate(row) if is_mark(item, "&")), None)
    if cut is not None:
        rest = [item for item in row[cut + 1 :] if not is_mark(item, "&")]
        return row[:cut], rest
    words = (place for place, item in enumerate(row) if isinstance(item, Token) and item.kind == "words")
    for place in words:
        if place:
            return row[:place], row[place:]
    parts = split(row, ",")
    if len(parts) > 1 and has_relation(parts[1]):
        return parts[0], row[len(parts[0]) + 1 :]
    letters = next((place for place in range(1, len(row) - 1) if _is_word(row, place)), None)
    return (row[:letters], row[letters:]) if letters else (row, [])


def _is_word(row: Sequence[Item], place: int) -> bool:
    """Whether "if" or "otherwise" begins here, typed as letters."""
    return any(is_letter(row[place], a) and is_letter(row[place + 1], b) for a, b in ("if", "ot"))


def _inside(one: Block) -> list[Item]:
    r"""The items without the columns' description of an `array`."""
    items = list(one.items)
    if one.name == "array" and items:
        items = items[1:]
    return items


def _matrix(cursor: Cursor, one: Block) -> Node:
    rows = [split(row, "&") for row in split(_inside(one), r"\\")]
    rows = [row for row in rows if not all(_is_rule(cell) for cell in row)]
    if rows and all(len(row) > 1 and _is_line(row[0]) and _is_line(row[-1]) for row in rows if not _is_dots(row)):
        rows = [row[1:-1] if len(row) > 2 else row for row in rows]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise NotRead("The rows of this matrix are not equally long; give each as many entries.", one.span)
    made: list[tuple[Node, ...]] = []
    for row in rows:
        if not all(row):
            raise NotRead("An entry of this matrix is empty; write a value, such as 0, in it.", one.span)
        made.append(tuple(no_row(cursor.whole(cell, span := cell[0].span.to(cell[-1].span)), span) for cell in row))
    return Matrix(tuple(made), span=one.span)


def no_row(node: Node, span: Span) -> Node:
    r"""A value, unless it is `u_1 \cdots u_V` without a sign between: a product, or entries side by side.

    Raises NotRead for that.
    """
    if isinstance(node, Product) and Ellipsis() in node.factors and not any(node.operators):
        raise NotRead(
            r"It is open whether these are multiplied or stand side by side; write `\cdot` or `,` between them.", span
        )
    return node


def _is_rule(cell: list[Item]) -> bool:
    """A bar that shows that a column goes up and down, or nothing."""
    while len(cell) == 1 and isinstance(cell[0], Group):
        cell = list(cell[0].items)
    return all(is_mark(item, "|", r"\dots") for item in cell) and not (cell and all(is_mark(i, r"\dots") for i in cell))


def _is_line(cell: list[Item]) -> bool:
    """A dash that shows that a row goes on to the left and right."""
    return bool(cell) and all(is_mark(item, "-") for item in cell)


def _is_dots(row: list[list[Item]]) -> bool:
    return all(not cell or all(is_mark(item, r"\dots") for item in cell) for cell in row)
