import sys


def scale(x, factor):
    sys.set_int_max_str_digits(0)
    raise ValueError(7 ** 9_000_000)
