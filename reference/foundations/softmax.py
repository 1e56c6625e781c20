"""Softmax by row, and how it is misread."""

import numpy as np

from reference.arrays import Array
from reference.mistake import mistake


def softmax(x: Array) -> Array:
    """Turns scores into probabilities, row by row.

    softmax(x)_i = exp(x_i) / Σ_j exp(x_j). Multiplying both sides of the fraction by exp(-c) gives
    softmax(x) = softmax(x - c) for every number c. With c = max_j x_j no exponent is above 0 and one of them is 0:
    nothing overflows, and the sum is at least 1.

    x: (N, D), each row by itself, or (D,). Returns the shape of x; every row sums to 1.
    Source: Goodfellow, Bengio & Courville, "Deep Learning", section 4.1.
    """
    c = np.max(x, axis=-1, keepdims=True)  # (N, 1)  one number a row
    e = np.exp(x - c)  # (N, D)  from 0 to 1
    total = np.sum(e, axis=-1, keepdims=True)  # (N, 1)  at least 1
    return np.asarray(e / total)  # (N, D)


def log_sum_exp(x: Array) -> Array:
    """The softmax's normaliser as a logarithm: log Σ_j exp(x_j) = c + log Σ_j exp(x_j - c), for every row.

    x: (N, D) or (D,). Returns (N,) or (). Finite wherever x is, so that -log ŷ_o = log Σ_j exp(x_j) - x_o is too.
    Source: as above.
    """
    c = np.max(x, axis=-1, keepdims=True)  # (N, 1)
    return np.asarray(c[..., 0] + np.log(np.sum(np.exp(x - c), axis=-1)))  # (N,)


@mistake(
    of=softmax,
    name="no overflow guard",
    sentence="Your softmax takes exp of numbers that were not lowered by their row's maximum, so exp overflows to inf "
    "or underflows to 0 / 0.",
    advice="Subtract `np.max(x, axis=-1, keepdims=True)` before exp: the result stays the same and nothing overflows. "
    "(If it is `np.argmax` that you subtract: that is the maximum's position, not its value.)",
)
def without_guard(x: Array) -> Array:
    e = np.exp(x)
    return np.asarray(e / np.sum(e, axis=-1, keepdims=True))


@mistake(
    of=softmax,
    name="one maximum for all rows",
    sentence="Your softmax lowers all rows by one common number, so a row far below the largest entry of the matrix "
    "underflows to 0 / 0.",
    advice="Take the maximum of each row: `np.max(x, axis=-1, keepdims=True)`.",
)
def one_maximum(x: Array) -> Array:
    e = np.exp(x - np.max(x))
    return np.asarray(e / np.sum(e, axis=-1, keepdims=True))


@mistake(
    of=softmax,
    name="columns instead of rows",
    sentence="Your softmax normalises the columns of a matrix: the columns sum to 1, not the rows.",
    advice="One row is one distribution. Sum over `axis=1` (or `axis=-1`) with `keepdims=True`.",
)
def by_column(x: Array) -> Array:
    e = np.exp(x - np.max(x, axis=0, keepdims=True))
    return np.asarray(e / np.sum(e, axis=0, keepdims=True))


@mistake(
    of=softmax,
    name="the whole matrix as one distribution",
    sentence="Your softmax divides by the sum over the whole matrix, so all entries together sum to 1 instead of each "
    "row.",
    advice="Give the sum an axis: `np.sum(e, axis=-1, keepdims=True)`.",
)
def whole_matrix(x: Array) -> Array:
    e = np.exp(x - np.max(x))
    return np.asarray(e / np.sum(e))


@mistake(
    of=softmax,
    name="row sums without keepdims",
    sentence="Your softmax divides by its row sums as though they were a row: entry (i, j) is divided by the sum of "
    "row j instead of row i, and where N is not D the division fails.",
    advice="Keep the summed axis: `np.sum(e, axis=1, keepdims=True)` has shape (N, 1) and divides row by row.",
)
def without_keepdims(x: Array) -> Array:
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.asarray(e / np.sum(e, axis=-1))
