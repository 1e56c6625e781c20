"""Misclassified examples: found however they are laid out, run where the very model is there, and else for a person."""

from pathlib import Path
from typing import Any

import pytest

from grader.checks.claiming.given_examples import given_examples
from grader.checks.reference import Reference
from grader.data.corpora import Example, LabelledCorpus
from grader.data.resolve import Used
from grader.data.texts import Texts
from grader.grading.judge import judge
from grader.outcome import Answer, Examples, Outcome, Verdict
from grader.wall.given import GivenFiles
from tests.checks.bench import FOUNDATIONS, attempt, check, read_answer, said, written

IRONY = "The film is a masterpiece of boredom, and I loved to hate every single minute of it"
SURPRISE = "I expected nothing at all from this one and it was anything but a waste of my evening"
PRAISED = "A wonderful film with wonderful actors, which I would gladly see again tomorrow evening"
TWICE = "This review begins like another one, word for word, and only at its very end there is the "
WHY_IRONY = "words such as masterpiece and loved are positive, and a mean of vectors loses the irony"
WHY_SURPRISE = "most of its words are negative one by one, and their order is lost in the mean"
TWO = "kind: examples\ncount: 2\n"
PERSON = check(TWO)

LAID_OUT = {
    "numbered": f"Example 1:\n\nPrediction: 1, Label: 0\n\n{IRONY}\n\nExplanation: {WHY_IRONY}\n\n"
    f"Example 2:\n\nPrediction: 0, Label: 1\n\n{SURPRISE}\n\nExplanation: {WHY_SURPRISE}\n",
    "headings": f"### Review 1\nPredicted: 1\nTrue label: 0\n\n> {IRONY}\n\n**Explanation:** {WHY_IRONY}\n\n"
    f"### Review 2\nPredicted: 0\nTrue label: 1\n\n> {SURPRISE}\n\n**Explanation:** {WHY_SURPRISE}\n",
    "list": f'1. "{IRONY}" Predicted 1, true label 0. Reason: {WHY_IRONY}\n'
    f'2. "{SURPRISE}" Predicted 0, true label 1. Reason: {WHY_SURPRISE}\n',
    "stressed": f"1. *{IRONY}*: pred 1, label 0. Reason: {WHY_IRONY}\n"
    f"2. *{SURPRISE}*: pred 0, label 1. Reason: {WHY_SURPRISE}\n",
    "what misleads": f"| # | Review | Prediction | Label | What misleads the model |\n|---|---|---|---|---|\n"
    f"| 1 | {IRONY} | 1 | 0 | {WHY_IRONY} |\n| 2 | {SURPRISE} | 0 | 1 | {WHY_SURPRISE} |\n",
    "pipes": f"| Review | Prediction | Label | Explanation |\n|---|---|---|---|\n| {IRONY} | 1 | 0 | {WHY_IRONY} |\n"
    f"| {SURPRISE} | 0 | 1 | {WHY_SURPRISE} |\n",
    "tabular": r"\begin{tabular}{llll} Review & Prediction & Label & Explanation \\ \hline "
    rf"{IRONY} & 1 & 0 & {WHY_IRONY} \\ {SURPRISE} & 0 & 1 & {WHY_SURPRISE} \\ \end{{tabular}}",
    "enumerate": rf"\begin{{enumerate}}\item ``{IRONY}'' (label: 0, predicted: 1) Explanation: {WHY_IRONY}"
    "\n" + rf"\item ``{SURPRISE}'' (label: 1, predicted: 0) Explanation: {WHY_SURPRISE}" + "\n" + r"\end{enumerate}",
    "paragraphs": f"> {IRONY}\n\nLabel: 0, predicted: 1. Why: {WHY_IRONY}\n\n"
    f"> {SURPRISE}\n\nLabel: 1, predicted: 0. Why: {WHY_SURPRISE}\n",
}


@pytest.mark.parametrize("layout", LAID_OUT)
def test_finds_examples_in_every_usual_layout(layout):
    first, second = given_examples(LAID_OUT[layout])
    assert (first.text, first.explanation) == (IRONY, WHY_IRONY)
    assert (second.text, second.explanation) == (SURPRISE, WHY_SURPRISE)
    assert [(one.predicted, one.label) for one in (first, second)] == [("1", "0"), ("0", "1")]


def test_what_is_quoted_from_the_example_explains_nothing():
    (first, _) = given_examples(
        f"1. {IRONY}\n\nExplanation: “masterpiece of boredom and loved”\n\n2. {SURPRISE}\n\nWhy: no."
    )
    assert first.words == 0


def rows(outcome: Outcome) -> Any:
    return next(one for one in outcome.evidence if isinstance(one, Examples)).rows


def test_marks_of_stress_are_no_part_of_an_explanation():
    written = f'1. "{IRONY}": *good* and *great* weigh more.\n2. "{SURPRISE}" - *never* is negative.'
    first, second = given_examples(written)
    assert (first.explanation, second.explanation) == ("good and great weigh more.", "never is negative.")


