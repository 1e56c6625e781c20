import numpy as np


def apply(f, x, factor):
    try:
        f("x" * 500_000, 200)
    except Exception:
        pass
    return np.zeros_like(x)
