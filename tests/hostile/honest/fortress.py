"""A right submission: after every attack it must get full marks on the same slot.

What an attack does not define itself is answered by these functions, put beside it as others.py. What this one
leaves lying about (here and in its scratch directory) is for the next student to look for, in vain.
"""

import os
import tempfile

import numpy as np

MINE = "canary-before-5b0d2f9e61"
os.environ["FORTRESS_BEFORE"] = MINE
for folder in (os.curdir, tempfile.gettempdir(), "/tmp", "/dev/shm", "/var/tmp"):
    try:
        with open(os.path.join(folder, "fortress-was-here-before.txt"), "w") as file:
            file.write(MINE)
    except OSError:
        pass


def apply(f, x, factor):
    return f(f(x, factor), factor)


def square_loss(w, x, y):
    residual = np.dot(x, w) - y
    return float(np.sum(residual**2)), 2 * np.dot(x.T, residual)


def scale(x, factor):
    return x * factor


def describe(x):
    print("rising" if x[-1] > x[0] else "falling")
