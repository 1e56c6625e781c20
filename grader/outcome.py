"""All that a check may say: a verdict, a finding, its evidence.

A failure is data, rendered later by whoever shows it. Nothing here computes and nothing here formats.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended. `broken` is our fault or the instructor's and never costs a point."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_EXCEEDED = "output_exceeded"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    NEEDS_PERSON = "needs_person"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One message in three parts: what happened, where, what to do. Plain text; `…` marks code."""

    what: str
    where: str = ""
    advice: str = ""
    #: The same message without any value of a hidden input: what a student may read of a hidden check.
    category: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of an array that differs; the numbers are as printed, four digits."""

    index: tuple[int, ...]
    yours: str
    expected: str
    allowed: str


@dataclass(frozen=True)
class WorstEntries:
    """The entries of one returned value that differ most, at most three."""

    name: str
    axes: tuple[str, ...]  # the dimensions' letters, one an axis; "" where unknown
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class DifferenceMap:
    """Where a matrix differs: rows of shades from 0 (agrees) to 1 (differs most)."""

    name: str
    axes: tuple[str, ...]
    shades: tuple[tuple[float, ...], ...]
    rows: Mapping[int, str] = field(default_factory=dict)  # a row's meaning: "drawn 3 times"


@dataclass(frozen=True)
class Shapes:
    """The shape line of a value whose shape is wrong: "(D, V)" where "(V, D)" is due."""

    name: str
    yours: str
    expected: str


@dataclass(frozen=True)
class Printed:
    """What the student's code printed or raised, with control characters made visible."""

    title: str
    text: str


@dataclass(frozen=True)
class Source:
    """Lines of the student's own file that a finding is about."""

    file: str
    first_line: int
    text: str


@dataclass(frozen=True)
class Answer:
    """A written answer that a person reads, with the rubric to read it by."""

    text: str  # Markdown or LaTeX as handed in; "" where nothing was found
    attachments: tuple[str, ...] = ()  # names of files handed in beside it
    rubric: tuple[tuple[str, float], ...] = ()  # criterion, points


Evidence = WorstEntries | DifferenceMap | Shapes | Printed | Source | Answer


@dataclass(frozen=True)
class Part:
    """One returned value's share of a check's points."""

    name: str
    earned: float
    points: float


@dataclass(frozen=True)
class Diagnosis:
    """A known mistake that reproduces the student's values on every draw."""

    mistake: str  # its name, the same for everybody who made it
    sentence: str
    gap: str  # greatest relative difference to the student's values, as printed
    advice: str = ""  # what mends it; true for this mistake only


@dataclass(frozen=True)
class Outcome:
    """What one check found. `fraction` of its points is earned, from 0 to 1."""

    verdict: Verdict
    fraction: float = 0.0
    finding: Finding | None = None
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()  # for the student; no mark lost
    flags: tuple[str, ...] = ()  # for the instructor only
    parts: tuple[Part, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
