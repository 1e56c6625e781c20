"""One mistake costs its marks once: a check that follows another waits where both are wrong."""

import pytest

from grader.checks.base import CheckBase
from grader.grading.consequences import spared
from grader.grading.report import Mark
from grader.outcome import Finding, Outcome, Verdict
from grader.spec.mistakes import SpecMistakes
from tests.grading.sheet import desk, graded, hand_in, marks, spec, values


def check(title: str, *follows: str) -> CheckBase:
    return CheckBase(kind="values", title=title, points=2, follows=list(follows))


def mark(title: str, verdict: Verdict, what: str = "") -> Mark:
    fraction = {Verdict.PASSED: 1.0, Verdict.PARTIAL: 0.5}.get(verdict, 0.0)
    return Mark(title, "values", 2.0, "public", Outcome(verdict, fraction, Finding(what or title)))


CHECKS = [check("loss"), check("scores", "loss")]


@pytest.mark.parametrize("cause", [Verdict.FAILED, Verdict.PARTIAL])
@pytest.mark.parametrize("wrong", [Verdict.FAILED, Verdict.PARTIAL])
def test_a_consequence_waits_and_its_cause_costs_what_it_did(cause: Verdict, wrong: Verdict) -> None:
    first, second = spared(CHECKS, [mark("loss", cause), mark("scores", wrong)])
    assert first.outcome.verdict is cause
    assert (second.outcome.verdict, second.lost, second.pending) == (Verdict.NEEDS_PERSON, 0.0, 2.0)
    assert second.outcome.finding is not None and "“loss” lost marks" in second.outcome.finding.what


@pytest.mark.parametrize(
    ("loss", "scores"),
    [
        (Verdict.PASSED, Verdict.FAILED),
        (Verdict.NEEDS_PERSON, Verdict.FAILED),
        (Verdict.FAILED, Verdict.PASSED),
        (Verdict.CRASHED, Verdict.FAILED),
        (Verdict.FAILED, Verdict.CRASHED),
    ],
)
def test_everything_else_stays(loss: Verdict, scores: Verdict) -> None:
    given = [mark("loss", loss), mark("scores", scores)]
    assert spared(CHECKS, given) == given


def test_what_is_missing_is_missing_for_both() -> None:
    given = [mark("loss", Verdict.FAILED, "no `train`"), mark("scores", Verdict.FAILED, "no `train`")]
    assert spared(CHECKS, given) == given


def test_only_one_check_ends_as_in_the_whole_sheet(tmp_path) -> None:
    questions = {"one": [values("double"), values("triple", 3, follows="[double]")]}
    specs = spec(tmp_path, questions)
    folder = hand_in(tmp_path, own="def double(x): return x\ndef triple(x): return 4 * x\n")
    whole, alone = desk(specs), desk(specs).narrowed("one/triple")
    assert {name: one.outcome.verdict for name, one in marks(graded(whole, folder)).items()} == {
        "one/double": Verdict.FAILED, "one/triple": Verdict.NEEDS_PERSON,
    }  # fmt: skip
    [(_, only)] = marks(graded(alone, folder)).items()
    assert only == marks(graded(whole, folder))["one/triple"]


def test_a_spec_that_follows_nothing_is_told(tmp_path) -> None:
    specs = spec(tmp_path, {"one": [values("double", follows="[duoble]"), values("triple")]})
    with pytest.raises(SpecMistakes, match="no check that stands before"):
        desk(specs)
