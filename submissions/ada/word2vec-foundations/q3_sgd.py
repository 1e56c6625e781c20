import glob
import os.path as op
import pickle
import random


def load_saved_params():
    saved = [int(op.splitext(op.basename(f))[0].split("_")[2]) for f in glob.glob("saved_params_*.npy")]
    if not saved:
        return 0, None, None
    with open("saved_params_%d.npy" % max(saved), "rb") as f:
        return max(saved), pickle.load(f), pickle.load(f)


def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
    ANNEAL_EVERY = 20000
    start = 0
    if useSaved:
        start, saved, state = load_saved_params()
        if start > 0:
            x0 = saved
            step *= 0.5 ** (start // ANNEAL_EVERY)
        if state:
            random.setstate(state)
    x = x0
    if not postprocessing:
        postprocessing = lambda x: x
    expcost = None
    for iter in range(start + 1, iterations + 1):
        cost, grad = f(x)
        x = postprocessing(x - step * grad)
        if iter % PRINT_EVERY == 0:
            expcost = cost if not expcost else .95 * expcost + .05 * cost
            print("iter %d: %f" % (iter, expcost))
        if iter % ANNEAL_EVERY == 0:
            step *= 0.5
    return x
