"""A wrong shape is told in the dimensions' letters, and how it relates to the right one."""

import numpy as np
import pytest

from grader.draws.case import Case
from grader.explain.difference import explain
from grader.explain.observation import Observation, Subject
from grader.outcome import Shapes
from grader.tolerance import Purpose

LOSS = Subject("the loss", ())
VECTOR = Subject("d centerWordVec", ("D",))
START = "The gradient of `outsideVectors` has shape"
FLAT = f"{START} (V·D,) where (V, D) is due. It is flattened"


def test_exactly_the_transpose_is_told(slip):
    found = slip(lambda due, case: due.T)
    assert found.pattern == "transposed"
    what = "The gradient of `outsideVectors` is transposed: (D, V) where (V, D) is due. Its transpose is right."
    assert found.finding.what == found.finding.category == what
    assert found.finding.advice == "Return the transpose."
    assert found.evidence == (Shapes("d outsideVectors", "(D, V)", "(V, D)"),)


def test_on_square_draws_the_transpose_is_told_by_its_values(slip):
    square = [Case(f"draw {n}", {"V": n, "D": n}, {}) for n in (3, 4)]
    found = slip(lambda due, case: due.T, drawn=square)
    assert found.finding.what == "The gradient of `outsideVectors` is the transpose of what is due."
    mixed = slip(lambda due, case: due.T, drawn=[*square, Case("draw 9", {"V": 5, "D": 2}, {})])
    assert mixed.pattern == "transposed" and "(D, V) where (V, D) is due" in mixed.finding.what


SHAPES = [
    (lambda due: 2 * due.T + 1, f"{START} (D, V) where (V, D) is due. Transposed it has the right shape; its values"),
    (lambda due: due.ravel(), f"{FLAT}; the values are right."),
    (lambda due: due.T.ravel(), f"{FLAT} by columns; the values are right."),
    (lambda due: due.ravel() ** 2, f"{FLAT}, and its values differ too."),
    (lambda due: due.sum(axis=0), f"{START} (D,) where (V, D) is due. It is the sum of what is due over the rows."),
    (lambda due: due.mean(axis=1), f"{START} (V,) where (V, D) is due. It is the mean of what is due over the"),
    (lambda due: due[0], f"{START} (D,) where (V, D) is due. It is the first row of what is due."),
    (lambda due: due[:1] * 3, f"{START} (1, D) where (V, D) is due. It is one row where every row is due."),
    (lambda due: due[:-1] * 3, f"{START} (V-1, D) where (V, D) is due. Some rows are missing."),
    (lambda due: np.stack([due, due]), f"{START} (2, V, D) where (V, D) is due. It has an axis too many."),
    (lambda due: np.stack([due, 3 * due]) / 4, f"{START} (2, V, D) where (V, D) is due. Summed over its first"),
    (lambda due: due.sum(), "The gradient of `outsideVectors` is a single number where (V, D) is due."),
]


@pytest.mark.parametrize(("change", "what"), SHAPES)
def test_a_wrong_shape_of_a_matrix_is_told_in_letters(slip, change, what):
    found = slip(lambda due, case: change(due))
    assert found.pattern == "shape"
    assert found.finding.what.startswith(what)
    assert found.finding.advice
    assert not any(digit in found.finding.category for digit in "3456789")


def test_rows_left_out_because_nothing_was_added_to_them_are_told(slip):
    def sampled_only(due, case):
        due[case.dimensions["K"] :] = 0  # the expected value itself has rows of zeros
        return 5 * due[: case.dimensions["K"]]

    drawn = [Case(f"draw {k}", {"V": k + 4, "D": k + 9, "K": k}, {}) for k in (2, 3)]
    found = slip(sampled_only, drawn=drawn)
    assert found.finding.what.endswith(
        "(K, D) where (V, D) is due. Some rows are missing; those that nothing is added to belong in it too, as zeros."
    )
    assert found.finding.advice.startswith("Start from zeros in the shape that is due")


def test_losses_that_were_not_added_up_are_told(slip):
    found = slip(lambda due, case: np.full(case.dimensions["K"], due / case.dimensions["K"]), LOSS)
    assert found.finding.what == (
        "The loss has shape (K,) where a single number is due. Its entries add up to the right value."
    )
    assert found.finding.advice == "Return their sum."
    found = slip(lambda due, case: np.full(case.dimensions["K"], due), LOSS)
    assert found.finding.what.endswith("The mean of its entries is the right value.")


def test_broadcasting_by_accident_is_told(slip):
    found = slip(lambda due, case: np.subtract.outer(due, due), VECTOR)
    assert found.finding.what == (
        "The gradient of `centerWordVec` has shape (D, D) where (D,) is due. An (n, 1) array that meets an (n,) array "
        "gives (n, n) by broadcasting."
    )
    assert "keepdims" in found.finding.advice


def test_one_more_than_a_dimension_is_named_only_where_draws_tell(slip):
    def sampled(due, case):
        return np.ones((case.dimensions["K"] + 1, case.dimensions["D"]))

    drawn = [Case(f"draw {k}", {"V": 20, "D": 3, "K": k}, {}) for k in (4, 9)]
    assert "has shape (K+1, D) where" in slip(sampled, drawn=drawn).finding.what
    alone = slip(sampled, drawn=drawn[:1])
    assert "has shape (5, D) where" in alone.finding.what
    assert alone.finding.category.startswith("The gradient of `outsideVectors` has a wrong shape; (V, D) is due.")


def test_a_shape_of_the_students_choice_is_in_no_category(slip):
    for change in (lambda due: due[:-1] * 3, lambda due: np.stack([due, 3 * due]), lambda due: due[0]):
        category = slip(lambda due, case, change=change: change(due)).finding.category
        assert category.startswith("The gradient of `outsideVectors` has a wrong shape; (V, D) is due.")
        assert "(D,)" not in category and "V-1" not in category
    unlettered = [Observation(Case("draw 1", {}, {}), np.ones(4), np.ones(6))]
    assert explain(Subject("pred"), unlettered, Purpose.VALUE).finding.category == "`pred` has a wrong shape."


def test_how_many_draws_are_misshapen_is_said(slip):
    found = slip(lambda due, case: due.ravel() if case.dimensions["V"] > 6 else due)
    assert found.finding.where == "draw 2 (V = 8, D = 4, K = 5): yours (32,), due (8, 4); on 3 of 4 draws"


@pytest.mark.parametrize("value", [np.arange(15.0).reshape(5, 3), np.zeros(0), np.zeros((0, 4)), np.zeros((2, 0))])
def test_a_shape_that_is_like_nothing_due_is_told_all_the_same(slip, value):
    assert slip(lambda due, case: value, LOSS).finding.what.startswith("The loss has shape")
    assert slip(lambda due, case: value, VECTOR).finding.what.startswith("The gradient of `centerWordVec` has shape")
