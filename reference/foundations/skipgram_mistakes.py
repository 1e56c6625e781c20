"""How skip-gram is misread. Every function calls the pair loss that it is given."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array, LossAndGradients, PairLoss, TokenSampler, Vocabulary
from reference.foundations.skipgram import skipgram
from reference.foundations.softmax_cost_and_gradient import softmax_cost_and_gradient
from reference.mistake import mistake

Words = Sequence[str]
naive = softmax_cost_and_gradient


def pairs(
    c: int, outside: Words, rows: Vocabulary, V: Array, U: Array, dataset: TokenSampler, F: PairLoss
) -> list[LossAndGradients]:
    """Every pair's loss and gradients, in the order of the context words."""
    return [F(V[c], rows[word], U, dataset) for word in outside]


@mistake(
    of=skipgram,
    name="the center's gradient added outside the loop",
    sentence="Your gradient of the center (input) vectors holds the last context word's share only; the loss and "
    "the other gradient hold all.",
    advice="Add each pair's gradient to the center word's row inside the loop.",
)
def added_once(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    found = pairs(rows[c], outside, rows, V, U, d, F)
    grad_V = np.zeros_like(V)
    grad_V[rows[c]] += found[-1][1]
    return np.asarray(sum(pair[0] for pair in found)), grad_V, np.sum([pair[2] for pair in found], axis=0)


@mistake(
    of=skipgram,
    name="the outside vectors' gradient overwritten",
    sentence="Your gradient of the outside (output) vectors holds the last context word's share only.",
    advice="Add each pair's gradient with `+=`; `=` keeps the last one.",
)
def grad_U_overwritten(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    found = pairs(rows[c], outside, rows, V, U, d, F)
    grad_V = np.zeros_like(V)
    grad_V[rows[c]] += np.sum([pair[1] for pair in found], axis=0)
    return np.asarray(sum(pair[0] for pair in found)), grad_V, found[-1][2]


@mistake(
    of=skipgram,
    name="the loss overwritten",
    sentence="Your loss is the last context word's only; your gradients are summed over all.",
    advice="Add each pair's loss with `+=`; `=` keeps the last one.",
)
def loss_overwritten(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    found = pairs(rows[c], outside, rows, V, U, d, F)
    grad_V = np.zeros_like(V)
    grad_V[rows[c]] += np.sum([pair[1] for pair in found], axis=0)
    return np.asarray(found[-1][0]), grad_V, np.sum([pair[2] for pair in found], axis=0)


@mistake(
    of=skipgram,
    name="the last context word only",
    sentence="Your loss and both gradients are those of the last context word alone.",
    advice="Add each pair's loss and gradients with `+=`; `=` keeps the last ones.",
)
def last_word(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, dF_dv_c, dF_dU = pairs(rows[c], outside, rows, V, U, d, F)[-1]
    grad_V = np.zeros_like(V)
    grad_V[rows[c]] = dF_dv_c
    return np.asarray(J), grad_V, dF_dU


@mistake(
    of=skipgram,
    name="the first context word only",
    sentence="Your loss and both gradients are those of the first context word alone.",
    advice="Go through all context words: a `return` indented into the loop ends it after the first.",
)
def first_word(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return skipgram(c, m, outside[:1], rows, V, U, d, F)


@mistake(
    of=skipgram,
    name="the first C context words only",
    sentence="You use the first C context words only, where C is the window's size.",
    advice="The window reaches C words to each side, so there are up to 2C of them: go through the whole list.",
)
def first_words(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return skipgram(c, m, outside[:m], rows, V, U, d, F)


@mistake(
    of=skipgram,
    name="repeated words counted once",
    sentence="You count a context word that occurs twice only once.",
    advice="Go through the list as it is, repeats included; a set drops them.",
)
def distinct(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return skipgram(c, m, list(dict.fromkeys(outside)), rows, V, U, d, F)


@mistake(
    of=skipgram,
    name="the context word's row",
    sentence="You write the center vector's gradient to the context word's row instead of the center word's.",
    advice="The gradient of v_c belongs to row c, the center word's, for every context word.",
)
def outside_row(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    found = pairs(rows[c], outside, rows, V, U, d, F)
    grad_V = np.zeros_like(V)
    for word, pair in zip(outside, found, strict=True):
        grad_V[rows[word]] += pair[1]
    return np.asarray(sum(pair[0] for pair in found)), grad_V, np.sum([pair[2] for pair in found], axis=0)


@mistake(
    of=skipgram,
    name="the center's gradient in every row",
    sentence="Your gradient of the center (input) vectors repeats the center word's row in every row.",
    advice="Add to one row: `grad[index] += …`. Without an index, numpy adds a vector (D,) to all rows of (V, D).",
)
def every_row(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, grad_V, grad_U = skipgram(c, m, outside, rows, V, U, d, F)
    return J, np.tile(grad_V[rows[c]], (len(V), 1)), grad_U


@mistake(
    of=skipgram,
    name="the center word predicted",
    sentence="You predict the center word from each context word; skip-gram goes from the center to the context words.",
    advice="Hand the loss the center word's vector and the context word's index.",
)
def reversed_pairs(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    found = [F(V[rows[word]], rows[c], U, d) for word in outside]
    grad_V = np.zeros_like(V)
    for word, pair in zip(outside, found, strict=True):
        grad_V[rows[word]] += pair[1]
    return np.asarray(sum(pair[0] for pair in found)), grad_V, np.sum([pair[2] for pair in found], axis=0)


@mistake(
    of=skipgram,
    name="the center's vector from the outside matrix",
    sentence="You take the center word's vector from the outside (output) vectors' matrix.",
    advice="The center word's vector is a row of the center (input) vectors.",
)
def from_outside_matrix(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    return skipgram(c, m, outside, rows, U, U, d, F)


@mistake(
    of=skipgram,
    name="a mean over the context words",
    sentence="You divide the loss and both gradients by the number of context words.",
    advice="Skip-gram sums over the window.",
)
def averaged(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, grad_V, grad_U = skipgram(c, m, outside, rows, V, U, d, F)
    return np.asarray(J / len(outside)), grad_V / len(outside), grad_U / len(outside)


@mistake(
    of=skipgram,
    name="the two gradients exchanged",
    sentence="You return the two gradients in the opposite order.",
    advice="The center (input) vectors' gradient comes second, the outside (output) vectors' third.",
)
def exchanged(
    c: str, m: int, outside: Words, rows: Vocabulary, V: Array, U: Array, d: TokenSampler, F: PairLoss = naive
) -> LossAndGradients:
    J, grad_V, grad_U = skipgram(c, m, outside, rows, V, U, d, F)
    return J, grad_U, grad_V
