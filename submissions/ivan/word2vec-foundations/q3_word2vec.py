import numpy as np

from q1_softmax import softmax
from q2_sigmoid import sigmoid


def normalizeRows(x):
    return x / np.sqrt((x * x).sum(1)).reshape(-1, 1)


def softmaxCostAndGradient(predicted, target, outputVectors, dataset):
    y_hat = softmax(outputVectors @ predicted)
    delta = y_hat - np.eye(len(y_hat))[target]
    return -np.log(y_hat[target]), delta @ outputVectors, np.outer(delta, predicted)


def negSamplingCostAndGradient(predicted, target, outputVectors, dataset, K=10):
    negatives = []
    for k in range(K):
        index = dataset.sampleTokenIdx()
        while index == target:
            index = dataset.sampleTokenIdx()
        negatives.append(index)
    positive = sigmoid(outputVectors[target] @ predicted)
    negative = sigmoid(outputVectors[negatives] @ predicted)
    cost = -np.log(positive) - np.log(np.sum(1 - negative))
    gradPred = (positive - 1) * outputVectors[target] + negative @ outputVectors[negatives]
    grad = np.zeros_like(outputVectors)
    grad[target] = (positive - 1) * predicted
    for n, index in zip(negative, negatives):
        grad[index] += n * predicted
    return cost, gradPred, grad


def cbow(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
         word2vecCostAndGradient=softmaxCostAndGradient):
    gradIn = np.zeros(inputVectors.shape)
    rows = [tokens[w] for w in contextWords]
    vhat = inputVectors[rows].mean(axis=0)
    cost, g, gradOut = word2vecCostAndGradient(vhat, tokens[currentWord], outputVectors, dataset)
    for row in rows:
        gradIn[row] += g / len(rows)
    return cost, gradIn, gradOut
