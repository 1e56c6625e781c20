import numpy as np

from q1_softmax import softmax
from q2_sigmoid import sigmoid, sigmoid_grad


def normalizeRows(x):
    ### YOUR CODE HERE
    x = x / np.sqrt(np.sum(x ** 2, axis=1, keepdims=True))
    ### END YOUR CODE
    return x


def softmaxCostAndGradient(predicted, target, outputVectors, dataset):
    ### YOUR CODE HERE
    scores = softmax(outputVectors.dot(predicted))
    cost = -np.log(scores[target])
    scores[target] -= 1
    gradPred = outputVectors.T.dot(scores)
    grad = np.outer(scores, predicted)
    ### END YOUR CODE
    return cost, gradPred, grad


def skipgram(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
             word2vecCostAndGradient=softmaxCostAndGradient):
    cost = 0.0
    gradIn = np.zeros(inputVectors.shape)
    gradOut = np.zeros(outputVectors.shape)
    ### YOUR CODE HERE
    ### END YOUR CODE
    return cost, gradIn, gradOut


def cbow(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
         word2vecCostAndGradient=softmaxCostAndGradient):
    pass
