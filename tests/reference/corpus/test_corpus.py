"""Trainings on a corpus: each step is the closed form of one pair, and what comes out is what theory says."""

import numpy as np
import pytest

from reference import corpus, foundations
from reference.corpus.word_vectors import batch_loss


class Given:
    """A dataset that draws these words."""

    def __init__(self, words):
        self._words = iter(words)

    def sampleTokenIdx(self):
        return int(next(self._words))


def test_a_batch_is_the_sum_of_its_pairs_with_repeats_among_all_of_them():
    rng = np.random.default_rng(1)
    V, U = rng.normal(size=(6, 4)), rng.normal(size=(6, 4))
    c, o = np.array([0, 3, 0, 5]), np.array([1, 1, 2, 4])
    negatives = np.array([[2, 2, 3], [0, 5, 0], [1, 1, 1], [3, 0, 2]])
    J, grad_V, grad_U = batch_loss(V, U, c, o, negatives)
    expected = [np.zeros(()), np.zeros_like(V), np.zeros_like(U)]
    for center, outside, drawn in zip(c, o, negatives, strict=True):
        one = foundations.neg_sampling_cost_and_gradient(V[center], int(outside), U, Given(drawn), 3)
        expected[0] = expected[0] + one[0]
        expected[1][center] += one[1]
        expected[2] += one[2]
    for ours, theirs in zip((J, grad_V, grad_U), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_pairs_stay_within_their_sentence_and_their_window():
    centers, outside = corpus.pairs_of([[1, 2, 3], [4], [5, 6]], 1)
    found = list(zip(centers.tolist(), outside.tolist(), strict=True))
    assert found == [(1, 2), (2, 1), (2, 3), (3, 2), (5, 6), (6, 5)]
    assert len(corpus.pairs_of([[1, 2, 3, 4]], 3)[0]) == 12


def chain(n, seed):
    """A text of 12 words in which each has its own followers."""
    rng = np.random.default_rng(seed)
    table = np.cumsum(rng.dirichlet(np.full(12, 0.6), size=12) * 0.9 + 0.1 / 12, axis=1)
    text = [0]
    for u in rng.random(n - 1):
        text.append(min(int(np.searchsorted(table[text[-1]], u)), 11))
    return text


def test_products_of_skipgrams_vectors_are_the_associations_less_log_k():
    text = chain(30_000, 3)
    recipe = corpus.Recipe(D=12, K=4, batch=200, step=0.03, epochs=6)
    V, U = corpus.train_skipgram([text], 12, recipe)
    c, o = corpus.pairs_of([text], 1)
    joint = np.zeros((12, 12))
    np.add.at(joint, (c, o), 1.0)
    noise = joint.sum(axis=0) ** 0.75
    seen = joint > 50
    expected = np.log(joint / joint.sum(axis=1, keepdims=True) / (noise / noise.sum()), where=seen) - np.log(4)
    products = V @ U.T
    assert np.corrcoef(products[seen], expected[seen])[0, 1] > 0.97
    assert np.abs(products - expected)[seen].mean() < 0.15


def labelled(n, seed):
    """Sentences of words a to h; the class is the letter group most of its words come from."""
    rng = np.random.default_rng(seed)
    classes = rng.integers(3, size=n)
    groups = "abc", "def", "gh"
    words = [
        [str(rng.choice(list(groups[k] if rng.random() < 0.6 else "abcdefgh"))) for _ in range(9)] for k in classes
    ]
    return words, classes


def test_sentences_are_classified_and_the_dev_set_chooses_the_strength():
    tokens = {letter: row for row, letter in enumerate("abcdefgh")}
    vectors = np.random.default_rng(2).normal(size=(8, 6))
    parts = []
    for n, seed in ((300, 1), (150, 2), (150, 3)):
        words, classes = labelled(n, seed)
        parts.append((corpus.sentence_features(tokens, vectors, words), classes))
    regressions = corpus.Regressions(*parts, classes=3)
    table = regressions.table([1e-4, 1e-1, 100.0])
    best = regressions.best([1e-4, 1e-1, 100.0])
    assert best["dev"] == max(row["dev"] for row in table) > 85
    # So strong a penalty leaves next to nothing: it is tried without leaving the ground.
    assert table[-1]["dev"] < best["dev"]


def test_the_regressions_weights_are_a_minimum():
    rng = np.random.default_rng(4)
    part = rng.normal(size=(40, 3)), rng.integers(2, size=40)
    weights = corpus.fit(part, 2, 0.1)
    _, gradient, _ = foundations.softmax_regression(*part, weights, 0.1)
    assert np.abs(gradient).max() < 1e-8


def test_a_sentence_of_unknown_words_has_the_feature_0():
    features = corpus.sentence_features({"a": 0}, np.ones((1, 2)), [["x"], ["a", "x"]])
    np.testing.assert_array_equal(features, [[0, 0], [1, 1]])
    assert corpus.accuracy((features, np.array([0, 1])), np.array([[0.0, 1.0], [0.0, 0.0]])) == pytest.approx(100.0)
