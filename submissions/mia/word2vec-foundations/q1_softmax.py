import numpy as np


def softmax(x):
    if x.ndim == 1:
        return softmax(x.reshape(1, -1))[0]
    shifted = x - np.argmax(x, axis=1).reshape(-1, 1)
    return np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
