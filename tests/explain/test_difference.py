"""Each slip is told as what it is, in words that are true, and nothing is told where nothing is known."""

import numpy as np
import pytest

from grader.draws.case import Case
from grader.explain.difference import explain
from grader.explain.observation import Observation, Subject
from grader.outcome import DifferenceMap, WorstEntries
from grader.tolerance import Purpose

LOSS = Subject("the loss", ())
GRADIENT = "The gradient of `outsideVectors`"


def test_the_negative_is_told(slip):
    found = slip(lambda due, case: -due)
    assert found.pattern == "sign"
    assert found.finding.what == f"{GRADIENT} is the negative of what is due."
    assert found.finding.advice == "The sizes match and the sign does not: recheck the minus signs."
    assert found.finding.category == found.finding.what


RECHECK = "Recheck what you divide and multiply by."
FACTORS = [
    (lambda c: 2, "twice what is due", "Look for something that is added twice, or for a 1/2 that is missing."),
    (lambda c: 0.5, "half of what is due", "Look for a 1/2 too many, or for a part that is left out."),
    (lambda c: -2, "minus twice what is due", "Recheck the sign and the factor."),
    (lambda c: -0.5, "minus half of what is due", "Recheck the sign and the factor."),
    (
        lambda c: 1 / c["K"],
        "1/K of what is due (0.5 where K = 2): a mean where the sheet asks for a sum (or dividing by K twice) gives "
        "this factor",
        "Recheck where you divide by K, or take a mean.",
    ),
    (
        lambda c: c["V"],
        "V times what is due (6 where V = 6): a sum where the sheet asks for a mean gives this factor",
        "Recheck where you divide by V, or take a sum.",
    ),
    (
        lambda c: -1 / c["D"],
        "minus 1/D of what is due (-0.3333 where D = 3): a mean where the sheet asks for a sum (or dividing by D "
        "twice) gives this factor",
        "Recheck where you divide by D, or take a mean.",
    ),
    (lambda c: 1 / (2 * c["V"]), "1/(2V) times what is due (0.08333 where V = 6)", RECHECK),
    (lambda c: 1 / (c["K"] + 1), "1/(K+1) times what is due (0.3333 where K = 2)", RECHECK),
    (lambda c: c["V"] * c["K"], "K·V times what is due (12 where K = 2, V = 6)", RECHECK),
    (
        lambda c: 1 / np.log(2),
        "1/ln 2 times what is due (1.443): a base-2 logarithm where the natural one is due gives this factor",
        "Recheck the logarithm's base: `np.log` is the natural one.",
    ),
    (
        lambda c: -1 / np.log(10),
        "minus 1/ln 10 times what is due (minus 0.4343): a base-10 logarithm where the natural one is due gives this "
        "factor",
        "Recheck the logarithm's base: `np.log` is the natural one.",
    ),
    (lambda c: 0.3, "0.3 times what is due, on every draw", "Look for one factor that is too much, or one that lacks."),
]


@pytest.mark.parametrize("subject", [Subject("d outsideVectors", ("V", "D")), LOSS])
@pytest.mark.parametrize(("by", "text", "advice"), FACTORS)
def test_a_factor_is_named_from_the_dimensions(slip, subject, by, text, advice):
    found = slip(lambda due, case: due * by(case.dimensions), subject)
    assert found.finding.what == f"{subject.title} is {text}."
    assert found.finding.advice == advice
    assert found.pattern == ("log base" if "ln" in text else "factor")


def test_a_factor_of_the_dimensions_hides_its_number_in_the_category(slip):
    category = slip(lambda due, case: due / case.dimensions["K"]).finding.category
    assert "1/K of what is due: a mean" in category and "0.5" not in category
    assert slip(lambda due, case: due * 0.3).finding.category == f"{GRADIENT} is a constant multiple of what is due."


def test_a_dimension_is_not_named_where_it_was_the_same_on_every_draw(slip):
    drawn = [Case(f"draw {i}", {"N": 4, "D": 3 + i}, {}) for i in range(3)]
    found = slip(lambda due, case: due / case.dimensions["N"], Subject("grad", ("N", "D")), drawn=drawn)
    assert found.finding.what == "`grad` is 0.25 times what is due, on every draw."


