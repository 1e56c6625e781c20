import numpy as np

import grader
import reference
import studentmodules
import worker


def scale(x, factor):
    return np.zeros_like(x)
