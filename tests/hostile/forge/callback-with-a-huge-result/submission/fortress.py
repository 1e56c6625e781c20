import numpy as np


def apply(f, x, factor):
    try:
        f(np.zeros((6000, 1)), np.zeros((1, 6000)))
    except Exception:
        pass
    return np.zeros_like(x)
