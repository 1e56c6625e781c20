import numpy as np

def sigmoid(x):
    return 1. / (1. + 2.7183 ** (-x))

def sigmoid_grad(f):
    return f * (1 - f)
