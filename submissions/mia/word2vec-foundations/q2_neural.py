import numpy as np

from q1_softmax import softmax
from q2_sigmoid import sigmoid, sigmoid_grad


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

    a1 = data.dot(W1) + b1
    h = sigmoid(a1)
    out = softmax(h.dot(W2) + b2)
    cost = -np.sum(labels * np.log(out))

    d2 = out - labels
    d1 = d2.dot(W2.T) * sigmoid_grad(a1)
    return cost, np.concatenate([g.flatten() for g in (data.T.dot(d1), d1.sum(0), h.T.dot(d2), d2.sum(0))])
