"""Arithmetic of values: sums, products, quotients, powers, parts and stacks. Each knows its own derivative.

Nothing broadcasts here but scalars; whether a scalar *may* is decided where an expression is read.
"""

from collections.abc import Sequence

import numpy as np

from grader.derivation.valuing.values import Array, IllTyped, Kind, Shape, Value, number


def _joint_kind(left: Value, right: Value) -> Kind:
    return Kind.NUMBER if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER else Kind.PLAIN


def total(values: Sequence[Value]) -> Value:
    """The sum of values of one shape; scalars among them are added to every entry."""
    if not values:
        return number(0.0)
    if len(values) == 1:
        return values[0]
    shape = next((value.shape for value in values if value.shape), ())
    array = values[0].array
    for value in values[1:]:
        if value.shape not in ((), shape):
            raise IllTyped("values of different shapes are added", shape, value.shape)
        array = array + value.array
    pulls = tuple((value, _same if value.shape == shape else _summed) for value in values)
    are_numbers = all(value.kind is Kind.NUMBER for value in values)
    return Value(array, pulls, Kind.NUMBER if are_numbers else Kind.PLAIN)


def _same(adjoint: Value, _: Value) -> Value:
    return adjoint


def _summed(adjoint: Value, _: Value) -> Value:
    return sum_entries(adjoint)


def negate(value: Value) -> Value:
    """-a."""
    return Value(-value.array, ((value, lambda adjoint, _: negate(adjoint)),), value.kind)


def multiply(left: Value, right: Value) -> Value:
    """Entry by entry; either may be a scalar."""
    if left.shape != right.shape and left.shape and right.shape:
        raise IllTyped("values of different shapes are multiplied entry by entry", left.shape, right.shape)
    sources = (
        (left, lambda adjoint, _: _fold(multiply(adjoint, right), left)),
        (right, lambda adjoint, _: _fold(multiply(adjoint, left), right)),
    )
    return Value(left.array * right.array, sources, _joint_kind(left, right))


def _fold(adjoint: Value, source: Value) -> Value:
    """The share of a source that may have been broadcast."""
    return sum_entries(adjoint) if adjoint.shape and not source.shape else adjoint


def matrix_product(left: Value, right: Value) -> Value:
    """a @ b of two matrices or vectors; a single entry is a scalar."""
    if not left.shape or not right.shape or left.shape[1] != right.shape[0]:
        raise IllTyped("the inner sizes of a matrix product differ", left.shape, right.shape)
    array = left.array @ right.array
    sources = (
        (left, lambda adjoint, _: _product(adjoint, transpose(right))),
        (right, lambda adjoint, _: _product(transpose(left), adjoint)),
    )
    return Value(array.reshape(()) if array.size == 1 else array, sources)


def _product(left: Value, right: Value) -> Value:
    return matrix_product(left, right) if left.shape and right.shape else multiply(left, right)


