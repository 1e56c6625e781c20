"""The people of a course as its roster names them. Matching them with what was handed in happens in `directory`."""

from dataclasses import dataclass
from datetime import timedelta

from grader.policy.model import Excuse, Extension
from grader.submission.person import Person


@dataclass(frozen=True)
class Enrolled:
    """One line of a roster."""

    person: Person
    line: int  # of the table, from 1
    ids: tuple[str, ...] = ()  # other numbers of the same person: Canvas's SIS User ID, Moodle's ID number
    group: str = ""
    excused: tuple[Excuse, ...] = ()
    extensions: tuple[Extension, ...] = ()
    extra_time: timedelta = timedelta(0)