def test_two_dimensions_that_no_draw_tells_apart_are_both_said(slip):
    drawn = [Case(f"draw {i}", {"N": 4 + i, "K": 4 + i}, {}) for i in range(3)]
    found = slip(lambda due, case: due / case.dimensions["N"], Subject("grad", ("N",)), drawn=drawn)
    assert found.finding.what == "`grad` is 1/K or 1/N times what is due."


def test_the_simpler_of_two_names_is_said(slip):
    drawn = [Case(f"draw {i}", {"N": 4 + 2 * i, "K": 2 + i}, {}) for i in range(3)]
    found = slip(lambda due, case: due / case.dimensions["N"], Subject("grad", ("N",)), drawn=drawn)
    assert "is 1/N of what is due" in found.finding.what and "2K" not in found.finding.what


def test_a_single_entry_was_moved_nowhere(slip):
    found = slip(lambda due, case: due + 0.3, Subject("grad", ("N",)), drawn=[Case("draw 1", {"N": 1}, {})])
    assert found.pattern == "unknown"


def test_a_draw_that_agrees_must_agree_with_the_pattern_too(slip):
    drawn = [Case(f"draw {n}", {"N": n, "D": 3}, {}) for n in (1, 4, 6)]
    subject = Subject("grad", ("N", "D"))
    mean = slip(lambda due, case: due / case.dimensions["N"], subject, drawn=drawn)
    assert mean.finding.what.startswith("`grad` is 1/N of what is due")
    assert mean.finding.where.endswith("; 2 of 3 draws disagree")
    sometimes = slip(lambda due, case: due if case.dimensions["N"] == 4 else -due, subject, drawn=drawn)
    assert sometimes.pattern == "unknown"


def test_another_factor_on_each_draw_is_told_as_such(slip):
    found = slip(lambda due, case: due / np.linalg.norm(due))
    assert found.pattern == "factor"
    assert "is a multiple of what is due, with another factor on each draw (" in found.finding.what
    assert "(" not in found.finding.category
    assert found.finding.advice == "Directions are right: look for a division or a norm that differs."


def test_a_single_number_has_no_factor_of_its_own(slip):
    assert slip(lambda due, case: due * 0.37, LOSS, count=1).pattern == "unknown"


def test_an_offset_is_told(slip):
    found = slip(lambda due, case: due - 0.25)
    assert found.finding.what == f"{GRADIENT} is smaller than what is due by the same amount everywhere (0.25)."
    assert found.finding.category == f"{GRADIENT} is smaller than what is due by the same amount everywhere."
    assert found.finding.advice == "Look for a constant that is added or left out."


def test_zeros_are_told(slip):
    found = slip(lambda due, case: 0 * due)
    assert (found.pattern, found.finding.what) == ("zero", f"{GRADIENT} is zero.")
    assert found.finding.advice == "Check that every contribution is added to the value that is returned."


ORDERS = [
    ("shifted", lambda due: np.roll(due, 1, 0), "is what is due, moved on by one row."),
    ("shifted", lambda due: np.roll(due, -1, 1), "is what is due, moved back by one column."),
    (
        "shifted",
        lambda due: np.vstack([np.zeros_like(due[:1]), due[:-1]]),
        "is what is due, moved on by one row, but for the end.",
    ),
    ("reversed", lambda due: due[::-1], "is what is due with its rows in reverse."),
    ("reordered", lambda due: due[[1, 0, 3, *range(4, len(due)), 2]], "is what is due with its rows in another order."),
]


@pytest.mark.parametrize(("pattern", "change", "text"), ORDERS)
def test_right_numbers_in_wrong_places_are_told(slip, pattern, change, text):
    found = slip(lambda due, case: change(due))
    assert (found.pattern, found.finding.what) == (pattern, f"{GRADIENT} {text}")
    assert found.finding.advice.startswith("Recheck ")


