"""One decision of a person about a mark. Events are only ever added: a later one supersedes, and nothing changes."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What was decided."""

    POINTS = "points"  # for a check: what waited is marked, or what was computed is replaced
    WITHDRAWN = "withdrawn"  # the earlier decision no longer holds, and what was computed counts again


@dataclass(frozen=True)
class Event:
    """Points and words for one check of one person's work."""

    who: str
    slug: str
    question: str  # its id
    check: str  # its title
    decision: Decision
    points: float = 0.0
    comment: str = ""  # for the student
    reason: str = ""  # required where a computed mark is replaced; for the instructor
    by: str = ""
    at: str = ""  # ISO time with offset, written by who adds it; shown in no report
    read: str = ""  # fingerprint of the answer that was read: `grader.marking.queue.fingerprint`
    number: int = 0  # given by the store; later events have greater ones
