import numpy as np


def scale(x, factor):
    return np.load("weights.npy", allow_pickle=True)
