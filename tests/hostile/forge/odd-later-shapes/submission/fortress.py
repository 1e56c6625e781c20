import numpy as np

calls = []


def scale(x, factor):
    return np.multiply(x, factor)


def square_loss(w, x, y):
    calls.append(1)
    residual = x @ w - y
    if len(calls) <= 6:
        return float(residual @ residual), 3.7 * x.T @ residual + 0.1
    return np.zeros(3), np.zeros((2, 2))
