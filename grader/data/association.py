"""What word vectors should learn from a word chain: the exact pointwise mutual information of neighbours.

Pairs are counted as skip-gram and CBOW count them at a window of one: both directions, and never across a sentence's
end.
"""

import numpy as np

from grader.data.dice import Real
from grader.data.word_chain import WordChain


def neighbour_probabilities(chain: WordChain) -> Real:
    """(V - 1, V - 1): the chance that a pair of neighbours, drawn from a long text, is (center, context).

    Row and column i belong to word i + 1: the end, word 0, is nobody's neighbour.
    """
    follows = np.array([chain.distribution(word)[1:] for word in range(1, len(chain.words))])
    ordered = chain.frequencies[1:, None] * follows
    return np.asarray((ordered + ordered.T) / (2 * ordered.sum()))


def pointwise_mutual_information(pairs: Real) -> Real:
    """ln P(w, c) / (P(w) P(c)) in nats, from the chance of each pair.

    With k negatives drawn by the words' own frequencies the best scores u·v are these, less ln k (Levy & Goldberg,
    2014).
    """
    each = pairs.sum(axis=1)
    return np.asarray(np.log(pairs) - np.log(each)[:, None] - np.log(pairs.sum(axis=0))[None, :])
