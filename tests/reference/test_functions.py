"""What the reference functions promise besides their gradients."""

import copy
import random

import numpy as np
import pytest

from reference import foundations, word2vec
from reference.foundations.sigmoid import log_sigmoid
from reference.foundations.softmax import log_sum_exp
from reference.mistake import terms


def test_softmax_is_finite_and_sums_to_1_at_plus_and_minus_1000():
    x = np.array([[1000.0, -1000.0, 1001.0], [-1000.0, -1000.0, -1003.0]])
    y = foundations.softmax(x)
    assert np.isfinite(y).all()
    np.testing.assert_allclose(y.sum(axis=1), 1.0)
    np.testing.assert_allclose(y, foundations.softmax(x - 17.0))
    np.testing.assert_array_equal(foundations.softmax(x[0]), y[0])
    assert np.isfinite(log_sum_exp(x)).all()


def test_sigmoid_is_finite_at_plus_and_minus_1000_and_takes_numbers():
    np.testing.assert_array_equal(foundations.sigmoid(np.array([[1000.0, -1000.0]])), [[1.0, 0.0]])
    assert foundations.sigmoid(0.0) == 0.5
    np.testing.assert_array_equal(log_sigmoid(np.array([1000.0, -1000.0])), [0.0, -1000.0])


def test_naive_softmax_and_the_net_keep_a_finite_loss_where_the_probability_underflows():
    U = np.array([[2000.0], [0.0], [-2000.0]])
    J, grad_v_c, grad_U = word2vec.naive_softmax(np.array([1.0]), 2, U, None)
    assert J == 4000.0 and np.isfinite(grad_v_c).all() and np.isfinite(grad_U).all()


def test_normalize_rows_gives_unit_rows_and_leaves_a_row_of_zeros():
    y = foundations.normalize_rows(np.array([[3.0, 4.0], [0.0, 0.0], [1.0, 2.0]]))
    np.testing.assert_allclose(y, [[0.6, 0.8], [0.0, 0.0], [0.4472135955, 0.894427191]])


def test_no_function_changes_its_inputs(cases):
    for function, makes in cases.items():
        for make in makes:
            arguments = make()
            kept = copy.deepcopy([a for a in arguments if not hasattr(a, "sampleTokenIdx") and not callable(a)])
            function(*arguments)
            after = [a for a in arguments if not hasattr(a, "sampleTokenIdx") and not callable(a)]
            np.testing.assert_equal(after, kept)


def test_terms_sum_to_the_returned_values(cases):
    split = [function for function in cases if terms(function) is not None]
    assert {function.__name__ for function in split} == {
        "forward_backward_prop",
        "softmax_cost_and_gradient",
        "neg_sampling_cost_and_gradient",
        "skipgram",
        "softmax_regression",
    }
    for function in split:
        for make in cases[function]:
            values, parts = function(*make()), terms(function)(*make())
            for place, value in enumerate(values):
                total = sum(part[place] for part in parts.values())
                assert np.shape(total) == np.shape(value)
                np.testing.assert_allclose(total, value, rtol=1e-12, atol=1e-13)
            assert all(len(part) == len(values) for part in parts.values())


def test_terms_have_names_that_a_sentence_can_start_with(cases):
    named = {
        function.__name__: list(terms(function)(*make()))
        for function, (make, *_) in cases.items()
        if terms(function) is not None
    }
    assert named["neg_sampling_cost_and_gradient"] == ["the positive pair", "the sum over negatives"]
    assert named["softmax_cost_and_gradient"] == ["the target's term", "the normaliser"]
    assert named["softmax_regression"] == ["the data term", "the regularisation term"]
    assert named["skipgram"] == ["the first pair", "the sum over the pairs between", "the last pair"]
    assert named["forward_backward_prop"] == [
        "the cost",
        "the gradient of W1",
        "the gradient of b1",
        "the gradient of W2",
        "the gradient of b2",
    ]


def test_negative_sampling_draws_again_where_the_target_comes_up_and_10_times_by_default():
    class Counting:
        def __init__(self):
            self.words = iter([2, 1, 2, 2, 3] * 9)

        def sampleTokenIdx(self):
            return next(self.words)

    assert word2vec.get_negative_samples(2, Counting(), 4).tolist() == [1, 3, 1, 3]
    dataset = Counting()
    word2vec.neg_sampling(np.ones(3), 2, np.ones((5, 3)), dataset)
    assert len(list(dataset.words)) == 45 - 25


def test_skipgram_and_cbow_call_the_given_loss_by_position_and_take_it_by_default(cases):
    for function, n in ((foundations.skipgram, 6), (foundations.cbow, 1)):
        *arguments, dataset = cases[function][0]()
        called = []

        def loss(*given, called=called, **named):
            called.append(given)
            assert not named and len(given) == 4
            return foundations.softmax_cost_and_gradient(*given)

        ours, default = function(*arguments, dataset, loss), function(*arguments, dataset)
        assert len(called) == n and all(given[3] is dataset for given in called)
        np.testing.assert_equal(ours, default)


