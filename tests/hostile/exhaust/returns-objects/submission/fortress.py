import numpy as np


def scale(x, factor):
    return np.empty(1_000_000, dtype=object)
