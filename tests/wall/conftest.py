"""Submissions made of texts, and students behind the wall that are always closed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.submission.model import Submission
from grader.submission.module import Module
from grader.submission.python_file import read_python_file
from grader.submission.text import Text
from grader.wall.given import GivenFiles
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.slot import Slot
from grader.wall.student import Student

QUICK = {"call": 5.0, "import": 5.0}


@pytest.fixture
def submission(tmp_path: Path) -> Callable[..., Submission]:
    def make(**files: str) -> Submission:
        modules = tuple(read(name, dedent(source)) for name, source in files.items())
        return Submission("alice", "word2vec", tmp_path, modules)

    return make


def read(name: str, source: str) -> Module:
    return read_python_file(Text(source), name, f"{name}.py", "")


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., GivenFiles]:
    def make(**files: str) -> GivenFiles:
        folder = tmp_path / "given"
        folder.mkdir(exist_ok=True)
        for name, source in files.items():
            (folder / f"{name}.py").write_text(dedent(source), "utf-8")
        return GivenFiles(folder)

    return make


@pytest.fixture(scope="module")
def slot(request: pytest.FixtureRequest) -> Iterator[Slot]:
    """The best slot of this machine, or of the level that a test's parameter names."""
    wanted: Level | None = getattr(request, "param", None)
    with Slot(wanted or Level.ISOLATED) as one:
        if wanted and one.level is not wanted:
            pytest.skip(f"level {wanted.letter} is not to be had here: {one.why_not}")
        yield one


@pytest.fixture
def student(
    submission: Callable[..., Submission], given: Callable[..., GivenFiles], slot: Slot
) -> Iterator[Callable[..., Student]]:
    """student("def f(): …") or student(q1="…", q2="…", given={…}, limits={…}, substitutes={…})."""
    made: list[Student] = []

    def make(source: str = "", **options: Any) -> Student:
        course = given(**options.pop("given", {}))
        limits = Limits(**{**QUICK, **options.pop("limits", {})})
        substitutes = options.pop("substitutes", None)
        files = {"code_under_test": source, **options} if source else options
        made.append(Student(submission(**files), course, limits, slot, substitutes))
        return made[-1]

    yield make
    for one in made:
        one.close()
