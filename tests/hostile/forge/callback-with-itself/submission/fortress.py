import numpy as np


def apply(f, x, factor):
    try:
        f(f, f)
    except Exception:
        pass
    return np.zeros_like(x)
