import numpy as np


def apply(f, x, factor):
    class Again:
        def __array__(self, *arguments, **named):
            return f(x, factor)

        __mul__ = __rmul__ = lambda self, other: f(x, factor)

    try:
        return f(Again(), lambda *arguments: f(x, factor))
    except Exception:
        return np.zeros_like(x)
