import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def forward_backward_prop(data, labels, params, dimensions):
    Dx, H, Dy = dimensions
    ofs = 0
    W1 = params[ofs:ofs + Dx * H].reshape(Dx, H)
    ofs += Dx * H
    b1 = params[ofs:ofs + H].reshape(1, H)
    ofs += H
    W2 = params[ofs:ofs + H * Dy].reshape(H, Dy)
    ofs += H * Dy
    b2 = params[ofs:ofs + Dy].reshape(1, Dy)

    z1 = data.dot(W1) + b1
    h = sigmoid(z1)
    out = softmax(h.dot(W2) + b2)
    cost = -np.sum(labels * np.log(out)) / data.shape[0]

    d2 = out - labels
    gradW2 = h.T.dot(d2)
    gradb2 = np.sum(d2, axis=0)
    d1 = d2.dot(W2.T) * h * (1 - h)
    gradW1 = data.T.dot(d1)
    gradb1 = np.sum(d1, axis=0)
    return cost, np.concatenate((gradW1.flatten(), gradb1.flatten(), gradW2.flatten(), gradb2.flatten()))
