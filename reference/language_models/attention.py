"""Attention in numbers: what the written questions claim, as something that can be measured.

Names follow the sheet: keys k_i, values v_i, a query q, weights α_i, the output c.
Source: assignment 3, question 5; Vaswani et al. (2017), "Attention is all you need".
"""

from dataclasses import dataclass

import numpy as np

from reference.arrays import Array, outer
from reference.foundations.softmax import softmax


def attention(query: Array, keys: Array, values: Array) -> tuple[Array, Array]:
    """The weights and the output of one query.

    α_i = exp(k_iᵀ q) / Σ_j exp(k_jᵀ q), c = Σ_i α_i v_i. Every exp is positive and the denominator is their sum, so
    α_i > 0 and Σ_i α_i = 1: a categorical distribution over the values (5.a.i), and c is a mean under it.

    query: (D,). keys: (n, D). values: (n, D). Returns α (n,), c (D,).
    """
    alpha = softmax(keys @ query)  # (n,)
    return alpha, np.asarray(alpha @ values)  # (n,), (D,)


def copying_weight(gap: float, n: int) -> Array:
    """The weight of value j where k_jᵀ q exceeds the n - 1 other products, all equal, by `gap` (5.a.ii).

    α_j = e^{s + gap} / (e^{s + gap} + (n - 1) e^s) = 1 / (1 + (n - 1) e^{-gap}), which tends to 1 and c to v_j: the
    output copies a value. What must be large is the difference of dot products, not a vector.
    """
    return np.asarray(1.0 / (1.0 + (n - 1) * np.exp(-gap)))


def selecting_matrix(A: Array) -> Array:
    """M = A Aᵀ, which picks v_a out of s = v_a + v_b (5.b.i).

    With A's columns orthonormal, AᵀB = 0, v_a = A c and v_b = B d:
      A Aᵀ s = A (AᵀA) c + A (AᵀB) d = A c = v_a.

    A: (D, m), orthonormal columns. Returns (D, D).
    """
    return np.asarray(A @ A.T)


def selects(M: Array, A: Array, B: Array) -> bool:
    """Whether M s = v_a for every s: exactly where M A = A and M B = 0. A Aᵀ and I - B Bᵀ both do.

    A: (D, m). B: (D, p).
    """
    return bool(np.allclose(M @ A, A, atol=1e-8) and np.allclose(M @ B, 0.0, atol=1e-8))


def averaging_query(k_a: Array, k_b: Array, beta: float) -> Array:
    """q = β (k_a + k_b), for which c ≈ ½ (v_a + v_b) where keys are orthonormal and β is large (5.b.ii).

    k_aᵀ q = k_bᵀ q = β and k_iᵀ q = 0 for the others, so a and b share all the weight but (n - 2) e^{-β} of it.
    """
    return np.asarray(beta * (k_a + k_b))


def averaging_weight(beta: float, n: int) -> Array:
    """The weight of a, and that of b, under that query: α_a = α_b = e^β / (n - 2 + 2 e^β) → ½."""
    return np.asarray(1.0 / (2.0 + (n - 2) * np.exp(-beta)))


def wide_key_weight(beta: float, length: Array) -> Array:
    """α_a under q = β (μ_a + μ_b) where k_a = λ μ_a, the other keys are their means and β is large (5.c.ii).

    k_aᵀ q = λ β, k_bᵀ q = β, and the other keys' products are 0, so next to e^β they are negligible:
      α_a = e^{λβ} / (e^{λβ} + e^β) = 1 / (1 + e^{β - λβ}).
    With λ ~ N(1, ½) the output c swings between v_a (λ > 1) and v_b (0 < λ < 1) from draw to draw.

    length: λ, any shape. Returns the same shape.
    """
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(beta - length * beta)))


def wide_covariance(mu_a: Array, alpha: float) -> Array:
    """Σ_a = αI + ½ μ_a μ_aᵀ: (D,) to (D, D). The key varies along its own direction, so k_a ≈ λ μ_a, λ ~ N(1, ½).

    μ_a μ_aᵀ is an outer product; μ_aᵀ μ_a would be the number 1.
    """
    isotropic = alpha * np.eye(len(mu_a))  # (D, D)
    return np.asarray(isotropic + 0.5 * outer(mu_a, mu_a))


@dataclass(frozen=True)
class NoisyKeys:
    """n keys around orthonormal means, k_i ~ N(μ_i, αI), the first of them perhaps wide."""

    means: Array  # (n, D), orthonormal rows; a is row 0 and b is row 1
    alpha: float
    wide: bool = False

    def draw(self, rng: np.random.Generator) -> Array:
        """One draw of all keys: (n, D)."""
        keys = np.asarray(self.means + self.alpha**0.5 * rng.normal(size=self.means.shape))  # (n, D)
        if self.wide:
            keys[0] += 0.5**0.5 * rng.normal() * self.means[0]  # (D,)  with that, its covariance is `wide_covariance`
        return keys


def one_head(keys: Array, means: Array, beta: float) -> Array:
    """The weights under q = β (μ_a + μ_b): (n,)."""
    return attention(averaging_query(means[0], means[1], beta), keys, keys)[0]


def two_heads(keys: Array, means: Array, beta: float) -> Array:
    """The mean of the weights under q_1 = β μ_a and q_2 = β μ_b: (n,), those of c = ½ (c_1 + c_2) (5.d).

    q_1 sees k_a alone: λβ against 0, so c_1 ≈ v_a wherever λβ is large, be λ above 1 or below; where λ ≤ 0, 8 % of the
    draws, c_1 is a mean of the others. q_2 never sees the wide direction. So c ≈ ½ (v_a + v_b) with far less variance
    than one head's.
    """
    heads = [attention(beta * mean, keys, keys)[0] for mean in means[:2]]  # (n,) each
    return np.asarray(np.mean(heads, axis=0))
