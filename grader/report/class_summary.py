"""A class's results for one assignment, counted: all that its page and its ten lines show. Counts nothing itself.

`grader.batch.summary` makes one. Names may be pseudonyms here, and then nothing else in it tells who somebody is.
"""

from dataclasses import dataclass
from statistics import quantiles
from typing import Literal

from grader.outcome import Finding

#: `graded` is all marked; `waiting` waits for a person in part; `ungraded` was handed in; nothing was, for `missing`.
Standing = Literal["graded", "waiting", "ungraded", "missing", "excused"]


@dataclass(frozen=True)
class Score:
    """One person's points for one question: what was earned of what is decided, and what waits."""

    earned: float
    of: float
    waits: float = 0.0

    @property
    def lost(self) -> float:
        """Points at stake that were not earned."""
        return max(0.0, round(self.of - self.earned, 4))


@dataclass(frozen=True)
class Place:
    """Somebody's page, or one check on it."""

    name: str
    page: str = ""  # relative to the class page; "" where names are not told


@dataclass(frozen=True)
class Flag:
    """What an instructor may want to look at, and where it stands."""

    words: str
    page: str = ""


@dataclass(frozen=True)
class Student:
    """One person of the class."""

    name: str
    standing: Standing
    page: str = ""
    points: float | None = None  # what counts so far; None where nothing was graded
    waits: float = 0.0
    scores: tuple[Score | None, ...] = ()  # as the summary's questions stand; None for one that the report lacks
    changes: tuple[str, ...] = ()  # what a policy changed, a line each: "−8: Handed in 1 day late."
    flags: tuple[Flag, ...] = ()
    why: str = ""  # why ungraded, why excused

    @property
    def is_marked(self) -> bool:
        """Whether these points belong to the class's distribution."""
        return self.points is not None and self.standing in ("graded", "waiting")


@dataclass(frozen=True)
class Asked:
    """One question, as the whole class answered it."""

    label: str  # the sheet's number, or its place in the sheet
    title: str
    points: float  # with what waits, and without extra credit
    earned: float  # by all together
    of: float  # decided, of all together
    complete: int  # people who lost nothing, and nothing of theirs waits
    lost: int  # people who lost something
    waits: int  # people of whom something waits

    @property
    def share(self) -> float | None:
        """The share of decided points that was earned; None where none is decided."""
        return min(1.0, self.earned / self.of) if self.of else None


@dataclass(frozen=True)
class Slip:
    """What several people did, or one did that has a name. `other`: what is not told apart from each other."""

    question: str
    name: str  # a known mistake's; "" for words that several findings share
    said: str
    people: tuple[Place, ...]
    other: bool = False


@dataclass(frozen=True)
class Stuck:
    """A check that waits for a person, or is broken on our side, with everybody whom it concerns."""

    question: str
    check: str
    points: float
    people: tuple[Place, ...]


@dataclass(frozen=True)
class ClassSummary:
    """One assignment of one class. The same people and reports give the same summary, whatever their order was."""

    slug: str
    title: str
    out_of: float
    students: tuple[Student, ...]  # by name
    questions: tuple[Asked, ...] = ()  # in the sheet's order
    slips: tuple[Slip, ...] = ()  # the commonest first, what is not told apart last
    waiting: tuple[Stuck, ...] = ()
    broken: tuple[Stuck, ...] = ()
    troubles: tuple[Finding, ...] = ()
    untold: int = 0  # troubles that would tell who somebody is
    due: str = ""
    made: tuple[tuple[str, int], ...] = ()  # how reports were made, and how many people's were
    practice: bool = False  # whether any report is of the public seed
    anonymous: bool = False

    @property
    def marks(self) -> tuple[float, ...]:
        """Everybody's points so far, the least first."""
        return tuple(sorted(one.points for one in self.students if one.is_marked and one.points is not None))

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """Lower quartile, median, upper quartile; None where nobody is marked."""
        marks = self.marks
        if len(marks) < 2:
            return (marks[0],) * 3 if marks else None
        low, middle, high = quantiles(marks, n=4, method="inclusive")
        return low, middle, high

    def count(self, standing: Standing) -> int:
        """How many stand so."""
        return sum(one.standing == standing for one in self.students)
