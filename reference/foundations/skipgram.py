"""Skip-gram: the center word predicts every word around it."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array, LossAndGradients, PairLoss, TokenSampler, Vocabulary
from reference.foundations.softmax_cost_and_gradient import softmax_cost_and_gradient
from reference.mistake import Terms, terms_of


def skipgram(
    center: str,
    window: int,
    outside: Sequence[str],
    word_to_index: Vocabulary,
    V: Array,
    U: Array,
    dataset: TokenSampler,
    pair_loss: PairLoss = softmax_cost_and_gradient,
) -> LossAndGradients:
    """The summed loss of all pairs (center, outside word), and its gradients by both matrices.

    J = Σ_j F(o_j, v_c) over the outside words o_1 … o_n, so, F's gradients being those of `pair_loss`:
      ∂J/∂v_c = Σ_j ∂F(o_j, v_c)/∂v_c    one row of the gradient of V
      ∂J/∂v_w = 0                        for w ≠ c: no other row of V takes part
      ∂J/∂U = Σ_j ∂F(o_j, v_c)/∂U

    window: not used, the outside words are given. outside: at most 2 window words; one that repeats counts each time.
    V, U: (V, D), a word's vector as center and as outside word.
    pair_loss: (v_c, o, U, dataset) -> loss, gradient of v_c (D,), gradient of U (V, D).
    Returns J (), ∂J/∂V (V, D), ∂J/∂U (V, D).
    Source: Mikolov et al. (2013), "Efficient estimation of word representations in vector space", section 3.2.
    """
    c = word_to_index[center]
    J = np.zeros(())  # ()
    grad_V = np.zeros_like(V)  # (V, D)
    grad_U = np.zeros_like(U)  # (V, D)
    for word in outside:
        F, dF_dv_c, dF_dU = pair_loss(V[c], word_to_index[word], U, dataset)  # (), (D,), (V, D)
        J = J + F
        grad_V[c] += dF_dv_c
        grad_U += dF_dU
    return np.asarray(J), grad_V, grad_U


@terms_of(skipgram)
def split(
    center: str,
    window: int,
    outside: Sequence[str],
    word_to_index: Vocabulary,
    V: Array,
    U: Array,
    dataset: TokenSampler,
    pair_loss: PairLoss = softmax_cost_and_gradient,
) -> Terms:
    """The first pair, the last pair, and what lies between; in the order of the words, as they draw from dataset."""
    found: dict[str, LossAndGradients] = {}
    for place, word in enumerate(outside):
        F, *gradients = skipgram(center, window, [word], word_to_index, V, U, dataset, pair_loss)
        name = place_of(place, len(outside))
        old = found.get(name, (np.zeros(()), np.zeros_like(V), np.zeros_like(U)))
        found[name] = (np.asarray(old[0] + F), old[1] + gradients[0], old[2] + gradients[1])
    return found


def place_of(place: int, n: int) -> str:
    """What to call the pair at this place of n."""
    if place == 0:
        return "the first pair"
    return "the last pair" if place == n - 1 else "the sum over the pairs between"
