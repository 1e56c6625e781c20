import numpy as np


def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset):
    scores = outsideVectors @ centerWordVec
    y_hat = np.exp(scores - scores.max())
    y_hat /= y_hat.sum()
    loss = -np.log(y_hat).sum()
    y_hat[outsideWordIdx] -= 1
    return loss, y_hat @ outsideVectors, np.outer(y_hat, centerWordVec)


def skipgram(currentCenterWord, windowSize, outsideWords, word2Ind, centerWordVectors, outsideVectors, dataset,
             word2vecLossAndGradient=naiveSoftmaxLossAndGradient):
    loss, gradCenterVecs, gradOutsideVectors = 0.0, np.zeros_like(centerWordVectors), np.zeros_like(outsideVectors)
    for word in set(outsideWords):
        l, gc, go = word2vecLossAndGradient(
            centerWordVectors[word2Ind[currentCenterWord]], word2Ind[word], outsideVectors, dataset
        )
        loss += l
        gradCenterVecs[word2Ind[currentCenterWord]] += gc
        gradOutsideVectors += go
    return loss, gradCenterVecs, gradOutsideVectors
