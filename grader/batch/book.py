"""From the store to the gradebook: the latest result of everybody, with what people decided and what the course says.

Runs nothing: a mark by hand, a changed date, an extension are applied to results as they are kept.
"""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from grader.batch.course_of import course_of
from grader.batch.kept import Kept, kept, report_of
from grader.batch.rests_on import OUT_OF, TITLE
from grader.grading.report import Mark, Report
from grader.marking.decided import Decisions, in_force, marked
from grader.policy.course import Course
from grader.policy.result import Result
from grader.policy.standings import Book, standings
from grader.store.store import Store
from grader.submission.person import Person


def book_of(path: Path, slug: str | None, course: Path | None) -> Book:
    """The book of a store, of one assignment or of all, with whole reports in it.

    course: the course's file; without one, the file that the marks went by before.
    Raises StoreUnusable, CourseMistakes, and UserMistake where that file is gone.
    """
    with Store(path, writable=False) as store:
        return book(store, kept(store, slug), course_of(store, course))


def book(store: Store, entries: list[Kept], course: Course | None, slim: bool = False) -> Book:
    """Everybody's lines. slim: reports without what only a page shows, for a class of any size."""
    decisions = in_force(store.events())
    marks: dict[Mark, Mark] = {}
    results = [_result(store, one, decisions.get(one.place[:2], {}), marks if slim else None) for one in entries]
    return standings(course, results)


def _result(store: Store, one: Kept, decisions: Decisions, marks: dict[Mark, Mark] | None) -> Result:
    sheet, about = one.run.rests_on.get(one.hand_in.slug, {}), json.loads(one.hand_in.about)
    report, why = report_of(store, one.hand_in)
    if report is not None:
        report = marked(replace(report, submission=one.hand_in.who), decisions)
        report = _slimmed(report, marks) if marks is not None else report
    submitted = datetime.fromisoformat(about["submitted"]) if about["submitted"] else None
    return Result(
        one.hand_in.who, one.hand_in.slug, sheet.get(TITLE, one.hand_in.slug), float(sheet.get(OUT_OF, 0)),
        Person(name=about["name"], id=about["id"], email=about["email"]),
        tuple(Person(**member) for member in about["members"]),
        one.hand_in.attempt, submitted, about["late"], report, why.what if why else "",
    )  # fmt: skip


def _slimmed(report: Report, marks: dict[Mark, Mark]) -> Report:
    """The report without evidence and notes. Equal marks are one mark, so a class costs what differs in it."""

    def slim(mark: Mark) -> Mark:
        outcome = replace(mark.outcome, evidence=(), notes=(), parts=(), measured=())
        bare = replace(mark, outcome=outcome, reproduce="")
        return marks.setdefault(bare, bare)

    questions = tuple(
        replace(question, marks=tuple(slim(mark) for mark in question.marks)) for question in report.questions
    )
    return replace(report, questions=questions, notes=(), left_out=(), attachments=())
