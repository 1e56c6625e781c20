"""What was found behind the paths that somebody typed: hand-ins, and what could not be told. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from grader.outcome import Finding
from grader.submission.module import LeftOut
from grader.submission.person import Person

ReadAs = Literal["class", "student", "submission"]
#: What a class was exported from; it says what `id` means. "" where somebody's own folders were read.
Platform = Literal["", "Moodle", "Canvas", "Gradescope"]


@dataclass(frozen=True)
class Found:
    """One submission: whose, for which assignment, where; and what the path it came from was read as."""

    who: str  # a file's name can be made of it, and no two people of a class share one
    slug: str  # "" only while it is still open which
    path: Path
    read_as: ReadAs = "submission"
    name: str = ""  # as the platform spells it: of a person, or of a group
    id: str = ""  # the platform's: Moodle's participant number, Canvas's ID, Gradescope's SID
    email: str = ""
    members: tuple[Person, ...] = ()  # of a group, where the export names them
    submitted: datetime | None = None  # with its zone; None where the export does not say it reliably
    late: bool | None = None  # None where the export does not say
    attempt: int = 1  # of the same person for the same assignment; a later one has a greater number
    platform: Platform = ""
    source: str = ""  # where it lies, as a message prints it, where `path` is a copy of ours
    left_out: tuple[LeftOut, ...] = ()  # of an export, while it was unpacked
    flags: tuple[str, ...] = ()  # of the same, for the instructor

    @property
    def place(self) -> tuple[str, str, int]:
        """Who, the assignment, the attempt."""
        return self.who, self.slug, self.attempt

    @property
    def where(self) -> str:
        """Where it lies, in the words of whoever typed the path."""
        return self.source or str(self.path)


@dataclass(frozen=True)
class Trouble:
    """What could not be told of one path or of one person; it stops nobody else."""

    who: str
    path: Path
    finding: Finding


@dataclass(frozen=True)
class Class:
    """All that lies behind some paths: every attempt of everybody, in the order of the paths; and what is in doubt."""

    found: tuple[Found, ...]
    troubles: tuple[Trouble, ...] = ()

    def is_mistaken(self, paths: Sequence[Path]) -> bool:
        """Whether one of the paths that were typed led nowhere; else what is in doubt is in what they hold."""
        return any(trouble.path in paths for trouble in self.troubles)


def latest(found: Sequence[Found]) -> list[Found]:
    """The last attempt of each, where no policy chooses another one."""
    last: dict[tuple[str, str], Found] = {}
    for one in found:
        before = last.get((one.who, one.slug))
        if before is None or one.attempt > before.attempt:
            last[one.who, one.slug] = one
    return list(last.values())
