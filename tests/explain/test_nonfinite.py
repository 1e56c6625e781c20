"""NaN and inf are told with where they begin and at which inputs."""

import numpy as np
import pytest

from grader.draws.case import Case
from grader.explain import reading
from grader.explain.difference import explain
from grader.explain.observation import Observation, Subject
from grader.tolerance import Purpose

PRED = Subject("pred", ("N", "D"))


def told(yours, arguments=None, due=None):
    due = np.ones_like(yours) if due is None else due
    case = Case("draw 1", {}, arguments or {})
    return explain(PRED if np.ndim(yours) else Subject("the loss", ()), [Observation(case, yours, due)], Purpose.VALUE)


def spoiled(places, value=np.nan):
    array = np.ones((4, 3))
    for place in places:
        array[place] = value
    return array


WHERE = [
    (spoiled([(1, 2), (3, 0)]), "draw 1: 2 of 12 entries, first at (1, 2)"),
    (spoiled([slice(2, None)]), "draw 1: 6 of 12 entries, from row 2 on"),
    (spoiled([slice(None)]), "draw 1: every entry"),
    (np.array(np.nan), "draw 1: the value"),
]


@pytest.mark.parametrize(("yours", "where"), WHERE)
def test_where_nan_begins_is_said(yours, where):
    found = told(yours)
    assert found.pattern == "nonfinite" and found.finding.where == where
    assert found.finding.what.endswith(" is NaN.")
    assert found.finding.advice.startswith("0 / 0, inf - inf and the logarithm of a negative number give NaN")


@pytest.mark.parametrize(("value", "word"), [(np.inf, "inf"), (-np.inf, "-inf")])
def test_inf_is_told_from_nan(value, word):
    found = told(spoiled([(0, 0)], value))
    assert found.finding.what == f"`pred` is {word}."
    assert found.finding.advice.startswith("The logarithm of 0, a division by 0 and `exp` of a large number give inf")


def test_both_together_are_told():
    yours = spoiled([(0, 0)])
    yours[0, 1], yours[1, 1] = np.inf, -np.inf
    assert told(yours).finding.what == "`pred` is NaN or inf."
    yours[0, 0] = 1.0
    assert told(yours).finding.what == "`pred` is inf or -inf."


def test_the_inputs_where_it_begins_are_named_if_they_are_large():
    x = np.ones((4, 3))
    x[2, 1] = 1000.0
    finding = told(spoiled([2]), {"x": x}).finding
    assert finding.what == "`pred` is NaN, where `x` reaches 1000."
    assert finding.category == "`pred` is NaN where `x` is large."
    assert finding.advice.startswith("`np.exp` of more than about 709 is inf")


def test_large_inputs_elsewhere_are_not_blamed():
    x = np.ones((4, 3))
    x[0, 1] = 1000.0
    assert told(spoiled([2]), {"x": x}).finding.what == "`pred` is NaN."


def test_large_inputs_are_not_blamed_where_small_ones_do_the_same():
    cases = [Case("draw 1", {}, {"x": np.full(3, 1000.0)}), Case("draw 2", {}, {"x": np.ones(3)})]
    found = explain(Subject("the loss", ()), [Observation(case, np.nan, 1.0) for case in cases], Purpose.VALUE)
    assert found.finding.what == "The loss is NaN."


def test_how_many_draws_give_nan_is_said():
    seen = [Observation(Case(f"draw {i}", {}, {}), value, 1.0) for i, value in enumerate((np.nan, 1.0, 2.0))]
    found = explain(Subject("the loss", ()), seen, Purpose.VALUE)
    assert found.finding.what == "The loss is NaN on 1 of 3 draws."


def test_a_due_nan_is_no_finding_and_disturbs_no_other():
    due = np.array([[np.nan, 1.0, 3.0], [np.inf, 2.0, 5.0]])
    assert told(-due, due=due).pattern == "nonfinite"
    yours = np.where(np.isfinite(due), due + 1, due)
    assert told(yours, due=due).pattern == "offset"


def test_a_signalling_nan_is_read_without_a_warning():
    assert reading.precision(np.full(3, 0x7FF0000000000001, np.uint64).view(np.float64)) == np.float64
