"""Right answers in any harmless dress agree; near misses and everything that is no number do not."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.explain.agreement import agree
from grader.explain.observation import Subject
from grader.tolerance import Purpose
from grader.wall.calls import Handle

STEADY = settings(deadline=None, derandomize=True, database=None, max_examples=60)
EXACT_PURPOSES = [Purpose.VALUE, Purpose.GRADIENT]
numbers = st.floats(0.01, 100).flatmap(lambda size: st.sampled_from([size, -size]))
matrices = arrays(np.float64, array_shapes(min_dims=0, max_dims=3, max_side=5), elements=numbers)


def test_an_equal_value_agrees_without_a_note():
    agreement = agree(np.array([1.0, 2.0]), np.array([1.0, 2.0]), Purpose.VALUE)
    assert agreement.ok and agreement.notes == () and agreement.problem is None


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (1, 4, 1)])
def test_a_singleton_axis_is_a_note_and_the_array_has_the_expected_shape(shape):
    due = np.arange(4.0)
    agreement = agree(due.reshape(shape), due, Purpose.GRADIENT, Subject("d centerWordVec", ("D",)))
    assert agreement.ok and agreement.array.shape == (4,)
    letters = ", ".join("1" if n == 1 else "D" for n in shape)
    assert agreement.notes == (f"The gradient of `centerWordVec` is ({letters}); (D,) is asked. No mark is lost.",)


@pytest.mark.parametrize("loss", [np.array(2.5), np.array([2.5]), np.array([[2.5]]), [2.5], np.float64(2.5)])
def test_a_loss_may_have_any_number_of_axes_of_length_one(loss):
    assert agree(loss, 2.5, Purpose.GRADIENT).ok


def test_a_loss_in_an_array_is_told():
    note = "The loss is an array of shape (1, 1); a number is asked. No mark is lost."
    assert agree(np.array([[2.5]]), 2.5, Purpose.GRADIENT, Subject("the loss", ())).notes == (note,)


def test_a_loss_needs_no_article_in_the_spec():
    assert Subject("loss").title == "The loss" and Subject("cost").mention == "the cost"
    assert Subject("pred").title == "`pred`" and Subject("d x").title == "The gradient of `x`"


def test_the_note_is_the_same_on_every_draw_without_letters_too():
    subject = Subject("pred")
    notes = {agree(np.ones((1, n)), np.ones(n), Purpose.VALUE, subject).notes for n in (3, 5, 8)}
    assert notes == {("`pred` is (1, n); (n,) is asked. No mark is lost.",)}


def test_shapes_that_would_only_broadcast_never_agree():
    due = np.ones(4)
    assert not agree(np.ones((4, 4)), due, Purpose.VALUE).ok
    assert not agree(1.0, due, Purpose.VALUE).ok
    assert not agree(np.ones((2, 2)), due, Purpose.VALUE).ok


def test_a_wrong_shape_is_a_problem_and_its_category_hides_the_lengths():
    problem = agree(np.ones((3, 5)), np.ones((5, 3)), Purpose.VALUE, Subject("pred")).problem
    assert problem.what == "`pred` has shape (3, 5) where (5, 3) is due."
    assert problem.category == "`pred` has a wrong shape."


def test_whole_numbers_and_lists_are_notes():
    due = np.array([1.0, 2.0])
    assert agree([1.0, 2.0], due, Purpose.VALUE, Subject("pred")).notes == (
        "`pred` is a list; an array is asked. No mark is lost.",
    )
    assert agree(np.array([1, 2]), due, Purpose.VALUE, Subject("pred")).notes == (
        "`pred` is made of whole numbers (int64); floats are asked. No mark is lost.",
    )


REFUSED = [
    (None, "The loss is None: the function returned nothing."),
    ("2.5", "The loss is a text where a number is due."),
    ({"loss": 2.5}, "The loss is a dict where numbers are due."),
    (True, "The loss is made of True and False where a number is due."),
    (np.bool_(True), "The loss is made of True and False where a number is due."),
    (2.5 + 0j, "The loss is complex where real numbers are due."),
    ([1.0, [2.0, 3.0]], "The loss is a list whose rows differ in length."),
    ([2.5, None], "The loss contains None."),
    (np.array([2.5], dtype=object), "The loss is an array of Python objects where numbers are due."),
    (["2.5"], "The loss holds text where numbers are due."),
    ([1.0, [b"2.5", None]], "The loss holds text where numbers are due."),
    (object(), "The loss is of type object where numbers are due."),
]


@pytest.mark.parametrize(("value", "what"), REFUSED)
def test_what_is_no_number_is_refused_in_words(value, what):
    agreement = agree(value, 2.5, Purpose.GRADIENT, Subject("the loss", ()))
    assert not agreement.ok
    assert agreement.problem.what == agreement.problem.category == what


@pytest.mark.parametrize(("due", "kind"), [(2.5, "numbers are"), ("right", "a text is"), (["a"], "a list is")])
def test_an_object_of_the_students_is_told_by_its_class_but_not_in_the_category(due, kind):
    problem = agree(Handle(3, "Vector"), due, Purpose.VALUE).problem
    assert problem.what == f"The value is of type Vector where {kind} due."
    assert problem.category == f"The value is of type object where {kind} due."


def test_nothing_returned_asks_for_the_return():
    assert agree(None, 2.5, Purpose.VALUE).problem.advice == "Is the `return` missing?"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_inf_never_agree_with_a_number(bad):
    assert not agree(bad, 1.0, Purpose.VALUE).ok
    assert not agree(np.array([1.0, bad]), np.array([1.0, 2.0]), Purpose.VALUE).ok


def test_nan_agrees_only_with_nan_at_the_same_place():
    due = np.array([np.nan, 1.0])
    assert agree(np.array([np.nan, 1.0]), due, Purpose.VALUE).ok
    assert not agree(np.array([1.0, np.nan]), due, Purpose.VALUE).ok
    assert not agree(np.array([0.0, 1.0]), due, Purpose.VALUE).ok
    assert agree(np.inf, np.inf, Purpose.VALUE).ok and not agree(-np.inf, np.inf, Purpose.VALUE).ok


@pytest.mark.parametrize("purpose", list(Purpose))
def test_rejects_2_001_where_2_is_right(purpose):
    assert not agree(2.001, 2.0, purpose).ok
    assert not agree(2.0, 2.001, purpose).ok


def test_a_count_must_be_exactly_right():
    assert agree(2551, 2551, Purpose.VALUE).ok and agree(2551.0, 2551, Purpose.VALUE).ok
    assert not agree(2550, 2551, Purpose.VALUE).ok
    assert not agree(10_000_001, 10_000_000, Purpose.VALUE).ok
    assert not agree(104_551.0, 104_550.0, Purpose.VALUE).ok


@STEADY
@given(matrices, st.sampled_from(list(Purpose)), st.sampled_from([1.001, 0.999]))
def test_a_near_miss_of_one_in_a_thousand_never_agrees_in_float64(due, purpose, by):
    assert not agree(due * by, due, purpose).ok


@STEADY
@given(matrices, st.sampled_from(EXACT_PURPOSES), st.data())
def test_one_entry_that_misses_nearly_is_enough(due, purpose, data):
    if not due.size:
        return
    due = np.array(np.sign(due) * (1 + np.abs(due) % 1))  # of one size
    yours = due.copy()
    yours.flat[data.draw(st.integers(0, due.size - 1))] *= 1.001
    assert not agree(yours, due, purpose).ok


@STEADY
@given(matrices, st.sampled_from(list(Purpose)))
def test_a_right_answer_in_float32_always_agrees(due, purpose):
    assert agree(due.astype(np.float32), due, purpose).ok
    assert agree(due.astype(np.float32).astype(np.float64), due, purpose).ok
    assert agree(due.astype(np.float32).tolist(), due, purpose).ok


@STEADY
@given(matrices, st.sampled_from(list(Purpose)))
def test_float16_is_held_to_float32(due, purpose):
    if not due.size:
        return
    assert not agree((due * 1.005).astype(np.float16), due, purpose).ok
    exact = due.astype(np.float16).astype(np.float64)
    assert agree(exact.astype(np.float16), exact, purpose).ok
    for by in (1 + 5e-5, 1.005):
        both = [agree((exact * by).astype(dtype), exact, purpose) for dtype in (np.float16, np.float32)]
        np.testing.assert_array_equal(both[0].allowed, both[1].allowed)


def test_a_value_in_float16_is_told():
    (note,) = agree(np.float16(0.5), 0.5, Purpose.VALUE, Subject("the loss", ())).notes
    assert note == "The loss was computed in float16; it is compared with float32's precision. No mark is lost."


def test_a_loss_computed_in_float32_and_handed_over_as_a_float_keeps_float32s_tolerance():
    due = 3.217843921
    yours = float(np.float32(due * (1 + 2e-6)))
    agreement = agree(yours, due, Purpose.VALUE, Subject("the loss", ()))
    assert agreement.ok
    assert agreement.notes == (
        "The loss was computed in float32; it is compared with float32's precision. No mark is lost.",
    )
    assert not agree(due * (1 + 2e-6), due, Purpose.VALUE).ok


def test_a_round_number_is_not_taken_for_float32():
    assert not agree(0.5, 0.50001, Purpose.VALUE).ok
    assert not agree(1000.0, 1000.05, Purpose.VALUE).ok


@pytest.mark.parametrize(
    ("yours", "due"),
    [("right", "right"), ({"a": 1.0, "b": [1.0]}, {"b": np.ones(1), "a": 1}), (("x", 2.0), ["x", 2]), (None, None)],
)
def test_texts_mappings_and_mixed_lists_agree_part_by_part(yours, due):
    assert agree(yours, due, Purpose.VALUE).ok


PLAIN = [
    ("Right", "right", "The value is 'Right' where 'right' is due."),
    (1.0, "right", "The value is of type float where a text is due."),
    (None, "right", "The value is None: the function returned nothing."),
    ({"a": 1.0}, {"b": 1.0}, "The value has no key 'b'."),
    ({"a": 1.0, "b": 2.0}, {"b": 2.0}, "The value has a key 'a' that is not due."),
    ({"a": 1.5}, {"a": 1.0}, "The entry 'a' of the value disagrees with the value due."),
    ([["a"]], [["a"], ["b"]], "The value has 1 entries where 2 are due."),
    (["a", "c"], ["a", "b"], "Entry 1 of the value is 'c' where 'b' is due."),
    (3.0, {"a": 1.0}, "The value is of type float where a dict is due."),
    ("ab", ["a", "b"], "The value is of type str where a list is due."),
    ({"a", "b"}, ["a", "b"], "The value is of type set where a list is due."),
    (np.array(1.0), ["a", "b"], "The value is of type ndarray where a list is due."),
    ({"a": None}, {"a": 1.0}, "The entry 'a' of the value is None: the function returned nothing."),
    ([["a", 1.0]], [["a", "b"]], "Entry 1 of entry 0 of the value is of type float where a text is due."),
    (1.0, None, "The value is of type float where None is due."),
]


@pytest.mark.parametrize(("yours", "due", "what"), PLAIN)
def test_what_differs_in_a_plain_value_is_said(yours, due, what):
    agreement = agree(yours, due, Purpose.VALUE)
    assert not agreement.ok and agreement.problem.what == what
    assert "'" not in agreement.problem.category.replace("'s", "") and not re.search(r"\d", agreement.problem.category)


def test_a_long_text_or_key_is_cut():
    for yours, due in (("x" * 1_000_000, "y"), ({"x" * 1_000_000: 1.0}, {}), ({(1,) * 100_000: 1.0}, {})):
        assert len(agree(yours, due, Purpose.VALUE).problem.what) < 150


def test_capitals_alone_are_pointed_at():
    assert agree("Right ", "right", Purpose.VALUE).problem.advice == "They differ in capitals or spaces only."


def test_truth_values_are_compared_where_they_are_due():
    due = np.array([True, False])
    assert agree(due, due, Purpose.VALUE).ok
    assert agree(np.array([1, 0]), due, Purpose.VALUE).notes[0].startswith("The value is made of numbers; True")
    assert not agree(np.array([True, True]), due, Purpose.VALUE).ok


def test_a_reference_that_cannot_be_compared_is_our_mistake():
    with pytest.raises(TypeError):
        agree(1.0, object(), Purpose.VALUE)