def test_one_row_written_to_another_place_is_told(slip):
    def observation(case):
        due, yours = np.zeros((2, *(case.dimensions[a] for a in "VD")))
        due[2] = yours[4] = np.arange(1.0, 1 + due.shape[1])
        return Observation(case, yours, due)

    cases = [Case(f"draw {n}", {"V": n, "D": 4}, {}) for n in (6, 7)]
    found = explain(Subject("gradIn", ("V", "D")), [observation(case) for case in cases], Purpose.GRADIENT)
    assert found.finding.what == "`gradIn` is what is due, but in another row."
    assert found.finding.advice == "Recheck which row each part is written to."


def test_rounding_is_told_from_a_slip(slip):
    noise = np.random.default_rng(3).normal(size=(40, 40))
    found = slip(lambda due, case: due * (1 + 2e-5 * noise[: due.shape[0], : due.shape[1]]), purpose=Purpose.VALUE)
    assert found.pattern == "precision"
    assert found.finding.what == f"{GRADIENT} is right to 4 digits and differs after them."
    assert found.finding.category == f"{GRADIENT} is right to some digits and differs after them."
    assert found.finding.advice.startswith("Gaps of this size come from a rounded constant")


HALF = "Half precision (float16) keeps three digits: compute in float64 and return that."


def test_half_precision_is_told_wherever_it_fails(slip):
    for change in (lambda due: due * 1.005, lambda due: due):
        found = slip(lambda due, case, change=change: change(due).astype(np.float16), purpose=Purpose.VALUE)
        assert found.pattern == "unknown" and found.finding.advice == HALF
    found = slip(lambda due, case: (0 * due).astype(np.float16))
    assert found.finding.advice == f"Check that every contribution is added to the value that is returned. {HALF}"
    assert "Half" not in slip(lambda due, case: (due * 1.005).astype(np.float32)).finding.advice


def test_a_near_miss_of_one_in_a_thousand_is_never_called_rounding(slip):
    noise = np.random.default_rng(3).normal(size=(40, 40))
    found = slip(lambda due, case: due * (1 + 1e-3 * noise[: due.shape[0], : due.shape[1]]))
    assert found.pattern == "unknown"


def test_another_returned_value_is_recognised_whatever_its_shape(slip):
    def also(due, case):
        return {"siblings": {"the loss": 1.5, "d centerWordVec": np.arange(1.0, 1 + case.dimensions["D"])}}

    found = slip(lambda due, case: np.arange(1.0, 1 + case.dimensions["D"]), also=also)
    assert found.pattern == "sibling"
    assert found.finding.what == f"{GRADIENT} is what is due as the gradient of `centerWordVec`."
    assert found.finding.advice.startswith("Recheck the order of the returned values")


def test_zeros_are_nobodys_value(slip):
    found = slip(lambda due, case: 0 * due, also=lambda due, case: {"siblings": {"d centerWordVec": 0 * due}})
    assert found.pattern == "zero"


def test_when_we_cannot_tell_we_say_so(slip):
    rng = np.random.default_rng(5)
    found = slip(lambda due, case: rng.normal(size=due.shape))
    assert found.pattern == "unknown"
    assert found.finding.what == f"{GRADIENT} disagrees with the value due. We can't tell which slip this is."
    assert found.finding.advice.startswith("Follow the smallest case by hand")


def test_when_we_cannot_tell_a_small_example_is_shown():
    points = [np.array([0.5, -1.2]), np.array([0.25, 2.0, 1.0])]
    cases = [Case(f"draw {i}", {"N": len(x)}, {"x": x}) for i, x in enumerate(points)]
    seen = [Observation(cases[0], 0.31, 0.27), Observation(cases[1], 0.5, 0.9)]
    where = explain(Subject("step", ()), seen, Purpose.VALUE).finding.where
    assert where == (
        "draw 1: yours 0.5, expected 0.9 (allowed gap 1.809e-07). At x = [0.5, -1.2] yours is 0.31, expected 0.27."
    )


