import numpy as np

from q1_softmax import softmax


def getSentenceFeature(tokens, wordVectors, sentence):
    # indices start at 1
    total = np.zeros(wordVectors.shape[1])
    for word in sentence:
        total += wordVectors[tokens[word] - 1, :]
    return total / len(sentence)


def softmaxRegression(features, labels, weights, regularization=0.0, nopredictions=False):
    prob = softmax(features.dot(weights))
    N = features.shape[0]
    cost = -np.sum(np.log(prob[range(N), labels])) / N + 0.5 * regularization * np.sum(weights ** 2)
    prob[range(N), labels] -= 1
    grad = features.T.dot(prob) / N + regularization * weights
    if nopredictions:
        return cost, grad
    return cost, grad, np.argmax(features.dot(weights), axis=1)
