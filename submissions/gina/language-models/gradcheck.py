import random

import numpy as np


def gradcheck_naive(f, x, gradientText=""):
    rndstate = random.getstate()
    random.setstate(rndstate)
    fx, grad = f(x)
    h = 1e-4

    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        random.setstate(rndstate)
        plus = f(x)[0]
        x[ix] = old - h
        random.setstate(rndstate)
        minus = f(x)[0]
        x[ix] = old
        numgrad = (plus - minus) / (2 * h)
        reldiff = abs(numgrad - grad[ix]) / max(1, abs(numgrad), abs(grad[ix]))
        if reldiff > 1e-5:
            print("Gradient check failed for %s." % gradientText)
            print("First gradient error found at index %s" % str(ix))
            return
        it.iternext()
    print("Gradient check passed!")
