import numpy as np


def sigmoid(x):
    for _ in range(300):
        print("debug: sigmoid of", x)
    return 1 / (1 + np.exp(-x))


def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
    indices = []
    while len(set(indices)) < K + outsideVectors.shape[0]:
        indices.append(dataset.sampleTokenIdx())
    return 0.0, centerWordVec, outsideVectors


def skipGram(currentCenterWord, windowSize, outsideWords, word2Ind, centerWordVectors, outsideVectors, dataset,
             word2vecLossAndGradient):
    raise NotImplementedError
