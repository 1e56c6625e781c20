"""Arguments that no mistake about the language models can hide behind, in numpy."""

import numpy as np

import reference.language_models as lm

V, DX, H = 9, 4, 3


def params(seed, sizes, scale=1.0):
    Dx, hidden, Dy = sizes
    return scale * np.random.default_rng(seed).normal(size=(Dx + 1) * hidden + (hidden + 1) * Dy)


def one_word(seed, sizes, label, flat):
    def make():
        row = np.random.default_rng(seed).normal(size=sizes[0])
        return (row if flat else row[None, :]), label, params(seed, sizes), list(sizes)

    return make


def pairs(seed, inputs, outputs):
    def make():
        vectors = np.random.default_rng(seed).normal(size=(V, DX))
        return list(inputs), list(outputs), vectors, [DX, H, V], params(seed + 1, (DX, H, V))

    return make


def corpus(seed, lengths):
    """Sentences of uneven lengths that never hold word 0 as an output."""

    def make():
        rng = np.random.default_rng(seed)
        S = [rng.integers(1, V, size=length).tolist() for length in lengths]
        return S, rng.normal(size=(V, DX)), [DX, H, V], params(seed + 1, (DX, H, V), 0.7)

    return make


def skewed(before):
    """A model that leans on the last two tokens."""
    p = 1.0 + np.arange(7.0)
    if len(before):
        p[before[-1]] += 5.0
    if len(before) > 1:
        p[before[-2]] += 9.0
    return p / p.sum()


def uniform(before):
    return np.full(7, 1 / 7)


def sentences(model, seed, lengths):
    def make():
        rng = np.random.default_rng(seed)
        return model, [rng.integers(0, 6, size=length).tolist() for length in lengths], 6

    return make


def keys_and_values(seed, n, D):
    def make():
        rng = np.random.default_rng(seed)
        return rng.normal(size=D), rng.normal(size=(n, D)), rng.normal(size=(n, D))

    return make


def orthonormal(D, m, seed=0):
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(D, D)))[0][:, :m]


def noisy(seed, n, D):
    means = orthonormal(D, n, seed).T
    keys = lm.NoisyKeys(means, 1e-6, wide=True).draw(np.random.default_rng(seed))
    return lambda: (keys, means, 5.0)


def given(*values):
    return lambda: values


ALPHABET = "abcdef\n"
CASES = {
    lm.int_to_one_hot: [given(3, 5), given(0, 4)],
    lm.convert_to_lm_dataset: [given([[0, 3, 4, 1], [0, 5, 1], [0, 1]])],
    lm.shuffle_training_data: [given(list(range(20)), list(range(100, 120)))],
    lm.forward: [one_word(1, (4, 3, 6), 5, flat=True), one_word(2, (3, 5, 4), 1, flat=False)],
    lm.lm_wrapper: [
        pairs(1, [3] * 60, [5] * 60),
        pairs(2, [3, 7] * 40, [5, 2] * 40),
        pairs(3, np.arange(200) % V, np.arange(200) // 3 % V),
    ],
    lm.drawn_batch: [pairs(2, [3, 7] * 40, [5, 2] * 40), pairs(3, np.arange(200) % V, np.arange(200) // 3 % V)],
    lm.eval_neural_lm: [corpus(1, [12, 40, 3, 5, 17]), corpus(2, [30, 60, 2]), corpus(3, [1800])],
    lm.perplexity: [
        given(np.full(5, 0.1)),
        given(np.array([0.5, 0.25, 0.004, 0.1])),
        given(np.random.default_rng(1).uniform(0.01, 0.2, size=3000)),
    ],
    lm.text_perplexity: [sentences(uniform, 1, [1, 30, 2, 11]), sentences(skewed, 2, [1, 30, 2, 11])],
    lm.character_perplexity: [
        given(skewed, "abcabf?ab\nff-bca\nb", ALPHABET),
        given(uniform, "ab?c\nd", ALPHABET),
    ],
    lm.words: [given("the  price rose\tby 1,250"), given(" a b ")],
    lm.attention: [keys_and_values(1, 4, 3), keys_and_values(2, 5, 6)],
    lm.copying_weight: [given(2.0, 5), given(0.5, 3)],
    lm.selecting_matrix: [lambda: (orthonormal(7, 3),), lambda: (orthonormal(5, 2, 1),)],
    lm.averaging_query: [lambda: (orthonormal(6, 2)[:, 0], orthonormal(6, 2)[:, 1], 30.0)],
    lm.wide_key_weight: [given(50.0, np.array([0.3, 0.7, 1.0, 1.2])), given(2.0, np.array([0.1, 1.4]))],
    lm.two_heads: [noisy(1, 6, 8), noisy(4, 5, 7)],
    lm.wide_covariance: [lambda: (orthonormal(5, 1)[:, 0], 1e-3)],
}
