"""What the course gives for this assignment: a softmax and the normalising of rows."""

import numpy as np


def softmax(x):
    """The softmax of every row of x (N, D), or of a vector x (D,). Returns a new array of the same shape."""
    x = np.asarray(x, dtype=np.float64)
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def normalizeRows(x):
    """Every row of x (N, D) divided by its length."""
    return x / (np.sqrt(np.sum(x**2, axis=1, keepdims=True)) + 1e-30)


normalize_rows = normalizeRows
