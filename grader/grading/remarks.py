"""The whole report: the marks, and beside them what was odd about the submission, left out of it, or worth a look."""

import platform
from collections.abc import Iterator, Mapping

from grader import __version__
from grader.flags.flags import flags_of
from grader.grading.desk import Desk
from grader.grading.looked import LeftBehind
from grader.grading.report import LeftOut, QuestionMark, Report
from grader.outcome import Outcome
from grader.spec.model import Question
from grader.submission.model import Submission
from grader.wall.levels import Level


def report(
    desk: Desk,
    submission: Submission,
    level: Level,
    left: LeftBehind,
    questions: tuple[QuestionMark, ...],
) -> Report:
    """Everything that was found, and how it was graded."""
    checks = [check for question in desk.assignment.questions for check in question.checks]
    flags = flags_of(submission, checks, desk.given.names)
    notes = (*submission.notes, *_notes(submission, dict(left.troubles), questions), *_unplaced(desk, submission))
    return Report(
        desk.assignment.slug, desk.assignment.title, submission.who, level.letter, level.meaning, desk.seed.kind,
        questions, desk.assignment.due, notes, flags, tuple(dict.fromkeys(_left_out(submission))),
        tuple(attachment.name for attachment in submission.attachments), _versions(), _texts(desk, dict(left.texts)),
    )  # fmt: skip


def _notes(
    submission: Submission, import_troubles: Mapping[str, Outcome], questions: tuple[QuestionMark, ...]
) -> Iterator[str]:
    """Imports that failed, and problems of modules that no check has told."""
    for trouble in import_troubles.values():
        if trouble.finding:
            yield f"{trouble.finding.what.rstrip('.')}. Its functions were graded all the same."
    told = {mark.outcome.finding.what for one in questions for mark in one.marks if mark.outcome.finding}
    problems = (module.problem.what for module in submission.modules if module.problem)
    yield from (problem for problem in problems if problem not in told)


def _texts(desk: Desk, told: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence about every text that was read, in the assignment's order."""
    return tuple(dict.fromkeys(told[name] for name in desk.assignment.data if name in told))


def _unplaced(desk: Desk, submission: Submission) -> tuple[str, ...]:
    """Where an answer is missing, what was written and could not be placed: it may be that answer."""
    labels = [(one.id, *one.labels) for one in desk.assignment.questions if _is_written(one)]
    if all(submission.answer(each) for each in labels):
        return ()
    return submission.unplaced([label for each in labels for label in each])


def _is_written(question: Question) -> bool:
    return any(not check.code_asked for check in question.checks)


def _left_out(submission: Submission) -> Iterator[LeftOut]:
    for left in submission.left_out:
        yield LeftOut(left.what, left.why)
    for module in submission.modules:
        yield from (LeftOut(left.what, left.why) for left in module.left_out)


def _versions() -> tuple[tuple[str, str], ...]:
    import numpy

    return (("grader", __version__), ("Python", platform.python_version()), ("numpy", numpy.__version__))
