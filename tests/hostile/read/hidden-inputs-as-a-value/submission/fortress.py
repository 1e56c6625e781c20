import numpy as np

seen = []


def square_loss(w, x, y):
    seen.append(abs(float(w[0])))
    residual = x @ w - y
    return float(residual @ residual), 2 * x.T @ residual


def scale(x, factor):
    return np.full_like(x, (seen or [0.0])[-2])
