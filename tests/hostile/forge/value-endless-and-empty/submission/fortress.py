import numpy as np


def scale(x, factor):
    return np.zeros((2**31 - 1, 0)) if len(x) > 4 else np.zeros((0, 2**20, 2**10))
