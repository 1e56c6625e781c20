"""The samples in submissions/ earn what tests/expected/ says they must: verdicts, points, mistakes by name, notes.

To write what a new sample earns (then read it, line by line, before it is committed):
    python tests/test_samples.py WHO/SLUG
"""

import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from grader.cli.line import Line
from grader.grading.desk import Desk
from grader.grading.report import Report
from grader.grading.seed import PUBLIC, Seed
from tests.slots import shared_slot

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(f"{path.parent.name}/{path.name}" for path in (ROOT / "submissions").glob("*/*"))


#: Seconds for a call of a sample. The specs give ten, which what never comes back would use up; what does come back
#: takes a hundredth.
CALL = 2.0


class Impatient(Line):
    """The straight line, with less time for a call."""

    def desk(self, slug: str) -> Desk:
        desk = super().desk(slug)
        assert desk.assignment.limits.call > CALL
        limits = desk.assignment.limits.model_copy(update={"call": CALL})
        return replace(desk, assignment=desk.assignment.model_copy(update={"limits": limits}))


def graded(sample: str) -> Report:
    line = Impatient(Seed(PUBLIC, secret=False))
    [(_, report)] = line.reports(line.found([ROOT / "submissions" / sample], None), shared_slot())
    return report


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
    report = graded(sample)
    assert earned(report) == expected
    assert report.excluded == 0, "a check is broken on our side"


def test_every_expected_file_belongs_to_a_sample() -> None:
    folder = ROOT / "tests/expected"
    expected = {str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*")}
    assert expected == set(SAMPLES)


def written(sample: str) -> str:
    """The expected file's text."""
    lines: list[str] = []
    for key, value in earned(graded(sample)).items():
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
