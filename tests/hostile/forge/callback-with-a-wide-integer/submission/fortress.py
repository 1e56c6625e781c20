import numpy as np


def apply(f, x, factor):
    wide = 1 << 8000
    try:
        f(wide, wide)
    except Exception:
        pass
    return np.zeros_like(x)
