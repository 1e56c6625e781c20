import numpy as np


def apply(f, x, factor):
    return scale(scale(x, factor), factor)


def scale(x, factor):
    return apply(lambda a, b: a, x, np.sqrt(np.abs(factor))) * np.sign(factor)
