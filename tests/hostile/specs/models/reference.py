"""The reference of the models under attack: what no attack may read.

SECRET_OF_THE_REFERENCE is looked for in every report that a student reads.
"""

from collections import Counter
from types import SimpleNamespace

import numpy as np

from reference.judgement import Judgement

SECRET_OF_THE_REFERENCE = "canary-models-5d03ab77e1"


class Bigram:
    """Pairs of words, with the frequencies of single ones below them."""

    def __init__(self, text, size, end):
        self.end = end
        counts = np.zeros((size, size))
        np.add.at(counts, (np.append(end, text[:-1]), text), 1.0)
        often = counts.sum(axis=0) + 0.05
        self.table = (counts + 30 * often / often.sum()) / (counts.sum(axis=1, keepdims=True) + 30)

    def row(self, before):
        """What comes next."""
        return self.table[before[-1] if len(before) else self.end]

    def log_probs(self, text):
        """ln p of each token."""
        return np.log(self.table[np.append(self.end, text[:-1]), text])


def train(text, size, end):
    """A model of the text."""
    return Bigram(text, size, end)


def perplexity(model, text):
    """exp of the mean surprise."""
    return float(np.exp(-np.mean(model.log_probs(text))))


def classify(train, labels, asked, classes):
    """The class whose words fit best."""
    often = [Counter(word for words, label in zip(train, labels) if label == one for word in words)
             for one in range(classes)]
    sums = [sum(one.values()) for one in often]
    scores = [[sum(np.log((one[word] + 0.5) / (total + 500)) for word in words)
               for one, total in zip(often, sums)] for words in asked]
    return np.argmax(scores + np.log(np.bincount(labels, minlength=classes)), axis=1)


def windows(text):
    """Left, right and centre of every window."""
    return np.stack([text[:-2], text[2:], text[1:-1]], axis=1)


def evaluated(arrays, corpus):
    """How far the table is from the one that is sought."""
    return {"error": float(np.abs(arrays[""] - np.arange(12.0).reshape(4, 3)).max())}


def material(chance):
    """A text to cut."""
    return SimpleNamespace(given=(chance.integers(50, size=30),))


def judge(material, answer, printed):
    """Whether the windows are those of the text."""
    right = np.array_equal(answer, windows(material.given[0]))
    return [Judgement("windows", right, "The windows are others." if not right else "")]
