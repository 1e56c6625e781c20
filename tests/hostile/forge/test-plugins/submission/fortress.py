import numpy as np


def scale(x, factor):
    return np.zeros_like(x)
