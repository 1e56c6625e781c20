"""Sizes as a sheet writes them: a number, a dimension's letter, or both in a formula: "(Dx + 1) * H".

Reads and evaluates; which letter is how large is decided in `dimensions`.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from grader.code import OurFault

LONGEST_FORMULA = 200
LARGEST = 10_000_000
_LETTER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class DrawMistake(OurFault):
    """The spec asks for something that can't be drawn; the message names the letter or the argument."""


def letters(size: int | str) -> tuple[str, ...]:
    """The dimensions' letters of one size, each once, in the order written."""
    return () if isinstance(size, int) else tuple(dict.fromkeys(_LETTER.findall(size)))


def evaluate(size: int | str, dimensions: Mapping[str, int]) -> int:
    """How large a size is with these dimensions. Raises DrawMistake, naming the letter or the formula."""
    value = size if isinstance(size, int) else _value(_tree(size), dimensions)
    if not 0 <= value <= LARGEST:
        raise DrawMistake(f"the size `{size}` is {value}: a size lies between 0 and {LARGEST:,}")
    return value


def _value(node: ast.expr, dimensions: Mapping[str, int]) -> int:
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.Name(id=letter):
            if letter not in dimensions:
                raise DrawMistake(f"the dimension `{letter}` has no value here: known are {', '.join(dimensions)}")
            return dimensions[letter]
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _value(left, dimensions), _value(right, dimensions)
            return a + b if isinstance(op, ast.Add) else a - b if isinstance(op, ast.Sub) else a * b
    raise DrawMistake(f"`{ast.unparse(node)}` isn't a size")  # unreachable after _tree


@cache
def _tree(formula: str) -> ast.expr:
    """The formula's syntax tree, with nothing in it but letters, whole numbers, + - * and brackets."""
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise DrawMistake(f"`{formula}` can't be read as a size") from error
    for part in _parts(tree):
        if isinstance(part, ast.Name) and not _LETTER.fullmatch(part.id):
            raise DrawMistake(f"`{part.id}` in `{formula}` isn't a dimension's letter")
    return tree


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Name() | ast.Constant(value=int()) if not _is_bool(node):
            yield node
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            raise DrawMistake(f"`{ast.unparse(node)}` can't stand in a size: use letters, whole numbers, + - * and ( )")


def _is_bool(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def read_size(value: Any) -> int | str:
    """A size of a spec as written, once it is known to be one. Raises ValueError with a sentence."""
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= LARGEST:
            raise ValueError(f"{value} isn't a size: a size lies between 0 and {LARGEST:,}")
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value!r} isn't a size: write a letter (`V`), a whole number or a formula (`(Dx + 1) * H`)")
    if len(value) > LONGEST_FORMULA:
        raise ValueError(f"a size of {len(value)} characters is too long: {LONGEST_FORMULA} is the limit")
    try:
        _tree(value)
    except DrawMistake as mistake:
        raise ValueError(str(mistake)) from mistake
    return value


Size = Annotated[
    int | str,
    PlainValidator(read_size),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "maxLength": LONGEST_FORMULA}]}),
]