def test_the_example_comes_after_the_share_of_draws_that_disagree():
    cases = [Case(f"draw {i}", {"N": 2}, {"x": np.array([0.5, -1.2 + i]), "saved": False}) for i in (1, 2)]
    seen = [Observation(cases[0], 0.31, 0.27), Observation(cases[1], 0.5, 0.5)]
    where = explain(Subject("step", ()), seen, Purpose.VALUE).finding.where
    assert where.endswith(
        "; 1 of 2 draws disagree. At x = [0.5, -0.2], saved = False yours is 0.31, expected 0.27."
    )


def test_on_a_single_draw_a_position_may_be_chance_and_is_not_told():
    due = np.ones((2, 3))
    yours = due.copy()
    yours[:, :2] = [[2.0, 5.0], [0.7, -3.1]]
    found = explain(Subject("pred"), [Observation(Case("draw 1", {}, {}), yours, due)], Purpose.VALUE)
    assert found.pattern == "unknown"


def test_the_worst_three_entries_are_shown_worst_first():
    due = np.ones((2, 5))
    yours = due.copy()
    yours[0, 1], yours[0, 3], yours[1, 0], yours[1, 4] = 2.0, 5.0, 1.5, 3.25
    found = explain(Subject("pred", ("N", "D")), [Observation(Case("draw 1", {}, {}), yours, due)], Purpose.GRADIENT)
    table, shades = found.evidence
    assert isinstance(table, WorstEntries) and isinstance(shades, DifferenceMap)
    assert [(e.index, e.yours, e.expected) for e in table.entries] == [
        ((0, 3), "5", "1"),
        ((1, 4), "3.25", "1"),
        ((0, 1), "2", "1"),
    ]
    assert {e.allowed for e in table.entries} == {"1.1e-05"} and table.axes == ("N", "D")
    assert found.finding.where == (
        "draw 1: 4 of 10 entries differ; worst at (0, 3): yours 5, expected 1 (allowed gap 1.1e-05)"
    )
    assert shades.shades[0] == (0.0, 0.25, 0.0, 1.0, 0.0)


def test_numbers_that_differ_in_the_fifth_digit_are_not_printed_alike():
    found = explain(LOSS, [Observation(Case("draw 1", {}, {}), 2.00002, 2.0)], Purpose.VALUE)
    assert "yours 2.00002, expected 2 " in found.finding.where


def test_a_large_map_is_pooled():
    due = np.ones((50, 30))
    yours = due.copy()
    yours[49, 29] = 2.0
    found = explain(Subject("pred"), [Observation(Case("draw 1", {}, {}), yours, due)], Purpose.VALUE)
    shades = found.evidence[1].shades
    assert len(shades) == 24 and {len(line) for line in shades} == {24} and shades[-1][-1] == 1.0
    assert sum(shade > 0 for line in shades for shade in line) == 1


def test_a_small_gap_beside_a_large_one_is_still_seen_on_the_map():
    yours = np.ones((2, 5))
    yours[0, 0], yours[1, 4] = 1.001, 1000.0
    found = explain(Subject("pred"), [Observation(Case("draw 1", {}, {}), yours, np.ones((2, 5)))], Purpose.VALUE)
    assert found.evidence[1].shades[0] == (0.05, 0.0, 0.0, 0.0, 0.0)


def test_there_is_nothing_to_explain_where_all_agrees(slip):
    with pytest.raises(ValueError, match="nothing to explain"):
        slip(lambda due, case: due)


def test_the_same_observations_give_the_same_explanation(slip):
    def wild(due, case):
        return due + np.random.default_rng(case.dimensions["V"]).normal(size=due.shape)

    assert slip(wild) == slip(wild)


def test_a_factor_close_to_one_is_told_from_one():
    due = [np.linspace(1, 2, n) for n in (4, 6, 9)]
    seen = [Observation(Case(f"draw {n}", {}, {}), value * 1.00004, value) for n, value in enumerate(due)]
    assert "1.00004 times what is due" in explain(Subject("the loss"), seen, Purpose.GRADIENT).finding.what
