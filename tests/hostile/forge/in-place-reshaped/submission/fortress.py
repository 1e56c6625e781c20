import numpy as np


def scale(x, factor):
    x.shape = (x.size,)
    return x * 0
