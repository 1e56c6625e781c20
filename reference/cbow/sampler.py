"""The noise that negatives are drawn from, and how it is misread."""

import numpy as np

from reference.arrays import Array, Indices
from reference.mistake import mistake

#: How many negatives a positive gets.
K = 4


def noise_distribution(counts: Array) -> Array:
    """P(w) = n_w^¾ / Σ_j n_j^¾: between how often words occur and all words alike.

    counts: (V,), how often each word occurs. Returns (V,), which sums to 1.
    Source: assignment 4, question 1; Mikolov et al. (2013), "Distributed representations of words and phrases".
    """
    weights = np.asarray(counts, dtype=np.float64) ** 0.75  # (V,)
    return np.asarray(weights / np.sum(weights))


def draw_negatives(noise: Array, centres: Indices, K: int, rng: np.random.Generator) -> Indices:
    """K negatives for each of N centres, never the centre itself: P(w) / (1 - P(c)) for w ≠ c.

    A centre among its own negatives would be pulled and pushed at once. u is uniform on what P leaves without c; moved
    on by P(c) where it lies past c's share, it falls on every other word with that word's share.

    noise: (V,). centres: (N,). Returns (N, K), indices; a word may repeat.
    Raises ValueError where a centre has all the noise, so that nothing else can be drawn.
    """
    p = noise[centres][:, None]  # (N, 1)
    if np.any(p >= 1.0):
        raise ValueError("A centre has all of the noise: there is no other word to draw.")
    ends = np.cumsum(noise)  # (V,)  where each word's share ends
    u = rng.random((len(centres), K)) * (1.0 - p)  # (N, K)
    starts = (ends - noise)[centres][:, None]  # (N, 1)
    drawn = np.searchsorted(ends, np.where(u < starts, u, u + p), side="right")  # (N, K)
    # The last bits of a sum: past the last word there is none.
    return np.asarray(np.minimum(drawn, len(noise) - 1))


# Caught by: values (the distribution for uneven counts); training (0.82 where 0.94 is right).
@mistake(
    of=noise_distribution,
    name="uniform noise",
    sentence="Your noise gives every word the same probability, however often it occurs.",
    advice="Raise the counts to the power 0.75, and divide by the sum.",
)
def uniform(counts: Array) -> Array:
    return np.full(len(counts), 1.0 / len(counts))


# Caught by: values (the distribution for uneven counts).
@mistake(
    of=noise_distribution,
    name="no power",
    sentence="Your noise is the words' frequencies as they are: the power 0.75 is missing.",
    advice="Raise the counts to the power 0.75 before dividing by their sum.",
)
def frequencies(counts: Array) -> Array:
    return np.asarray(counts / np.sum(counts))


# Caught by: values (the sum is not 1).
@mistake(
    of=noise_distribution,
    name="the power after dividing",
    sentence="Your noise raises frequencies to the power 0.75 after dividing, so it does not sum to 1.",
    advice="Divide by the sum of the powers, at the end.",
)
def power_after(counts: Array) -> Array:
    return np.asarray((counts / np.sum(counts)) ** 0.75)


# Caught by: values (the distribution for uneven counts).
@mistake(
    of=noise_distribution,
    name="the power upside down",
    sentence="Your noise raises the counts to 4/3: frequent words become more frequent still.",
    advice="The power is 3/4, which lifts the rare ones.",
)
def upside_down(counts: Array) -> Array:
    weights = np.asarray(counts, dtype=np.float64) ** (4.0 / 3.0)
    return np.asarray(weights / np.sum(weights))


# Caught by: values (two words: the negative of one is always the other).
@mistake(
    of=draw_negatives,
    name="the target among its negatives",
    sentence="Your negatives may hold the centre itself, which is then pulled and pushed at once.",
    advice="Draw again where a negative is the centre.",
)
def with_target(noise: Array, centres: Indices, K: int, rng: np.random.Generator) -> Indices:
    return rng.choice(len(noise), size=(len(centres), K), p=noise)


# Caught by: values (the rows of many equal centres differ).
@mistake(
    of=draw_negatives,
    name="the same negatives for the whole batch",
    sentence="Your batch shares one set of K negatives.",
    advice="Draw K words for each row: N·K in all.",
)
def shared(noise: Array, centres: Indices, K: int, rng: np.random.Generator) -> Indices:
    return np.repeat(draw_negatives(noise, centres[:1], K, rng), len(centres), axis=0)


# Caught by: values (shape).
@mistake(
    of=draw_negatives,
    name="one negative for each word",
    sentence="Your negatives are one for each centre, where K are due.",
    advice="Draw N·K words and shape them (N, K).",
)
def single(noise: Array, centres: Indices, K: int, rng: np.random.Generator) -> Indices:
    return draw_negatives(noise, centres, 1, rng)
