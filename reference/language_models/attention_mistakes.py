"""How attention is misread, in the numbers that the written claims lead to."""

import numpy as np

from reference.arrays import Array
from reference.foundations.sigmoid import sigmoid
from reference.language_models.attention import (
    attention,
    averaging_query,
    copying_weight,
    selecting_matrix,
    two_heads,
    wide_covariance,
    wide_key_weight,
)
from reference.mistake import mistake


# Caught by: values; derivation (5.a, Σα = 1).
@mistake(
    of=attention,
    name="a sigmoid for the softmax",
    sentence="Your weights are sigmoids of the products one by one, so that they don't sum to 1.",
    advice="The weights are a softmax over all keys.",
)
def by_sigmoid(query: Array, keys: Array, values: Array) -> tuple[Array, Array]:
    alpha = sigmoid(keys @ query)
    return alpha, np.asarray(alpha @ values)


# Caught by: values; derivation (5.a).
@mistake(
    of=attention,
    name="products divided by their sum",
    sentence="Your weights are the products divided by their sum, without exp: they can be negative.",
    advice="Take exp of every product before dividing by the sum.",
)
def without_exp(query: Array, keys: Array, values: Array) -> tuple[Array, Array]:
    products = keys @ query
    alpha = np.asarray(products / np.sum(products))
    return alpha, np.asarray(alpha @ values)


# Caught by: values.
@mistake(
    of=attention,
    name="keys for values",
    sentence="Your output averages the keys, where the values are due.",
    advice="Keys decide the weights; what is averaged are the values.",
)
def keys_for_values(query: Array, keys: Array, values: Array) -> tuple[Array, Array]:
    alpha, _ = attention(query, keys, values)
    return alpha, np.asarray(alpha @ keys)


# Caught by: derivation (5.a.ii, the limit).
@mistake(
    of=copying_weight,
    name="the other keys left out",
    sentence="Your weight compares the key with one other, whatever the number of keys.",
    advice="The denominator holds all n keys: n - 1 others.",
)
def one_other(gap: float, n: int) -> Array:
    return copying_weight(gap, 2)


# Caught by: derivation (5.b.i, M A = A and M B = 0).
@mistake(
    of=selecting_matrix,
    name="A alone",
    sentence="Your matrix is A, (D, m), which maps coordinates to vectors and can't be applied to s.",
    advice="M maps vectors to vectors, (D, D): take the coordinates of s first, A (Aᵀ s).",
)
def basis_alone(A: Array) -> Array:
    return A.copy()


# Caught by: derivation (5.b.i, M A = A and M B = 0).
@mistake(
    of=selecting_matrix,
    name="Aᵀ: coordinates for the vector",
    sentence="Your matrix is Aᵀ, which gives the coordinates of v_a in the basis A and not v_a itself.",
    advice="Multiply the coordinates by A again: A Aᵀ s.",
)
def coordinates(A: Array) -> Array:
    return np.asarray(A.T)


# Caught by: derivation (5.b.i, M A = A and M B = 0).
@mistake(
    of=selecting_matrix,
    name="the complement",
    sentence="Your matrix I - A Aᵀ keeps v_b and takes v_a away.",
    advice="A Aᵀ is the projection onto the span of A.",
)
def complement(A: Array) -> Array:
    return np.asarray(np.eye(len(A)) - A @ A.T)


# Caught by: derivation (5.b.ii, the limit of c as β grows).
@mistake(
    of=averaging_query,
    name="no large factor",
    sentence="Your query is k_a + k_b without a large factor, so the other keys keep a good share of the weight.",
    advice="Multiply by a large β: the weights of a and b are e^β / (n - 2 + 2 e^β).",
)
def without_factor(k_a: Array, k_b: Array, beta: float) -> Array:
    return averaging_query(k_a, k_b, 1.0)


# Caught by: derivation (5.b.ii, the limit of c as β grows).
@mistake(
    of=averaging_query,
    name="the keys' difference",
    sentence="Your query is a multiple of k_a - k_b: it copies v_a and keeps v_b away.",
    advice="Both products must be equal and large: add the two keys.",
)
def difference(k_a: Array, k_b: Array, beta: float) -> Array:
    return np.asarray(beta * (k_a - k_b))


# Caught by: derivation (5.c.ii, at 0 < λ < 1 and at λ > 1).
@mistake(
    of=wide_key_weight,
    name="the wide key's weight exchanged with the other's",
    sentence="Your weight of a falls as its key grows longer: it is that of b.",
    advice="The longer k_a, the larger k_aᵀ q: α_a = 1 / (1 + e^{β - λβ}).",
)
def exchanged(beta: float, length: Array) -> Array:
    return np.asarray(1.0 - wide_key_weight(beta, length))


# Caught by: derivation (5.c.ii, at 0 < λ < 1 and at λ > 1).
@mistake(
    of=wide_key_weight,
    name="no effect of the wide key",
    sentence="Your weight of a stays one half however long its key is.",
    advice="With k_a = λ μ_a the product k_aᵀ q is λβ and that of b is β: their difference is what counts.",
)
def no_effect(beta: float, length: Array) -> Array:
    return np.full_like(length, 0.5)


# Caught by: derivation (5.d, at 0 < λ < 1 and at λ > 1).
@mistake(
    of=two_heads,
    name="both heads with the same query",
    sentence="Both your heads use β (μ_a + μ_b), so their mean varies with the wide key as one head does.",
    advice="Give each head one key: β μ_a and β μ_b.",
)
def same_query(keys: Array, means: Array, beta: float) -> Array:
    return attention(averaging_query(means[0], means[1], beta), keys, keys)[0]


# Caught by: derivation (5.d).
@mistake(
    of=two_heads,
    name="the heads added",
    sentence="Your output is the sum of the heads: the weights sum to 2.",
    advice="The sheet takes their mean, ½ (c_1 + c_2).",
)
def added(keys: Array, means: Array, beta: float) -> Array:
    return 2.0 * two_heads(keys, means, beta)


# Caught by: derivation (5.c.ii); values.
@mistake(
    of=wide_covariance,
    name="an inner product for the outer one",
    sentence="Your covariance adds ½ μᵀμ, a number, to the whole diagonal: the key is wide in every direction.",
    advice="μ_a μ_aᵀ is an outer product, (D, D): only the direction of μ_a is wide.",
)
def inner_product(mu_a: Array, alpha: float) -> Array:
    return np.asarray((alpha + 0.5 * float(mu_a @ mu_a)) * np.eye(len(mu_a)))
