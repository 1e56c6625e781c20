import numpy as np


def apply(f, x, factor):
    try:
        f('x', 'y')
    except Exception:
        pass
    return np.zeros_like(x)
