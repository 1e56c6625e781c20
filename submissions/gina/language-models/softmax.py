import numpy as np


def softmax(x):
    """Row-wise softmax; also takes a single vector."""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=-1, keepdims=True)
