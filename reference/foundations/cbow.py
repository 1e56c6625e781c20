"""CBOW: the words around predict the center word. And how it is misread."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array, LossAndGradients, PairLoss, TokenSampler, Vocabulary
from reference.foundations.skipgram import skipgram
from reference.foundations.softmax_cost_and_gradient import softmax_cost_and_gradient
from reference.mistake import mistake

Words = Sequence[str]
naive = softmax_cost_and_gradient


def cbow(
    center: str,
    window: int,
    context: Sequence[str],
    word_to_index: Vocabulary,
    V: Array,
    U: Array,
    dataset: TokenSampler,
    pair_loss: PairLoss = softmax_cost_and_gradient,
) -> LossAndGradients:
    """The loss of the center word given the SUM of its context words' vectors, and its gradients by both matrices.

    v̂ = Σ_j v_{w_j} over the context words w_1 … w_n, and J = F(c, v̂), so, F's gradients being those of `pair_loss`:
      ∂J/∂v_w = n_w ∂F(c, v̂)/∂v̂    for a word that stands in the context n_w times, n_w = 0 included
      ∂J/∂U = ∂F(c, v̂)/∂U

    window: not used, the context words are given. V, U: (V, D), a word's vector as context and as center word.
    pair_loss: (v̂, c, U, dataset) -> loss, gradient of v̂ (D,), gradient of U (V, D).
    Returns J (), ∂J/∂V (V, D), ∂J/∂U (V, D).
    Source: Mikolov et al. (2013), "Efficient estimation of word representations in vector space", section 3.1; the sum
    instead of the mean is assignment 1's.
    """
    w = [word_to_index[word] for word in context]  # n indices
    v_hat = np.sum(V[w], axis=0)  # (D,)
    J, grad_v_hat, grad_U = pair_loss(v_hat, word_to_index[center], U, dataset)  # (), (D,), (V, D)
    return np.asarray(J), to_rows(V, w, grad_v_hat), np.asarray(grad_U)


def to_rows(V: Array, w: Sequence[int], gradient: Array) -> Array:
    """(V, D): zeros, with the gradient (D,) added to row w_j for every j; a repeated row collects it each time."""
    grad_V = np.zeros_like(V)
    for row in w:
        grad_V[row] += gradient
    return grad_V


@mistake(
    of=cbow,
    name="a mean for the sum",
    sentence="You predict from the mean of the context vectors, where this sheet asks for their sum; your gradients "
    "fit the mean.",
    advice="Leave out the division by the number of context words, in the vector and in the gradient.",
)
def mean(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    w = [rows[word] for word in context]
    J, gradient, grad_U = F(np.mean(V[w], axis=0), rows[c], U, d)
    return np.asarray(J), to_rows(V, w, gradient / len(w)), grad_U


@mistake(
    of=cbow,
    name="a mean that the gradient leaves out",
    sentence="You predict from the mean of the context vectors, and your gradient is that of their sum.",
    advice="The sheet asks for the sum; then each context word's row collects the gradient undivided, as yours does.",
)
def mean_forward(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    w = [rows[word] for word in context]
    J, gradient, grad_U = F(np.mean(V[w], axis=0), rows[c], U, d)
    return np.asarray(J), to_rows(V, w, gradient), grad_U


@mistake(
    of=cbow,
    name="a gradient divided by the context's length",
    sentence="You predict from the sum of the context vectors, and divide their gradient by the number of words.",
    advice="The derivative of a sum by each of its terms is 1: add the gradient undivided to each context word's row.",
)
def mean_backward(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, grad_V, grad_U = cbow(c, m, context, rows, V, U, d, F)
    return J, grad_V / len(context), grad_U


@mistake(
    of=cbow,
    name="repeats counted once in the gradient",
    sentence="Your gradient counts a context word that occurs twice only once; your loss counts it twice.",
    advice="Each occurrence adds the gradient. `grad[indices] += …` adds a repeated index once; use "
    "`np.add.at(grad, indices, …)` or a loop.",
)
def repeats_once(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    w = [rows[word] for word in context]
    J, gradient, grad_U = F(np.sum(V[w], axis=0), rows[c], U, d)
    return np.asarray(J), to_rows(V, sorted(set(w)), gradient), grad_U


@mistake(
    of=cbow,
    name="a set of context words",
    sentence="You count a context word that occurs twice only once, in the loss and in the gradients.",
    advice="Go through the list as it is, repeats included; a set drops them.",
)
def distinct(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return cbow(c, m, list(dict.fromkeys(context)), rows, V, U, d, F)


@mistake(
    of=cbow,
    name="the center word's row",
    sentence="You write the context vectors' gradient to the center word's row.",
    advice="The prediction is the sum of the context words' rows, so those rows collect its gradient.",
)
def center_row(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, gradient, grad_U = F(np.sum(V[[rows[word] for word in context]], axis=0), rows[c], U, d)
    return np.asarray(J), to_rows(V, [rows[c]], gradient), grad_U


@mistake(
    of=cbow,
    name="the gradient in every row",
    sentence="Your gradient of the input vectors is the same in every row, words outside the context included.",
    advice="Add to the context words' rows only. Without an index, numpy adds a vector (D,) to all rows of (V, D).",
)
def every_row(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, gradient, grad_U = F(np.sum(V[[rows[word] for word in context]], axis=0), rows[c], U, d)
    return np.asarray(J), np.tile(gradient, (len(V), 1)), grad_U


@mistake(
    of=cbow,
    name="skip-gram for CBOW",
    sentence="Your CBOW predicts each context word from the center word, which is skip-gram.",
    advice="CBOW goes the other way, with one prediction: the center word from the sum of the context words' vectors.",
)
def as_skipgram(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return skipgram(c, m, context, rows, V, U, d, F)


@mistake(
    of=cbow,
    name="one prediction a context word",
    sentence="You predict the center word from each context word by itself and add the losses.",
    advice="Sum the context words' vectors first, then predict once.",
)
def one_by_one(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    found = [cbow(c, m, [word], rows, V, U, d, F) for word in context]
    J, grad_V, grad_U = (np.sum([values[place] for values in found], axis=0) for place in range(3))
    return np.asarray(J), grad_V, grad_U


@mistake(
    of=cbow,
    name="the context from the output matrix",
    sentence="You sum the context words' vectors from the output vectors' matrix.",
    advice="The context words' vectors are rows of the input vectors.",
)
def from_output_matrix(
    c: str, m: int, context: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return cbow(c, m, context, rows, U, U, d, F)
