"""A course on a small desk: its file and tables are written, read, and asked where everybody stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.load import CourseMistakes, load_course

ROSTER = "name,id,login,email,group\nAnn Lee,1,alee,ann@x.edu,Team 1\nBo Ray,2,bray,bo@x.edu,Team 1\nCy Roe,3,croe,,\n"
COURSE = """\
course_version: 1
timezone: Europe/Berlin
roster: roster.csv
assignments:
  word2vec:
    due: 2026-11-20 23:59
    late: {per_day: 10 %}
"""


@dataclass
class CourseDesk:
    folder: Path
    files: dict[str, str] = field(default_factory=dict)

    def write(self, course: str = COURSE, **tables: str) -> "CourseDesk":
        for name, text in {"course.yaml": course, "roster.csv": ROSTER, **self._named(tables)}.items():
            (self.folder / name).write_text(text, "utf-8")
        return self

    def load(self) -> Course:
        return load_course(self.folder / "course.yaml")

    def findings(self) -> tuple[Finding, ...]:
        with pytest.raises(CourseMistakes) as caught:
            self.load()
        return caught.value.findings

    @staticmethod
    def _named(tables: dict[str, str]) -> dict[str, str]:
        return {f"{name}.csv": text for name, text in tables.items()}


@pytest.fixture
def desk(tmp_path: Path) -> CourseDesk:
    return CourseDesk(tmp_path)


@pytest.fixture
def course(desk: CourseDesk) -> Callable[..., Course]:
    return lambda text=COURSE, **tables: desk.write(text, **tables).load()
