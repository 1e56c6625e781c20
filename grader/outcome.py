"""All that a check may say: a verdict, a finding, its evidence.

A failure is data, rendered later by whoever shows it. Nothing here computes and nothing here formats.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


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


@dataclass(frozen=True)
class DerivationStep:
    """One expression of a written derivation, with what became of it."""

    relation: str  # "=" or "≈"; "" for a left side
    latex: str
    verdict: Literal["holds", "breaks", "not_read"]
    note: str = ""  # why it breaks or is not read, or how it was read; for the student
    understood: str = ""  # the expression as read, in one line; "" where it was not
    carried: bool = False  # follows from a wrong step


@dataclass(frozen=True)
class DerivationChain:
    """A left side and the steps after it. Steps count from 0, the left side."""

    goal: str  # what it derives, as LaTeX; "" where it is about something else
    line: int
    steps: tuple[DerivationStep, ...]
    first_wrong: int | None = None
    rejoins: int | None = None
    explanations: tuple[str, ...] = ()  # the slips that explain the break, at most two
    counterexample: str = ""  # numbers that show it, where no slip does
    when: tuple[tuple[str, str], ...] = ()  # conditions it was judged under: words, and LaTeX or ""


@dataclass(frozen=True)
class UnreadFormula:
    """A stretch of a written answer that a person will read, and why."""

    line: int
    text: str
    why: str
    advice: str = ""


@dataclass(frozen=True)
class Derivation:
    """A written derivation, step by step, and the names as they were understood."""

    file: str
    chains: tuple[DerivationChain, ...]
    unread: tuple[UnreadFormula, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # LaTeX, and what it was taken for
    waits: bool = True  # whether a person will read what was not read; else no mark rests on it


@dataclass(frozen=True)
class Level:
    """A known value on a scale: the oracle, a unigram, the majority class."""

    name: str
    value: float
    meaning: str = ""  # completes "as good as …": "a guess: every word is as likely as every other"


@dataclass(frozen=True)
class Scale:
    """One measured number between known levels: a perplexity, an accuracy."""

    name: str  # "perplexity on text that your model has not seen"
    yours: float
    levels: tuple[Level, ...]
    bound: float | None = None  # where it passes
    less_is_better: bool = True
    about: tuple[tuple[str, str], ...] = ()  # what stands beside the number: tokens, share of unknown words


@dataclass(frozen=True)
class Curve:
    """A loss at equal distances of steps, with the reference's as a thin line."""

    name: str  # "training loss"
    yours: tuple[float, ...]
    reference: tuple[float, ...] = ()
    steps: int = 1  # between two points


@dataclass(frozen=True)
class ConfusionMatrix:
    """How often each class was taken for which."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]  # a row for each true class, a column for each predicted one


@dataclass(frozen=True)
class ClaimedNumber:
    """A number that was reported, beside what was measured."""

    name: str  # "dev perplexity"
    yours: str  # as reported; "" where none was found
    where: str
    measured: str  # "" where it could not be measured
    verdict: Literal["agrees", "differs", "missing", "not_measured"]
    explanation: str = ""  # what would explain the gap; or why it could not be measured


@dataclass(frozen=True)
class Claims:
    """Reported numbers, one a row."""

    rows: tuple[ClaimedNumber, ...]


@dataclass(frozen=True)
class Figures:
    """Measured facts, one a row: the size of a picture, the share of unknown words."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class GivenExample:
    """An example that was handed in as misclassified, with what the model says of it."""

    text: str
    label: str  # the true one; "" where unknown
    predicted: str  # by the student's model, as we ran it; "" where it could not be
    explanation: str
    verdict: Literal["holds", "does_not", "not_checked"]
    note: str = ""


@dataclass(frozen=True)
class Examples:
    """Misclassified examples, one a row."""

    rows: tuple[GivenExample, ...]


Evidence = (
    WorstEntries | DifferenceMap | Shapes | Printed | Source | Answer | Derivation
    | Scale | Curve | ConfusionMatrix | Claims | Figures | Examples
)  # fmt: skip


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
    #: What was measured here, by name: "perplexity", "accuracy". What a student claims is held against it.
    measured: tuple[tuple[str, float], ...] = ()
