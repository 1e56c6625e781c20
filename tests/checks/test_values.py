"""Values: what a function returns is what the reference returns, whatever harmless liberty it takes."""

import re
from dataclasses import replace

import numpy as np
import pytest

from grader.outcome import Verdict
from reference.foundations.sigmoid import sigmoid
from reference.foundations.softmax import softmax
from tests.checks.bench import FOUNDATIONS, attempt, behind_the_wall, check, judged, of_spec, own, said

SOFTMAX = of_spec("word2vec-foundations", "softmax", "values of matrices and vectors")
SIGMOID = of_spec("word2vec-foundations", "sigmoid", "sigmoid")
PAIR = """
    kind: values
    function: own.pair
    arguments:
      x: {normal: [D]}
    returns: [sum, double]
    reference: pair
"""
OWN = own("""
    import numpy as np
    def pair(x): return float(x.sum()), 2 * x
    def plain(x): return x.sum()
    def with_flag(x, flag): return 2 * x
""")


def in_place(x):
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, x)
    x /= x.sum(axis=-1, keepdims=True)
    return x


@pytest.mark.parametrize(
    ("liberty", "note"),
    [
        (softmax, ""),
        (lambda x: softmax(x.astype(np.float32)), "The value of `softmax` was computed in float32; it is compared"),
        (lambda x: softmax(x).tolist(), "The value of `softmax` is a list; an array is asked. No mark is lost."),
        (lambda x: softmax(x)[None], "The value of `softmax` is (1, n1, n2); (n1, n2) is asked. No mark is lost."),
        (lambda x: (softmax(x),), "The value comes in a tuple of one; the value alone is asked."),
        (in_place, "`x` is changed in place; the caller's array is no longer what it was."),
    ],
)
def test_accepts_what_is_right_and_notes_a_harmless_liberty(liberty, note):
    outcome = judged(SOFTMAX, liberty)
    assert (outcome.verdict, outcome.fraction, outcome.finding) == (Verdict.PASSED, 1.0, None)
    assert note in said(outcome) and bool(note) == bool(outcome.notes)


def test_a_number_may_come_as_an_array_of_one():
    sums = check("kind: values\nfunction: own.plain\narguments: {x: {normal: [D]}}\nreference: plain\n")
    assert judged(sums, lambda x: np.array([x.sum()]), OWN).verdict is Verdict.PASSED
    assert judged(sums, lambda x: np.array(x.sum()), OWN).verdict is Verdict.PASSED
    assert judged(sums, lambda x: np.full(2, x.sum()), OWN).verdict is Verdict.FAILED


@pytest.mark.parametrize("factor", [1.001, 0.999, 1 + 1e-6])
def test_rejects_a_value_that_is_off_by_one_part_in_a_thousand_or_a_million(factor):
    outcome = judged(SOFTMAX, lambda x: softmax(x) * factor)
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)


def test_rejects_a_value_that_is_off_on_a_single_row_matrix_only():
    outcome = judged(SOFTMAX, lambda x: softmax(x) * (1.001 if np.shape(x)[0] == 1 else 1))
    assert outcome.verdict is Verdict.FAILED
    assert "(N = 1," in outcome.finding.where


def test_rejects_and_names_e_rounded_to_four_digits():
    outcome = judged(SIGMOID, lambda x: 1 / (1 + 2.7183**-x))
    assert outcome.verdict is Verdict.FAILED
    assert outcome.finding.what == (
        "Your sigmoid uses 2.7183 in place of e, which is 2.718281828…: the error grows with |x|."
    )
    assert outcome.finding.advice == "Use `np.exp(-x)`, which is exact to the last digit."
    assert [diagnosis.mistake for diagnosis in outcome.diagnoses] == ["e rounded to 2.7183"]


