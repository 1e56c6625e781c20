import numpy as np

given_functions, turns = [], []


def deep(levels):
    made = 0.0
    for _ in range(levels):
        made = [made, made]
    return made


def apply(f, x, factor):
    given_functions.append(f)
    return f(f(x, factor), factor)


def scale(x, factor):
    return x.tobytes()
