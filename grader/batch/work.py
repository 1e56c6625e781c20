"""What one worker does: grades a hand-in, or draws its pages. Decides nothing about a class, and keeps nothing."""

import logging
import time
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import Self

from grader.batch.desks import Desks
from grader.batch.kept import unreadable
from grader.batch.tasks import Done, Graded, Shown, Task, ToGrade, ToShow, content_of
from grader.grading.grade import grade_again
from grader.grading.looked import Looked
from grader.grading.report import Adjustment, Report
from grader.marking.decided import marked
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding, Verdict
from grader.store.codec import Unreadable, unpacked
from grader.store.event import Event
from grader.store.rows import Result
from grader.submission.empty import nothing_came
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall.slot import Slot

#: What other work on the machine may have caused.
LIMITS = frozenset({Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.OUTPUT_EXCEEDED})


class Bench:
    """One worker's place: its slot, its spool, its desks. `slot`: one that is open already."""

    def __init__(self, desks: Desks, slot: Slot | None = None) -> None:
        self._desks, self._lent = desks, slot is not None
        self._slot = slot or Slot()
        self._spool: Spool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        if self._spool is not None:
            self._spool.__exit__(*trouble)
        if not self._lent:
            self._slot.close()

    def do(self, task: Task) -> Done:
        """Works on one task. Raises UserMistake, and what carries findings, for a mistake of the instructor's."""
        return self.grade(task) if isinstance(task, ToGrade) else show(task)

    def grade(self, task: ToGrade) -> Graded:
        """One hand-in's result; a fault of ours is told, and costs the others nothing."""
        wall, cpu = time.perf_counter(), time.process_time()
        empty = False
        try:
            result, problem = self._graded(task), None
        except _NothingCame as trouble:
            result, problem, empty = None, trouble.finding, True
        except (UserMistake, KeyboardInterrupt, SystemExit):
            raise
        except Exception as trouble:  # one broken submission never stops the others
            if hasattr(trouble, "findings"):
                raise
            logging.getLogger("grader").error("%s", traceback.format_exc())
            result, problem = None, _ours(task, trouble)
        limit = result is not None and not result.reusable and _hit_a_limit(result)
        return Graded(task.number, result, problem, limit, empty, time.perf_counter() - wall, time.process_time() - cpu)

    def _graded(self, task: ToGrade) -> Result:
        if self._spool is None:
            self._spool = Spool(self._slot.spool).__enter__()
        desk = self._desks.desk(task.found.slug)
        submission = load(task.found, desk.given.names, self._spool, run_scripts=desk.assignment.scripts == "run")
        try:
            if content_of(task.found) != task.content:
                raise _ChangedMeanwhile
            if (why := nothing_came(task.found, submission)) is not None:
                raise _NothingCame(why)
            known = {name: one for name, each in task.known.items() if isinstance(one := unpacked(each), Looked)}
            return Result.of(grade_again(desk, submission, self._slot, known))
        finally:
            self._spool.release(submission.folder)


class _ChangedMeanwhile(Exception):
    """Somebody wrote into a hand-in while it was copied."""


class _NothingCame(Exception):
    """There is nothing to grade in a hand-in."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


def show(task: ToShow) -> Shown:
    """Both pages of one report."""
    from grader.report.page import render  # here, because pages cost jinja2

    try:
        report = unpacked(task.report)
    except Unreadable:
        return Shown(task.number, problem=unreadable(task.who))
    report = counted(report, task.who, task.due, task.decisions, task.adjustments)
    return Shown(task.number, render(report, "student"), render(report, "instructor"))


def counted(
    report: Report, who: str, due: str, decisions: Mapping[tuple[str, str], Event], adjustments: tuple[Adjustment, ...]
) -> Report:
    """A stored report as it counts."""
    return replace(marked(report, decisions), submission=who, due=due, adjustments=adjustments)


def _hit_a_limit(result: Result) -> bool:
    report = unpacked(result.report)
    return any(mark.outcome.verdict in LIMITS for question in report.questions for mark in question.marks)


def _ours(task: ToGrade, trouble: Exception) -> Finding:
    if isinstance(trouble, _ChangedMeanwhile):
        what = "The files of this hand-in changed while they were read."
        return Finding(what, task.found.where, "Run the same command again when nobody writes there.")
    if isinstance(trouble, OSError):
        what = f"The machine refused: {trouble.strerror or type(trouble).__name__}."
        return Finding(what, task.found.where, "Make room or give permission there, and run the same command again.")
    what = f"Something failed on our side: {type(trouble).__name__}. No mark is lost by it."
    return Finding(what, task.found.where, "The log has the details; `grade doctor` says where it is.")
