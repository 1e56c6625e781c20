from builtins import *


def zeros_like(x):
    return x


ndarray = list
