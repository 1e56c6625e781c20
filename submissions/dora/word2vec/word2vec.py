import numpy as np

from utils.utils import softmax


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset):
    scores = softmax(outsideVectors.dot(centerWordVec))
    loss = -np.log(scores[outsideWordIdx])
    scores[outsideWordIdx] -= 1
    gradCenterVec = outsideVectors.T.dot(scores)
    gradOutsideVecs = np.outer(centerWordVec, scores)
    return loss, gradCenterVec, gradOutsideVecs


def getNegativeSamples(outsideWordIdx, dataset, K):
    negSampleWordIndices = [None] * K
    for k in range(K):
        newidx = dataset.sampleTokenIdx()
        while newidx == outsideWordIdx:
            newidx = dataset.sampleTokenIdx()
        negSampleWordIndices[k] = newidx
    return negSampleWordIndices


def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
    negatives = getNegativeSamples(outsideWordIdx, dataset, K)
    loss = -np.log(sigmoid(outsideVectors[outsideWordIdx].dot(centerWordVec)))
    gradCenterVec = (sigmoid(outsideVectors[outsideWordIdx].dot(centerWordVec)) - 1) * outsideVectors[outsideWordIdx]
    gradOutsideVecs = np.zeros(outsideVectors.shape)
    gradOutsideVecs[outsideWordIdx] = (sigmoid(outsideVectors[outsideWordIdx].dot(centerWordVec)) - 1) * centerWordVec
    for k in negatives:
        z = sigmoid(-outsideVectors[k].dot(centerWordVec))
        loss -= np.log(z)
        gradCenterVec += (z - 1) * outsideVectors[k]
        gradOutsideVecs[k] += (z - 1) * centerWordVec
    return loss, gradCenterVec, gradOutsideVecs


def skipgram(currentCenterWord, windowSize, outsideWords, word2Ind, centerWordVectors, outsideVectors, dataset,
             word2vecLossAndGradient=naiveSoftmaxLossAndGradient):
    loss = 0.0
    gradCenterVecs = np.zeros(centerWordVectors.shape)
    gradOutsideVectors = np.zeros(outsideVectors.shape)
    c = word2Ind[currentCenterWord]
    for word in outsideWords:
        l, gc, go = word2vecLossAndGradient(centerWordVectors[c], word2Ind[word], outsideVectors, dataset)
        loss += l
        gradOutsideVectors += go
    gradCenterVecs[c] += gc
    return loss, gradCenterVecs, gradOutsideVectors
