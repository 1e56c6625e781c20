"""Perplexity: of a text's probabilities, in either base, and for each original character; and how it is misread."""

import numpy as np

from reference.arrays import Array
from reference.mistake import mistake


def perplexity(probabilities: Array) -> Array:
    """The exponentiated mean surprise of a text.

    PP = P(s_1 … s_M)^(-1/M) = (Π_i p_i)^(-1/M) = exp(-(1/M) Σ_i ln p_i), with p_i = P(s_i | s_1 … s_{i-1}).

    probabilities: (M,), what the model gave to each true token. Returns (), at least 1: V for a uniform model over V
    tokens, inf where one token was held impossible.
    Source: assignment 3, question 3; Jurafsky & Martin, "N-gram language models".
    """
    with np.errstate(divide="ignore"):
        return perplexity_of_log_probs(np.log(probabilities))


def perplexity_of_log_probs(log_probs: Array) -> Array:
    """exp(-(1/M) Σ_i ln p_i). log_probs: (M,), natural logarithms. Returns ()."""
    return np.asarray(np.exp(-np.mean(log_probs)))


def perplexity_in_base(probabilities: Array, base: float) -> Array:
    """The same number in any base b > 0, b ≠ 1: b^(-(1/M) Σ_i log_b p_i).

    log_b p = ln p / ln b and b^x = e^(x ln b), so b^(-(1/M) Σ log_b p_i) = e^(-(ln b / M) Σ ln p_i / ln b)
      = e^(-(1/M) Σ ln p_i): the factors ln b cancel. This is question 3a, with b = 2.
    """
    bits = np.log(probabilities) / np.log(base)  # (M,)
    return np.asarray(base ** -np.mean(bits))


def nats_per_character(log_probs: Array, text: str) -> Array:
    """-Σ_i ln p_i divided by the characters of the text as it was before any preprocessing.

    Perplexities over words, over characters and over a changed text have different M, so they can't be compared. The
    number of original characters is the same for all of them.

    log_probs: (M,), of whatever tokens the model reads the text as. text: the original.
    """
    return np.asarray(-np.sum(log_probs) / len(text))


# Caught by: perplexity (an injected uniform model must give V); claim (the gap explained by the base).
@mistake(
    of=perplexity,
    name="2 to the power of nats",
    sentence="You raise 2 to the mean of natural logarithms, so your perplexity is too low.",
    advice="Use one base for both: `np.exp` with `np.log`, or `2 **` with `np.log2`.",
)
def two_to_the_nats(probabilities: Array) -> Array:
    return np.asarray(2.0 ** -np.mean(np.log(probabilities)))


# Caught by: perplexity (an injected uniform model must give V); claim (the gap explained by the base).
@mistake(
    of=perplexity,
    name="e to the power of bits",
    sentence="You take `exp` of the mean of base-2 logarithms, so your perplexity is too high.",
    advice="Use one base for both: `np.exp` with `np.log`, or `2 **` with `np.log2`.",
)
def e_to_the_bits(probabilities: Array) -> Array:
    return np.asarray(np.exp(-np.mean(np.log2(probabilities))))


# Caught by: perplexity (an injected skewed model).
@mistake(
    of=perplexity,
    name="the mean of the probabilities",
    sentence="Your perplexity is one over the mean of the probabilities.",
    advice="Average the logarithms, and take `exp` of the negative mean: a geometric mean, not an arithmetic one.",
)
def mean_of_probabilities(probabilities: Array) -> Array:
    return np.asarray(1.0 / np.mean(probabilities))


# Caught by: perplexity (an injected skewed model).
@mistake(
    of=perplexity,
    name="the mean of one over each probability",
    sentence="Your perplexity is the mean of one over each token's probability.",
    advice="Average the logarithms first, and take `exp` of the negative mean at the end.",
)
def mean_of_inverses(probabilities: Array) -> Array:
    return np.asarray(np.mean(1.0 / probabilities))


# Caught by: perplexity (an injected uniform model gives 1 / V).
@mistake(
    of=perplexity,
    name="the minus lost",
    sentence="Your perplexity is below 1: the minus before the mean of the logarithms is missing.",
    advice="Logarithms of probabilities are negative; perplexity is `exp` of minus their mean.",
)
def without_minus(probabilities: Array) -> Array:
    return np.asarray(np.exp(np.mean(np.log(probabilities))))


# Caught by: perplexity (an injected uniform model).
@mistake(
    of=perplexity,
    name="the logarithm of the perplexity",
    sentence="You give the mean of -log p, which is the perplexity's logarithm.",
    advice="Take `exp` of it at the end.",
)
def cross_entropy(probabilities: Array) -> Array:
    return np.asarray(-np.mean(np.log(probabilities)))


# Caught by: perplexity (a text of thousands of tokens, where a product of probabilities is 0).
@mistake(
    of=perplexity,
    name="a product that underflows",
    sentence="You multiply the probabilities: over a long text their product is 0 and the perplexity infinite.",
    advice="Add logarithms instead of multiplying probabilities.",
)
def product(probabilities: Array) -> Array:
    return np.asarray(np.prod(probabilities) ** (-1.0 / len(probabilities)))


# Caught by: perplexity (an injected model with probabilities below the bound).
@mistake(
    of=perplexity,
    name="small probabilities raised",
    sentence="You raise probabilities below 1 % to 1 %, so tokens that the model did not expect cost too little.",
    advice="Score every token with the probability that the model gives it.",
)
def raised(probabilities: Array) -> Array:
    return perplexity(np.maximum(probabilities, 0.01))
