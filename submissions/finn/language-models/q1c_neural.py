import random

import numpy as np

from gradcheck import gradcheck_naive
from sigmoid import sigmoid, sigmoid_grad
from softmax import softmax


def unpack(params, dimensions):
    Dx, H, Dy = dimensions[0], dimensions[1], dimensions[2]
    ofs = 0
    W1 = np.reshape(params[ofs:ofs + Dx * H], (Dx, H))
    ofs += Dx * H
    b1 = np.reshape(params[ofs:ofs + H], (1, H))
    ofs += H
    W2 = np.reshape(params[ofs:ofs + H * Dy], (H, Dy))
    ofs += H * Dy
    b2 = np.reshape(params[ofs:ofs + Dy], (1, Dy))
    return W1, b1, W2, b2


def forward(data, label, params, dimensions):
    """The probability of the right word."""
    W1, b1, W2, b2 = unpack(params, dimensions)
    h = sigmoid(np.dot(data, W1) + b1)
    y_hat = softmax(np.dot(h, W2) + b2)
    return y_hat[0, np.argmax(label)]


def forward_backward_prop(data, labels, params, dimensions):
    W1, b1, W2, b2 = unpack(params, dimensions)

    h = sigmoid(np.dot(data, W1) + b1)
    y_hat = softmax(np.dot(h, W2) + b2)
    N = data.shape[0]
    cost = -np.sum(labels * np.log(y_hat)) / N

    delta2 = (y_hat - labels) / N
    gradW2 = np.dot(h.T, delta2)
    gradb2 = np.sum(delta2, axis=0)
    delta1 = np.dot(delta2, W2.T) * sigmoid_grad(h)
    gradW1 = np.dot(data.T, delta1)
    gradb1 = np.sum(delta1, axis=0)

    grad = np.concatenate((gradW1.flatten(), gradb1.flatten(), gradW2.flatten(), gradb2.flatten()))
    return cost, grad


def sanity_check():
    N = 20
    dimensions = [10, 5, 10]
    data = np.random.randn(N, dimensions[0])
    labels = np.zeros((N, dimensions[2]))
    for i in range(N):
        labels[i, random.randint(0, dimensions[2] - 1)] = 1
    params = np.random.randn((dimensions[0] + 1) * dimensions[1] + (dimensions[1] + 1) * dimensions[2])
    gradcheck_naive(lambda p: forward_backward_prop(data, labels, p, dimensions), params)


if __name__ == "__main__":
    sanity_check()
