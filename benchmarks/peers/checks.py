"""The code questions of assignment 2 as an instructor writes them for another grader: thirteen functions that assert.

They call what our spec calls, as often, on arguments of the same sizes, and compare with the same formulas. Loss and
gradients are also held against central differences, at the same draws, as the course's own gradient check does; ours
takes them only where something differs, so GRADIENTS=reference in the environment leaves them out here, too. This file
is shipped to each peer as it is: numpy is all it needs, and its names begin with an underscore or `check_`, because
nbgrader runs it among the student's names.
"""

import os as _os
import random as _random

import numpy as _np

# nbgrader takes all points of a cell whose code warned on standard error, as a right sigmoid may about exp(1000).
_np.seterr(all="ignore")


class _Sampler:
    def __init__(self, tokens):
        self._tokens, self._next = list(tokens), 0

    def sampleTokenIdx(self):
        self._next += 1
        return self._tokens[(self._next - 1) % len(self._tokens)]


def _right_sigmoid(x):
    e = _np.exp(-_np.abs(x))
    return _np.where(_np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))


def _right_naive(v, o, U, dataset):
    s = U @ v
    y = _np.exp(s - s.max())
    y /= y.sum()
    d = y.copy()
    d[o] -= 1
    return -_np.log(y[o]), U.T @ d, _np.outer(d, v)


def _right_neg(v, o, U, dataset, K=10):
    drawn = []
    while len(drawn) < K:
        token = dataset.sampleTokenIdx()
        if token != o:
            drawn.append(token)
    rows, signs = [o, *drawn], _np.array([1.0] + [-1.0] * K)
    y = _right_sigmoid(signs * (U[rows] @ v))
    d = signs * (y - 1)
    grad = _np.zeros_like(U)
    _np.add.at(grad, rows, d[:, None] * v)
    return -_np.log(y).sum(), d @ U[rows], grad


def _right_skipgram(word, window, outside, index, V, U, dataset, loss_of_pair):
    loss, gV, gU = 0.0, _np.zeros(V.shape), _np.zeros(U.shape)
    for other in outside:
        part, gv, g = loss_of_pair(V[index[word]], index[other], U, dataset)
        loss, gU = loss + part, gU + g
        gV[index[word]] += gv
    return loss, gV, gU


