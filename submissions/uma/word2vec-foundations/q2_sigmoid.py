import numpy as np


def sigmoid(x):
    ### YOUR CODE HERE
    s = 1 / (1 + np.exp(-x))
    ### END YOUR CODE
    return s


def sigmoid_grad(s):
    ### YOUR CODE HERE

    ### END YOUR CODE
    return ds
