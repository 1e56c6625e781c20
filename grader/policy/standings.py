"""Where everybody stands: each person's line for each assignment, after everything that a course decides.

A pure function of stored results: no clock, nothing is run, nothing is read. A changed date is applied in no time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grader.grading.report import Report
from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.gradebook import Row
from grader.submission.found import Found
from grader.submission.person import Person


@dataclass(frozen=True)
class Result:
    """One hand-in with what became of it: one attempt of one person, or of a group."""

    who: str
    slug: str
    title: str  # the assignment's
    out_of: float  # the sheet's whole maximum, with what waits
    person: Person  # as far as the hand-in tells; of a group, its name
    members: tuple[Person, ...] = ()  # of a group, where the export names them
    attempt: int = 1
    submitted: datetime | None = None
    late: bool | None = None  # what the platform says, None where it does not
    report: Report | None = None
    why: str = ""  # a sentence: why there is no report


@dataclass(frozen=True)
class Book:
    """Everybody's lines, by person and then by assignment, and what is in doubt."""

    rows: tuple[Row, ...]
    troubles: tuple[Finding, ...] = ()


def result(found: Found, title: str, out_of: float, report: Report | None = None, why: str = "") -> Result:
    """What became of one hand-in. `why` says in a sentence why there is no report."""
    person = Person(name=found.name, id=found.id, email=found.email)
    return Result(
        found.who, found.slug, title, out_of, person, found.members, found.attempt, found.submitted, found.late,
        report, why,
    )  # fmt: skip


def standings(course: Course | None, results: Sequence[Result]) -> Book:
    """The book of a class: who stands where, and every change of a mark as an adjustment in its report."""
    raise NotImplementedError(course, results)
