"""Reverse mode against central differences, for every operation and function."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.derivation.valuing import functions as f
from grader.derivation.valuing import operations as o
from grader.derivation.valuing.reverse import Variable, chained, depends, derivative, occurrences, pull, whole
from grader.derivation.valuing.values import IllTyped, Value, number, plain

RANDOM = np.random.default_rng(4)
X = RANDOM.uniform(0.3, 1.5, (3, 1))
Y = RANDOM.uniform(0.3, 1.5, (3, 1))
W = RANDOM.uniform(0.3, 1.5, (2, 3))
EXPRESSIONS: dict[str, Callable[[Value], Value]] = {
    "a sum with itself": lambda x: o.total([x, x, o.negate(o.multiply(x, x))]),
    "a scalar added to a vector": lambda x: o.total([x, o.sum_entries(x)]),
    "a scalar times a vector": lambda x: o.multiply(o.sum_entries(x), x),
    "a matrix product": lambda x: o.matrix_product(plain(W), x),
    "a matrix product from the other side": lambda x: o.matrix_product(o.transpose(x), plain(W.T)),
    "an outer product": lambda x: o.sum_entries(o.multiply(o.outer(x, plain(Y)), plain(W.T @ W))),
    "an inner product": lambda x: o.dot(x, o.transpose(x)),
    "a quotient": lambda x: o.divide(plain(Y), x),
    "a scalar below": lambda x: o.divide(x, o.sum_entries(x)),
    "a scalar above": lambda x: o.divide(o.sum_entries(x), x),
    "a power": lambda x: o.power(x, number(3.0)),
    "a power of the exponent": lambda x: o.power(number(2.0), x),
    "a root of a sum": lambda x: o.power(o.sum_entries(x), o.divide(number(1.0), number(2.0))),
    "an entry": lambda x: o.entry(x, 1),
    "a stack": lambda x: o.stack([[x], [o.multiply(x, x)]]),
    "softmax": f.softmax,
    "softmax lying": lambda x: f.softmax(o.transpose(x)),
    "a diagonal": lambda x: o.matrix_product(f.diagonal(x), x),
    "a norm": f.norm,
    "the largest": lambda x: f.apply("max", x),
    "an absolute value": lambda x: f.absolute(o.total([x, number(-1.0)])),
    "a logarithm to base 2": lambda x: f.logarithm_to(x, number(2.0)),
    "a filled shape": lambda x: o.multiply(o.fill(o.sum_entries(x), (3, 1)), x),
    **{name: lambda x, name=name: f.apply(name, x) for name in f.ENTRYWISE},
    **{f"{name}'": lambda x, name=name: f.apply(name, x, 1) for name in f.ENTRYWISE},
}


def central(expression: Callable[[Value], Value], x: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """The Jacobian by central differences, one row for each entry of the output."""
    columns = []
    for place in range(x.size):
        change = np.zeros_like(x)
        change.reshape(-1)[place] = step
        difference = expression(plain(x + change)).array - expression(plain(x - change)).array
        columns.append(np.ravel(difference) / (2 * step))
    return np.array(columns).T


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_operation_agrees_with_central_differences(name: str) -> None:
    x = plain(X)
    found = derivative(EXPRESSIONS[name](x), whole(x)).array
    expected = central(EXPRESSIONS[name], X)
    assert np.allclose(found.reshape(expected.shape), expected, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_second_derivative_is_right_and_never_silently_zero(name: str) -> None:
    def slope(x: Value) -> Value:
        return derivative(o.sum_entries(o.multiply(EXPRESSIONS[name](x), EXPRESSIONS[name](x))), whole(x))

    x = plain(X)
    assert np.allclose(derivative(slope(x), whole(x)).array, central(slope, X), rtol=1e-6, atol=1e-7)


def test_a_derivative_by_a_definition_looks_no_further_than_the_definition() -> None:
    x = plain(X)
    hidden = f.apply("tanh", x)
    output = o.sum_entries(o.multiply(hidden, hidden))
    assert np.allclose(derivative(output, whole(hidden)).array, 2 * np.tanh(X))


def test_a_derivative_by_a_column_or_an_entry_is_that_part_of_the_whole() -> None:
    w = plain(W)
    output = o.sum_entries(o.multiply(w, o.multiply(w, w)))
    by_column = derivative(output, Variable((w,), lambda adjoint: o.column(adjoint, 2)))
    assert np.allclose(by_column.array, 3 * W[:, 2:3] ** 2)
    x = plain(X)
    by_entry = derivative(f.softmax(x), Variable((x,), lambda adjoint: o.entry(adjoint, 0)))
    assert by_entry.shape == (3, 1)
    assert np.allclose(by_entry.array, central(f.softmax, X)[:, 0:1])


def test_a_derivative_by_a_scalar_has_the_outputs_shape() -> None:
    scalar = plain(0.7)
    found = derivative(o.multiply(scalar, plain(W)), whole(scalar))
    assert np.allclose(found.array, W)


def test_what_does_not_depend_has_a_derivative_of_zero() -> None:
    x, y = plain(X), plain(Y)
    output = o.sum_entries(x)
    assert not depends(output, [y]) and depends(output, [x]) and depends(x, [x])
    assert not derivative(output, whole(y)).array.any()


def test_three_axes_are_refused() -> None:
    w = plain(W)
    with pytest.raises(IllTyped, match="two axes"):
        derivative(o.matrix_product(w, plain(X)), whole(w))


def test_a_chain_through_three_axes_is_contracted() -> None:
    w = plain(W)
    before = plain([2.0, 3.0])
    found = chained(o.transpose(before), o.matrix_product(w, plain(X)), whole(w))
    assert np.allclose(found.array, np.array([[2.0], [3.0]]) @ X.T)
    with pytest.raises(IllTyped, match="meet"):
        chained(plain(X), o.matrix_product(w, plain(X)), whole(w))


def test_a_students_own_intermediate_is_found_where_it_stands() -> None:
    x = plain(X)
    inside = o.matrix_product(plain(W), x)
    output = o.sum_entries(f.apply("exp", inside))
    own = o.matrix_product(plain(W), x)
    roots = occurrences(output, own)
    assert roots == (inside,)
    assert np.allclose(derivative(output, whole(*roots)).array, np.exp(W @ X))


def test_a_deep_graph_needs_no_deep_stack() -> None:
    x = plain(1.0)
    value = x
    for _ in range(20_000):
        value = o.total([value, number(0.0)])
    assert float(derivative(value, whole(x)).array) == 1.0


def test_a_root_cuts_the_graph_so_that_nothing_behind_it_counts_twice() -> None:
    x = plain(X)
    hidden = f.apply("tanh", x)
    output = o.sum_entries(o.total([o.multiply(hidden, hidden), x]))
    by_hidden, by_x = pull(output, number(1.0), [hidden, x])
    assert np.allclose(by_hidden.array, 2 * np.tanh(X))
    assert np.allclose(by_x.array, 1.0)
