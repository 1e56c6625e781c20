import numpy as np


def scale(x, factor):
    x.dtype = np.int64
    return x
