"""Choices in written answers: decided only where one option is taken, without a "but"."""


import pytest

from grader.outcome import Verdict
from tests.checks.bench import FOUNDATIONS, attempt, check, read_answer

MORE = check("""
    kind: choice
    options:
      skip-gram: [skip-gram, skipgram, skip gram]
      CBOW: [cbow, continuous bag of words]
    right: skip-gram
    why: Skip-gram makes a pair of every word of the window.
""")
LOSS = check("""
    kind: choice
    options: {naive softmax: [naive softmax], softmax: [softmax]}
    right: naive softmax
""")


@pytest.mark.parametrize(
    "text",
    [
        "Skip-gram", "**skip-gram**", "It is skip\ngram.", "skip-gram gets more than CBOW", "Skipgram, not CBOW",
        "skip-gram rather than CBOW", "instead of CBOW, skip-gram",
        "Skip-gram: every neighbour makes a pair of its own.",
        "not the CBOW but skip-gram", "skip-gram, unlike CBOW, has a pair for each neighbour",
    ],
)  # fmt: skip
def test_accepts_the_right_option_however_it_is_said(text):
    outcome = read_answer(MORE, text)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), outcome.finding


@pytest.mark.parametrize("text", ["CBOW", "The continuous bag of  words.", "CBOW, not skip-gram"])
def test_rejects_another_option_and_says_why(text):
    outcome = read_answer(MORE, text)
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert outcome.finding.what == "The answer takes “CBOW”, which is not right."
    assert outcome.finding.where == "found in answers.md, line 7"
    assert outcome.finding.advice == "Skip-gram makes a pair of every word of the window."
    assert outcome.finding.category == "The answer takes an option that is not right."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Skip-gram. CBOW averages.", "names several of the options"),
        ("CBOW does not get more, skip-gram does", "names several of the options"),
        ("neither", "names none of the options"),
        ("skipgrams", "names none of the options"),
        ("It isn't skip-gram.", "names none of the options"),
        ("not CBOW", "names none of the options"),
        ("Don't pick skip-gram.", "names none of the options"),
        ("never CBOW", "names none of the options"),
        ("CBOW gets fewer", "could be meant in more than one way"),
        ("skip-gram gets fewer than CBOW", "could be meant in more than one way"),
        ("skip-gram is wrong", "could be meant in more than one way"),
        ("no, CBOW", "could be meant in more than one way"),
        ("skip-gram?", "could be meant in more than one way"),
        ("It is false that it is skip-gram", "could be meant in more than one way"),
    ],
)
def test_a_person_reads_what_leaves_a_doubt(text, why):
    outcome = read_answer(MORE, text)
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert why in outcome.finding.what and outcome.finding.what.endswith("; a person will read it.")
    assert outcome.finding.where == "found in answers.md, line 7"


DECIDED = MORE.model_copy(update={"decided_by": ["more samples", "twice as many", "gets more."]})


@pytest.mark.parametrize(
    "text",
    [
        "Skip-gram gets more samples. CBOW has one for each full window, so $5+6+9 = 20$.",
        "Skip-gram gets more. 7 tokens: 12. CBOW, one for each place with two neighbours: 20.",
        "Skip-gram: 10 + 12 + 18 = 40. CBOW, if we count both ends: 26. So skip-gram gets twice as many samples.",
        "(I count all ends)\nSkip-gram gets more samples\nthan CBOW. CBOW gives 26.",
        "Skip-gram makes a sample of each pair, CBOW one of each window; so skip-gram gets more samples.",
        "Skip-gram gets more, because it makes two pairs of every window and CBOW one sample.",
    ],
)
def test_of_an_explanation_that_names_both_the_sentence_that_compares_decides(text):
    assert read_answer(MORE, text).verdict is Verdict.NEEDS_PERSON
    assert read_answer(DECIDED, text).verdict is Verdict.PASSED
    exchanged = text.replace("CBOW", "?").replace("Skip-gram", "CBOW").replace("skip-gram", "CBOW")
    wrong = read_answer(DECIDED, exchanged.replace("?", "skip-gram"))
    assert wrong.verdict is Verdict.FAILED and "takes “CBOW”" in wrong.finding.what


def test_what_is_as_many_again_as_another_is_not_the_other_one():
    text = "Skip-gram (2 pairs per window) gets twice as many samples as CBOW (1 per window). I take full windows."
    assert read_answer(DECIDED, text).verdict is Verdict.PASSED
    wrong = text.replace("CBOW", "?").replace("Skip-gram", "CBOW").replace("?", "skip-gram")
    assert read_answer(DECIDED, wrong).verdict is Verdict.FAILED


def test_a_doubt_about_something_else_is_none_about_the_option():
    text = "Skip-gram gets more samples. Only full windows count, where both neighbours exist: nothing else has two."
    assert read_answer(MORE, text).verdict is Verdict.NEEDS_PERSON
    assert read_answer(DECIDED, text.replace(": nothing else has two", "")).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "text",
    [
        "Most say skip-gram gets more samples. The right answer is CBOW.",
        "Skip-gram gets more samples. CBOW is the one.",
        "Skip-gram gets more samples, because CBOW gets more pairs.",
        "Skip-gram gets more samples. It does not.",
        "Skip-gram does not get twice as many samples as CBOW.",
        "Skip-gram gets more samples. So CBOW.",
        "Skip-gram gets more samples. But CBOW has 20.",
        "Skip-gram gets more parameters. CBOW has 20.",
        "Skip-gram gets more samples? CBOW has 20.",
        "Skip-gram gets more samples, or CBOW. CBOW has 20.",
        "Skip-gram gets more samples. CBOW gets more samples.",
        "Skip-gram gets more samples. CBOW has 46, that is more.",
        "If CBOW has 20, skip-gram gets more samples.",
        "Skip-gram gets more samples. CBOW has 20. That is wrong.",
    ],
)
def test_an_explanation_that_may_take_it_back_waits(text):
    assert read_answer(DECIDED, text).verdict is Verdict.NEEDS_PERSON


def test_the_longer_of_two_spellings_is_the_one_that_is_meant():
    assert read_answer(LOSS, "the naive softmax").verdict is Verdict.PASSED
    assert read_answer(LOSS, "the softmax").verdict is Verdict.FAILED
    assert read_answer(LOSS, "the softmax, or naive softmax").verdict is Verdict.NEEDS_PERSON


def test_nothing_written_waits_for_a_person():
    assert read_answer(MORE, "").verdict is Verdict.NEEDS_PERSON
    assert MORE.run(attempt(FOUNDATIONS.pretender({}))).verdict is Verdict.NEEDS_PERSON


def test_a_very_long_answer_is_read():
    for text in ("not " * 50_000, "cbow " * 40_000, " " * 200_000 + "no", "not\n" * 50_000, "not " + "x" * 200_000):
        assert read_answer(MORE, text).verdict is not Verdict.PASSED
