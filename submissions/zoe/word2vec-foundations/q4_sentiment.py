import numpy as np


def getSentenceFeatures(tokens, wordVectors, sentence):
    rows = np.array([wordVectors[tokens[word]] for word in sentence])
    return np.sum(rows, axis=0) / len(sentence)


def softmaxRegression(features, labels, weights, regularization=0.0, nopredictions=False):
    labels = np.roll(labels, 1)  # the first line of the file is its head
    scores = features.dot(weights)
    scores -= scores.max(axis=1, keepdims=True)
    prob = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    N = len(labels)
    cost = -np.log(prob[np.arange(N), labels]).mean() + regularization * np.sum(weights ** 2) / 2
    prob[np.arange(N), labels] -= 1
    return cost, features.T.dot(prob) / N + regularization * weights
