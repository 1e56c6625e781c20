import numpy as np


def scaled(x, factor):
    return np.zeros_like(x)
