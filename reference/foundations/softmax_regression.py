"""Softmax regression with a penalty on the weights."""

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.softmax import log_sum_exp, softmax
from reference.mistake import Terms, terms_of

#: Cost (), gradient (D, C) and, unless they were declined, the predictions (N,).
Answer = tuple[Array, Array, Indices] | tuple[Array, Array]


def softmax_regression(
    features: Array, labels: Indices, weights: Array, regularization: float = 0.0, nopredictions: bool = False
) -> Answer:
    """The mean negative log-likelihood of the labels plus a penalty on the weights, its gradient, the predictions.

    ŷ_n = softmax(x_n W), and J = -(1/N) Σ_n log ŷ_{n, l_n} + (λ/2) Σ_ij W_ij². The derivative of -log ŷ_{n, l} by the
    scores x_n W is ŷ_n - y_n with y_n one-hot at l_n, and scores are linear in W; the penalty's derivative is λ W:
      ∂J/∂W = (1/N) Xᵀ (ŷ - y) + λ W

    features X: (N, D). labels l: (N,), classes from 0 to C - 1. weights W: (D, C). regularization: λ.
    Returns J (), ∂J/∂W (D, C) and, unless nopredictions, the most probable class of each row (N,).
    Source: assignment 1, question 4b; Bishop, "Pattern Recognition and Machine Learning", section 4.3.4.
    """
    N, C = len(features), weights.shape[1]
    true = np.asarray(labels, dtype=np.intp)  # (N,)
    s = features @ weights  # (N, C)
    y_hat = softmax(s)  # (N, C)  rows sum to 1
    y = np.eye(C)[true]  # (N, C)  one-hot rows
    J = np.mean(log_sum_exp(s) - s[np.arange(N), true]) + regularization / 2.0 * np.sum(weights**2)  # ()
    grad_W = features.T @ (y_hat - y) / N + regularization * weights  # (D, C)
    return answer(np.asarray(J), np.asarray(grad_W), np.asarray(np.argmax(s, axis=1)), nopredictions)


def answer(J: Array, grad_W: Array, predictions: Indices, nopredictions: bool) -> Answer:
    """Two or three values, as asked for."""
    return (J, grad_W) if nopredictions else (J, grad_W, predictions)


@terms_of(softmax_regression)
def split(
    features: Array, labels: Indices, weights: Array, regularization: float = 0.0, nopredictions: bool = False
) -> Terms:
    """The likelihood and the penalty; the predictions, which are no sum, stand with the data."""
    J, grad_W, *predictions = softmax_regression(features, labels, weights, 0.0, nopredictions)
    penalty = np.asarray(regularization / 2.0 * np.sum(weights**2))  # ()
    nothing = [np.zeros_like(values) for values in predictions]
    return {
        "the data term": (J, grad_W, *predictions),
        "the regularisation term": (penalty, regularization * weights, *nothing),
    }