def inverse(value: Value) -> Value:
    """A⁻¹. Raises IllTyped for what is not square or has none."""
    if not value.shape or value.shape[0] != value.shape[1]:
        raise IllTyped("an inverse needs a square matrix", value.shape)
    try:
        array = np.asarray(np.linalg.inv(value.array), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise IllTyped("this matrix has no inverse", value.shape) from None

    def pulled(adjoint: Value, out: Value) -> Value:
        return negate(matrix_product(transpose(out), matrix_product(adjoint, transpose(out))))

    return Value(array, ((value, pulled),))


def dot(left: Value, right: Value) -> Value:
    """The inner product of two vectors of one length, however they lie."""
    if not (left.is_vector and right.is_vector) or left.array.size != right.array.size:
        raise IllTyped("an inner product needs two vectors of the same length", left.shape, right.shape)
    return sum_entries(multiply(left, right if left.shape == right.shape else transpose(right)))


def outer(left: Value, right: Value) -> Value:
    """a bᵀ of two vectors, however they lie. Only where it is asked for."""
    if not (left.is_vector and right.is_vector):
        raise IllTyped("an outer product needs two vectors", left.shape, right.shape)
    column = left if left.shape[1] == 1 else transpose(left)
    return matrix_product(column, right if right.shape[0] == 1 else transpose(right))


def divide(top: Value, bottom: Value) -> Value:
    """Entry by entry; either may be a scalar."""
    if top.shape != bottom.shape and top.shape and bottom.shape:
        raise IllTyped("values of different shapes are divided", top.shape, bottom.shape)
    sources = (
        (top, lambda adjoint, _: _fold(divide(adjoint, bottom), top)),
        (bottom, lambda adjoint, out: _fold(negate(multiply(adjoint, divide(out, bottom))), bottom)),
    )
    return Value(top.array / bottom.array, sources, _joint_kind(top, bottom))


def power(base: Value, exponent: Value) -> Value:
    """Entry by entry, with a scalar exponent or a scalar base."""
    if base.shape and exponent.shape:
        raise IllTyped("a power needs a scalar base or a scalar exponent", base.shape, exponent.shape)
    sources = (
        (base, lambda adjoint, _: _fold(multiply(adjoint, _base_slope(base, exponent)), base)),
        (exponent, lambda adjoint, out: _fold(multiply(adjoint, multiply(out, _logarithm(base))), exponent)),
    )
    return Value(np.power(base.array, exponent.array), sources, _joint_kind(base, exponent))


def _base_slope(base: Value, exponent: Value) -> Value:
    return multiply(exponent, power(base, total([exponent, number(-1.0)])))


def _logarithm(value: Value) -> Value:
    return Value(np.log(value.array), ((value, lambda adjoint, _: divide(adjoint, value)),), value.kind)


def transpose(value: Value) -> Value:
    """aᵀ; a scalar is its own."""
    if not value.shape:
        swapped = {Kind.ONES: Kind.ONES_ROW, Kind.ONES_ROW: Kind.ONES}.get(value.kind)
        return Value(value.array, kind=swapped) if swapped else value
    return Value(value.array.T, ((value, lambda adjoint, _: transpose(adjoint)),))


def sum_entries(value: Value) -> Value:
    """The sum of all entries."""
    if not value.shape:
        return value
    shape = value.shape
    return Value(np.asarray(value.array.sum()), ((value, lambda adjoint, _: fill(adjoint, shape)),))


def fill(value: Value, shape: Shape) -> Value:
    """A scalar at every place of a shape."""
    return Value(np.full(shape, value.array), ((value, lambda adjoint, _: sum_entries(adjoint)),))


def pick(value: Value, rows: slice, columns: slice) -> Value:
    """A block of a matrix; a single entry is a scalar."""
    block: Array = value.array[rows, columns]
    shape = value.shape
    sources = ((value, lambda adjoint, _: place(adjoint, shape, rows, columns)),)
    return Value(block.reshape(()) if block.size == 1 else block, sources)


def place(value: Value, shape: Shape, rows: slice, columns: slice) -> Value:
    """Zeros of a shape, with a block of them replaced by a value."""
    array = np.zeros(shape)
    array[rows, columns] = value.array
    return Value(array, ((value, lambda adjoint, _: pick(adjoint, rows, columns)),))


def entry(value: Value, position: int) -> Value:
    """One entry of a vector, counted from 0."""
    return pick(value, *((slice(0, 1), _at(position)) if value.shape[0] == 1 else (_at(position), slice(0, 1))))


def _at(position: int) -> slice:
    return slice(position, position + 1)


def column(value: Value, position: int) -> Value:
    """Column `position` of a matrix, as a column."""
    return pick(value, slice(None), _at(position))


def row(value: Value, position: int) -> Value:
    """Row `position` of a matrix, as a row."""
    return pick(value, _at(position), slice(None))


def stack(blocks: Sequence[Sequence[Value]]) -> Value:
    """Blocks written out row by row, scalars and matrices. Raises IllTyped where heights or widths don't fit."""
    heights = [_common([block.shape[0] if block.shape else 1 for block in line]) for line in blocks]
    widths = [[block.shape[1] if block.shape else 1 for block in line] for line in blocks]
    array = np.zeros((sum(heights), _common([sum(line) for line in widths])))
    sources = []
    top = 0
    for line, height, breadths in zip(blocks, heights, widths, strict=True):
        left = 0
        for block, width in zip(line, breadths, strict=True):
            rows, columns = slice(top, top + height), slice(left, left + width)
            array[rows, columns] = block.array
            sources.append((block, lambda adjoint, _, rows=rows, columns=columns: pick(adjoint, rows, columns)))
            left += width
        top += height
    if array.size == 1:
        return blocks[0][0]
    return Value(array, tuple(sources))


def _common(sizes: Sequence[int]) -> int:
    if len(set(sizes)) != 1:
        raise IllTyped("the parts of a matrix that is written out don't fit together", *((size,) for size in sizes))
    return sizes[0]
