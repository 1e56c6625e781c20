"""The functions of analysis on values: exp, log, softmax … by the names that the tree gives them."""

from collections.abc import Callable

import numpy as np

from grader.derivation.span import NotRead
from grader.derivation.valuing.operations import (
    divide,
    entry,
    multiply,
    negate,
    place,
    stack,
    sum_entries,
    total,
)
from grader.derivation.valuing.reverse import pull
from grader.derivation.valuing.values import IllTyped, Pullback, Value, number, ones_like


def apply(name: str, argument: Value, primes: int = 0) -> Value:
    """A function's value, or its derivative entry by entry. Raises KeyError for a name that is none of ours."""
    function = FUNCTIONS[name]
    if not primes:
        return function(argument)
    if name not in ENTRYWISE:
        raise IllTyped(f"{name} looks at several entries at once: it has no derivative entry by entry", argument.shape)
    inside = Value(argument.array)
    found = function(inside)
    for _ in range(primes):
        found = pull(found, ones_like(found), [inside])[0]
    # Once more with its place in the graph, so that σ′(z) can itself be derived: the slope at `argument` is
    # the derivative one order higher.
    return Value(found.array, ((argument, lambda adjoint, _: multiply(adjoint, apply(name, argument, primes + 1))),))


def _entrywise(array_of: Callable[..., np.ndarray], slope: Pullback, value: Value) -> Value:
    return Value(np.asarray(array_of(value.array)), ((value, slope),), value.kind)


def exp(value: Value) -> Value:
    """e to the power of every entry."""
    return _entrywise(np.exp, multiply, value)


def log(value: Value) -> Value:
    """The natural logarithm."""
    return _entrywise(np.log, lambda adjoint, _: divide(adjoint, value), value)


def sigmoid(value: Value) -> Value:
    """1 / (1 + e^-x), without overflow."""
    return _entrywise(
        lambda x: 0.5 * (1.0 + np.tanh(0.5 * x)), lambda adjoint, out: multiply(adjoint, _logistic_slope(out)), value
    )


def _logistic_slope(out: Value) -> Value:
    return multiply(out, total([number(1.0), negate(out)]))


def tanh(value: Value) -> Value:
    """The hyperbolic tangent."""
    return _entrywise(
        np.tanh, lambda adjoint, out: multiply(adjoint, total([number(1.0), negate(multiply(out, out))])), value
    )


def relu(value: Value) -> Value:
    """max(0, x), with slope 0 at 0."""
    gate = Value(np.asarray(value.array > 0, dtype=np.float64))
    return _entrywise(lambda x: np.maximum(x, 0.0), lambda adjoint, _: multiply(adjoint, gate), value)


def sine(value: Value) -> Value:
    return _entrywise(np.sin, lambda adjoint, _: multiply(adjoint, cosine(value)), value)


def cosine(value: Value) -> Value:
    return _entrywise(np.cos, lambda adjoint, _: negate(multiply(adjoint, sine(value))), value)


def sign(value: Value) -> Value:
    return _entrywise(np.sign, lambda adjoint, _: Value(np.zeros(adjoint.shape)), value)


def absolute(value: Value) -> Value:
    """|x| of every entry."""
    return _entrywise(np.abs, lambda adjoint, _: multiply(adjoint, sign(value)), value)


def softmax(value: Value) -> Value:
    """Of a vector, over all its entries, lying as it lies. A matrix leaves the axis open and is refused."""
    if not value.is_vector:
        raise IllTyped("softmax needs a vector", value.shape)
    shifted = np.exp(value.array - value.array.max())
    return Value(shifted / shifted.sum(), ((value, _softmax_pull),))


def _softmax_pull(adjoint: Value, out: Value) -> Value:
    return multiply(out, total([adjoint, negate(sum_entries(multiply(adjoint, out)))]))


def diagonal(value: Value) -> Value:
    """The diagonal matrix of a vector's entries; of a single number, that number."""
    if not value.shape and not value.is_flexible:
        return value
    if not value.is_vector:
        raise IllTyped("diag needs a vector", value.shape)
    size = value.array.size
    lines = []
    for position in range(size):
        shape = (1, size)
        lines.append([place(entry(value, position), shape, slice(0, 1), slice(position, position + 1))])
    return stack(lines)


def _extreme(argument_of: Callable[[np.ndarray], np.intp]) -> Callable[[Value], Value]:
    def function(value: Value) -> Value:
        if not value.shape:
            raise NotRead("The largest or smallest of a single number: of what, or over what?")
        if not value.is_vector:
            raise IllTyped("the largest or smallest entry needs a vector", value.shape)
        return entry(value, int(argument_of(value.array)))

    return function


def norm(value: Value) -> Value:
    """The Euclidean norm of a vector's entries."""
    if not value.is_vector and value.shape:
        raise IllTyped("a norm needs a vector", value.shape)
    square = sum_entries(multiply(value, value))
    return Value(np.sqrt(square.array), ((square, lambda adjoint, out: divide(adjoint, total([out, out]))),))


def logarithm_to(value: Value, base: Value) -> Value:
    """The logarithm to a base."""
    return divide(log(value), log(base))


ENTRYWISE = {
    "exp": exp, "log": log, "sigmoid": sigmoid, "tanh": tanh, "relu": relu, "sin": sine, "cos": cosine, "sign": sign,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[[Value], Value]] = {
    **ENTRYWISE,
    "softmax": softmax,
    "diag": diagonal,
    "max": _extreme(np.argmax),
    "min": _extreme(np.argmin),
}
