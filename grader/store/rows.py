"""What the store's rows are in the program: results with their points, runs, and what each of them was to grade."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from grader.grading.looked import Graded
from grader.outcome import Finding
from grader.store.codec import packed


@dataclass(frozen=True)
class Figures:
    """A result's points, known without reading the report."""

    score: float
    max_score: float
    pending: float
    excluded: float


@dataclass(frozen=True)
class Result:
    """A graded hand-in as it is kept, packed where it was graded."""

    slug: str
    figures: Figures
    reusable: bool
    report: bytes
    looked: Mapping[str, bytes]  # by the question's id: what may be said again

    @classmethod
    def of(cls, graded: Graded) -> "Result":
        """Packs it. Whose it is does not belong to it: the same hand-in of two people is one result."""
        report = replace(graded.report, submission="")
        figures = Figures(report.score, report.max_score, report.pending, report.excluded)
        looked = {name: packed(one) for name, one in graded.looked.items() if one.may_be_said_again}
        return cls(report.assignment, figures, graded.may_be_said_again, packed(report), looked)


@dataclass(frozen=True)
class HandIn:
    """One hand-in of a run, as it is kept."""

    who: str
    slug: str
    attempt: int
    about: str  # JSON
    content: str
    result: str | None = None
    problem: Finding | None = None


@dataclass(frozen=True)
class Run:
    """One run of the grader over a class."""

    number: int
    begun: str
    ended: str | None
    decided: int  # the number of the last decision before it began
    paths: tuple[str, ...]  # what was to be graded, absolute
    rests_on: Mapping[str, Mapping[str, str]]  # by slug: the parts that results rest on, and their fingerprints
