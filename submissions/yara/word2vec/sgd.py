import random

import numpy as np

SAVE_PARAMS_EVERY = 5000


def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    ANNEAL_EVERY = 20000

    start_iter = 0
    x = x0
    if not postprocessing:
        postprocessing = lambda x: x

    exploss = None
    for iter in range(start_iter + 1, iterations + 1):
        loss, grad = f(x)
        x = x - step * grad
        x = postprocessing(x)

        if iter % PRINT_EVERY == 0:
            exploss = loss if exploss is None else 0.95 * exploss + 0.05 * loss
            print("iter %d: %f" % (iter, exploss))
        if iter % ANNEAL_EVERY == 0:
            step *= 0.5
    return x
