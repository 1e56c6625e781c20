"""One line of a gradebook: a person, an assignment, and what counts for it. Every export and the class page read it."""

from dataclasses import dataclass
from enum import StrEnum

from grader.grading.report import Report
from grader.submission.person import Person


class Standing(StrEnum):
    """How far somebody's marks for an assignment are. Only `graded` is a mark; missing is not zero."""

    GRADED = "graded"
    WAITING = "waiting"  # graded, and some points wait for a person
    UNGRADED = "ungraded"  # handed in, and not graded yet, or not gradable by us
    MISSING = "missing"  # on the roster, and nothing was handed in
    EXCUSED = "excused"


@dataclass(frozen=True)
class Row:
    """One person's line for one assignment."""

    who: str  # as reports are filed: `<out>/<who>/<slug>.html`
    slug: str
    title: str  # the assignment's
    person: Person
    standing: Standing
    out_of: float  # the sheet's whole maximum, with what waits
    report: Report | None = None  # with marks by hand and adjustments in it; None where there is none
    why: str = ""  # a sentence: why ungraded, why excused
    attempt: int = 1  # which of several attempts counts
    attempts: int = 1  # how many there are
    number_kept: int = 1  # the number of the attempt that counts, as intake gave it
    ids: tuple[str, ...] = ()  # other ids of the person's: a second one of the roster, a platform's of this hand-in
    handed_in_as: str = ""  # whose hand-in counts here, as it is kept: of a group, one for all; "" where there is none

    @property
    def points(self) -> float | None:
        """What counts so far; None where nothing was graded, or where nothing is asked."""
        return self.report.final if self.report is not None and self.standing is not Standing.EXCUSED else None

    @property
    def lines(self) -> tuple[str, ...]:
        """What changed the mark after it was computed, a sentence each."""
        return tuple(one.what for one in self.report.adjustments) if self.report is not None else ()
