import numpy as np

from q1_softmax import softmax


def softmaxRegression(features, labels, weights, regularization=0.0, nopredictions=False):
    prob = softmax(features.dot(weights))
    N = features.shape[0] if features.ndim > 1 else 1
    cost = np.sum(-np.log(prob[range(N), labels])) / N
    cost += 0.5 * regularization * np.sum(weights ** 2)

    pred = prob.argmax(axis=1)
    delta = prob.copy()
    delta[range(N), labels] -= 1
    grad = features.T.dot(delta) / N + regularization * weights
    if nopredictions:
        return cost, grad
    return cost, grad, pred
