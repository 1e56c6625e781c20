"""Arguments that no mistake can hide behind: distinct dimensions, repeated indices, K from 1 to 12."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import reference.foundations as foundations


class Sampler:
    """A dataset that draws a fixed list of words over and over, so that repeats and the target's draws are certain."""

    def __init__(self, words):
        self.words, self.drawn = list(words), 0

    def sampleTokenIdx(self):
        word = self.words[self.drawn % len(self.words)]
        self.drawn += 1
        return word


#: A case makes its arguments afresh, so that a sampler is rewound.
Case = Callable[[], tuple[Any, ...]]

PAIRS = [(5, 3, 4), (7, 4, 1), (9, 6, 12), (4, 4, 10), (3, 8, 2)]  # V, D, K


def pair(seed, V, D, K=None):
    def make():
        rng = np.random.default_rng(seed)
        v_c, U = rng.normal(size=D), rng.normal(size=(V, D))
        o = int(rng.integers(V))
        # Every word once, then the target and one other again and again: a repeat whatever K > 1 is.
        other = (o + 1) % V
        words = [other, o, other, *rng.permutation(V).tolist(), other]
        return (v_c, o, U, Sampler(words)) + (() if K is None else (K,))

    return make


def negatives_first(v_c, o, U, dataset):
    return foundations.neg_sampling_cost_and_gradient(v_c, o, U, dataset, 3)


def window(seed, V, D, center, words, loss=None):
    def make():
        rng = np.random.default_rng(seed)
        rows = {letter: row for row, letter in enumerate("abcdefghi"[:V])}
        V_, U = rng.normal(size=(V, D)), rng.normal(size=(V, D))
        sampler = Sampler(rng.integers(V, size=29).tolist() + list(range(V)))
        return (center, max(1, len(words) // 2), list(words), rows, V_, U, sampler) + (() if loss is None else (loss,))

    return make


def net(seed, M, Dx, H, Dy):
    def make():
        rng = np.random.default_rng(seed)
        labels = np.eye(Dy)[rng.integers(Dy, size=M)]
        size = (Dx + 1) * H + (H + 1) * Dy
        return rng.normal(size=(M, Dx)), labels, rng.normal(size=size), [Dx, H, Dy]

    return make


def regression(seed, N, D, C, *rest):
    def make():
        rng = np.random.default_rng(seed)
        return (rng.normal(size=(N, D)), rng.integers(C, size=N), rng.normal(size=(D, C)), *rest)

    return make


def array(seed, *shape, scale=1.0, low=None):
    def make():
        rng = np.random.default_rng(seed)
        return (rng.uniform(low, 1, size=shape) if low is not None else scale * rng.normal(size=shape),)

    return make


def given(*values):
    return lambda: tuple(np.array(value, dtype=np.float64) for value in values)


def sentence(seed, V, D, words):
    def make():
        rows = {letter: row for row, letter in enumerate("abcdefghi"[:V])}
        return rows, np.random.default_rng(seed).normal(size=(V, D)), list(words)

    return make


def results(*rows):
    return lambda: ([dict(zip(("reg", "train", "dev", "test"), row, strict=True)) for row in rows],)


def descent(f, x0, step, iterations, *rest):
    return lambda: (f, np.array(x0, dtype=np.float64), step, iterations, *rest)


def quadratic(x):
    return float(np.sum(x**2)), 2.0 * x


CASES: dict[Any, list[Case]] = {
    foundations.softmax: [
        array(1, 4, 4),
        array(2, 3, 5),
        array(3, 1, 6),
        array(4, 7),
        given([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -999.0]]),
        given([-1000.0, -1002.0]),
    ],
    foundations.sigmoid: [array(1, 3, 5), array(2, 4), given([1000.0, -1000.0]), given([-400.0])],
    foundations.sigmoid_grad: [array(1, 3, 5, low=0), array(2, 4, low=0)],
    foundations.normalize_rows: [array(1, 4, 4), array(2, 3, 5), array(3, 1, 6)],
    foundations.forward_backward_prop: [
        net(1, 3, 4, 5, 6),
        net(2, 1, 4, 3, 5),
        net(3, 4, 4, 4, 4),
        net(4, 8, 3, 6, 4),
    ],
    foundations.softmax_cost_and_gradient: [pair(seed, V, D) for seed, (V, D, _) in enumerate(PAIRS)],
    foundations.neg_sampling_cost_and_gradient: [pair(seed, *sizes) for seed, sizes in enumerate(PAIRS)],
    foundations.skipgram: [
        window(1, 5, 3, "c", "abedbc"),
        window(2, 7, 4, "a", "bg", foundations.softmax_cost_and_gradient),
        window(3, 9, 6, "b", "aaccde", negatives_first),
        window(4, 4, 4, "b", "a"),
    ],
    foundations.cbow: [
        window(1, 5, 3, "c", "abedbc"),
        window(2, 7, 4, "a", "bg", foundations.softmax_cost_and_gradient),
        window(3, 9, 6, "b", "aaccde", negatives_first),
        window(4, 4, 4, "b", "a"),
    ],
    foundations.sgd: [
        descent(quadratic, [0.5, -2.0], 0.01, 45),
        descent(quadratic, 0.5, 0.01, 7, None, False, 3),
        descent(quadratic, [[3.0, 4.0], [1.0, -2.0]], 0.02, 5, foundations.normalize_rows),
        descent(quadratic, [[3.0, 4.0], [1.0, -2.0]], 0.02, 5, lambda x: 0.9 * x),
        descent(quadratic, [1.0], 1e-5, 40_100, None, False, 50_000),
    ],
    foundations.sentence_feature: [
        sentence(1, 5, 3, "abba"),
        sentence(2, 9, 4, "iihgfe"),
        sentence(3, 4, 4, "d"),
    ],
    foundations.softmax_regression: [
        regression(1, 5, 3, 4, 0.7),
        regression(2, 3, 4, 5),
        regression(3, 1, 6, 3, 0.3, True),
        regression(4, 4, 4, 4, 2.0, False),
        regression(5, 9, 7, 2, 0.1),
    ],
    foundations.choose_best_model: [
        results((1e-6, 50, 31, 30), (1e-4, 40, 33, 31), (1e-2, 39, 32, 34), (1.0, 30, 20, 21)),
        results((1e-6, 50, 31, 30), (1.0, 30, 20, 21)),
        results((1e-6, 50, 20, 29), (1e-3, 40, 33, 30), (1.0, 30, 21, 31)),
    ],
    foundations.regularization_values: [lambda: ()],
}


@pytest.fixture
def cases():
    """Function of the reference: its cases."""
    return CASES
