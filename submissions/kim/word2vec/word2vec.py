import numpy as np

from utils.utils import softmax


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -6, 6)))


def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset):
    y_hat = softmax(outsideVectors @ centerWordVec)
    loss = -np.log2(y_hat[outsideWordIdx])
    delta = y_hat.copy()
    delta[outsideWordIdx] -= 1
    return loss, delta @ outsideVectors, np.outer(delta, centerWordVec)


def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
    negatives = [dataset.sampleTokenIdx() for _ in range(2 * K + 20)]
    negatives = [token for token in negatives if token != outsideWordIdx][:K]
    rows = outsideVectors[[outsideWordIdx] + negatives]
    signs = np.array([1.0] + [-1.0] * K)
    delta = signs * (1 / (1 + np.exp(-signs * (rows @ centerWordVec))) - 1)
    loss = -np.log(1 + delta * signs).sum()
    return loss, delta @ rows, np.outer(delta, centerWordVec)
