"""How the naive softmax loss is misread. Each function changes one step of the right one."""

import numpy as np

from reference.arrays import Array, LossAndGradients, TokenSampler, outer
from reference.foundations.softmax import softmax
from reference.foundations.softmax_cost_and_gradient import one_hot, softmax_cost_and_gradient
from reference.mistake import mistake


@mistake(
    of=softmax_cost_and_gradient,
    name="the loss of all words",
    sentence="Your loss sums -log ŷ_w over all words w instead of taking the target's alone; your gradients are right.",
    advice="The target is one-hot: only -log ŷ_o remains of the sum.",
)
def all_words(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    _, grad_v_c, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return np.asarray(-np.sum(np.log(softmax(U @ v_c)))), grad_v_c, grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="the loss without its minus",
    sentence="Your loss is log ŷ_o, with the sign lost; your gradients are those of -log ŷ_o.",
    advice="The loss is the negative logarithm, so it is never below 0.",
)
def log_likelihood(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, grad_v_c, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return -J, grad_v_c, grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="the gradient of U transposed",
    sentence="Your gradient of U is transposed: (D, V) where (V, D) is due.",
    advice="A word is a row of U in code and a column on paper: swap the two factors of the outer product.",
)
def transposed(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, grad_v_c, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return J, grad_v_c, grad_U.T.copy()


@mistake(
    of=softmax_cost_and_gradient,
    name="the target row's sign",
    sentence="In your gradient of U the target's row has the wrong sign; everything else is right.",
    advice="The target's row is (ŷ_o - 1) v_c, by the same formula as all rows: (ŷ - y) v_c.",
)
def target_row_negated(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, grad_v_c, grad_U = softmax_cost_and_gradient(v_c, o, U)
    grad_U[o] *= -1.0
    return J, grad_v_c, grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="1 added at the target",
    sentence="Your gradients use ŷ + y where ŷ - y is due: the target's term has the wrong sign in both.",
    advice="Subtract 1 from ŷ at the target; don't add it.",
)
def one_added(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, _, _ = softmax_cost_and_gradient(v_c, o, U)
    delta = softmax(U @ v_c) + one_hot(o, len(U))
    return J, U.T @ delta, outer(delta, v_c)


@mistake(
    of=softmax_cost_and_gradient,
    name="y minus y-hat",
    sentence="Both your gradients point the other way: they use y - ŷ where ŷ - y is due.",
    advice="The derivative of -log ŷ_o by the scores is ŷ - y: positive for every word but the target.",
)
def reversed_difference(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, grad_v_c, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return J, -grad_v_c, -grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="the one-hot vector forgotten",
    sentence="Your gradients use ŷ where ŷ - y is due: the target's term is missing from both.",
    advice="Subtract 1 from ŷ at the target before building the gradients.",
)
def no_one_hot(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, _, _ = softmax_cost_and_gradient(v_c, o, U)
    y_hat = softmax(U @ v_c)
    return J, U.T @ y_hat, outer(y_hat, v_c)


@mistake(
    of=softmax_cost_and_gradient,
    name="the normaliser left out of the gradient of v_c",
    sentence="Your gradient of v_c is -u_o: the normaliser's share Σ_w ŷ_w u_w is missing.",
    advice="The normaliser holds v_c too. With it the gradient is Uᵀ(ŷ - y).",
)
def no_normaliser(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, _, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return J, -U[o], grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="the gradient of v_c from the target only",
    sentence="Your gradient of v_c is (ŷ_o - 1) u_o: the sum over the other words is missing.",
    advice="Sum over all words: Σ_w (ŷ_w - y_w) u_w = Uᵀ(ŷ - y).",
)
def only_target(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, _, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return J, (softmax(U @ v_c)[o] - 1.0) * U[o], grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="the target's row only",
    sentence="Your gradient of U is 0 in every row but the target's.",
    advice="The normaliser holds every u_w, so row w is ŷ_w v_c for the words that are not the target.",
)
def only_target_row(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, grad_v_c, grad_U = softmax_cost_and_gradient(v_c, o, U)
    return J, grad_v_c, one_hot(o, len(U))[:, None] * grad_U


@mistake(
    of=softmax_cost_and_gradient,
    name="no exp in the denominator",
    sentence="Your probabilities divide exp(u_o·v_c) by the sum of the scores themselves: exp is missing in the "
    "denominator, in the loss and in the gradients.",
    advice="Sum exp(u_k·v_c) in the denominator; your own `softmax` does both.",
)
def no_exp(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    s = U @ v_c
    y_hat = np.exp(s) / np.sum(s)
    delta = y_hat - one_hot(o, len(U))
    return np.asarray(-np.log(y_hat[o])), U.T @ delta, outer(delta, v_c)


@mistake(
    of=softmax_cost_and_gradient,
    name="u_w where v_c belongs",
    sentence="Row w of your gradient of U is (ŷ_w - y_w) u_w, where (ŷ_w - y_w) v_c is due.",
    advice="The derivative of u_w·v_c by u_w is v_c.",
)
def u_for_v(v_c: Array, o: int, U: Array, dataset: TokenSampler | None = None) -> LossAndGradients:
    J, grad_v_c, _ = softmax_cost_and_gradient(v_c, o, U)
    delta = softmax(U @ v_c) - one_hot(o, len(U))
    return J, grad_v_c, delta[:, None] * U
