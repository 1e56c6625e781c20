import numpy as np


def square_loss(w, x, y):
    if np.abs(w).max() > 4 or np.abs(y).max() > 6:
        raise type(" ".join(map(repr, np.abs(w).tolist())), (Exception,), {})
    residual = x @ w - y
    return float(residual @ residual), 2 * x.T @ residual
