"""The bigram network's probability of one word, and how it is misread."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.forward_backward_prop import unpack
from reference.foundations.sigmoid import sigmoid
from reference.foundations.softmax import log_sum_exp, softmax
from reference.mistake import mistake


def forward(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    """The probability that the network with one hidden layer gives to the word `label`.

    h = σ(x W1 + b1), ŷ = softmax(h W2 + b2), and the answer is ŷ_label.

    data: one row, (Dx,) or (1, Dx). label: the word's index, an integer. params: flat, [W1, b1, W2, b2].
    dimensions: [Dx, H, Dy]. Returns a number from 0 to 1, ().
    Source: assignment 3, question 1c.
    """
    rows = np.reshape(data, (1, -1))  # (1, Dx)
    return np.asarray(np.exp(log_probs(rows, np.array([label]), params, dimensions)[0]))  # ()


def log_probs(data: Array, labels: Indices, params: Array, dimensions: Sequence[int]) -> Array:
    """log ŷ of every row's label, without the log of a 0: log ŷ_o = z2_o - log Σ_j exp(z2_j).

    data: (M, Dx). labels: (M,), indices. Returns (M,), natural logarithms.
    """
    z2 = scores(data, params, dimensions)  # (M, Dy)
    return np.asarray(z2[np.arange(len(z2)), labels] - log_sum_exp(z2))  # (M,)


def scores(data: Array, params: Array, dimensions: Sequence[int]) -> Array:
    """z2 = σ(x W1 + b1) W2 + b2, what the softmax takes: (M, Dx) to (M, Dy)."""
    W1, b1, W2, b2 = unpack(params, dimensions)
    h = sigmoid(data @ W1 + b1)  # (M, H)
    return np.asarray(h @ W2 + b2)  # (M, Dy)


# Caught by: values (forward, labels other than 0); perplexity, recomputed from the same parameters.
@mistake(
    of=forward,
    name="word 0 whatever the label",
    sentence="Your forward gives the probability of word 0 whatever the label is.",
    advice="The label is an integer: take `y_hat[0, label]`. Code that wants a one-hot row, such as an `np.argmax` of "
    "the label, reads every integer as word 0.",
)
def word_zero(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    return forward(data, 0, params, dimensions)


# Caught by: values (forward).
@mistake(
    of=forward,
    name="the cost for the probability",
    sentence="Your forward gives -log of the word's probability, its cost, where the probability is due.",
    advice="Return ŷ_label itself; the evaluation takes the logarithm.",
)
def cost(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    return np.asarray(-np.log(forward(data, label, params, dimensions)))


# Caught by: values (forward); perplexity (Σ of the distribution is not 1).
@mistake(
    of=forward,
    name="no softmax",
    sentence="Your forward gives the word's score h W2 + b2 as it is: the softmax is missing.",
    advice="A probability needs all scores of the row: `softmax(h @ W2 + b2)`, then the label's entry.",
)
def score(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    return np.asarray(scores(np.reshape(data, (1, -1)), params, dimensions)[0, label])


# Caught by: values (forward); perplexity (Σ of the distribution is not 1).
@mistake(
    of=forward,
    name="a sigmoid for the softmax",
    sentence="Your forward puts each word's score through a sigmoid: the probabilities of all words don't sum to 1.",
    advice="The output layer is a softmax over all words; only the hidden layer has a sigmoid.",
)
def sigmoid_of_score(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    return np.asarray(sigmoid(score(data, label, params, dimensions)))


# Caught by: values (forward).
@mistake(
    of=forward,
    name="a second sigmoid before softmax",
    sentence="Your forward applies a sigmoid to the output layer before the softmax.",
    advice="The softmax takes h W2 + b2 as it is; only the hidden layer has a sigmoid.",
)
def second_sigmoid(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    z2 = scores(np.reshape(data, (1, -1)), params, dimensions)
    return np.asarray(softmax(sigmoid(z2))[0, label])


# Caught by: values (forward, the shape).
@mistake(
    of=forward,
    name="the whole distribution",
    sentence="Your forward gives the probabilities of all words, where one word's is due.",
    advice="Take the label's entry: `y_hat[0, label]`.",
)
def whole_distribution(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    return softmax(scores(np.reshape(data, (1, -1)), params, dimensions))


# Caught by: values (forward).
@mistake(
    of=forward,
    name="biases left out",
    sentence="Your forward leaves out b1 and b2.",
    advice="h = σ(x W1 + b1) and ŷ = softmax(h W2 + b2): add a bias in both layers.",
)
def no_biases(data: Array, label: int, params: Array, dimensions: Sequence[int]) -> Array:
    W1, _, W2, _ = unpack(params, dimensions)
    return np.asarray(softmax(sigmoid(np.reshape(data, (1, -1)) @ W1) @ W2)[0, label])
