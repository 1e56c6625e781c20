"""Rows of unit length, and how the norm is misread."""

import numpy as np

from reference.arrays import Array
from reference.mistake import mistake


def normalize_rows(x: Array) -> Array:
    """Divides every row by its Euclidean norm.

    ‖x_i‖ = sqrt(Σ_j x_ij²), so Σ_j (x_ij / ‖x_i‖)² = 1. A row of zeros has no direction and stays as it is.

    x: (N, D). Returns (N, D), rows of norm 1.
    Source: assignment 1, question 3, `normalizeRows`.
    """
    norms = np.sqrt(np.sum(x**2, axis=1, keepdims=True))  # (N, 1)
    return np.asarray(x / np.where(norms > 0, norms, 1.0))  # (N, D)


@mistake(
    of=normalize_rows,
    name="the whole matrix's norm",
    sentence="You divide by the norm of the whole matrix, so all entries together have norm 1 instead of each row.",
    advice="Give the norm an axis: `np.linalg.norm(x, axis=1, keepdims=True)`.",
)
def by_matrix(x: Array) -> Array:
    return np.asarray(x / np.sqrt(np.sum(x**2)))


@mistake(
    of=normalize_rows,
    name="squared norm",
    sentence="You divide each row by the square of its norm: the root is missing.",
    advice="Take `np.sqrt` of the sum of squares before dividing.",
)
def by_squared_norm(x: Array) -> Array:
    return np.asarray(x / np.sum(x**2, axis=1, keepdims=True))


@mistake(
    of=normalize_rows,
    name="columns instead of rows",
    sentence="You normalise the columns: each column has norm 1, not each row.",
    advice="Sum the squares of a row over `axis=1`, with `keepdims=True`.",
)
def by_column(x: Array) -> Array:
    return np.asarray(x / np.sqrt(np.sum(x**2, axis=0, keepdims=True)))


@mistake(
    of=normalize_rows,
    name="row sums for norms",
    sentence="You divide each row by the sum of its entries, so that the rows sum to 1; they should have norm 1.",
    advice="Square the entries before summing and take the root of the sum.",
)
def by_sum(x: Array) -> Array:
    return np.asarray(x / np.sum(x, axis=1, keepdims=True))


@mistake(
    of=normalize_rows,
    name="absolute values for squares",
    sentence="You divide each row by the sum of its absolute values, the L1 norm, where the Euclidean norm is due.",
    advice="Use the root of the sum of squares: `np.linalg.norm(x, axis=1, keepdims=True)`.",
)
def by_absolute_sum(x: Array) -> Array:
    return np.asarray(x / np.sum(np.abs(x), axis=1, keepdims=True))


@mistake(
    of=normalize_rows,
    name="norms without keepdims",
    sentence="You divide by the norms as though they were a row: entry (i, j) is divided by the norm of row j instead "
    "of row i, and where N is not D the division fails.",
    advice="Keep the summed axis: with `keepdims=True` the norms have shape (N, 1) and divide row by row.",
)
def without_keepdims(x: Array) -> Array:
    return np.asarray(x / np.sqrt(np.sum(x**2, axis=1)))
