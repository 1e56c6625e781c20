import numpy as np


def scale(x, factor):
    return np.zeros((0, 2**31 - 1))
