"""Trained word vectors are judged by what their products know of the text."""

from types import SimpleNamespace

import numpy as np
import pytest

from reference import corpus
from reference.corpus.trained_vectors import correlation
from reference.judgement import Unreadable


def material():
    rng = np.random.default_rng(5)
    words = [f"w{n}" for n in range(45)]
    share = 1 / np.arange(1, 46)
    text = [list(rng.choice(words, size=9, p=share / share.sum())) for _ in range(1500)]
    return corpus.contexts(np.random.default_rng(1), SimpleNamespace(train=text))


def test_what_is_trained_on_holds_the_most_frequent_words_alone_and_is_the_same_for_one_seed():
    words, centers, contexts, negatives, start, batch, K = material().given
    assert len(words) == 40 and set(centers) <= set(words) and {word for one in contexts for word in one} <= set(words)
    assert start.shape == (80, 8) and negatives.max() < 40 and (batch, K) == (50, 5)
    again = material().given
    assert again[1] == centers and np.array_equal(again[3], negatives)


def test_the_association_itself_is_right_and_noise_is_for_a_person():
    given = material()
    left, spread, right = np.linalg.svd(given.association)
    x = np.vstack([left[:, :8] * spread[:8], right[:8].T])
    exact = float(correlation(left @ np.diag(spread) @ right, given.association, given.frequencies))
    assert exact == pytest.approx(1.0)
    [judged] = corpus.judge_trained(given, x, "")
    assert dict(judged.measured)["correlation"] > 0.3
    [noise] = corpus.judge_trained(given, np.random.default_rng(0).normal(size=(80, 8)), "")
    assert noise.right is None and "Nothing is lost" in noise.advice and noise.figures
    [still] = corpus.judge_trained(given, np.zeros((80, 8)), "")
    assert still.right is None and dict(still.measured)["correlation"] == 0


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200])
def test_vectors_that_ran_away_are_told_as_such(value):
    [judged] = corpus.judge_trained(material(), np.full((80, 8), value), "")
    assert judged.right is None and "without bound" in judged.what


def test_another_shape_is_no_answer():
    with pytest.raises(Unreadable):
        corpus.judge_trained(material(), np.zeros((3, 2)), "")
