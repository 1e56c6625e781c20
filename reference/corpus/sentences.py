"""Sentences classified by the mean of their words' vectors: softmax regression, and its accuracy table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from reference.arrays import Array, Indices, Vocabulary
from reference.foundations.choose_best_model import choose_best_model
from reference.foundations.sentence_feature import sentence_feature
from reference.foundations.sgd import sgd
from reference.foundations.softmax_regression import softmax_regression

#: Features (N, D) and classes (N,).
Part = tuple[Array, Indices]


def sentence_features(tokens: Vocabulary, word_vectors: Array, sentences: Sequence[Sequence[str]]) -> Array:
    """The mean vector of each sentence: (N, D). A word without a vector is left out; with none left, the mean is 0."""
    nothing = np.zeros(word_vectors.shape[1])
    known = [[word for word in sentence if word in tokens] for sentence in sentences]
    return np.array([sentence_feature(tokens, word_vectors, words) if words else nothing for words in known])


def fit(train: Part, classes: int, regularization: float, iterations: int = 1000) -> Array:
    """The weights (D, C) after a walk of `sgd` over the whole training set, from 0.

    The cost is convex, so every walk that is long enough and not too quick ends at the same weights. Its curvature is
    at most L = λ + ½ ‖X‖² / N (with the largest singular value), and with the step 1 / L the cost never rises; a fixed
    step α can run away where α λ > 2.
    Source: assignment 1, question 4.
    """
    features, labels = train

    def cost(weights: Array) -> tuple[Array, Array]:
        J, gradient = softmax_regression(features, labels, weights, regularization, nopredictions=True)[:2]
        return J, gradient

    curvature = regularization + 0.5 * float(np.linalg.norm(features, 2)) ** 2 / len(features)
    start = np.zeros((features.shape[1], classes))
    return sgd(cost, start, 1.0 / curvature if curvature else 1.0, iterations, PRINT_EVERY=0)


def accuracy(part: Part, weights: Array) -> float:
    """The share of sentences whose class has the greatest score, in percent."""
    features, labels = part
    return float(100.0 * np.mean(np.argmax(features @ weights, axis=1) == labels))


@dataclass(frozen=True)
class Regressions:
    """The three parts of a labelled set, on which several strengths are tried."""

    train: Part
    dev: Part
    test: Part
    classes: int

    def table(self, strengths: Sequence[float]) -> list[dict[str, float]]:
        """One row a strength, as `choose_best_model` takes them: "reg", "train", "dev" and "test" in percent."""
        return [self._row(strength, fit(self.train, self.classes, strength)) for strength in strengths]

    def _row(self, strength: float, weights: Array) -> dict[str, float]:
        percent = partial(accuracy, weights=weights)
        return {"reg": strength, "train": percent(self.train), "dev": percent(self.dev), "test": percent(self.test)}

    def best(self, strengths: Sequence[float]) -> dict[str, float]:
        """The row that the dev set chooses."""
        return dict(choose_best_model(self.table(strengths)))
