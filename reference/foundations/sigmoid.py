"""The logistic function, its logarithm, and how it is misread."""

import numpy as np

from reference.arrays import Array
from reference.mistake import mistake


def sigmoid(x: Array) -> Array:
    """The logistic function, entry by entry.

    σ(x) = 1 / (1 + exp(-x)) = exp(x) / (1 + exp(x)). The first form overflows for very negative x, the second for
    very positive x. With t = exp(-|x|), from 0 to 1, both are safe: σ(x) = 1 / (1 + t) where x >= 0, t / (1 + t)
    elsewhere.

    x: any shape. Returns the same shape, entries from 0 to 1.
    Source: Goodfellow, Bengio & Courville, "Deep Learning", section 3.10.
    """
    t = np.exp(-np.abs(x))  # like x  from 0 to 1
    return np.asarray(np.where(np.asarray(x) >= 0, 1.0, t) / (1.0 + t))  # like x


def log_sigmoid(x: Array) -> Array:
    """log σ(x) = -log(1 + exp(-x)) = -log(exp(0) + exp(-x)), finite wherever x is.

    x: any shape. Returns the same shape, entries at most 0.
    Source: as above; log σ(x) = -softplus(-x).
    """
    return np.asarray(-np.logaddexp(0.0, -x))  # like x


@mistake(
    of=sigmoid,
    name="exp(x) for exp(-x)",
    sentence="Your sigmoid is mirrored: it gives 1 - σ(x) = σ(-x).",
    advice="Recheck the sign of the exponent: σ(x) = 1 / (1 + exp(-x)) goes to 1 as x grows.",
)
def mirrored(x: Array) -> Array:
    return sigmoid(-x)


@mistake(
    of=sigmoid,
    name="e rounded to 2.7183",
    sentence="Your sigmoid uses 2.7183 in place of e, which is 2.718281828…: the error grows with |x|.",
    advice="Use `np.exp(-x)`, which is exact to the last digit.",
)
def rounded_e(x: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.power(2.7183, -x)))


@mistake(
    of=sigmoid,
    name="nan at large x",
    sentence="Your sigmoid computes inf / inf = nan where x is large, because exp(x) overflows on both sides of the "
    "fraction.",
    advice="Use 1 / (1 + exp(-x)) where x >= 0 and exp(x) / (1 + exp(x)) only where x < 0.",
)
def overflowing(x: Array) -> Array:
    e = np.exp(x)
    return np.asarray(e / (1.0 + e))


@mistake(
    of=sigmoid,
    name="no reciprocal",
    sentence="Your sigmoid gives 1 + exp(-x) itself; its reciprocal is asked for.",
    advice="Mind the parentheses: `1 / (1 + np.exp(-x))`. In `1 / 1 + np.exp(-x)` only the first 1 is divided.",
)
def without_reciprocal(x: Array) -> Array:
    return np.asarray(1.0 + np.exp(-x))


@mistake(
    of=sigmoid,
    name="tanh without halving x",
    sentence="Your sigmoid gives σ(2x), which is (1 + tanh(x)) / 2.",
    advice="σ(x) = 1 / (1 + exp(-x)); written with tanh it is (1 + tanh(x / 2)) / 2.",
)
def twice_as_steep(x: Array) -> Array:
    return sigmoid(2.0 * x)
