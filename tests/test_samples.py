"""The samples in submissions/ earn what tests/expected/ says they must: verdicts, points, mistakes by name, notes.

Trainings take seconds: of the samples of models all but one are graded without them, that one without the longest, and
held to what is left of their expected file. GRADE_EVERY_SAMPLE=1 grades all of each.

To write what a new sample earns (then read it, line by line, before it is committed):
    python tests/test_samples.py WHO/SLUG
"""

import os
import sys
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from grader.checks.union import Check
from grader.cli.line import Line
from grader.grading.desk import Desk
from grader.grading.report import Report
from grader.grading.seed import PUBLIC, Seed
from grader.spec.model import Question
from tests.slots import shared_slot

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(f"{path.parent.name}/{path.name}" for path in (ROOT / "submissions").glob("*/*"))


#: Seconds for a call of a sample. The specs give ten, which what never comes back would use up; what does come back
#: takes a hundredth.
CALL = 2.0


#: The one of models that is always trained, and of its trainings the one that takes as long as all else of it.
TRAINED = "yara/language-models"
LONGEST = "the model's perplexity after a training of ours"
TRAINING = ("training", "perplexity", "accuracy")

LeavesOut: TypeAlias = Callable[[Check], bool]


def nothing(_: Check) -> bool:
    """Leaves nothing out."""
    return False


def trains(check: Check) -> bool:
    """Leaves out what trains."""
    return check.kind in TRAINING and bool(check.texts)


def is_longest(check: Check) -> bool:
    """Leaves out the longest training."""
    return check.title == LONGEST


class Impatient(Line):
    """The straight line, with less time for a call; and without the checks that are left out."""

    left_out: LeavesOut
    whole = True

    def desk(self, slug: str) -> Desk:
        desk = super().desk(slug)
        assert desk.assignment.limits.call > CALL
        limits = desk.assignment.limits.model_copy(update={"call": CALL})
        questions = without(desk.assignment.questions, self.left_out)
        self.whole = questions == list(desk.assignment.questions)
        update = {"limits": limits, "questions": questions}
        return replace(desk, assignment=desk.assignment.model_copy(update=update))


def without(questions: Sequence[Question], left_out: LeavesOut) -> list[Question]:
    """The questions without some checks."""
    left = [(question, [check for check in question.checks if not left_out(check)]) for question in questions]
    return [question.model_copy(update={"checks": checks}) for question, checks in left if checks]


@cache
def line_without(left_out: LeavesOut) -> Impatient:
    """One for all samples, as for a class: each spec is read once, each synthetic text drawn once."""
    line = Impatient(Seed(PUBLIC, secret=False))
    line.left_out = left_out
    return line


def graded(sample: str, left_out: LeavesOut = nothing) -> tuple[Report, bool]:
    """The report, and whether it is of all checks."""
    line = line_without(left_out)
    [(_, report)] = line.reports(line.found([ROOT / "submissions" / sample], None), shared_slot())
    return report, line.whole


def earned(report: Report) -> dict[str, object]:
    """What the expected files hold: everything but what waits for a person."""
    marks = [
        (f"{question.id}/{mark.title}", mark)
        for question in report.questions
        for mark in question.marks
        if mark.outcome.verdict.value != "needs_person"
    ]
    return {
        "score": report.score,
        "max_score": report.max_score,
        "pending": report.pending,
        "notes": list(report.notes),
        "verdicts": {name: mark.outcome.verdict.value for name, mark in marks},
        "points": {name: mark.score for name, mark in marks if mark.score not in (0, mark.points)},
        "mistakes": {
            name: [diagnosis.mistake for diagnosis in mark.outcome.diagnoses]
            for name, mark in marks
            if mark.outcome.diagnoses
        },
    }


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_earns_what_it_must(sample: str) -> None:
    expected = tomllib.loads((ROOT / "tests/expected" / f"{sample}.toml").read_text("utf-8"))
    left_out = nothing if os.environ.get("GRADE_EVERY_SAMPLE") else is_longest if sample == TRAINED else trains
    report, whole = graded(sample, left_out)
    asked = {f"{question.id}/{mark.title}" for question in report.questions for mark in question.marks}
    assert held_to(asked, earned(report), whole) == held_to(asked, expected, whole)
    assert report.excluded == 0, "a check is broken on our side"


def held_to(asked: Collection[str], what: Mapping[str, Any], whole: bool) -> dict[str, Any]:
    """What is compared: everything, or what is said of the checks that were run."""
    if whole:
        return dict(what)
    return {
        key: {name: one for name, one in value.items() if name in asked}
        for key, value in what.items()
        if isinstance(value, dict)
    } | {"notes": what["notes"]}


def test_every_expected_file_belongs_to_a_sample() -> None:
    folder = ROOT / "tests/expected"
    expected = {str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*")}
    assert expected == set(SAMPLES)


def written(sample: str) -> str:
    """The expected file's text."""
    lines: list[str] = []
    for key, value in earned(graded(sample)[0]).items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *(f"{quoted(name)} = {quoted(what)}" for name, what in value.items())]
        else:
            lines.append(f"{key} = {quoted(value)}")
    return "\n".join(lines) + "\n"


def quoted(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)


if __name__ == "__main__":
    for name in sys.argv[1:] or SAMPLES:
        target = ROOT / "tests/expected" / f"{name}.toml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written(name), "utf-8")
