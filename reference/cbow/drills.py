"""The four derivatives of two neurons in a row, as numbers, and how they are misread."""

import numpy as np

from reference.arrays import Array
from reference.foundations.sigmoid import log_sigmoid, sigmoid
from reference.mistake import mistake


def two_neurons(x: float, w1: float, b1: float, w2: float, b2: float) -> tuple[Array, Array]:
    """l = -log σ(w₂ σ(w₁ x + b₁) + b₂), and its derivatives by w₁, b₁, w₂ and b₂.

    z₀ = w₁ x + b₁, a₁ = σ(z₀), z₁ = w₂ a₁ + b₂, a₂ = σ(z₁), l = -log a₂. With σ' = σ (1 - σ):
      ∂l/∂z₁ = -(1/a₂) a₂ (1 - a₂) = -(1 - a₂)
      ∂l/∂w₂ = -(1 - a₂) a₁, ∂l/∂b₂ = -(1 - a₂)
      ∂l/∂z₀ = -(1 - a₂) w₂ a₁ (1 - a₁)
      ∂l/∂w₁ = ∂l/∂z₀ x, ∂l/∂b₁ = ∂l/∂z₀
    Where |z₀| is large, a₁ (1 - a₁) → 0: w₁ and b₁ stop learning.

    Returns l () and the derivatives (4,), in the order w₁, b₁, w₂, b₂.
    Source: assignment 4, question 2.3.
    """
    a1 = float(sigmoid(np.asarray(w1 * x + b1)))
    z1 = w2 * a1 + b2
    by_z1 = -(1.0 - float(sigmoid(np.asarray(z1))))
    by_z0 = by_z1 * w2 * a1 * (1.0 - a1)
    return np.asarray(-log_sigmoid(np.asarray(z1))), np.array([by_z0 * x, by_z0, by_z1 * a1, by_z1])


# Caught by: derivation (question 2.3).
@mistake(
    of=two_neurons,
    name="the outer neuron's derivative within the inner one",
    sentence="Your derivatives by w₁ and b₁ take σ'(z₁) a second time, where σ'(z₀) is due.",
    advice="a₁ = σ(z₀), so going back through it multiplies by a₁ (1 - a₁).",
)
def outer_twice(x: float, w1: float, b1: float, w2: float, b2: float) -> tuple[Array, Array]:
    loss, (_, _, by_w2, by_z1) = two_neurons(x, w1, b1, w2, b2)
    by_z0 = by_z1 * w2 * (1.0 + by_z1) * -by_z1
    return loss, np.array([by_z0 * x, by_z0, by_w2, by_z1])


# Caught by: derivation (question 2.3).
@mistake(
    of=two_neurons,
    name="the minus lost",
    sentence="Your derivatives have the opposite sign: they are those of log a₂.",
    advice="l = -log a₂, so ∂l/∂z₁ = -(1 - a₂).",
)
def without_minus(x: float, w1: float, b1: float, w2: float, b2: float) -> tuple[Array, Array]:
    loss, gradient = two_neurons(x, w1, b1, w2, b2)
    return loss, -gradient


# Caught by: derivation (question 2.3).
@mistake(
    of=two_neurons,
    name="no derivative of the inner neuron",
    sentence="Your derivatives by w₁ and b₁ lack σ'(z₀).",
    advice="Multiply by a₁ (1 - a₁).",
)
def no_inner(x: float, w1: float, b1: float, w2: float, b2: float) -> tuple[Array, Array]:
    loss, (_, _, by_w2, by_z1) = two_neurons(x, w1, b1, w2, b2)
    return loss, np.array([by_z1 * w2 * x, by_z1 * w2, by_w2, by_z1])
