"""The naive softmax loss of one pair of words, and its gradients."""

import numpy as np

from reference.arrays import Array, LossAndGradients, TokenSampler, outer
from reference.foundations.pair_arguments import wrong_pair
from reference.foundations.softmax import log_sum_exp, softmax
from reference.mistake import Terms, terms_of


def softmax_cost_and_gradient(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    """-log P(o | c) under a softmax over the whole vocabulary, and its gradients.

    P(w | c) = ŷ_w = exp(u_w·v_c) / Σ_k exp(u_k·v_c), so J = -log ŷ_o = log Σ_k exp(u_k·v_c) - u_o·v_c.
    The derivative of the normaliser's logarithm by the score s_w = u_w·v_c is ŷ_w; that of the other term is -[w = o].
    With y one-hot at o: ∂J/∂s = ŷ - y. From s = U v_c (a row of U a word, as in code):
      ∂J/∂v_c = Uᵀ (ŷ - y)           a sum over all words
      ∂J/∂u_w = (ŷ_w - y_w) v_c      so ∂J/∂U stacks these rows: the outer product (ŷ - y) v_cᵀ

    v_c: (D,), the predicted or center word's vector. o: the index of the word to predict. U: (V, D). dataset: not used.
    Returns J (), ∂J/∂v_c (D,), ∂J/∂U (V, D).
    Source: Mikolov et al. (2013), "Distributed representations of words and phrases", equation 2.
    """
    v_c = np.ravel(v_c)  # (D,)  a row (1, D) is as good
    s = U @ v_c  # (V,)  one score a word
    y_hat = softmax(s)  # (V,)  sums to 1
    y = one_hot(o, len(U))  # (V,)
    J = log_sum_exp(s) - s[o]  # ()
    grad_v_c = U.T @ (y_hat - y)  # (D,)
    grad_U = outer(y_hat - y, v_c)  # (V, D)
    return np.asarray(J), grad_v_c, grad_U


softmax_cost_and_gradient.wrong_arguments = wrong_pair  # type: ignore[attr-defined]  # read before a call back


def one_hot(o: int, V: int) -> Array:
    """(V,): 1 at o, 0 elsewhere."""
    y = np.zeros(V)
    y[o] = 1.0
    return y


@terms_of(softmax_cost_and_gradient)
def split(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> Terms:
    """J = -u_o·v_c + log Σ_k exp(u_k·v_c), term by term."""
    s = U @ v_c  # (V,)
    y_hat = softmax(s)  # (V,)
    y = one_hot(o, len(U))  # (V,)
    return {
        "the target's term": (np.asarray(-s[o]), -U[o], outer(-y, v_c)),
        "the normaliser": (log_sum_exp(s), U.T @ y_hat, outer(y_hat, v_c)),
    }
