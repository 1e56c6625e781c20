"""Language models that only count: the plateaus on which a model that has learnt too little ends up."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array
from reference.language_models.perplexity import perplexity


def unigram(text: Sequence[int], V: int) -> Array:
    """P(w) = (n_w + 1/2) / (N + V/2): the share of a word in a text, and something for those it lacks.

    Returns (V,). What a model reaches that ignores its input.
    Source: Jurafsky & Martin, "N-gram language models"; the half is Jeffreys's.
    """
    counts = np.bincount(np.asarray(text, dtype=np.intp), minlength=V)  # (V,)
    return np.asarray((counts + 0.5) / (len(text) + 0.5 * V))


class WittenBell:
    """Counts of all contexts of up to `order` tokens, each smoothed by the next shorter one.

    P(w | c) = (n_cw + T_c P(w | c')) / (n_c + T_c), with n_cw how often w follows c, n_c = Σ_w n_cw, T_c how many
    different words follow c, and c' the context c without its oldest token: seeing something new after c is as likely
    as it was in training. At the end of the chain of contexts stands the unigram.
    Source: Witten & Bell (1991); Chen & Goodman (1998), "An empirical study of smoothing techniques", section 2.
    """

    def __init__(self, text: Sequence[int], V: int, order: int) -> None:
        self.order = order
        self._unigram = unigram(text, V)  # (V,)
        tokens = [int(token) for token in text]
        self._followers: dict[tuple[int, ...], dict[int, int]] = {}
        for length in range(1, order + 1):
            for i in range(length, len(tokens)):
                followers = self._followers.setdefault(tuple(tokens[i - length : i]), {})
                followers[tokens[i]] = followers.get(tokens[i], 0) + 1
        self._n = {context: sum(followers.values()) for context, followers in self._followers.items()}

    def __call__(self, before: Sequence[int]) -> Array:
        """The probability of each token after these: (V,)."""
        p = self._unigram
        for length in range(1, min(self.order, len(before)) + 1):
            followers = self._followers.get(tuple(int(token) for token in before[-length:]))
            if followers is None:  # never seen: nor is any longer one
                break
            n, T = sum(followers.values()), len(followers)
            p = T * p / (n + T)  # (V,)
            p[list(followers)] += np.array(list(followers.values())) / (n + T)
        return p

    def probability(self, before: Sequence[int], token: int) -> float:
        """The same of one token alone, without going through all the others."""
        p = float(self._unigram[token])
        for length in range(1, min(self.order, len(before)) + 1):
            context = tuple(int(one) for one in before[-length:])
            followers = self._followers.get(context)
            if followers is None:
                break
            n, T = self._n[context], len(followers)
            p = (followers.get(token, 0) + T * p) / (n + T)
        return p


def plateaus(train: Sequence[int], test: Sequence[int], V: int, orders: int) -> dict[str, Array]:
    """The perplexity on `test` of a uniform model and of counts with 0 to `orders` tokens of context, fit on `train`.

    Every token of `test` but the first `orders` is scored, so that all see the same ones.
    """
    names = ["a unigram", "a bigram", "a trigram", *(f"counts of {n} tokens" for n in range(3, orders + 1))]
    found = {"a uniform guess": np.asarray(float(V))}
    model = WittenBell(train, V, orders)  # handed less context, it is the model of a lower order
    for order in range(orders + 1):
        p = [model.probability(test[max(0, i - order) : i], test[i]) for i in range(orders, len(test))]
        found[names[order]] = perplexity(np.array(p))
    return found
