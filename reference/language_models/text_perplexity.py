"""The perplexity of any language model on texts, sentence by sentence or character by character.

A model is a function from what came before to a distribution over all tokens, so that these can be asked about a
uniform or a skewed model whose perplexity is known.
"""

from collections.abc import Callable, Sequence

import numpy as np

from reference.arrays import Array
from reference.language_models.perplexity import perplexity

#: What came before, as tokens: the probability of each token to come next, (V,).
Model = Callable[[Sequence[int]], Array]


def text_perplexity(model: Model, sentences: Sequence[Sequence[int]], end: int) -> Array:
    """The perplexity over all words of all sentences, the end of each sentence among them.

    A sentence w_1 … w_n has the probability Π_{i=1}^{n+1} P(w_i | w_1 … w_{i-1}) with w_{n+1} the end symbol: without
    that factor the probabilities of all sentences together would exceed 1. With M = Σ (n + 1) over the sentences,
    PP = exp(-(1/M) Σ ln P): one mean over all tokens, so that a long sentence weighs more than a short one.

    sentences: words' indices, without start and end. end: the end symbol's index. Returns ().
    Source: Jurafsky & Martin, "N-gram language models".
    """
    return perplexity(np.concatenate([sentence_probabilities(model, sentence, end) for sentence in sentences]))


def sentence_probabilities(model: Model, sentence: Sequence[int], end: int) -> Array:
    """P(w_i | w_1 … w_{i-1}) for every word and for the end: (n + 1,)."""
    tokens = [*sentence, end]
    return np.array([model(tokens[:i])[token] for i, token in enumerate(tokens)])


def character_perplexity(model: Model, text: str, alphabet: str) -> Array:
    """The perplexity of a character model on a text, over the characters that it is asked for.

    The first character is given; the second to the last are predicted, each from all before it. A character outside the
    alphabet can be neither given nor predicted: it is left out of the text, of the sum and of the count alike. Say how
    many those are: dropping hard characters is no better model.

    model: characters' places in the alphabet, at least one: (A,). Returns ().
    Source: assignment 3, question 3b.
    """
    return perplexity(character_probabilities(model, known(text, alphabet)))


def known(text: str, alphabet: str) -> list[int]:
    """The places in the alphabet of the text's characters; those that it lacks are left out."""
    return [alphabet.index(character) for character in text if character in alphabet]


def character_probabilities(model: Model, tokens: Sequence[int]) -> Array:
    """P(s_i | s_1 … s_{i-1}) for i = 2 … M: (M - 1,)."""
    return np.array([model(tokens[:i])[tokens[i]] for i in range(1, len(tokens))])
