import numpy as np


def scale(x, factor):
    x[:], factor[:] = x * factor, 1
    return np.zeros_like(x)