def test_sgd_halves_the_step_after_20000_iterations_and_not_in_the_20000th():
    def walk(x):
        return 0.0, np.ones_like(x)

    steps = [foundations.sgd(walk, 0.0, 1.0, n, PRINT_EVERY=0) for n in (19_999, 20_000, 20_001, 40_001)]
    np.testing.assert_allclose(steps, [-19_999, -20_000, -20_000.5, -30_000.25])


def test_sgd_uses_what_postprocessing_returns_and_leaves_x0_alone(capsys):
    x0 = np.array([[3.0, 4.0]])
    x = foundations.sgd(lambda x: (0.0, np.zeros_like(x)), x0, 0.1, 3, foundations.normalize_rows)
    np.testing.assert_allclose(x, [[0.6, 0.8]])
    np.testing.assert_array_equal(x0, [[3.0, 4.0]])
    assert capsys.readouterr().out == ""


def test_sgd_prints_the_cost_where_print_every_divides_the_iteration(capsys):
    foundations.sgd(lambda x: (2.0, x), 1.0, 0.1, 7, PRINT_EVERY=3)
    assert capsys.readouterr().out == "iter 3: 2.000000\niter 6: 2.000000\n"


def quadratic(x):
    return np.sum(x**2), 2 * x


def doubled(x):
    return np.sum(x**2), 4 * x


def nan_gradient(x):
    return np.sum(x**2), x * np.nan


def noisy(x):
    noise = random.random()
    return noise * np.sum(x**2), noise * 2 * x


@pytest.mark.parametrize("x", [np.array(123.456), np.array([1.0, 2.0]), np.ones((3, 4)), 0.5, np.array([1, 2])])
def test_gradcheck_passes_right_functions_and_fails_wrong_ones(x, capsys):
    for f, word in ((quadratic, "passed!"), (noisy, "passed!"), (doubled, "failed."), (nan_gradient, "failed.")):
        kept = np.array(x)
        assert foundations.gradcheck_naive(f, x) is None
        assert capsys.readouterr().out.splitlines()[0] == f"Gradient check {word}"
        np.testing.assert_array_equal(x, kept)


def test_gradcheck_puts_each_entry_back_before_the_next(capsys):
    def product(x):
        return 100 * np.prod(x), 100 * np.prod(x) / x

    foundations.gradcheck_naive(product, np.array([1.0, 2.0, 0.5]))
    assert capsys.readouterr().out == "Gradient check passed!\n"


def test_gradcheck_says_where_it_failed_and_repeats_the_given_text(capsys):
    foundations.gradcheck_naive(doubled, np.array([0.0, 1.0]), "of the net")
    assert capsys.readouterr().out.splitlines() == [
        "Gradient check failed. of the net",
        "First gradient error found at index (1,)",
        "Your gradient: 4.000000 \t Numerical gradient: 2.000000",
    ]


def test_a_sentence_counts_repeated_words_each_time():
    vectors = np.array([[1.0, 2.0], [4.0, 8.0]])
    feature = foundations.sentence_feature({"a": 0, "b": 1}, vectors, ["a", "b", "a"])
    np.testing.assert_allclose(feature, [2.0, 4.0])


def test_softmax_regression_declines_and_gives_predictions():
    X, W = np.eye(2), np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 2.0]])
    assert len(foundations.softmax_regression(X, np.array([0, 1]), W, 0.1, True)) == 2
    assert foundations.softmax_regression(X, np.array([0, 1]), W)[2].tolist() == [2, 0]


def test_the_strengths_rise_over_magnitudes_and_hold_the_two_that_the_document_chose():
    values = foundations.regularization_values()
    assert values == sorted(values) and values[0] > 0 and values[-1] / values[0] > 1e6
    for chosen in (1e-4, 4.64):
        assert min(abs(value / chosen - 1) for value in values) < 1e-3


def test_the_best_model_is_the_one_with_the_best_dev_accuracy(cases):
    for make in cases[foundations.choose_best_model]:
        (results,) = make()
        best = foundations.choose_best_model(results)
        assert any(best is result for result in results)
        assert best["dev"] == max(result["dev"] for result in results)


def test_the_later_course_has_the_same_functions_under_its_own_names():
    assert word2vec.naive_softmax is foundations.softmax_cost_and_gradient
    assert word2vec.neg_sampling is foundations.neg_sampling_cost_and_gradient
    assert word2vec.skipgram is foundations.skipgram
    assert word2vec.sgd is foundations.sgd and word2vec.sigmoid is foundations.sigmoid
