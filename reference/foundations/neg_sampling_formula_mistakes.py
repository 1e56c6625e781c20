"""How the formula of negative sampling is misread: its signs, its sigmoids, its sums. The draws are right here."""

import numpy as np

from reference.arrays import Array, LossAndGradients, TokenSampler
from reference.foundations.neg_sampling_cost_and_gradient import neg_sampling_cost_and_gradient
from reference.foundations.neg_sampling_pair import draw
from reference.foundations.sigmoid import log_sigmoid, sigmoid
from reference.mistake import mistake


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="negatives missing from the loss",
    sentence="Your loss is that of the positive pair alone; your gradients include the negatives.",
    advice="Subtract Σ_k log σ(-u_k·v_c) too. A line of its own that starts with `-` is a statement without effect: "
    "put the whole sum in parentheses or use `loss -= …`.",
)
def positive_loss(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(np.asarray(-log_sigmoid(p.s_o)), p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the minus lost inside the loss's sigmoid",
    sentence="Your loss uses σ(u_k·v_c) for the negatives, where σ(-u_k·v_c) is due; your gradients are right.",
    advice="A negative should score low: its term is -log σ(-u_k·v_c).",
)
def minus_lost(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(np.asarray(-log_sigmoid(p.s_o) - np.sum(log_sigmoid(p.s_w))), p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="negatives treated as positives",
    sentence="You use the positive pair's formula for the negatives too, in the loss and in the gradients.",
    advice="For a negative the loss is -log σ(-u_k·v_c) and its derivative by the score is σ(u_k·v_c), not "
    "σ(u_k·v_c) - 1.",
)
def all_positive(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    loss = np.asarray(-log_sigmoid(p.s_o) - np.sum(log_sigmoid(p.s_w)))
    return p.answer(loss, p.delta_o, p.delta_w - 1.0)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="negatives' gradients as for positives",
    sentence="Your gradients use σ(u_k·v_c) - 1 for the negatives, where σ(u_k·v_c) is due; your loss is right.",
    advice="The derivative of -log σ(-s) by s is 1 - σ(-s) = σ(s).",
)
def positive_gradients(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(p.loss, p.delta_o, p.delta_w - 1.0)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the negatives' sign in both gradients",
    sentence="In both your gradients the negatives' share has the wrong sign.",
    advice="A negative's derivative by its score is +σ(u_k·v_c): descending pushes u_k away from v_c.",
)
def negatives_negated(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(p.loss, p.delta_o, -p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the negatives' sign in the gradient of U",
    sentence="In your gradient of U the negatives' rows have the wrong sign; your gradient of v_c is right.",
    advice="Row u_k collects +σ(u_k·v_c) v_c for each time the word was drawn.",
)
def negatives_negated_in_U(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.loss, p.grad_v_c(p.delta_o, p.delta_w), p.grad_U(p.delta_o, -p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the negatives' sign in the gradient of v_c",
    sentence="In your gradient of v_c the negatives' share has the wrong sign; your gradient of U is right.",
    advice="v_c collects +σ(u_k·v_c) u_k for each negative.",
)
def negatives_negated_in_v_c(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.loss, p.grad_v_c(p.delta_o, -p.delta_w), p.grad_U(p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the positive pair's sign",
    sentence="In both your gradients the positive pair's share has the wrong sign.",
    advice="The derivative of -log σ(s) by s is σ(s) - 1, which is below 0.",
)
def positive_negated(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(p.loss, -p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="no sigmoid around the negatives' scores",
    sentence="Your gradients use the score u_k·v_c itself for the negatives, where σ(u_k·v_c) is due.",
    advice="Apply the sigmoid to the score: the negatives' derivative is σ(u_k·v_c), from 0 to 1.",
)
def no_sigmoid(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(p.loss, p.delta_o, p.s_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the derivative of sigmoid for that of its logarithm",
    sentence="Your gradients use σ(1 - σ), the derivative of the sigmoid; that of its logarithm is due.",
    advice="The loss holds log σ, and (log σ)'(x) = σ'(x) / σ(x) = 1 - σ(x).",
)
def derivative_of_sigmoid(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    slope_o, slope_w = sigmoid(p.s_o) * sigmoid(-p.s_o), sigmoid(p.s_w) * sigmoid(-p.s_w)
    return p.answer(p.loss, -slope_o, slope_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="the logarithm of a sum",
    sentence="Your loss takes the logarithm of the negatives' summed sigmoids, where the sum of their logarithms is "
    "due.",
    advice="Take the logarithm of each σ(-u_k·v_c) first, then sum.",
)
def log_of_sum(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    loss = np.asarray(-log_sigmoid(p.s_o) - np.log(np.sum(sigmoid(-p.s_w))))
    return p.answer(loss, p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="no logarithm for the negatives",
    sentence="Your loss subtracts the negatives' sigmoids σ(-u_k·v_c) themselves, where their logarithms are due.",
    advice="Each negative adds -log σ(-u_k·v_c).",
)
def no_logarithm(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.answer(np.asarray(-log_sigmoid(p.s_o) - np.sum(sigmoid(-p.s_w))), p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="v_c where u_k belongs",
    sentence="Your gradient of v_c adds σ(u_k·v_c) v_c for the negatives, where σ(u_k·v_c) u_k is due.",
    advice="The derivative of u_k·v_c by v_c is u_k.",
)
def v_for_u(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    grad_v_c = p.delta_o * U[o] + np.sum(p.delta_w) * v_c
    return p.loss, grad_v_c, p.grad_U(p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="u_k where v_c belongs",
    sentence="The negatives' rows of your gradient of U hold σ(u_k·v_c) u_k, where σ(u_k·v_c) v_c is due.",
    advice="The derivative of u_k·v_c by u_k is v_c.",
)
def u_for_v(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    grad_U = p.grad_U(p.delta_o, 0.0 * p.delta_w)
    np.add.at(grad_U, p.w, p.delta_w[:, None] * U[p.w])
    return p.loss, p.grad_v_c(p.delta_o, p.delta_w), grad_U


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="negatives missing from the gradient of v_c",
    sentence="Your gradient of v_c holds the positive pair's share only.",
    advice="Add σ(u_k·v_c) u_k for each negative.",
)
def positive_grad_v_c(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    return p.loss, p.delta_o * U[o], p.grad_U(p.delta_o, p.delta_w)


@mistake(
    of=neg_sampling_cost_and_gradient,
    name="a mean over the negatives",
    sentence="You divide the negatives' share by K, in the loss and in both gradients.",
    advice="Negative sampling sums over its K negatives.",
)
def mean_of_negatives(v_c: Array, o: int, U: Array, dataset: TokenSampler, K: int = 10) -> LossAndGradients:
    p = draw(v_c, o, U, dataset, K)
    loss = np.asarray(-log_sigmoid(p.s_o) - np.mean(log_sigmoid(-p.s_w)))
    return p.answer(loss, p.delta_o, p.delta_w / K)
