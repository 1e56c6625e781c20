"""The negative sampling loss of one pair of words, and its gradients."""

import numpy as np

from reference.arrays import Array, Indices, LossAndGradients, TokenSampler, outer
from reference.foundations.pair_arguments import wrong_pair_or_draws
from reference.foundations.sigmoid import log_sigmoid, sigmoid
from reference.mistake import Terms, terms_of


def neg_sampling_cost_and_gradient(
    v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10
) -> LossAndGradients:
    """The loss that tells a true pair of words from K drawn ones, and its gradients.

    J = -log σ(u_o·v_c) - Σ_{k=1..K} log σ(-u_{w_k}·v_c), with w_1 … w_K drawn, none of them o, repeats allowed.
    From (log σ)'(x) = 1 - σ(x), and so (log σ(-x))' = -σ(x):
      ∂J/∂v_c = (σ(u_o·v_c) - 1) u_o + Σ_k σ(u_{w_k}·v_c) u_{w_k}
      ∂J/∂u_o = (σ(u_o·v_c) - 1) v_c
      ∂J/∂u_w = n_w σ(u_w·v_c) v_c      for a word drawn n_w times, n_w = 0 included
    That is K + 1 scores instead of V: the softmax's sum over the vocabulary is gone.

    v_c: (D,), the predicted or center word's vector. o: the index of the true word. U: (V, D).
    dataset: draws K negatives, and again wherever o comes up.
    Returns J (), ∂J/∂v_c (D,), ∂J/∂U (V, D).
    Source: Mikolov et al. (2013), "Distributed representations of words and phrases", equation 4.
    """
    v_c = np.ravel(v_c)  # (D,)  a row (1, D) is as good
    w = get_negative_samples(o, dataset, K)  # (K,)  repeats allowed
    s_o = U[o] @ v_c  # ()
    s_w = U[w] @ v_c  # (K,)
    J = -log_sigmoid(s_o) - np.sum(log_sigmoid(-s_w))  # ()

    delta_o = sigmoid(s_o) - 1.0  # ()    below 0
    delta_w = sigmoid(s_w)  # (K,)  above 0
    grad_v_c = delta_o * U[o] + delta_w @ U[w]  # (D,)
    grad_U = add_rows(U, [o], outer(delta_o, v_c)) + add_rows(U, w, outer(delta_w, v_c))  # (V, D)
    return np.asarray(J), grad_v_c, grad_U


# Read before a call back.
neg_sampling_cost_and_gradient.wrong_arguments = wrong_pair_or_draws  # type: ignore[attr-defined]


def get_negative_samples(o: int, dataset: TokenSampler, K: int) -> Indices:
    """K words drawn one after the other, drawing again wherever the target o comes up. Returns (K,)."""
    w: list[int] = []
    while len(w) < K:
        drawn = int(dataset.sampleTokenIdx())
        if drawn != o:
            w.append(drawn)
    return np.array(w, dtype=np.intp)


def add_rows(U: Array, w: list[int] | Indices, rows: Array) -> Array:
    """(V, D): zeros, with rows[k] added to row w_k for every k. `zeros[w] += rows` would add a repeated w_k once."""
    total = np.zeros_like(U)
    np.add.at(total, w, rows)
    return total


@terms_of(neg_sampling_cost_and_gradient)
def split(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> Terms:
    """J = -log σ(u_o·v_c) - Σ_k log σ(-u_{w_k}·v_c), term by term."""
    w = get_negative_samples(o, dataset, K)  # (K,)
    s_o = U[o] @ v_c  # ()
    s_w = U[w] @ v_c  # (K,)
    delta_o = sigmoid(s_o) - 1.0  # ()
    delta_w = sigmoid(s_w)  # (K,)
    return {
        "the positive pair": (-log_sigmoid(s_o), delta_o * U[o], add_rows(U, [o], outer(delta_o, v_c))),
        "the sum over negatives": (
            np.asarray(-np.sum(log_sigmoid(-s_w))),
            delta_w @ U[w],
            add_rows(U, w, outer(delta_w, v_c)),
        ),
    }
