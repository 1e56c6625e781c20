"""Arguments that no mistake about CBOW can hide behind, in numpy."""

import numpy as np

from reference import cbow


def given(*values):
    return lambda: values


def drawn(counts, centres, K):
    return lambda: (
        np.array(counts, dtype=np.float64) / sum(counts),
        np.array(centres, dtype=np.intp),
        K,
        np.random.default_rng(5),
    )


def table(seed, V, D, word, k):
    """Vectors of uneven lengths."""

    def make():
        rng = np.random.default_rng(seed)
        return rng.normal(size=(V, D)) * rng.uniform(0.2, 5.0, size=(V, 1)), word, k

    return make


CASES = {
    cbow.get_tokenized_dataset: [given([[1, 2, 3, 4], [5, 6], [7, 8, 9]]), given([[3, 3, 3, 5]])],
    cbow.skipgram_samples: [given(7), given(11, False)],
    cbow.cbow_samples: [given(8), given(11, True)],
    cbow.noise_distribution: [lambda: (np.array([1.0, 16.0, 81.0, 256.0]),), lambda: (np.array([5.0, 2.0]),)],
    cbow.draw_negatives: [drawn([3, 2], [0, 1, 0, 0], 4), drawn([5, 1, 4, 2], [2, 0, 2], 3)],
    cbow.nearest: [table(1, 9, 4, 3, 4), table(2, 30, 5, 0, 10)],
    cbow.two_neurons: [given(0.7, -0.4, 0.3, 1.2, -0.2), given(-2.0, 0.5, 0.1, -0.8, 0.6)],
}
