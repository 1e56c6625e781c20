"""Prints: what a function says where it should say "passed", and where it should say "failed"."""

import random
import re

import numpy as np
import pytest

from grader.outcome import Printed, Verdict
from reference.foundations import gradcheck_naive
from tests.checks.bench import FOUNDATIONS, behind_the_wall, check, judged, of_spec, own

PLAIN = of_spec("word2vec-foundations", "gradcheck", "functions without chance")
NOISY = of_spec("word2vec-foundations", "gradcheck", "functions that draw random numbers")
VERDICT = check("""
    kind: prints
    function: own.judge
    arguments: {x: {constant: 1}}
    draws: 1
    situations:
      - {title: a positive number, says: passed}
      - {title: a negative number, arguments: {x: {constant: -1}}, says: failed}
    reference: judge
""")
OWN = own("def judge(x): print('passed' if x > 0 else 'failed')\n")


def gradcheck(limit=1e-5, h=1e-4, reset=True, restore=True, only_first=False):
    """The sheet's function as students write it, with one thing left out."""

    def gradcheck_naive(f, x, text=""):
        state = random.getstate()
        _, gradient = f(x)
        for index in np.ndindex(x.shape):
            old = float(x[index])
            values = []
            for step in (h, -h):
                if reset:
                    random.setstate(state)
                x[index] = old + step
                values.append(f(x)[0])
            if restore:
                x[index] = old
            numeric = (values[0] - values[1]) / (2 * h)
            if abs(numeric - gradient[index]) / max(1, abs(numeric), abs(gradient[index])) > limit:
                print("Gradient check failed.")
                return
            if only_first:
                break
        print("Gradient check passed!")

    return gradcheck_naive


@pytest.mark.parametrize("right", [gradcheck_naive, gradcheck(), gradcheck(h=1e-5)])
def test_accepts_a_right_gradient_check(right):
    assert judged(PLAIN, right).verdict is Verdict.PASSED
    assert judged(NOISY, right).verdict is Verdict.PASSED


def test_rejects_and_names_a_check_of_the_first_entry_only():
    outcome = judged(PLAIN, gradcheck(only_first=True))
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert "says “passed” where “failed” is right: a gradient with one wrong entry" in outcome.finding.what


def test_rejects_a_limit_that_is_a_hundred_times_too_wide():
    assert judged(PLAIN, gradcheck(limit=1e-3)).verdict is Verdict.FAILED


def test_rejects_and_explains_a_random_state_that_is_not_reset():
    outcome = judged(NOISY, gradcheck(reset=False))
    assert outcome.verdict is Verdict.FAILED
    assert "says “failed” where “passed” is right: the right gradient of a random function" in outcome.finding.what
    assert outcome.finding.advice


def test_a_check_that_forgets_to_put_x_back_is_caught():
    assert judged(PLAIN, gradcheck(restore=False)).verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        ("passed", "failed"),
        ("Gradient check passed!", "Gradient check failed."),
        ("PASS", "FAIL"),
        ("passed with no errors", "The check did not pass."),
        ("0 entries wrong\npassed", "The check didn't pass."),
        ("all 3 correct", "this is incorrect"),
        ("not failed", "not all checks passed"),
        ("unfailingly passed", "surpassing 1e-5: failed"),
        ("no errors were found, passed", "x = 1\nGradient check failed at (0, 1)\nyour gradient: 3"),
    ],
)
def test_the_word_is_found_however_it_is_said(positive, negative):
    outcome = judged(VERDICT, lambda x: print(positive if x > 0 else negative), OWN)
    assert outcome.verdict is Verdict.PASSED, outcome.finding
    turned = judged(VERDICT, lambda x: print(negative if x > 0 else positive), OWN)
    assert turned.verdict is Verdict.FAILED and "says “failed” where “passed” is right" in turned.finding.what


