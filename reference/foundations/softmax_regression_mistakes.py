"""How softmax regression is misread. Each function changes one step of the right one."""

from typing import Any

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.softmax import softmax
from reference.foundations.softmax_regression import Answer, answer, softmax_regression
from reference.mistake import mistake


def data_term(X: Array, labels: Indices, W: Array) -> tuple[Array, Array, Indices]:
    """The right cost, gradient and predictions without the penalty."""
    J, gradient, *predictions = softmax_regression(X, labels, W)
    return J, gradient, predictions[0]


def squares(W: Array) -> Array:
    """Σ_ij W_ij²."""
    return np.asarray(np.sum(W**2))


@mistake(
    of=softmax_regression,
    name="the penalty without its half",
    sentence="Your cost adds λ ΣW² where (λ/2) ΣW² is due; your gradient's λ W is right.",
    advice="Put 1/2 before the penalty in the cost: then λ W is its derivative.",
)
def no_half(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J + reg * squares(W)), gradient + reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="the penalty without its half in both",
    sentence="Your cost adds λ ΣW² where (λ/2) ΣW² is due, and your gradient 2λ W where λ W is due.",
    advice="The sheet's penalty is (λ/2) ΣW². Your gradient fits your cost, so a gradient check can't show this.",
)
def no_half_in_both(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    return softmax_regression(X, labels, W, 2.0 * reg, nopredictions)


@mistake(
    of=softmax_regression,
    name="the penalty missing from the gradient",
    sentence="Your gradient lacks the penalty's share λ W; your cost has the penalty.",
    advice="Add λ W to the gradient.",
)
def gradient_without_penalty(
    X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False
) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J + reg / 2 * squares(W)), gradient, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="the penalty missing from the cost",
    sentence="Your cost lacks the penalty (λ/2) ΣW²; your gradient has its share.",
    advice="Add (λ/2) ΣW² to the cost.",
)
def cost_without_penalty(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(J, gradient + reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="half the penalty's gradient",
    sentence="Your gradient adds (λ/2) W where λ W is due.",
    advice="The derivative of (λ/2) W² is λ W: the 2 of the square cancels the half.",
)
def half_gradient(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J + reg / 2 * squares(W)), gradient + reg / 2 * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="the penalty's sign in the gradient",
    sentence="Your gradient subtracts λ W where it should add it.",
    advice="The penalty is added to the cost, so its derivative is added to the gradient.",
)
def penalty_negated(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J + reg / 2 * squares(W)), gradient - reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="the penalty divided by N",
    sentence="You divide the penalty by N too, in the cost and in the gradient.",
    advice="The mean is over the examples' losses only; the penalty stands outside it.",
)
def averaged_penalty(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    return softmax_regression(X, labels, W, reg / len(X), nopredictions)


@mistake(
    of=softmax_regression,
    name="a summed gradient with an averaged cost",
    sentence="The data's share of your gradient is a sum over the examples, while your cost is their mean.",
    advice="Divide Xᵀ(ŷ - y) by N.",
)
def summed_gradient(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J + reg / 2 * squares(W)), gradient * len(X) + reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="an averaged gradient with a summed cost",
    sentence="The data's share of your cost is a sum over the examples, while that of your gradient is their mean.",
    advice="Divide the summed negative log-likelihood by N.",
)
def summed_cost(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J * len(X) + reg / 2 * squares(W)), gradient + reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="a sum for the mean",
    sentence="The data's share is a sum over the examples, in your cost and in your gradient, where their mean is due.",
    advice="Divide the data's share by N in both; otherwise the penalty's weight depends on the number of examples.",
)
def summed(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    cost = np.asarray(J * len(X) + reg / 2 * squares(W))
    return answer(cost, gradient * len(X) + reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="the gradient transposed",
    sentence="Your gradient is transposed: (C, D) where (D, C) is due.",
    advice="The gradient has the shape of the weights: Xᵀ(ŷ - y) is (D, C).",
)
def transposed(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, *predictions = softmax_regression(X, labels, W, reg)
    return answer(J, gradient.T.copy(), predictions[0], nopredictions)


@mistake(
    of=softmax_regression,
    name="y minus y-hat",
    sentence="The data's share of your gradient points the other way: it uses y - ŷ where ŷ - y is due.",
    advice="Subtract the one-hot labels from the probabilities, not the probabilities from them.",
)
def reversed_difference(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, predictions = data_term(X, labels, W)
    return answer(np.asarray(J + reg / 2 * squares(W)), -gradient + reg * W, predictions, nopredictions)


@mistake(
    of=softmax_regression,
    name="every label subtracted in every row",
    sentence="Your gradient subtracts 1 at the classes of all examples in every row, not at each row's own class.",
    advice="`prob[:, labels]` takes whole columns; `prob[np.arange(N), labels]` takes one entry a row.",
)
def whole_columns(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, _, *predictions = softmax_regression(X, labels, W, reg)
    delta = softmax(X @ W)
    delta[:, np.asarray(labels, dtype=np.intp)] -= 1.0
    return answer(J, X.T @ delta / len(X) + reg * W, predictions[0], nopredictions)


@mistake(
    of=softmax_regression,
    name="probabilities for predictions",
    sentence="Your third value holds the probabilities of all classes, where one class a row is due.",
    advice="Return the classes alone: `np.argmax(prob, axis=1)`.",
)
def probabilities(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Any:
    J, gradient, *_ = softmax_regression(X, labels, W, reg)
    return (J, gradient) if nopredictions else (J, gradient, softmax(X @ W))


@mistake(
    of=softmax_regression,
    name="predictions by column",
    sentence="Your predictions name the most probable example of each class, where the most probable class of each "
    "example is due.",
    advice="Take `np.argmax` over the classes: `axis=1`.",
)
def by_column(X: Array, labels: Indices, W: Array, reg: float = 0.0, nopredictions: bool = False) -> Answer:
    J, gradient, *_ = softmax_regression(X, labels, W, reg)
    return answer(J, gradient, np.asarray(np.argmax(softmax(X @ W), axis=0)), nopredictions)
