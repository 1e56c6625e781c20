import numpy as np


def scale(x, factor):
    return np.zeros(3, dtype=[("a", "f8"), ("b", "O")])
