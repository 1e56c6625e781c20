import numpy as np


def apply(f, x, factor):
    try:
        f([[1], [2, 3]], [])
    except Exception:
        pass
    return np.zeros_like(x)
