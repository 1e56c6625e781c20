"""A corpus as pairs (word, next word), one-hot rows and their order; and how these are misread."""

import random
from collections.abc import Sequence

import numpy as np

from reference.arrays import Array
from reference.mistake import mistake

#: One sentence: the indices of its words.
Sentence = Sequence[int]
#: Input words and, place by place, the words that follow them.
Pairs = tuple[list[int], list[int]]


def int_to_one_hot(number: int, dim: int) -> Array:
    """The indicator of `number`: (dim,), 1 at that place and 0 elsewhere.

    Source: assignment 3, question 1c.
    """
    y = np.zeros(dim)  # (dim,)
    y[number] = 1.0
    return y


def convert_to_lm_dataset(S: Sequence[Sentence]) -> Pairs:
    """Every pair of neighbours of every sentence, in order: n words give n - 1 pairs.

    P(s_1 … s_n) = P(s_1) Π_i P(s_{i+1} | s_i) under a bigram model; the start symbol that a corpus puts first has
    probability 1, so the pairs (s_i, s_{i+1}) are all there is to predict. No pair crosses a sentence's border.

    S: sentences of word indices, start and end symbols among them. Returns the s_i and the s_{i+1}, equally long.
    Source: assignment 3, question 1d; Jurafsky & Martin, "N-gram language models".
    """
    inputs = [word for sentence in S for word in sentence[:-1]]
    outputs = [word for sentence in S for word in sentence[1:]]
    return inputs, outputs


def shuffle_training_data(in_word_index: Sequence[int], out_word_index: Sequence[int]) -> Pairs:
    """The same pairs in another order, drawn from `random`: each input keeps its output.

    Source: assignment 3, question 1d.
    """
    pairs = list(zip(in_word_index, out_word_index, strict=True))
    random.shuffle(pairs)
    return [first for first, _ in pairs], [second for _, second in pairs]


# Caught by: values (int_to_one_hot, every index).
@mistake(
    of=int_to_one_hot,
    name="counted from 1",
    sentence="Your one-hot vector has its 1 one place too early: it counts the places from 1.",
    advice="Indices start at 0, so the 1 stands at `number` itself.",
)
def one_place_early(number: int, dim: int) -> Array:
    return int_to_one_hot(number - 1, dim)


# Caught by: values (int_to_one_hot, the shape).
@mistake(
    of=int_to_one_hot,
    name="a column for a vector",
    sentence="Your one-hot vector is a column (dim, 1), where (dim,) is due.",
    advice="Make it with `np.zeros(dim)`, so that it fills a row of the labels.",
)
def column(number: int, dim: int) -> Array:
    return int_to_one_hot(number, dim)[:, None]


# Caught by: values (convert_to_lm_dataset, two sentences).
@mistake(
    of=convert_to_lm_dataset,
    name="pairs across sentences",
    sentence="Your pairs run over the borders of sentences: a sentence's last word predicts the next one's first.",
    advice="Make the pairs sentence by sentence; the end symbol predicts nothing.",
)
def across_sentences(S: Sequence[Sentence]) -> Pairs:
    return convert_to_lm_dataset([[word for sentence in S for word in sentence]])


# Caught by: values (convert_to_lm_dataset); training, where the perplexity lies far above a unigram's.
@mistake(
    of=convert_to_lm_dataset,
    name="inputs and outputs exchanged",
    sentence="Your inputs are the following words and your outputs the ones before them: the model reads backwards.",
    advice="The input is `sentence[i]` and the output `sentence[i + 1]`.",
)
def backwards(S: Sequence[Sentence]) -> Pairs:
    inputs, outputs = convert_to_lm_dataset(S)
    return outputs, inputs


# Caught by: values (convert_to_lm_dataset); perplexity (causality: the distribution depends on the word it scores).
@mistake(
    of=convert_to_lm_dataset,
    name="the input as its own output",
    sentence="Your outputs are the inputs themselves: the model is asked for the word that it is given.",
    advice="The output is the word after the input, `sentence[i + 1]`.",
)
def its_own_output(S: Sequence[Sentence]) -> Pairs:
    inputs, _ = convert_to_lm_dataset(S)
    return inputs, list(inputs)


# Caught by: values (convert_to_lm_dataset); perplexity (tokens counted per sentence).
@mistake(
    of=convert_to_lm_dataset,
    name="the end of a sentence left out",
    sentence="Your pairs leave out the last one of every sentence, so that its end is never predicted.",
    advice="n words give n - 1 pairs: let i run up to `len(sentence) - 2`, that one included.",
)
def without_end(S: Sequence[Sentence]) -> Pairs:
    return convert_to_lm_dataset([sentence[:-1] for sentence in S])


# Caught by: values (the pairs as a set must stay); training ("as good as a unigram").
@mistake(
    of=shuffle_training_data,
    name="inputs and outputs shuffled apart",
    sentence="You shuffle the inputs and the outputs each in an order of its own, so that no input keeps its output.",
    advice="Shuffle the pairs: zip the two lists, shuffle, and take them apart again.",
)
def shuffled_apart(in_word_index: Sequence[int], out_word_index: Sequence[int]) -> Pairs:
    inputs, outputs = list(in_word_index), list(out_word_index)
    random.shuffle(inputs)
    random.shuffle(outputs)
    return inputs, outputs
