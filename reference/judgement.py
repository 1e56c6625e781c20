"""What a judge of the reference says about one aspect of an answer: right, wrong, or for a person to decide.

A judge is a function of the reference that looks at what a driver brought back from beside a student's code. It is
given numbers of ours and numbers of theirs, and decides on this side.
"""

from dataclasses import dataclass

from reference.mistake import Mistake


@dataclass(frozen=True)
class Judgement:
    """One aspect. `right` is None where nothing here can decide it: a person does, and no mark is lost."""

    aspect: str  # its name in the spec's `points`
    right: bool | None
    what: str = ""  # the message's three parts; none where it is right
    where: str = ""
    advice: str = ""
    notes: tuple[str, ...] = ()  # for the student; no mark lost
    mistake: Mistake | None = None  # the known one that gives exactly these values
    figures: tuple[tuple[str, str], ...] = ()  # what was measured, as printed
    measured: tuple[tuple[str, float], ...] = ()


class Unreadable(Exception):
    """What came back is nothing that a judge can read: a person looks."""
