"""What sums, products, powers, functions and written-out matrices are worth."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader.derivation.span import NotRead
from grader.derivation.tree import (
    Absolute,
    Ellipsis,
    Function,
    Inner,
    Matrix,
    Node,
    Norm,
    Number,
    Placed,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
)
from grader.derivation.valuing import functions, operations
from grader.derivation.valuing.ellipsis import expanded
from grader.derivation.valuing.factors import multiplied, of_factors
from grader.derivation.valuing.letters import Bindings
from grader.derivation.valuing.loose import of_alone
from grader.derivation.valuing.sums import added
from grader.derivation.valuing.values import IllTyped, Kind, Value, number

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator


def quotient(evaluator: "Evaluator", node: Quotient, bindings: Bindings) -> Value:
    r"""\frac{a}{b}: by a scalar; vectors only entry by entry, among equals or below a number."""
    top, bottom = evaluator.value(node.top, bindings), evaluator.value(node.bottom, bindings)
    if bottom.is_flexible or (top.is_flexible and not bottom.is_scalar):
        raise NotRead("What is divided by what isn't clear here.", node.span)
    if top.is_flexible:
        return Value(top.array / bottom.array, kind=top.kind)
    if bottom.shape and top.shape != bottom.shape and top.kind is not Kind.NUMBER and not evaluator.charitable:
        raise IllTyped("something is divided by a vector or matrix", top.shape, bottom.shape)
    if bottom.shape:
        evaluator.reading.note("A quotient of vectors is read entry by entry.")
    return operations.divide(top, bottom)


def power(evaluator: "Evaluator", node: Power, bindings: Bindings) -> Value:
    """x², of a vector entry by entry."""
    if evaluator.reading.choose(node, "whether it is a power inside a logarithm", lambda: _log_powers(node)):
        assert isinstance(node.base, Function)
        return function(evaluator, _inside_power(node.base, node.exponent), bindings)
    base, exponent = evaluator.value(node.base, bindings), evaluator.value(node.exponent, bindings)
    if base.is_flexible or exponent.is_flexible:
        raise NotRead("A power of I or of the ones isn't read.", node.span)
    if base.shape and not base.is_vector:
        return _matrix_power(base, exponent, node)
    if base.shape:
        evaluator.reading.note("A power of a vector is read entry by entry.")
    return operations.power(base, exponent)


def _matrix_power(base: Value, exponent: Value, node: Power) -> Value:
    """A², A⁻¹ of a square matrix."""
    if exponent.shape or base.shape[0] != base.shape[1] or float(exponent.array) not in (-1.0, 2.0):
        raise NotRead("This power of a matrix isn't read; write the product.", node.span)
    return operations.inverse(base) if exponent.array < 0 else operations.matrix_product(base, base)


def _log_powers(node: Power) -> list[bool]:
    r"""`\log (a)^2` is (log a)² or log(a²); no other function's argument takes the power behind its bracket."""
    is_open = isinstance(node.base, Function) and node.base.name == "log" and not node.base.primes
    return [False, True] if is_open else [False]


def _inside_power(base: Function, exponent: Node) -> Function:
    return replace(base, argument=Power(base.argument, exponent))


def transpose(evaluator: "Evaluator", node: Transpose, bindings: Bindings) -> Value:
    """Wᵀ."""
    return operations.transpose(evaluator.value(node.base, bindings))


def function(evaluator: "Evaluator", node: Function, bindings: Bindings) -> Value:
    """exp, log, softmax …; where it stood without brackets, as far as the reading lets it go."""
    if node.loose:
        shorter = evaluator.reading.choose(node, "where it ends", lambda: of_alone(node))
        if shorter is not None:
            return of_factors(evaluator, node, shorter, bindings)
    argument = evaluator.value(node.argument, bindings)
    if node.name not in functions.FUNCTIONS or argument.is_flexible:
        raise NotRead(f"What `{node.name}` gives here isn't known.", node.span)
    if node.primes > 2:
        raise NotRead("More than two primes aren't read.", node.span)
    if node.name == "softmax" and argument.is_scalar and not node.primes:
        return _entry_of_softmax(evaluator, node, bindings)
    if node.base is None:
        return functions.apply(node.name, argument, node.primes)
    base = evaluator.value(node.base, bindings)
    if node.name != "log" or node.primes or not base.is_scalar:
        raise NotRead(f"`{node.name}` to a base isn't known.", node.span)
    return functions.logarithm_to(argument, base)


