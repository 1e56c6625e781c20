from collections import Counter

import numpy as np


class Bigram:
    def __init__(self, text, size, end):
        self.end = end
        counts = np.zeros((size, size))
        np.add.at(counts, (np.append(end, text[:-1]), text), 1.0)
        often = counts.sum(axis=0) + 0.05
        self.table = (counts + 30 * often / often.sum()) / (counts.sum(axis=1, keepdims=True) + 30)

    def row(self, before):
        return self.table[before[-1] if len(before) else self.end]

    def log_probs(self, text):
        return np.log(self.table[np.append(self.end, text[:-1]), text])


class Unigram(Bigram):
    """Honest, and not good enough."""

    def __init__(self, text, size, end):
        super().__init__(text, size, end)
        often = np.bincount(text, minlength=size) + 0.05
        self.table = np.tile(often / often.sum(), (size, 1))


def train(text, size, end):
    return Bigram(text, size, end)


def perplexity(model, text):
    return float(np.exp(-np.mean(model.log_probs(text))))


def classify(train, labels, asked, classes):
    often = [Counter(word for words, label in zip(train, labels) if label == one for word in words)
             for one in range(classes)]
    sums = [sum(one.values()) for one in often]
    scores = [[sum(np.log((one[word] + 0.5) / (total + 500)) for word in words)
               for one, total in zip(often, sums)] for words in asked]
    return np.argmax(scores + np.log(np.bincount(labels, minlength=classes)), axis=1)


def windows(text):
    return np.stack([text[:-2], text[2:], text[1:-1]], axis=1)