def test_a_returned_truth_value_counts_with_a_note():
    outcome = judged(VERDICT, lambda x: x > 0, OWN)
    assert outcome.verdict is Verdict.PASSED
    assert "It returns True where the sheet asks it to print “passed”." in outcome.notes
    assert judged(VERDICT, lambda x: np.bool_(x > 0), OWN).verdict is Verdict.PASSED
    assert judged(VERDICT, lambda x: "passed" if x > 0 else "failed", OWN).verdict is Verdict.PASSED


def test_an_assertion_that_fails_is_one_way_to_say_failed():
    def judge(x):
        assert x > 0
        print("passed")

    assert judged(VERDICT, judge, OWN).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "says",
    [
        "raise Exception('Gradient check failed at (0,)')",
        "print('Gradient check failed.'); raise ValueError('see above')",
        "print('Gradient check failed.'); import sys; sys.exit(1)",
    ],
)
def test_an_exception_that_says_so_is_another_way_to_say_failed(says):
    always = behind_the_wall(VERDICT, f"def judge(x):\n    {says}\n")
    assert always.verdict is Verdict.CRASHED, "it says so of what is right, too"
    both = f"def judge(x):\n    if x > 0:\n        print('passed')\n        return\n    {says}\n"
    sometimes = behind_the_wall(VERDICT, both)
    assert sometimes.verdict is Verdict.PASSED, sometimes.finding


def test_an_exception_after_passed_was_printed_says_nothing_of_the_kind():
    source = "def judge(x):\n    print('passed')\n    if x < 0: raise ValueError('negative')\n"
    assert behind_the_wall(VERDICT, source).verdict is Verdict.CRASHED


def test_any_other_exception_is_told_with_its_draw():
    outcome = behind_the_wall(
        VERDICT, "def judge(x):\n    if x < 0: raise ValueError('negative')\n    print('passed')\n"
    )
    module = behind_the_wall(VERDICT, "def judge(x):\n    return [][x]\n")
    assert (outcome.verdict, module.verdict) == (Verdict.CRASHED, Verdict.CRASHED)
    assert "IndexError" in module.finding.what
    assert re.fullmatch(r"own.py, line 2, in `judge`: `return \[\]\[x\]`, on draw 1", module.finding.where)


def test_silence_is_told_in_three_parts():
    outcome = judged(VERDICT, lambda x: None, OWN)
    assert outcome.finding.what == (
        "`judge` prints neither “failed” nor “passed” where “passed” is right: a positive number."
    )
    assert outcome.finding.advice == "Print the result: the sheet names the words."
    assert outcome.evidence == ()


def test_what_was_printed_is_shown_and_the_advice_fits():
    outcome = judged(VERDICT, lambda x: print("passed"), OWN)
    assert outcome.finding.what == "`judge` says “passed” where “failed” is right: a negative number."
    assert outcome.finding.advice == (
        "Follow it by hand for the entry that is wrong there: is every entry of the gradient compared?"
    )
    assert outcome.evidence == (Printed("What it printed", "passed\n"),)
    outcome = judged(VERDICT, lambda x: print("failed"), OWN)
    assert outcome.finding.advice.startswith("Follow it by hand for one entry: f at x + h and at x - h with the same")


def test_a_known_mistake_is_named_where_it_alone_says_the_same_words():
    named = [
        (mistake.name, outcome)
        for mistake in FOUNDATIONS.mistakes("foundations.gradcheck_naive")
        for spec in (PLAIN, NOISY)
        if (outcome := judged(spec, mistake.wrong)).diagnoses
    ]
    assert named
    for name, outcome in named:
        assert [one.mistake for one in outcome.diagnoses] == [name]
        assert outcome.finding.what.startswith(outcome.diagnoses[0].sentence)
        assert outcome.finding.advice == outcome.diagnoses[0].advice


def test_the_wall_sees_what_is_printed():
    outcome = behind_the_wall(VERDICT, "def judge(x):\n    print('passed' if x > 0 else 'failed')\n", OWN)
    assert outcome.verdict is Verdict.PASSED


def test_pages_of_words_are_read():
    assert judged(VERDICT, lambda x: print("pass fail not " * 5_000), OWN).verdict is not Verdict.PASSED
