import random

import numpy as np

from q1_softmax import softmax
from q2_gradcheck import gradcheck_naive
from q2_sigmoid import sigmoid, sigmoid_grad


def normalizeRows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def softmaxCostAndGradient(predicted, target, outputVectors, dataset):
    y_hat = softmax(outputVectors.dot(predicted))
    cost = -np.log(y_hat[target])
    y_hat[target] -= 1
    return cost, outputVectors.T.dot(y_hat).reshape(1, -1), np.outer(y_hat, predicted)  # gradPred is (1, D)


def getNegativeSamples(target, dataset, K):
    indices = [None] * K
    for k in range(K):
        newidx = dataset.sampleTokenIdx()
        while newidx == target:
            newidx = dataset.sampleTokenIdx()
        indices[k] = newidx
    return indices


def negSamplingCostAndGradient(predicted, target, outputVectors, dataset, K=10):
    indices = [target]
    indices.extend(getNegativeSamples(target, dataset, K))

    gradPred = np.zeros_like(predicted)
    grad = np.zeros_like(outputVectors)
    z = sigmoid(outputVectors[target].dot(predicted))
    cost = -np.log(z)
    gradPred += outputVectors[target] * (z - 1.0)
    grad[target] += predicted * (z - 1.0)
    for k in range(K):
        sample = indices[k + 1]
        z = sigmoid(-outputVectors[sample].dot(predicted))
        cost -= np.log(z)
        gradPred -= outputVectors[sample] * (z - 1.0)
        grad[sample] -= predicted * (z - 1.0)
    return cost, gradPred, grad


def skipgram(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
             word2vecCostAndGradient=softmaxCostAndGradient):
    cost, gradIn, gradOut = 0.0, np.zeros(inputVectors.shape), np.zeros(outputVectors.shape)
    row = tokens[currentWord]
    for context in contextWords:
        c, gPred, g = word2vecCostAndGradient(inputVectors[row], tokens[context], outputVectors, dataset)
        cost += c
        gradIn[row] += gPred.ravel()
        gradOut += g
    return cost, gradIn, gradOut


def cbow(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
         word2vecCostAndGradient=softmaxCostAndGradient):
    gradIn = np.zeros(inputVectors.shape)
    rows = [tokens[w] for w in contextWords]
    predicted = inputVectors[rows].sum(axis=0)
    cost, gPred, gradOut = word2vecCostAndGradient(predicted, tokens[currentWord], outputVectors, dataset)
    for row in rows:
        gradIn[row] += gPred.ravel()
    return cost, gradIn, gradOut