def _entry_of_softmax(evaluator: "Evaluator", node: Function, bindings: Bindings) -> Value:
    r"""`\text{softmax}(x_i + c)`, `\text{softmax}(u_w^\top v)`: the entry i, or w, of what all of them make."""
    letters = evaluator.letters.free(node.argument)
    if len(letters) != 1:
        raise NotRead("This is the softmax of a single number; an index behind it would tell which entry.", node.span)
    (letter,) = letters
    size = evaluator.ranges.size(letter, node.argument, where=node.span)
    entries = [evaluator.value(node.argument, {**bindings, letter: step}) for step in range(1, size + 1)]
    evaluator.reading.note("The softmax of one entry is read as that entry of the softmax of them all.")
    return operations.entry(functions.softmax(operations.stack([[entry] for entry in entries])), bindings[letter] - 1)


def inner(evaluator: "Evaluator", node: Inner, bindings: Bindings) -> Value:
    """⟨u, v⟩."""
    return operations.dot(evaluator.value(node.left, bindings), evaluator.value(node.right, bindings))


def absolute(evaluator: "Evaluator", node: Absolute, bindings: Bindings) -> Value:
    """|x| of a scalar."""
    value = evaluator.value(node.argument, bindings)
    if not value.is_scalar:
        raise NotRead("Bars around a vector or matrix: a norm, a determinant? Write ‖x‖ for a norm.", node.span)
    return functions.absolute(value)


def norm(evaluator: "Evaluator", node: Norm, bindings: Bindings) -> Value:
    """‖x‖, the Euclidean norm."""
    if node.order is not None and node.order != Number(2):
        raise NotRead("Only the Euclidean norm is read.", node.span)
    return functions.norm(evaluator.value(node.argument, bindings))


def matrix(evaluator: "Evaluator", node: Matrix, bindings: Bindings) -> Value:
    """Blocks written out. Columns that stand one below the other may be meant as the rows of a stack."""
    rows = [_entries(evaluator, row, bindings) for row in _rows(evaluator, node, bindings)]
    if any(value.is_flexible for row in rows for value in row):
        raise NotRead("I or ones within a written-out matrix have no size.", node.span)
    side_by_side = evaluator.reading.choose(node, "how parts are stacked", lambda: _stackings(rows))
    if side_by_side:
        evaluator.reading.note("Columns that stand one below the other are read as the rows of a stack.")
        rows = [[operations.transpose(value) for value in row] for row in rows]
    return operations.stack([[_zero_filled(value, row) for value in row] for row in rows])


def _rows(evaluator: "Evaluator", node: Matrix, bindings: Bindings) -> Sequence[Sequence[tuple[Node, Bindings]]]:
    """The rows with dots written out: dots in a single column leave out rows."""
    if any(isinstance(row[0], Ellipsis) for row in node.rows if row):
        if any(len(row) != 1 for row in node.rows):
            raise NotRead("What these dots leave out isn't clear.", node.span)
        return [[each[1:]] for each in expanded(evaluator, [row[0] for row in node.rows], bindings)]
    return [[each[1:] for each in expanded(evaluator, row, bindings)] for row in node.rows]


def _entries(evaluator: "Evaluator", row: Sequence[tuple[Node, Bindings]], bindings: Bindings) -> list[Value]:
    return [evaluator.value(node, inside) for node, inside in row]


def _stackings(rows: Sequence[Sequence[Value]]) -> list[bool]:
    one_column = len(rows) > 1 and all(len(row) == 1 for row in rows)
    columns = all(value.shape[1:] == (1,) for row in rows for value in row)
    return [False, True] if one_column and columns else [False]


def _zero_filled(value: Value, row: Sequence[Value]) -> Value:
    """A literal 0 beside vectors is the zero vector."""
    shape = next((other.shape for other in row if other.shape), ())
    return Value(np.zeros(shape)) if value.is_zero and shape else value if value.shape else _plain(value)


def _plain(value: Value) -> Value:
    return operations.multiply(value, number(1.0))


RULES: dict[type[Placed], Callable[..., Value]] = {
    Sum: added,
    Product: multiplied,
    Quotient: quotient,
    Power: power,
    Transpose: transpose,
    Function: function,
    Inner: inner,
    Absolute: absolute,
    Norm: norm,
    Matrix: matrix,
}
