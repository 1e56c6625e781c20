import matplotlib
matplotlib.use('agg')
import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix

from data_utils import StanfordSentiment
from q3_sgd import load_saved_params


def getSentenceFeatures(tokens, wordVectors, sentence):
    return np.mean([wordVectors[tokens[word]] for word in sentence], axis=0)


def getRegularizationValues():
    return sorted(np.logspace(-5, 2, 15).tolist())


def chooseBestModel(results):
    return max(results, key=lambda result: result["dev"])


def main():
    dataset = StanfordSentiment()
    model = LogisticRegression(C=1.0)
    print(dataset, model, plt, confusion_matrix)


if __name__ == "__main__":
    main()
