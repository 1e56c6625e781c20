import numpy as np

losses = iter([-np.inf, -1e300, 0.0, -0.0, np.nan, 1e-300] * 9)


def square_loss(w, x, y):
    return next(losses), np.zeros_like(w)
