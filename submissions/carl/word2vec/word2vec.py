import numpy as np

from utils.utils import softmax

corpus = open("corpus.txt").read().split()
vocabulary = sorted(set(corpus))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def naiveSoftmaxLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset):
    y_hat = softmax(np.dot(outsideVectors, centerWordVec))
    loss = -np.log(y_hat[outsideWordIdx])
    y = np.zeros(len(y_hat))
    y[outsideWordIdx] = 1
    return loss, np.dot(y_hat - y, outsideVectors), np.outer(y_hat - y, centerWordVec)


print("vocabulary:", len(vocabulary), "words")
vectors = np.random.randn(len(vocabulary), 10)
for epoch in range(100):
    naiveSoftmaxLossAndGradient(vectors[0], epoch, vectors, None)