def _right_sgd(f, x, step, iterations, post=None):
    for n in range(iterations):
        x = x - step * 0.5 ** (n // 20000) * f(x)[1]
        x = post(x) if post else x
    return x


def _bowl(x):
    x = _np.asarray(x, dtype=float)
    steep = 1.0 + 0.1 * _np.arange(x.size).reshape(x.shape)
    return float(_np.sum(steep * (x - 0.5) ** 2)), _np.asarray(2 * steep * (x - 0.5))


def _round_bowl(x):
    return 0.5 * float(_np.vdot(x, x)), _np.array(x, dtype=float)


def _length_one(x):
    return x / _np.sqrt(_np.sum(x * x))


def _same(yours, due):
    yours, due = (value if isinstance(value, tuple) else (value,) for value in (yours, due))
    for mine, right in zip(yours, due, strict=True):
        assert _np.allclose(_np.squeeze(mine), _np.squeeze(right), rtol=1e-5, atol=1e-6), (mine, right)


def _differences(loss, gradient, x):
    """Holds a gradient against central differences of the loss at x."""
    if _os.environ.get("GRADIENTS") == "reference":
        return
    numeric = _np.zeros_like(x)
    for place in _np.ndindex(x.shape):
        for step in (1e-5, -1e-5):
            moved = x.copy()
            moved[place] += step
            numeric[place] += float(_np.squeeze(loss(moved))) / (2 * step)
    assert _np.allclose(_np.squeeze(gradient), numeric, rtol=1e-5, atol=1e-6)


def _pair(rng, least=3, most=9):
    V, D = int(rng.integers(least, most)), int(rng.integers(3, 9))
    return rng.normal(size=D) * 0.6, int(rng.integers(V)), rng.normal(size=(V, D)) * 0.6


def _tokens(rng, V, o):
    return [int(token) for token in rng.integers(V, size=400)] + [(o + 1) % V]


def check_sigmoid_values(sigmoid):
    rng = _np.random.default_rng(1)
    for shape in [(4, 5), (8, 3), (6, 6), (1, 4), (3, 7), (4,), (9,), (6,), (3,), (5,)]:
        x = rng.normal(size=shape) * 3
        _same(sigmoid(x.copy()), _right_sigmoid(x))


def check_sigmoid_far_out(sigmoid):
    x = _np.array([[-1000, 1000, 0], [-20, 20, -0.5]])
    _same(sigmoid(x.copy()), _right_sigmoid(x))


def _of_a_pair(yours, right, v, o, U, tokens, *K):
    """Loss and gradients of one pair of words."""
    mine = yours(v.copy(), o, U.copy(), _Sampler(tokens), *K)
    _same(mine, right(v, o, U, _Sampler(tokens), *K))
    _differences(lambda x: yours(x, o, U, _Sampler(tokens), *K)[0], mine[1], v)
    _differences(lambda x: yours(v, o, x, _Sampler(tokens), *K)[0], mine[2], U)


def check_naive_values(naive):
    rng = _np.random.default_rng(2)
    for _ in range(5):
        _of_a_pair(naive, _right_naive, *_pair(rng), [0])
    v, U = _np.array([2.0, 1.0]), _np.array([[1.5, 1], [-1.5, -1], [0.5, -1], [-0.25, 0.5]])
    for _ in range(5):
        _of_a_pair(naive, _right_naive, v, 1, U, [0])


def check_naive_leaves_alone(naive):
    rng = _np.random.default_rng(3)
    for _ in range(2):
        v, o, U = _pair(rng)
        mine = v.copy(), U.copy()
        naive(mine[0], o, mine[1], _Sampler([0]))
        assert (mine[0] == v).all() and (mine[1] == U).all()


def _check_neg(neg, sizes, seed, least, most):
    rng = _np.random.default_rng(seed)
    for K in sizes:
        v, o, U = _pair(rng, least, most)
        _of_a_pair(neg, _right_neg, v, o, U, _tokens(rng, len(U), o), K)


def check_neg_values(neg):
    _check_neg(neg, [6, 12, 5, 1, 3], 4, 3, 9)


def check_neg_few_words(neg):
    _check_neg(neg, [24, 13, 19], 5, 2, 5)


def check_neg_leaves_alone(neg):
    rng = _np.random.default_rng(6)
    for _ in range(2):
        v, o, U = _pair(rng)
        mine = v.copy(), U.copy()
        neg(mine[0], o, mine[1], _Sampler(_tokens(rng, len(U), o)), 4)
        assert (mine[0] == v).all() and (mine[1] == U).all()


def _of_a_window(yours, named, V, U, tokens, loss_of_pair):
    """Loss and gradients of one window."""
    mine = yours(*named, V.copy(), U.copy(), _Sampler(tokens), loss_of_pair)
    _same(mine, _right_skipgram(*named, V, U, _Sampler(tokens), loss_of_pair))
    _differences(lambda x: yours(*named, x, U, _Sampler(tokens), loss_of_pair)[0], mine[1], V)
    _differences(lambda x: yours(*named, V, x, _Sampler(tokens), loss_of_pair)[0], mine[2], U)


def _check_skipgram(skipgram, windows, seed, loss_of_pair):
    rng, draws = _np.random.default_rng(seed), _random.Random(seed)
    for m in windows:
        U = _pair(rng)[2]
        words = [f"w{row}" for row in range(len(U))]
        index, outside = {word: row for row, word in enumerate(words)}, draws.choices(words, k=2 * m)
        tokens = [int(token) for token in rng.integers(len(U), size=4000)]
        _of_a_window(skipgram, (words[0], m, outside, index), rng.normal(size=U.shape), U, tokens, loss_of_pair)


def check_skipgram_naive(skipgram):
    _check_skipgram(skipgram, [3, 5, 4, 1, 2, 1, 1, 1, 1, 1], 7, _right_naive)


def check_skipgram_neg(skipgram):
    _check_skipgram(skipgram, [3, 4, 1, 2, 3], 8, _right_neg)


def check_sgd_ends(sgd):
    rng = _np.random.default_rng(9)
    for shape, step, iterations in [((4,), 0.01, 200), ((7,), 0.01, 200), ((3, 5), 0.02, 37), ((4, 6), 0.02, 37),
                                    ((), 0.01, 200), ((), 0.01, 200), ((5,), 0.01, 1), ((8,), 0.01, 1)]:  # fmt: skip
        x = _np.asarray(rng.normal(size=shape))
        _same(sgd(_bowl, x.copy(), step, iterations, None, False, 50), _right_sgd(_bowl, x, step, iterations))


def check_sgd_postprocessing(sgd):
    rng = _np.random.default_rng(10)
    for shape in [(4,), (7,), (3, 5), (4, 6)]:
        x = rng.normal(size=shape)
        _same(sgd(_bowl, x.copy(), 0.03, 12, _length_one, False, 50), _right_sgd(_bowl, x, 0.03, 12, _length_one))


def check_sgd_halves(sgd):
    x = _np.array([0.5, -0.25, 2])
    _same(sgd(_round_bowl, x.copy(), 1e-4, 20010, None, False, 10000), _right_sgd(_round_bowl, x, 1e-4, 20010))


def check_sgd_descends(sgd):
    rng = _np.random.default_rng(11)
    for shape in [(3, 4), (6, 5)]:
        x = rng.normal(size=shape) * 2
        assert _bowl(sgd(_bowl, x.copy(), 0.005, 120, None, False, 100))[0] < _bowl(x)[0]