def test_rejects_what_is_right_for_square_matrices_only():
    def without_keepdims(x):
        if x.ndim == 1 or x.shape[0] == x.shape[1]:
            return softmax(x)
        return np.exp(x) / np.exp(x).sum()

    assert judged(SOFTMAX, without_keepdims).verdict is Verdict.FAILED


def test_explains_in_three_parts_and_keeps_the_inputs_out_of_the_category():
    finding = judged(SIGMOID, lambda x: -sigmoid(x)).finding
    assert finding.what == "The value of `sigmoid` is the negative of what is due."
    assert re.fullmatch(r"draw \d+ \(.*\): .*differ.*; worst at \(.*\): yours -.*, expected .* \(allowed gap .*\)",
                        finding.where)  # fmt: skip
    assert finding.advice == "The sizes match and the sign does not: recheck the minus signs."
    assert not re.search(r"\d", finding.category)


def test_each_returned_value_earns_its_own_points():
    both = check(PAIR, points={"sum": 0.5, "double": 1.5})
    outcome = judged(both, lambda x: (x.sum(), 3 * x), OWN)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.25)
    assert [(part.name, part.earned, part.points) for part in outcome.parts] == [("sum", 0.5, 0.5), ("double", 0, 1.5)]
    assert outcome.finding.what.startswith("`sum` is right. `double` is 1.5 times what is due")
    assert outcome.finding.category.startswith("`sum` is right.")


def test_without_points_by_value_it_is_all_or_nothing():
    outcome = judged(check(PAIR), lambda x: (x.sum(), 3 * x), OWN)
    assert (outcome.verdict, outcome.fraction, outcome.parts) == (Verdict.FAILED, 0.0, ())


def test_a_returned_value_that_earns_no_points_still_has_to_be_right_for_a_pass():
    outcome = judged(check(PAIR, points={"sum": 1}), lambda x: (x.sum(), 3 * x), OWN)
    assert outcome.verdict is Verdict.PARTIAL


@pytest.mark.parametrize(
    ("returned", "what", "advice"),
    [
        (None, "`pair` returns nothing; it is asked to return 2 values.", "End it with `return`: sum, double."),
        (1.5, "`pair` returns 1 value (float); 2 are asked.", "Return, in this order: sum, double."),
        ((1, 2, 3), "`pair` returns 3 values; 2 are asked.", "Return, in this order: sum, double."),
        ([1.0], "`pair` returns 1 value; 2 are asked.", "Return, in this order: sum, double."),
    ],
)
def test_a_wrong_number_of_values_is_counted(returned, what, advice):
    finding = judged(check(PAIR), lambda x: returned, OWN).finding
    assert (finding.what, finding.advice) == (what, advice)
    if returned is not None:
        assert finding.category == "`pair` does not return the 2 values that are asked."


def test_two_values_may_come_in_a_list():
    assert judged(check(PAIR), lambda x: [x.sum(), 2 * x], OWN).verdict is Verdict.PASSED


def test_a_function_that_returns_nothing_is_told_so():
    finding = judged(SOFTMAX, lambda x: None).finding
    assert (finding.what, finding.advice) == (
        "The value of `softmax` is None: the function returned nothing.",
        "Is the `return` missing?",
    )


@pytest.mark.parametrize("function", [lambda x, flag: 2 * x, lambda x: 2 * x, lambda x, colour: 2 * x])
def test_an_optional_argument_is_left_out_for_a_function_without_it(function):
    flagged = check("""
        kind: values
        function: own.with_flag
        arguments: {x: {normal: [D]}, flag: {constant: true}}
        optional: [flag]
        reference: with_flag
    """)
    assert judged(flagged, function, OWN).verdict is Verdict.PASSED


def test_an_argument_that_is_not_optional_is_always_given():
    flagged = check("""
        kind: values
        function: own.with_flag
        arguments: {x: {normal: [D]}, flag: {constant: true}}
        reference: with_flag
    """)
    assert judged(flagged, lambda x: 2 * x, OWN).verdict is Verdict.CRASHED


