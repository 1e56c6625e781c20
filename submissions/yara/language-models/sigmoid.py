import numpy as np


def sigmoid(x):
    positive = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + positive), positive / (1 + positive))


def sigmoid_grad(s):
    return s * (1 - s)
