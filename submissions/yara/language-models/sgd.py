import glob
import os.path as op
import random

import numpy as np

SAVE_PARAMS_EVERY = 5000
ANNEAL_EVERY = 20000


def load_saved_params():
    st = 0
    for f in glob.glob("saved_params_*.npy"):
        it = int(op.splitext(op.basename(f))[0].split("_")[2])
        st = max(st, it)
    if st > 0:
        return st, np.load("saved_params_%d.npy" % st), None
    return st, None, None


def save_params(iteration, params):
    np.save("saved_params_%d.npy" % iteration, params)


def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    if useSaved:
        start_iter, oldx, _ = load_saved_params()
        if start_iter > 0:
            x0 = oldx
            step *= 0.5 ** (start_iter // ANNEAL_EVERY)
    else:
        start_iter = 0

    x = x0
    if not postprocessing:
        postprocessing = lambda x: x

    expcost = None
    for it in range(start_iter + 1, iterations + 1):
        cost, grad = f(x)
        x = postprocessing(x - step * grad)
        if it % PRINT_EVERY == 0:
            expcost = cost if expcost is None else 0.95 * expcost + 0.05 * cost
            print("iter %d: %f" % (it, expcost))
        if it % SAVE_PARAMS_EVERY == 0 and useSaved:
            save_params(it, x)
        if it % ANNEAL_EVERY == 0:
            step *= 0.5
    return x