# ---- behind the wall
def test_a_right_module_passes_behind_the_wall_too():
    outcome = behind_the_wall(
        SOFTMAX,
        """
        import numpy as np
        def softmax(x):
            x -= np.max(x, axis=-1, keepdims=True)
            np.exp(x, x)
            x /= np.sum(x, axis=-1, keepdims=True)
            return x
    """,
    )
    assert outcome.verdict is Verdict.PASSED
    assert outcome.notes == ("`x` is changed in place; the caller's array is no longer what it was.",)


def test_an_exception_is_told_with_its_line_and_its_draw():
    outcome = behind_the_wall(SOFTMAX, "def softmax(x):\n    return x[5]\n")
    assert outcome.verdict is Verdict.CRASHED
    assert outcome.finding.what.startswith(
        "`softmax` raised IndexError: index 5 is out of bounds for axis 0 with size "
    )
    assert re.fullmatch(r"q1_softmax.py, line 2, in `softmax`: `return x\[5\]`, on draw \d+ \(N = .*, D = .*\)",
                        outcome.finding.where)  # fmt: skip
    assert not re.search(r"\d", outcome.finding.category)


def test_a_hang_is_not_placed_on_a_draw_that_nobody_knows():
    outcome = behind_the_wall(SOFTMAX, "def softmax(x):\n    while True: pass\n", call=0.2)
    assert (outcome.verdict, outcome.finding.where) == (Verdict.TIMED_OUT, "")


def test_without_a_reader_the_marks_are_the_same_and_nothing_is_explained():
    wrong = FOUNDATIONS.pretender({SOFTMAX.function[0]: lambda x: softmax(x) / 2})
    outcome = SOFTMAX.run(replace(attempt(wrong), explained=False))
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert outcome.finding is None and not outcome.diagnoses
    assert judged(SOFTMAX, lambda x: softmax(x) / 2).finding


FALLBACK = """
    kind: values
    function: own.plain
    arguments: {x: {constant: 2}}
    fallback: {x: {array: [1, 2, 4]}}
    reference: doubled
"""
DOUBLED = own("def doubled(x): return 2 * x")


@pytest.mark.parametrize(
    ("function", "verdict", "given"),
    [
        (lambda x: x + x, Verdict.PASSED, ["int"]),
        (lambda x: x[:] + x[:], Verdict.PASSED, ["int", "ndarray"]),  # takes no number
        (lambda x: np.array([x + x]).reshape(-1), Verdict.PASSED, ["int"]),
        (lambda x: 2 * x if np.ndim(x) else 0, Verdict.PASSED, ["int", "ndarray"]),  # wrong for a number
        (lambda x: 3 * x, Verdict.FAILED, ["int", "ndarray"]),
        (lambda x: x[:] + 1, Verdict.FAILED, ["int", "ndarray"]),
    ],
)
def test_the_fallback_decides_where_the_first_arguments_are_not_answered_rightly(function, verdict, given):
    seen = []

    def watched(x):
        seen.append(type(x).__name__)
        return function(x)

    assert judged(check(FALLBACK), watched, DOUBLED).verdict is verdict
    assert seen == given


def test_what_the_fallback_says_is_about_its_own_arguments():
    assert "yours 12, expected 8" in said(judged(check(FALLBACK), lambda x: 3 * x, DOUBLED))
    crashed = judged(check(FALLBACK), lambda x: x.nothing, DOUBLED)
    assert crashed.verdict is Verdict.CRASHED and "ndarray" in said(crashed)


def test_a_fallback_names_arguments_that_are_there():
    spoiled = check(FALLBACK.replace("fallback: {x:", "fallback: {y:"))
    [mistake] = spoiled.mistakes()
    assert mistake.key == ("fallback", "y") and mistake.advice == "there is only `x`"
    assert mistake.what == "`fallback` replaces `y`, which is none of the arguments"
