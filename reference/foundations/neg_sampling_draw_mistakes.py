"""How the draws of negative sampling are misread: how many, which, and how often a word counts."""

import numpy as np

from reference.arrays import Array, LossAndGradients, TokenSampler, outer
from reference.foundations.neg_sampling_cost_and_gradient import neg_sampling_cost_and_gradient
from reference.foundations.neg_sampling_pair import Pair, draw
from reference.mistake import mistake


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="repeats counted once in the gradient",
    sentence="Your gradient of U counts a word that is drawn several times only once; your loss and your gradient of "
    "v_c count every draw.",
    advice="Each draw adds its own contribution. `grad[indices] += …` adds a repeated index once; use "
    "`np.add.at(grad, indices, …)` or a loop.",
)
def repeats_once(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    grad_U = np.zeros_like(U)
    grad_U[o] += p.delta_o * v_c
    grad_U[p.w] += outer(p.delta_w, v_c)
    return p.loss, p.grad_v_c(p.delta_o, p.delta_w), grad_U


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="a set of negatives",
    sentence="You count a word that is drawn several times only once, in the loss and in both gradients.",
    advice="Go through the draws as they come: a word drawn twice counts twice. A set drops the repeats.",
)
def distinct(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    p = Pair(v_c, o, U, np.unique(p.w))
    return p.answer(p.loss, p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="K fixed at 10",
    sentence="You draw 10 negatives whatever K is.",
    advice="Use the argument K.",
)
def always_ten(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    return neg_sampling_cost_and_gradient(v_c, o, U, dataset, 10)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="one negative too few",
    sentence="You use K - 1 negatives: the first one drawn is left out.",
    advice="Use all K draws. If your list of indices starts with the target, skip that entry only.",
)
def without_first(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    p = Pair(v_c, o, U, p.w[1:])
    return p.answer(p.loss, p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the last negative left out",
    sentence="You use K - 1 negatives: the last one drawn is left out.",
    advice="`range(K)` has K members and `range(1, K)` one fewer.",
)
def without_last(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    p = Pair(v_c, o, U, p.w[:-1])
    return p.answer(p.loss, p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="a drawn target kept",
    sentence="Where the target itself is drawn, you keep it as a negative.",
    advice="Draw again until the word is not the target, as `getNegativeSamples` does.",
)
def target_kept(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = Pair(v_c, o, U, np.array([dataset.sampleTokenIdx() for _ in range(K)], dtype=np.intp))
    return p.answer(p.loss, p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="a drawn target left out",
    sentence="Where the target itself is drawn, you skip it without drawing again, so fewer than K negatives remain.",
    advice="Draw again until there are K words that are not the target, as `getNegativeSamples` does.",
)
def target_skipped(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    drawn = np.array([dataset.sampleTokenIdx() for _ in range(K)], dtype=np.intp)
    p = Pair(v_c, o, U, drawn[drawn != o])
    return p.answer(p.loss, p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the sampled rows only",
    sentence="Your gradient of U has K + 1 rows, one for each sampled word, where (V, D) is due.",
    advice="Start from `np.zeros_like` of the whole matrix and add each row at its word's index.",
)
def sampled_rows(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    rows = outer(np.append(p.delta_o, p.delta_w), v_c)
    return p.loss, p.grad_v_c(p.delta_o, p.delta_w), rows


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the target's row left out",
    sentence="Your gradient of U lacks the target's row: it is 0.",
    advice="Add (σ(u_o·v_c) - 1) v_c to row o as well as the negatives' rows.",
)
def no_target_row(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.loss, p.grad_v_c(p.delta_o, p.delta_w), p.grad_U(0.0 * p.delta_o, p.delta_w)
