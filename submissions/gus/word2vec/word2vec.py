import numpy as np

from utils.utils import softmax


def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset):
    y_hat = softmax(outsideVectors @ centerWordVec)
    loss = -np.log(y_hat[outsideWordIdx])
    gradCenterVec = -outsideVectors[outsideWordIdx] + y_hat @ outsideVectors
    gradOutsideVecs = np.outer(y_hat, centerWordVec)
    gradOutsideVecs[outsideWordIdx] += centerWordVec
    return loss, gradCenterVec, gradOutsideVecs


def getNegativeSamples(outsideWordIdx, dataset, K):
    return [dataset.sampleTokenIdx() for _ in range(K)]


def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
    indices = [outsideWordIdx] + getNegativeSamples(outsideWordIdx, dataset, 10)
    gradCenterVec = np.zeros(centerWordVec.shape)
    gradOutsideVecs = np.zeros(outsideVectors.shape)
    loss = 0
    for position, i in enumerate(indices):
        sign = 1 if position == 0 else -1
        z = sigmoid(sign * outsideVectors[i] @ centerWordVec)
        loss -= np.log(z)
        gradCenterVec += sign * (z - 1) * outsideVectors[i]
        gradOutsideVecs[i] += sign * (z - 1) * centerWordVec
    return loss, gradCenterVec, gradOutsideVecs
