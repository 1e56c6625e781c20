import numpy as np

from q1_softmax import softmax


def getSentenceFeature(tokens, wordVectors, sentence):
    indices = [tokens[word] for word in sentence]
    return np.sum(wordVectors[indices, :]) / len(indices)


def softmaxRegression(features, labels, weights, regularization=0.0, nopredictions=False):
    prob = softmax(features.dot(weights))
    N = len(labels)
    cost = np.sum(-np.log(prob[range(N), labels])) / N + 0.5 * regularization * np.sum(weights ** 2)
    delta = prob.copy()
    delta[range(N), labels] -= 1
    grad = features.T.dot(delta) + regularization * weights
    pred = np.argmax(prob, axis=1)
    if nopredictions:
        return cost, grad
    return cost, grad, pred
