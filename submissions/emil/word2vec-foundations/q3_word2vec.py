import numpy as np
from q1_softmax import softmax
from q2_sigmoid import sigmoid

def normalizeRows(x):
    return x / np.sqrt(np.sum(x ** 2))

def softmaxCostAndGradient(predicted, target, outputVectors, dataset):
    y_hat = softmax(np.dot(outputVectors, predicted))
    cost = -np.log(y_hat[target])
    y_hat[target] -= 1
    gradPred = np.dot(outputVectors.T, y_hat)
    grad = np.outer(y_hat, predicted)
    return cost, gradPred, grad

def skipgram(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
             word2vecCostAndGradient=softmaxCostAndGradient):
    cost = 0.0
    gradIn = np.zeros(inputVectors.shape)
    gradOut = np.zeros(outputVectors.shape)
    for j in xrange(len(contextWords)):
        i = tokens[contextWords[j]]
        c, gin, gout = word2vecCostAndGradient(inputVectors[tokens[currentWord]], i, outputVectors, dataset)
        cost += c
        gradIn[i] += gin
        gradOut += gout
    return cost, gradIn, gradOut

def cbow(currentWord, C, contextWords, tokens, inputVectors, outputVectors, dataset,
         word2vecCostAndGradient=softmaxCostAndGradient):
    gradIn = np.zeros(inputVectors.shape)
    rows = [tokens[w] for w in contextWords]
    vhat = np.sum(inputVectors[rows], axis=0)
    cost, g, gradOut = word2vecCostAndGradient(vhat, tokens[currentWord], outputVectors, dataset)
    gradIn[rows] += g
    return cost, gradIn, gradOut
