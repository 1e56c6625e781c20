"""A sentence as the mean of its words' vectors, and how that mean is misread."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array, Vocabulary
from reference.mistake import mistake


def sentence_feature(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    """The mean of the rows of a sentence's words; a repeated word counts each time.

    f = (1/n) Σ_i v_{w_i} over the n words w_1 … w_n of the sentence.

    tokens: word to row. word_vectors: (V, D). sentence: at least one word. Returns (D,).
    Source: assignment 1, question 4a.
    """
    w = [tokens[word] for word in sentence]  # n indices
    v = word_vectors[w]  # (n, D)
    return np.asarray(np.sum(v, axis=0) / len(w))  # (D,)


@mistake(
    of=sentence_feature,
    name="a sum over everything",
    sentence="Your feature is one number: you sum all entries of all the words' vectors, where a vector (D,) is due.",
    advice="Sum over the words only: `np.sum(rows, axis=0)`.",
)
def total(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    w = [tokens[word] for word in sentence]
    return np.asarray(np.sum(word_vectors[w]) / len(w))


@mistake(
    of=sentence_feature,
    name="a sum over everything in every entry",
    sentence="All entries of your feature are the same: each is the sum over all entries of all the words' vectors, "
    "divided by the number of words.",
    advice="Sum over the words only: `np.sum(rows, axis=0)`.",
)
def total_everywhere(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    w = [tokens[word] for word in sentence]
    return np.full(word_vectors.shape[1], np.sum(word_vectors[w]) / len(w))


@mistake(
    of=sentence_feature,
    name="a mean over everything",
    sentence="Your feature is one number, the mean of all entries of all the words' vectors, where a vector (D,) is "
    "due.",
    advice="Take the mean over the words only: `np.mean(rows, axis=0)`.",
)
def mean_of_all(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(np.mean(word_vectors[[tokens[word] for word in sentence]]))


@mistake(
    of=sentence_feature,
    name="one mean a word",
    sentence="Your feature holds one number for each word of the sentence: the mean is taken along the vectors instead "
    "of across the words.",
    advice="The words are axis 0 and the dimensions axis 1: take the mean over `axis=0`.",
)
def mean_of_each_word(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(np.mean(word_vectors[[tokens[word] for word in sentence]], axis=1))


@mistake(
    of=sentence_feature,
    name="a sum for the mean",
    sentence="Your feature is the sum of the words' vectors, where their mean is due.",
    advice="Divide by the number of words in the sentence.",
)
def summed(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(np.sum(word_vectors[[tokens[word] for word in sentence]], axis=0))


@mistake(
    of=sentence_feature,
    name="divided by the vocabulary's size",
    sentence="You divide the sum of the words' vectors by the size of the vocabulary instead of the sentence's length.",
    advice="Divide by the number of words, `len(sentence)`.",
)
def by_vocabulary(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(summed(tokens, word_vectors, sentence) / len(tokens))


@mistake(
    of=sentence_feature,
    name="divided by the vectors' dimension",
    sentence="You divide the sum of the words' vectors by their dimension D instead of the number of words.",
    advice="Divide by the number of words, `len(sentence)`.",
)
def by_dimension(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(summed(tokens, word_vectors, sentence) / word_vectors.shape[1])


@mistake(
    of=sentence_feature,
    name="repeated words counted once",
    sentence="Your feature counts a word that stands in the sentence twice only once.",
    advice="Go through the words as they come, repeats included; a set drops them.",
)
def distinct(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return sentence_feature(tokens, word_vectors, list(dict.fromkeys(sentence)))


@mistake(
    of=sentence_feature,
    name="repeated words added once",
    sentence="Your feature adds the vector of a word that repeats only once, and yet divides by the number of all "
    "words.",
    advice="Go through the words as they come, repeats included; a set drops them.",
)
def distinct_but_divided_by_all(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(summed(tokens, word_vectors, list(dict.fromkeys(sentence))) / len(sentence))


@mistake(
    of=sentence_feature,
    name="the last word only",
    sentence="Your feature holds the last word's vector only, divided by the number of words: the others are "
    "overwritten.",
    advice="Add each word's vector with `+=`.",
)
def last_word(tokens: Vocabulary, word_vectors: Array, sentence: Sequence[str]) -> Array:
    return np.asarray(word_vectors[tokens[sentence[-1]]] / len(sentence))