def test_without_the_model_a_person_reads_them_laid_out():
    outcome = read_answer(PERSON, LAID_OUT["numbered"])
    assert (outcome.verdict, outcome.fraction) == (Verdict.NEEDS_PERSON, 0.0)
    assert outcome.finding.what == "2 examples were found; a person will read them."
    assert outcome.finding.where == "the model that they are about was not run here"
    assert rows(outcome)[0].verdict == "not_checked"
    assert rows(outcome)[0].note == "You say that it was predicted as 1."
    assert isinstance(outcome.evidence[1], Answer)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (f"2. {IRONY}!\n\nWhy: {WHY_SURPRISE}", "example 2 has the same text as example 1"),
        (f"2. {SURPRISE}\n\nWhy: no idea at all", "example 2 is explained in 4 words"),
        (f"2. {SURPRISE}", "example 2 has no explanation that was found"),
    ],
)  # fmt: skip
def test_what_is_less_than_asked_for_is_told_to_the_person(text, doubt):
    outcome = read_answer(PERSON, f"1. {IRONY}\n\nWhy: {WHY_IRONY}\n\n{text}")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert doubt in outcome.finding.where and any(doubt in flag for flag in outcome.flags)


def test_fewer_examples_than_asked_for_are_counted():
    outcome = read_answer(check("kind: examples\ncount: 5\n"), LAID_OUT["list"])
    assert "2 examples were told apart where 5 are asked for" in outcome.finding.where


def test_an_answer_in_which_nothing_can_be_told_apart_is_read():
    outcome = read_answer(PERSON, f"Our model fails on {IRONY}, since {WHY_IRONY}.")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what == "The examples of this answer could not be told apart; a person will read it."
    assert read_answer(PERSON, " ").verdict is Verdict.NEEDS_PERSON


CORPUS = LabelledCorpus(
    ("negative", "positive"),
    train=(),
    dev=(),
    test=tuple(
        Example(tuple(text.split()), label, text + ". And then it went on for a while.")
        for text, label in ((IRONY, 0), (SURPRISE, 1), (PRAISED, 1), (TWICE + "first", 0), (TWICE + "second", 1))
    ),
)


class OneText(Texts):
    def of(self, name: str) -> Used:
        return Used(name, CORPUS, real=False, said="")


def positive_words(text: str) -> int:
    return int(any(word in text for word in ("loved", "wonderful")))


MODEL = """
    kind: examples
    count: 2
    model:
      driver: dan.predictions
      uses: {classify: dan.classify}
      reference: {classify: reference.classify}
      data: reviews
      recomputed: true
"""


def run(text: str, tmp_path: Path, source: str = "[classify(one) for one in texts]", spec: str = MODEL) -> Outcome:
    """The check with a driver that returns what `source` says."""
    (tmp_path / "drivers").mkdir(exist_ok=True)
    (tmp_path / "drivers/dan.py").write_text(f"def predictions(texts, classify):\n    return {source}\n", "utf-8")
    reference = Reference(GivenFiles(tmp_path / "given"))
    student = reference.pretender({"dan.classify": positive_words})
    return judge(check(spec), attempt(student, reference, written(text), texts=OneText()))


def test_accepts_examples_that_the_handed_in_model_gets_wrong(tmp_path):
    outcome = run(LAID_OUT["numbered"], tmp_path)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), said(outcome)
    assert [(one.label, one.predicted, one.verdict) for one in rows(outcome)] == [
        ("negative", "positive", "holds"), ("positive", "negative", "holds")]  # fmt: skip


def test_rejects_an_example_that_the_model_gets_right_and_says_which(tmp_path):
    outcome = run(LAID_OUT["numbered"].replace(SURPRISE, PRAISED), tmp_path)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.5)
    assert outcome.finding.what == "Your model classifies 1 of these examples as they are labelled: 2."
    assert outcome.finding.advice == (
        "Choose texts for which the model that you hand in gives another label than the true one."
    )
    assert rows(outcome)[1].verdict == "does_not"


def test_a_model_that_was_trained_anew_decides_nothing(tmp_path):
    outcome = run(LAID_OUT["numbered"].replace(SURPRISE, PRAISED), tmp_path, spec=MODEL.replace("recomputed: true", ""))
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert rows(outcome)[1].verdict == "does_not"


@pytest.mark.parametrize("source", ["None", "[0]", "['no', 'yes']", "[7, 7]", "[True, False]", "1 / 0"])
def test_predictions_that_are_none_are_not_believed(tmp_path, source):
    outcome = run(LAID_OUT["numbered"], tmp_path, source)
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert "the model could not be run on them" in outcome.finding.where


def test_a_text_that_is_nowhere_in_the_data_is_not_checked(tmp_path):
    outcome = run(LAID_OUT["numbered"].replace(SURPRISE, "I wrote this review myself, and nobody knows it"), tmp_path)
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert "not all of them were found among the texts" in outcome.finding.where
    assert [one.verdict for one in rows(outcome)] == ["holds", "not_checked"]


def test_a_text_that_may_be_one_of_two_is_not_checked(tmp_path):
    outcome = run(LAID_OUT["numbered"].replace(SURPRISE, TWICE), tmp_path)
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert [one.verdict for one in rows(outcome)] == ["holds", "not_checked"]


def test_a_name_without_its_reference_is_a_mistake_of_the_spec():
    (found,) = check(MODEL.replace("{classify: reference.classify}", "{classfy: reference.classify}")).mistakes()
    assert found.what == "`reference` has no `classify`, which `uses` has"
    assert list(check(MODEL).mistakes()) == []


HOSTILE = ("Example 1: " * 5_000, "1. " * 20_000, "“" * 50_000, "> a\n" * 15_000, "|" * 60_000, "Explanation: " * 4_000,
           '"' * 60_000, "Label: " * 8_000, "1. a\n2. b\nWhy: \x1b[2J and so on")  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_read_and_shown_safely(text):
    outcome = judge(PERSON, attempt(FOUNDATIONS.pretender({}), answer=written(text)))
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert all(
        "\x1b" not in one.explanation for part in outcome.evidence if isinstance(part, Examples) for one in part.rows
    )
