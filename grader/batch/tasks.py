"""What a worker is given and gives back: plain values, so that it makes no difference where they are worked on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.grading.report import Adjustment
from grader.outcome import Finding
from grader.store.event import Event
from grader.store.fingerprints import of_hand_in, of_texts
from grader.store.rows import Result
from grader.submission.find import Found


@dataclass(frozen=True)
class ToGrade:
    """One hand-in. `known`: what may be said again of its questions, packed, by their ids."""

    number: int  # of the task in its run
    key: str
    found: Found
    content: str  # the fingerprint of what was handed in when the task was made
    known: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Graded:
    """What came of grading: a result, or why there is none. Seconds are for a file of timings, and for nothing else."""

    number: int
    result: Result | None
    problem: Finding | None = None
    hit_a_limit: bool = False
    nothing_came: bool = False  # whether the problem is that there is nothing to grade
    wall: float = 0.0
    cpu: float = 0.0


@dataclass(frozen=True)
class ToShow:
    """One report to be drawn as it counts: whose it is, what people decided, what the policy changed."""

    number: int
    report: bytes
    who: str
    due: str
    decisions: Mapping[tuple[str, str], Event]
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True)
class Shown:
    """Both pages as text; or why there are none."""

    number: int
    student: str = ""
    instructor: str = ""
    problem: Finding | None = None


Task = ToGrade | ToShow
Done = Graded | Shown


def content_of(found: Found) -> str:
    """The fingerprint of what was handed in. Raises OSError where it cannot be read."""
    unpacked_with = [repr(one) for one in (*found.left_out, *found.flags)]
    return of_texts(of_hand_in(found.path), *unpacked_with)
