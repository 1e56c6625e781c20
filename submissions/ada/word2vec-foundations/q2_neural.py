import numpy as np

from q1_softmax import softmax
from q2_gradcheck import gradcheck_naive
from q2_sigmoid import sigmoid, sigmoid_grad


def forward_backward_prop(data, labels, params, dimensions):
    """Mean cost over the batch, with the gradient of that mean."""
    Dx, H, Dy = dimensions
    cut = np.cumsum([Dx * H, H, H * Dy])
    W1, b1, W2, b2 = np.split(params, cut)
    W1, W2 = W1.reshape(Dx, H), W2.reshape(H, Dy)
    N = data.shape[0]

    hidden = sigmoid(data @ W1 + b1)          # (N, H)
    output = softmax(hidden @ W2 + b2)        # (N, Dy)
    cost = -np.sum(labels * np.log(output)) / N

    delta2 = (output - labels) / N
    delta1 = delta2 @ W2.T * sigmoid_grad(hidden)
    grad = [data.T @ delta1, delta1.sum(axis=0), hidden.T @ delta2, delta2.sum(axis=0)]
    return cost, np.concatenate([g.ravel() for g in grad])
