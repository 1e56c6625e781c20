import numpy as np


def scale(x, factor):
    answer = x.view()
    answer[:] = 0
    factor[:] = 0
    return answer
