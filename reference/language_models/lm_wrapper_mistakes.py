"""How the bigram model's batch is misread. Each function changes one step of the right one.

Those about the draw show on pairs that differ; the others already where all pairs are the same one.
"""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array
from reference.foundations.forward_backward_prop import forward_backward_prop
from reference.language_models.course_interface import drawn_batch
from reference.language_models.lm_wrapper import BATCH_SIZE, Embeddings, drawn, lm_wrapper, mean_cost
from reference.mistake import mistake

Answer = tuple[Array, Array]
Words = Sequence[int]


# Caught by: values (lm_wrapper, one pair over and over); training (76 on the word chain, where 48 is right).
@mistake(
    of=lm_wrapper,
    name="averaged twice",
    sentence="Your cost and your gradient are divided by the batch's size twice, so every step is 50 times too small.",
    advice="`lm_wrapper` divides by the batch's size at its end. Feed it the sum that `forward_backward_prop` gives, "
    "or leave one of the two divisions out.",
)
def averaged_twice(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    J, grad = lm_wrapper(in_word_index, out_word_index, vectors, dimensions, params)
    return np.asarray(J / BATCH_SIZE), grad / BATCH_SIZE


# Caught by: values (lm_wrapper, one pair over and over).
@mistake(
    of=lm_wrapper,
    name="not averaged",
    sentence="Your cost and your gradient are sums over the batch: they are 50 times the mean that is due.",
    advice="Divide both by the batch's size, once.",
)
def not_averaged(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    J, grad = lm_wrapper(in_word_index, out_word_index, vectors, dimensions, params)
    return np.asarray(J * BATCH_SIZE), grad * BATCH_SIZE


# Caught by: values (lm_wrapper); gradient (the student's own cost against their own gradient).
@mistake(
    of=lm_wrapper,
    name="an averaged cost with a summed gradient",
    sentence="Your cost is the batch's mean and your gradient its sum: they differ by the factor 50.",
    advice="Divide both by the batch's size, so that one is the derivative of the other.",
)
def summed_gradient(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    J, grad = lm_wrapper(in_word_index, out_word_index, vectors, dimensions, params)
    return J, grad * BATCH_SIZE


# Caught by: values (lm_wrapper, input and output differ); training (perplexity above a unigram's).
@mistake(
    of=lm_wrapper,
    name="inputs taken from the targets",
    sentence="Your batch's inputs are the vectors of the words that are to be predicted.",
    advice="Fill the data from `in_word_index` and the labels from `out_word_index`.",
)
def inputs_from_targets(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    return lm_wrapper(out_word_index, out_word_index, vectors, dimensions, params)


# Caught by: values (lm_wrapper, input and output differ).
@mistake(
    of=lm_wrapper,
    name="labels taken from the inputs",
    sentence="Your batch's labels are the input words themselves, not the words that follow.",
    advice="Fill the labels from `out_word_index`.",
)
def labels_from_inputs(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    return lm_wrapper(in_word_index, in_word_index, vectors, dimensions, params)


# Caught by: training (every step sees the same 50 pairs); values with more than 50 different pairs.
@mistake(
    of=drawn_batch,
    name="the first batch only",
    sentence="Your batch holds the first 50 pairs of the corpus, whenever it is drawn.",
    advice="Draw 50 places at random at every call, and take the pairs that stand there.",
)
def first_batch(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    inputs, outputs = np.asarray(in_word_index)[:BATCH_SIZE], np.asarray(out_word_index)[:BATCH_SIZE]
    return mean_cost(inputs, outputs, vectors, dimensions, params)


# Caught by: values (lm_wrapper, two kinds of pairs: a mixture that no draw of pairs gives); training ("a unigram").
@mistake(
    of=drawn_batch,
    name="inputs and labels drawn apart",
    sentence="Your batch draws its inputs and its labels at places of their own, so that they are no pairs.",
    advice="Draw the places once, and read both lists there.",
)
def drawn_apart(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    inputs = np.asarray(in_word_index)[drawn(len(in_word_index))]
    outputs = np.asarray(out_word_index)[drawn(len(out_word_index))]
    return mean_cost(inputs, outputs, vectors, dimensions, params)


# Caught by: values (lm_wrapper, one pair over and over: 49 rows of zeros change the biases' gradient).
@mistake(
    of=lm_wrapper,
    name="one row filled",
    sentence="Your batch fills one row; the other 49 stay zero and have no label.",
    advice="Fill row i of data and labels with the i-th drawn pair, for all 50.",
)
def one_row(
    in_word_index: Words, out_word_index: Words, vectors: Embeddings, dimensions: Sequence[int], params: Array
) -> Answer:
    place = drawn(len(in_word_index))[0]
    data, labels = np.zeros((BATCH_SIZE, int(dimensions[0]))), np.zeros((BATCH_SIZE, int(dimensions[2])))
    data[0] = np.asarray(vectors)[in_word_index[place]]
    labels[0, out_word_index[place]] = 1.0
    J, grad = forward_backward_prop(data, labels, params, dimensions)
    return np.asarray(J / BATCH_SIZE), grad / BATCH_SIZE
