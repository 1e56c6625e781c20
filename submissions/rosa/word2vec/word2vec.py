"""Everything in log space and without loops over words, so that nothing overflows."""

import numpy as np


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x)))


def log_softmax(scores):
    return scores - np.logaddexp.reduce(scores)


def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset):
    log_probs = log_softmax(outsideVectors @ centerWordVec)
    error = np.exp(log_probs)
    error[outsideWordIdx] -= 1
    return -log_probs[outsideWordIdx], error @ outsideVectors, error[:, None] * centerWordVec


def getNegativeSamples(outsideWordIdx, dataset, K):
    tokens = iter(dataset.sampleTokenIdx, None)
    others = (token for token in tokens if token != outsideWordIdx)
    return [next(others) for _ in range(K)]


def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
    # How often each row is used as a negative; the target's row has its own term.
    counts = np.bincount(getNegativeSamples(outsideWordIdx, dataset, K), minlength=len(outsideVectors))
    scores = outsideVectors @ centerWordVec
    loss = np.logaddexp(0, -scores[outsideWordIdx]) + counts @ np.logaddexp(0, scores)
    error = counts * sigmoid(scores)
    error[outsideWordIdx] += sigmoid(scores[outsideWordIdx]) - 1
    return loss, error @ outsideVectors, error[:, None] * centerWordVec


def skipgram(currentCenterWord, windowSize, outsideWords, word2Ind, centerWordVectors, outsideVectors, dataset,
             word2vecLossAndGradient=naiveSoftmaxLossAndGradient):
    row = word2Ind[currentCenterWord]
    pairs = [word2vecLossAndGradient(centerWordVectors[row], word2Ind[word], outsideVectors, dataset)
             for word in outsideWords]
    losses, for_center, for_outside = zip(*pairs)
    gradCenterVecs = np.zeros_like(centerWordVectors)
    gradCenterVecs[row] = np.sum(for_center, axis=0)
    return np.sum(losses), gradCenterVecs, np.sum(for_outside, axis=0)
