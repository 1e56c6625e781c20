"""A known mistake is named only where it gives the student's values on every draw."""

import numpy as np

from grader.explain.mistakes import RAISED, WrongVersion, matching, merge
from grader.explain.observation import Explanation
from grader.outcome import Diagnosis, Finding
from grader.tolerance import Purpose

DUE = [(2.0, np.array([1.0, 2.0])), (3.0, np.array([4.0, 5.0]))]
NEGATIVE = [(2.0, np.array([-1.0, -2.0])), (3.0, np.array([-4.0, -5.0]))]


def version(name, values):
    return WrongVersion(name, f"This is {name}.", f"Mend {name}.", values)


def names(replies, *wrong, expected=DUE):
    return [diagnosis.mistake for diagnosis in matching(replies, wrong, expected, Purpose.GRADIENT)]


def test_a_mistake_that_gives_the_students_values_is_named():
    (found,) = matching(NEGATIVE, [version("a lost sign", NEGATIVE)], DUE, Purpose.GRADIENT)
    assert found == Diagnosis("a lost sign", "This is a lost sign.", "below 1e-09", "Mend a lost sign.")


def test_a_plain_tuple_is_a_wrong_version_too():
    assert names(NEGATIVE, ("sign", "…", "…", NEGATIVE)) == ["sign"]


def test_harmless_shapes_do_not_hide_a_mistake():
    dressed = [(np.array([loss]), gradient[None]) for loss, gradient in NEGATIVE]
    assert names(dressed, version("sign", NEGATIVE)) == ["sign"]


def test_a_mistake_that_fits_all_draws_but_one_is_not_named():
    assert names([NEGATIVE[0], DUE[1]], version("sign", NEGATIVE)) == []


def test_a_mistake_that_misses_by_one_in_a_thousand_is_not_named():
    assert names([(loss, gradient * 1.001) for loss, gradient in NEGATIVE], version("sign", NEGATIVE)) == []


def test_a_mistake_that_shows_on_no_draw_is_not_named():
    assert names(DUE, version("harmless here", DUE)) == []


def test_a_mistake_that_raises_matches_only_a_student_who_raised():
    wrong = version("bad index", [NEGATIVE[0], RAISED])
    assert names([NEGATIVE[0], RAISED], wrong) == ["bad index"]
    assert names(NEGATIVE, wrong) == []
    assert names([NEGATIVE[0], RAISED], version("sign", NEGATIVE)) == []


def test_another_number_of_returned_values_is_no_match():
    assert names([(2.0,), (3.0,)], version("sign", NEGATIVE)) == []


def test_the_best_two_are_kept_best_first():
    def off(by):
        return [(loss, gradient * (1 + by)) for loss, gradient in NEGATIVE]

    wrong = [version("c", off(3e-6)), version("b", off(2e-6)), version("a", off(1e-6))]
    assert names(NEGATIVE, *wrong) == ["a", "b"]
    assert names(NEGATIVE, version("first", off(1e-15)), version("second", NEGATIVE)) == ["first", "second"]


def explanation(pattern):
    return Explanation(Finding("The loss is half.", "draw 1", "Look.", "The loss is half."), (), pattern)


def test_the_mistake_leads_and_the_pattern_follows():
    merged = merge(explanation("factor"), [Diagnosis("m", "Each repeat is counted once.", "0", "Use `np.add.at`.")])
    assert merged.finding.what == "Each repeat is counted once. The loss is half."
    assert merged.finding.category == "Each repeat is counted once. The loss is half."
    assert (merged.finding.where, merged.finding.advice) == ("draw 1", "Use `np.add.at`.")
    assert merged.pattern == "factor"


def test_not_knowing_is_dropped_where_the_mistake_is_known():
    both = [Diagnosis("m", "The sum is over all words", "0"), Diagnosis("n", "So.", "0")]
    merged = merge(explanation("unknown"), both)
    assert merged.finding.what == "The sum is over all words. Or: So."
    assert merged.finding.advice == "Look."


def test_without_a_diagnosis_nothing_changes():
    assert merge(explanation("factor"), []) == explanation("factor")
