import numpy as np


def scale(x, factor):
    x.resize(0, refcheck=False)
    return x
