"""A course, read and looked through: its people, its dates, its exceptions. What follows from them is `standings`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.outcome import Finding
from grader.policy.model import AssignmentPolicy, CourseFile
from grader.policy.roster import Enrolled
from grader.policy.times import HandedIn

UNDECIDED = AssignmentPolicy()


@dataclass(frozen=True)
class Course:
    """All that a course decides, with the tables that its file names."""

    file: CourseFile
    name: str = "course.yaml"  # as messages print it
    people: tuple[Enrolled, ...] | None = None  # in the roster's order; None without a roster
    times: Mapping[str, tuple[HandedIn, ...]] = field(default_factory=dict)  # by assignment
    troubles: tuple[Finding, ...] = ()  # doubts that stopped nothing: a column that is not read

    def policy(self, slug: str) -> AssignmentPolicy:
        """What holds for one assignment; of one that the file does not name, nothing is decided."""
        return self.file.assignments.get(slug, UNDECIDED)
