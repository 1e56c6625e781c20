"""One hand-in with what became of it, as standings are made of it."""

from dataclasses import dataclass
from datetime import datetime

from grader.grading.report import Report
from grader.submission.person import Person


@dataclass(frozen=True)
class Result:
    """One attempt of one person, or of a group."""

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

    @property
    def called(self) -> str:
        """What people call whoever handed in."""
        return self.person.name or self.who
