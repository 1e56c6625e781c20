"""The words next to a word, by cosine, and how they are misread."""

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.normalize_rows import normalize_rows
from reference.mistake import mistake


def nearest(vectors: Array, word: int, k: int = 10) -> Indices:
    """The k other words with the greatest cosine to a word's vector, nearest first.

    cos(v_w, v_j) = v_wᵀ v_j / (‖v_w‖ ‖v_j‖): the length of a vector, which grows with the word's frequency, is no
    matter. The word itself has cosine 1 and is left out.

    vectors: (V, D). Returns (k,), or (V - 1,) where there are fewer; of equals the first.
    Source: assignment 4, question 1b.
    """
    unit = normalize_rows(vectors)  # (V, D)
    return first(unit @ unit[word], word, k)


def first(scores: Array, word: int, k: int) -> Indices:
    """The k words with the greatest scores, greatest first, without the word itself."""
    order = np.argsort(-scores, kind="stable")  # (V,)
    return np.asarray(order[order != word][:k])


# Caught by: examples / values (vectors of uneven lengths).
@mistake(
    of=nearest,
    name="dot products for cosines",
    sentence="Your neighbours have the greatest dot products, so that long vectors are near everything.",
    advice="Divide by both lengths.",
)
def dot_products(vectors: Array, word: int, k: int = 10) -> Indices:
    return first(np.asarray(vectors @ vectors[word]), word, k)


# Caught by: examples / values (vectors of uneven lengths).
@mistake(
    of=nearest,
    name="distances for cosines",
    sentence="Your neighbours have the least Euclidean distance, so that a long vector has none of its own direction.",
    advice="Compare directions: normalise the rows, or divide the dot product by both lengths.",
)
def distances(vectors: Array, word: int, k: int = 10) -> Indices:
    return first(-np.linalg.norm(vectors - vectors[word], axis=1), word, k)


# Caught by: examples / values (the word itself comes first).
@mistake(
    of=nearest,
    name="the word as its own neighbour",
    sentence="Your neighbours begin with the word itself.",
    advice="Ask for one more and leave the first out.",
)
def itself(vectors: Array, word: int, k: int = 10) -> Indices:
    unit = normalize_rows(vectors)
    return np.asarray(np.argsort(-(unit @ unit[word]), kind="stable")[:k])


# Caught by: examples / values (the farthest words come first).
@mistake(
    of=nearest,
    name="the farthest words",
    sentence="Your neighbours are the words with the least cosine.",
    advice="Sort from the greatest cosine down.",
)
def farthest(vectors: Array, word: int, k: int = 10) -> Indices:
    unit = normalize_rows(vectors)
    return first(-(unit @ unit[word]), word, k)
