import numpy as np


def square_loss(w, x, y):
    def loss(w):
        residual = x @ w - y
        return float(residual @ residual)

    gradient = np.zeros_like(w)
    for i in range(len(w)):
        step = np.zeros_like(w)
        step[i] = 1e-4
        gradient[i] = (loss(w + step) - loss(w - step)) / 2e-4
    return loss(w), gradient
