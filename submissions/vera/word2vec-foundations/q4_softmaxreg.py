import numpy as np

from q1_softmax import softmax


def getSentenceFeature(tokens, wordVectors, sentence):
    return wordVectors[[tokens[w] for w in sentence]].mean(axis=0)


def softmaxRegression(features, labels, weights, regularization=0.0, nopredictions=False):
    prob = softmax(features @ weights)
    n = len(features)
    cost = -np.mean(np.log(prob[np.arange(n), labels])) + regularization / 2 * np.sum(weights ** 2)
    onehot = np.zeros_like(prob)
    onehot[np.arange(n), labels] = 1
    grad = features.T @ (prob - onehot) / n + regularization * weights
    return (cost, grad) if nopredictions else (cost, grad, prob.argmax(axis=1))
