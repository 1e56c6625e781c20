"""From the store to the gradebook: the latest result of everybody, with what people decided and what the course says.

Runs nothing: a mark by hand, a changed date, an extension are applied to results as they are kept.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from grader.batch.rests_on import OUT_OF, TITLE
from grader.batch.work import unreadable
from grader.grading.report import Mark, Report
from grader.marking.decided import Decisions, in_force, marked
from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.result import Result
from grader.policy.standings import Book, standings
from grader.store.codec import Unreadable, unpacked
from grader.store.store import HandIn, Run, Store
from grader.submission.person import Person

NOT_YET = "It is not graded yet: the run was stopped before its turn."


@dataclass(frozen=True)
class Kept:
    """The latest that the store has of one attempt of one person."""

    run: Run
    hand_in: HandIn

    @property
    def place(self) -> tuple[str, str, int]:
        """Who, the assignment, the attempt."""
        return self.hand_in.who, self.hand_in.slug, self.hand_in.attempt


def book_of(path: Path, slug: str | None, course: Path | None) -> Book:
    """The book of a store, of one assignment or of all, with whole reports in it.

    Raises StoreUnusable, and CourseMistakes.
    """
    from grader.policy.load import load_course

    with Store(path, writable=False) as store:
        return book(store, kept(store, slug), load_course(course) if course else None)


def kept(store: Store, slug: str | None = None) -> list[Kept]:
    """What the last run over a class found, and everything that was graded since."""
    found: dict[tuple[str, str, int], Kept] = {}
    complete: set[str] = set()  # assignments whose class was met
    for run in reversed(store.runs()):
        people: dict[str, set[str]] = {}
        for one in store.hand_ins(run.number):
            if one.slug not in complete and slug in (None, one.slug):
                found.setdefault((one.who, one.slug, one.attempt), Kept(run, one))
                people.setdefault(one.slug, set()).add(one.who)
        complete |= {name for name, them in people.items() if len(them) > 1}
    return [found[place] for place in sorted(found)]


def book(store: Store, entries: list[Kept], course: Course | None, slim: bool = False) -> Book:
    """Everybody's lines. slim: reports without what only a page shows, for a class of any size."""
    decisions = in_force(store.events())
    marks: dict[Mark, Mark] = {}
    results = [_result(store, one, decisions.get(one.place[:2], {}), marks if slim else None) for one in entries]
    return standings(course, results)


def _result(store: Store, one: Kept, decisions: Decisions, marks: dict[Mark, Mark] | None) -> Result:
    sheet, about = one.run.rests_on.get(one.hand_in.slug, {}), json.loads(one.hand_in.about)
    report, why = _report(store, one.hand_in)
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


def _report(store: Store, hand_in: HandIn) -> tuple[Report | None, Finding | None]:
    """The stored report, or why there is none."""
    if hand_in.result is None:
        return None, hand_in.problem or Finding(NOT_YET)
    data = store.report(hand_in.result)
    try:
        report = unpacked(data) if data else None
    except Unreadable:
        report = None
    return (report, None) if isinstance(report, Report) else (None, unreadable(hand_in.who))


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


def problems(entries: list[Kept]) -> Iterator[tuple[str, str, Finding]]:
    """Who could not be graded, the assignment, and why."""
    for one in entries:
        if one.hand_in.result is None:
            yield one.hand_in.who, one.hand_in.slug, one.hand_in.problem or Finding(NOT_YET)
