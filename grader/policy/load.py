"""Reads a course's file and the tables that it names.

Every mistake is told at once, or the course is given back whole.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.meaning import misfits
from grader.policy.model import CourseFile
from grader.policy.roster import Roster, read_roster
from grader.policy.table import Table, TableMistakes, read_table
from grader.policy.times import HandedIn, read_times
from grader.spec.places import Trouble, findings
from grader.spec.written import Unread, mapping_of, strictly
from grader.spec.yaml import Document, Place

_Read = TypeVar("_Read")


class CourseMistakes(Exception):
    """A course that can't be gone by. `findings` are all its mistakes: the file's own by line, then its tables'."""

    exit_code = 3

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{finding.what} ({finding.where})" for finding in self.findings))


def load_course(path: Path) -> Course:
    """The course of a file `course.yaml`. Raises CourseMistakes."""
    document = _document(path)
    found: list[Trouble] = []
    told: list[Finding] = []
    file = _validated(document, found)
    tables = _Tables(path.parent, found, told)
    if file is None:
        tables.look_at_roster(document.data)
        raise CourseMistakes([*findings(found, document, path.name), *told])
    roster = tables.roster(file)
    times = dict(tables.times(file))
    found += misfits(file, roster)
    if found or told:
        raise CourseMistakes([*findings(found, document, path.name), *told])
    people = roster.people if roster else None
    return Course(file, path.name, people, times, (*(roster.doubts if roster else ()), *tables.doubts))


def _document(path: Path) -> Document:
    """The file as plain data with lines. Raises CourseMistakes."""
    absent = "`--course` takes the course's file; docs/course.md shows a whole one."
    begins = "Start with `course_version: 1`; docs/course.md has a whole example."
    try:
        return mapping_of(path, path.name, absent, begins)
    except Unread as trouble:
        raise CourseMistakes(trouble.findings) from trouble


def _validated(document: Document, found: list[Trouble]) -> CourseFile | None:
    from pydantic import ValidationError

    try:
        return strictly(CourseFile, document.data)
    except ValidationError as error:
        from grader.spec.translate import troubles  # here, because it costs numpy, and most files are right

        found += troubles(error, CourseFile, document.data)
        return None


class _Tables:
    """The tables beside a course's file; what is wrong with them goes into the lists."""

    def __init__(self, folder: Path, found: list[Trouble], told: list[Finding]) -> None:
        self._folder, self._found, self._told = folder, found, told
        self.doubts: list[Finding] = []

    def roster(self, file: CourseFile) -> Roster | None:
        if file.roster is None:
            return None
        columns = {str(field): header for field, header in file.columns.items()}
        return self._read(file.roster, ("roster",), lambda table: read_roster(table, columns))

    def look_at_roster(self, data: dict[str, Any]) -> None:
        """The roster's own mistakes, where the course's file has some, too."""
        name, columns = data.get("roster"), data.get("columns", {})
        if isinstance(name, str) and name and isinstance(columns, dict) and all(map(_is_text, columns.values())):
            self._read(name, ("roster",), lambda table: read_roster(table, columns))

    def times(self, file: CourseFile) -> Iterator[tuple[str, tuple[HandedIn, ...]]]:
        zone = file.timezone
        for slug, policy in file.assignments.items():
            if policy.times is not None and zone is not None:
                place = ("assignments", slug, "times")
                lines = self._read(policy.times, place, lambda table: (read_times(table, zone), table.doubts))
                if lines is not None:
                    self.doubts += lines[1]
                    yield slug, lines[0]

    def _read(self, name: str, place: Place, reading: Callable[[Table], _Read]) -> _Read | None:
        try:
            return reading(read_table(self._folder / name, name))
        except TableMistakes as mistakes:
            self._told += mistakes.findings
        except (OSError, ValueError) as error:  # ValueError: a null character in the name
            reason = getattr(error, "strerror", None) or "no file has such a name"
            advice = "Its path is read from this file's folder."
            self._found.append(Trouble(place, f"`{name}` can't be read: {reason}.", advice))
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
