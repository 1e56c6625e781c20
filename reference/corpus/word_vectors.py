"""Word vectors from a corpus: skip-gram with negative sampling, many pairs a step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.sigmoid import log_sigmoid, sigmoid


@dataclass(frozen=True)
class Recipe:
    """What decides a training besides its corpus."""

    D: int = 10
    window: int = 1
    K: int = 5
    batch: int = 500
    step: float = 0.05  # for each pair; falls linearly to nothing
    epochs: int = 5
    power: float = 0.75  # of the counts, in the noise
    seed: int = 0


def train_skipgram(sentences: Sequence[Sequence[int]], vocabulary: int, recipe: Recipe) -> tuple[Array, Array]:
    """The center and the outside vectors, V (V, D) and U (V, D), after some epochs over all pairs of a corpus.

    With K negatives from the noise P, the optimum of E[log σ(u_oᵀ v_c)] + K E_P[log σ(-u_kᵀ v_c)] is reached where
    u_oᵀ v_c = log(p(c, o) / (p(c) P(o))) - log K: the vectors factorise a table of associations. Products can be
    compared with that table, which vectors themselves can't, turned or stretched as they may be.
    Source: Mikolov et al. (2013); Levy & Goldberg (2014), "Neural word embedding as implicit matrix factorization".
    """
    rng = np.random.default_rng(recipe.seed)
    c, o = pairs_of(sentences, recipe.window)  # (N,), (N,)
    counts = np.bincount(o, minlength=vocabulary) ** recipe.power  # (V,)
    V = (rng.random((vocabulary, recipe.D)) - 0.5) / recipe.D
    U = np.zeros((vocabulary, recipe.D))
    starts = [start for _ in range(recipe.epochs) for start in range(0, len(c), recipe.batch)]
    order = rng.permutation(len(c))
    for done, start in enumerate(starts):
        batch = order[start : start + recipe.batch]  # (B,)
        negatives = rng.choice(vocabulary, size=(len(batch), recipe.K), p=counts / counts.sum())  # (B, K)
        _, grad_V, grad_U = batch_loss(V, U, c[batch], o[batch], negatives)
        step = recipe.step * (1.0 - done / len(starts))
        V, U = V - step * grad_V, U - step * grad_U
    return V, U


def pairs_of(sentences: Sequence[Sequence[int]], window: int) -> tuple[Indices, Indices]:
    """Every center and outside word at most `window` places apart, in one sentence: (N,), (N,)."""
    found = [
        (sentence[i], sentence[j])
        for sentence in sentences
        for i in range(len(sentence))
        for j in range(max(0, i - window), min(len(sentence), i + window + 1))
        if i != j
    ]
    pairs = np.array(found, dtype=np.intp).reshape(-1, 2)  # (N, 2)
    return pairs[:, 0], pairs[:, 1]


def batch_loss(V: Array, U: Array, c: Indices, o: Indices, negatives: Indices) -> tuple[Array, Array, Array]:
    """The summed loss of B pairs with K negatives each, and its gradients: the closed form of one pair, B times.

    J = -Σ_b [log σ(u_oᵀ v_c) + Σ_k log σ(-u_kᵀ v_c)], with δ = σ(score) - label for the derivative by a score.
    c, o: (B,). negatives: (B, K). Returns (), (V, D), (V, D); a word that repeats counts each time.
    """
    words = np.concatenate([o[:, None], negatives], axis=1)  # (B, K + 1)
    scores = np.einsum("bd,bkd->bk", V[c], U[words])  # (B, K + 1)
    sign = np.where(np.arange(words.shape[1]) == 0, 1.0, -1.0)  # (K + 1,)
    J = -np.sum(log_sigmoid(sign * scores))  # ()
    delta = sigmoid(scores) - (sign > 0)  # (B, K + 1)
    grad_V, grad_U = np.zeros_like(V), np.zeros_like(U)
    np.add.at(grad_V, c, np.einsum("bk,bkd->bd", delta, U[words]))
    np.add.at(grad_U, words, delta[:, :, None] * V[c][:, None, :])
    return np.asarray(J), grad_V, grad_U
