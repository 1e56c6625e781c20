"""What a student's code may hand to a pair's loss, and what it is told where that cannot work."""

import numpy as np
import pytest

from reference import foundations
from reference.foundations.pair_arguments import wrong_pair, wrong_pair_or_draws

U = np.array([[0.1, -0.4, 0.3], [0.8, 0.2, -0.5]])
V_C = np.array([0.5, -0.3, 0.9])


class Sampler:
    def sampleTokenIdx(self) -> int:
        return 0


@pytest.mark.parametrize("o", [1, np.int64(1), -1])
def test_a_vector_or_a_row_with_an_index_is_fine(o: int) -> None:
    assert wrong_pair(V_C, o, U) == ""
    assert wrong_pair_or_draws(V_C[None, :], o, U, Sampler()) == ""


def test_a_row_gives_what_the_vector_gives() -> None:
    for loss in (foundations.softmax_cost_and_gradient, foundations.neg_sampling_cost_and_gradient):
        for mine, due in zip(loss(V_C[None, :], 1, U, Sampler()), loss(V_C, 1, U, Sampler()), strict=True):
            np.testing.assert_array_equal(mine, due)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((U, 1, U), "the vector has shape (2, 3), where (3,) is due"),
        (([0.5, -0.3, 0.9], 1, U), "the vector is a list, not an array of numbers"),
        ((V_C, 1, V_C), "the matrix of output vectors has shape (3,), where (V, D) is due"),
        ((V_C, 1, None), "the matrix of output vectors is None, not an array of numbers"),
        ((V_C, "mu", U), "the word to predict is given as the text 'mu', where its index is due"),
        ((V_C, [1], U), "the index of the word to predict is a list, where a whole number is due"),
        ((V_C, 2, U), "the index of the word to predict is 2, and there are 2 words"),
    ],
)
def test_what_cannot_work_is_told_in_words(arguments: tuple[object, ...], told: str) -> None:
    assert wrong_pair(*arguments) == told


def test_a_data_set_that_draws_nothing_is_told() -> None:
    told = "the data set is None, which draws no words: hand on the one that was given"
    assert wrong_pair_or_draws(V_C, 1, U, None) == told


def test_both_losses_are_read_before_a_call_back() -> None:
    assert foundations.softmax_cost_and_gradient.wrong_arguments is wrong_pair
    assert foundations.neg_sampling_cost_and_gradient.wrong_arguments is wrong_pair_or_draws
