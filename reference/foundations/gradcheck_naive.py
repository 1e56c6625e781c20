"""The comparison of a gradient with central differences, and how it is misread."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from reference.arrays import Array, CostFunction
from reference.mistake import mistake

#: The distance to each side, and the relative error from which on the check fails.
H = 1e-4
LIMIT = 1e-5

#: (f, x, index) -> the numeric derivative there; f is called with the same random state each time.
Quotient = Callable[[Callable[[Array], float], Array, tuple[int, ...]], float]


def gradcheck_naive(f: CostFunction, x: Array | float, text: str = "") -> None:
    """Prints whether the gradient that f returns agrees with central differences, up to the first entry that doesn't.

    f(x ± h e_i) = f(x) ± h ∂_i f + h²/2 ∂_i² f ± O(h³), so (f(x + h e_i) - f(x - h e_i)) / 2h = ∂_i f + O(h²): the
    second-order terms cancel, as they do not in (f(x + h e_i) - f(x)) / h. The gap is taken relative to the larger of
    1 and both derivatives' magnitudes, and may be 1e-5.
    A function that draws random numbers must draw the same ones each time, or the difference is that of two functions:
    the state of `random` is set back before each evaluation.

    f: x -> (cost, gradient shaped like x). x: any shape, also 0-d; f gets a copy, so x stays as it is.
    Prints "Gradient check passed!" or "Gradient check failed." with the index and both derivatives.
    Source: assignment 1, question 2b; Nocedal & Wright, "Numerical Optimization", section 8.1.
    """
    report(f, x, text, central)


def central(f: Callable[[Array], float], x: Array, i: tuple[int, ...]) -> float:
    """(f(x + h e_i) - f(x - h e_i)) / 2h, with x_i put back."""
    x_i = x[i]
    x[i] = x_i + H
    plus = f(x)
    x[i] = x_i - H
    minus = f(x)
    x[i] = x_i
    return (plus - minus) / (2.0 * H)


def report(f: CostFunction, x: Array | float, text: str, quotient: Quotient, rewind: bool = True) -> None:
    """Compares entry by entry and prints; `quotient` works on a copy of x."""
    state = random.getstate()
    point = np.array(x, dtype=np.float64)

    def cost(at: Array) -> float:
        if rewind:
            random.setstate(state)
        return float(np.squeeze(f(at)[0]))

    random.setstate(state)
    gradient = np.reshape(np.asarray(f(point)[1], dtype=np.float64), point.shape)
    for i in np.ndindex(point.shape):
        numeric, given = quotient(cost, point, i), float(gradient[i])
        # NaN fails every comparison, so ask "is it close?" and never "is it far?".
        if not abs(numeric - given) / max(1.0, abs(numeric), abs(given)) <= LIMIT:
            print(f"Gradient check failed.{text and ' ' + text}")
            print(f"First gradient error found at index {i}")
            print(f"Your gradient: {given:f} \t Numerical gradient: {numeric:f}")
            return
    print(f"Gradient check passed!{text and ' ' + text}")


@mistake(
    of=gradcheck_naive,
    name="the random state not reset",
    sentence="Your check fails a right function that draws random numbers: its evaluations do not all draw the same "
    "ones.",
    advice="Call `random.setstate(rndstate)` before every call of f, the two for the difference included.",
)
def never_rewound(f: CostFunction, x: Array | float, text: str = "") -> None:
    report(f, x, text, central, rewind=False)


@mistake(
    of=gradcheck_naive,
    name="x not restored",
    sentence="Your check leaves x changed: each entry stays moved by h after its turn.",
    advice="Put the entry back to its old value before going on to the next.",
)
def not_restored(f: CostFunction, x: Array, text: str = "") -> None:
    def moves_on(cost: Callable[[Array], float], point: Array, i: tuple[int, ...]) -> float:
        numeric = central(cost, point, i)
        point[i] -= H
        x[i] -= H
        return numeric

    report(f, x, text, moves_on)


@mistake(
    of=gradcheck_naive,
    name="a forward difference",
    sentence="Your check fails right gradients of curved functions: its difference reaches to one side only.",
    advice="Use the central difference (f(x + h) - f(x - h)) / 2h, whose error is of order h² instead of h.",
)
def forward(f: CostFunction, x: Array | float, text: str = "") -> None:
    def one_sided(cost: Callable[[Array], float], point: Array, i: tuple[int, ...]) -> float:
        here, x_i = cost(point), point[i]
        point[i] = x_i + H
        there = cost(point)
        point[i] = x_i
        return (there - here) / H

    report(f, x, text, one_sided)


def scaled(factor: float) -> Quotient:
    """The central difference times a factor."""
    return lambda cost, point, i: factor * central(cost, point, i)


@mistake(
    of=gradcheck_naive,
    name="divided by h for 2h",
    sentence="Your numeric derivative is twice the true one.",
    advice="From x - h to x + h it is 2h: divide by 2h.",
)
def twice(f: CostFunction, x: Array | float, text: str = "") -> None:
    report(f, x, text, scaled(2.0))


@mistake(
    of=gradcheck_naive,
    name="multiplied by h for divided",
    sentence="Your numeric derivative is too small by the factor h².",
    advice="Mind the parentheses: `(plus - minus) / (2 * h)`. In `/ 2 * h` the h multiplies.",
)
def times_h(f: CostFunction, x: Array | float, text: str = "") -> None:
    report(f, x, text, scaled(H * H))


@mistake(
    of=gradcheck_naive,
    name="every entry moved at once",
    sentence="Your check moves all entries of x by h together, so it compares each derivative with the sum of all.",
    advice="Move one entry at a time: `x[ix] += h`, not `x + h`.",
)
def all_at_once(f: CostFunction, x: Array | float, text: str = "") -> None:
    def along_diagonal(cost: Callable[[Array], float], point: Array, i: tuple[int, ...]) -> float:
        return (cost(np.asarray(point + H)) - cost(np.asarray(point - H))) / (2.0 * H)

    report(f, x, text, along_diagonal)


@mistake(
    of=gradcheck_naive,
    name="no verdict but passed",
    sentence="Your check passes wrong gradients: it prints that all is well whatever f returns.",
    advice="Compare the numeric derivative with the entry of the gradient that f returned.",
)
def always_passes(f: CostFunction, x: Array | float, text: str = "") -> None:
    zero: Any = np.zeros(np.shape(x))
    report(lambda at: (0.0, zero), x, text, central)
