import numpy as np


def getSentenceFeatures(tokens, wordVectors, sentence):
    total = np.zeros(wordVectors.shape[1])
    for word in set(sentence):
        total += wordVectors[tokens[word]]
    return total / len(sentence)


def getRegularizationValues():
    return [0.1, 0.2, 0.3]


def chooseBestModel(results):
    best = results[0]
    for result in results:
        if result["train"] > best["train"]:
            best = result
    return best
