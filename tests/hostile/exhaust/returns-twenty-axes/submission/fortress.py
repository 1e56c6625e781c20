import numpy as np


def scale(x, factor):
    return np.zeros((1,) * 32)
