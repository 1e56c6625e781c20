"""One stochastic step's cost of the bigram model: a batch of drawn pairs."""

import random
from collections.abc import Sequence

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.forward_backward_prop import forward_backward_prop

#: How many pairs one batch holds.
BATCH_SIZE = 50

#: A word's vector by its index: (V, Dx), or a list of V rows.
Embeddings = Array | Sequence[Sequence[float]]


def lm_wrapper(
    in_word_index: Sequence[int],
    out_word_index: Sequence[int],
    num_to_word_embedding: Embeddings,
    dimensions: Sequence[int],
    params: Array,
) -> tuple[Array, Array]:
    """The mean cost of 50 drawn pairs (word, next word), and its gradient by all parameters.

    With J the summed cost of the whole corpus of N pairs, and i_1 … i_B uniform on it, E[(1/B) Σ_b ∇J_{i_b}] = ∇J / N:
    the batch's mean is an unbiased estimate. The sum comes out of `forward_backward_prop`, and is divided by B once.

    in_word_index, out_word_index: N each, place by place a pair. num_to_word_embedding: (V, Dx), or a list of rows.
    dimensions: [Dx, H, Dy]. params: flat, [W1, b1, W2, b2]. Pairs are drawn with replacement from `random`.
    Returns the cost () and the gradient, flat like params.
    Source: assignment 3, question 1d; Bengio et al. (2003), "A neural probabilistic language model".
    """
    places = drawn(len(in_word_index))
    inputs, outputs = np.asarray(in_word_index)[places], np.asarray(out_word_index)[places]  # (50,), (50,)
    return mean_cost(inputs, outputs, num_to_word_embedding, dimensions, params)


def drawn(n: int) -> Indices:
    """50 places below n, with replacement, from `random`."""
    return np.array(random.choices(range(n), k=BATCH_SIZE), dtype=np.intp)


def mean_cost(
    inputs: Indices, outputs: Indices, num_to_word_embedding: Embeddings, dimensions: Sequence[int], params: Array
) -> tuple[Array, Array]:
    """The mean cost of exactly these pairs, and its gradient; what `lm_wrapper` gives in the mean over its draws.

    inputs, outputs: (M,), indices of words.
    """
    data = np.asarray(num_to_word_embedding, dtype=np.float64)[inputs]  # (M, Dx)
    labels = np.zeros((len(outputs), int(dimensions[2])))  # (M, Dy)
    labels[np.arange(len(outputs)), outputs] = 1.0
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    return np.asarray(J / len(outputs)), np.asarray(grad / len(outputs))
