"""Every attack of tests/hostile/models: what stands beside a driver gains nothing by it and breaks nothing here."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.grade import grade
from grader.grading.report import Report
from grader.grading.seed import Seed
from grader.outcome import Verdict
from grader.report import machine, page, terminal
from grader.spec.find import find as find_spec
from grader.spec.load import load as load_spec
from grader.submission.find import AssignmentHint, find
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall.slot import Slot
from tests.fortress.attack import HOSTILE
from tests.test_hostile import VERDICTS

MODELS = HOSTILE / "models"
HONEST = (MODELS / "honest" / "lm.py").read_text("utf-8")
HINTS = {"models": AssignmentHint(frozenset({"lm"}), frozenset({"train", "classify", "windows"}))}
FULL_MARKS = 14
MOST_OF_A_PAGE = 100_000


@pytest.fixture(scope="module")
def desk() -> Desk:
    folder = find_spec("models", [HOSTILE / "specs"])
    assignment = load_spec(folder.path, functions_of(folder.reference))
    return Desk.of(assignment, folder, Seed("a seed of models", secret=True))


@pytest.fixture(scope="module")
def slot() -> Iterator[Slot]:
    with Slot() as opened:
        yield opened


@pytest.fixture(scope="module")
def spool(slot: Slot) -> Iterator[Spool]:
    with Spool(slot.spool) as opened:
        yield opened


def graded(attack: str, folder: Path, desk: Desk, slot: Slot, spool: Spool) -> Report:
    """The honest submission with some functions replaced: a later definition of a name is the one that counts."""
    (folder / "lm.py").write_text(f"{HONEST}\n\n{attack}", "utf-8")
    np.save(folder / "table.npy", np.arange(12.0).reshape(4, 3))
    [found] = find([folder], HINTS, "models")
    submission = load(found, desk.given.names, spool, desk.assignment.scripts == "run")
    report = grade(desk, submission, slot)
    spool.release(submission.folder)
    return report


def attacks() -> list[Path]:
    return [path.parent for path in sorted(MODELS.glob("*/expected.toml"))]


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_an_attack_beside_a_driver_gains_nothing(
    attack: Path, tmp_path: Path, desk: Desk, slot: Slot, spool: Spool
) -> None:
    expected: dict[str, Any] = tomllib.loads((attack / "expected.toml").read_text("utf-8"))
    asked = desk if expected.get("whole") else desk.narrowed(expected["check"])
    report = graded((attack / "lm.py").read_text("utf-8"), tmp_path, asked, slot, spool)
    marks = {question.id: mark for question in report.questions for mark in question.marks}
    told = {name: (mark.score, mark.outcome) for name, mark in marks.items()}
    outcome = marks[expected["check"]].outcome
    finding = outcome.finding
    assert (report.score, report.pending, report.excluded) == (expected["marks"], expected.get("pending", 0.0), 0), told
    assert outcome.verdict in VERDICTS[expected["outcome"]] and outcome.verdict is not Verdict.BROKEN, told
    said = f"{finding.what} | {finding.where} | {finding.advice}" if finding else ""
    assert re.search(expected.get("says", ""), said), said
    assert not expected.get("flagged") or report.flags or outcome.flags, told
    pages = [
        machine.dumps(machine.as_json(report, "student")), page.render(report, "student"),
        terminal.render(report, verbose=True, width=100, colour=False, audience="student"),
    ]  # fmt: skip
    assert not expected.get("never") or not any(re.search(expected["never"], one) for one in [said, *pages[:1]])
    assert all(len(one) < MOST_OF_A_PAGE and "\x1b" not in one and "canary-models" not in one for one in pages)


def test_who_is_honest_has_full_marks(tmp_path: Path, desk: Desk, slot: Slot, spool: Spool) -> None:
    report = graded("", tmp_path, desk, slot, spool)
    told = [(mark.title, mark.score, mark.outcome.finding) for one in report.questions for mark in one.marks]
    assert report.score == FULL_MARKS == report.max_score, told
