"""Hand-ins of text, read and called behind the wall: what a notebook's functions give, and what was left out of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.code import CannotAnswer
from grader.outcome import Outcome
from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.model import Submission
from grader.submission.spool import Spool
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.student import Student
from tests.slots import shared_slot
from tests.submission.handed_in import folder


@dataclass
class HandIn:
    """One hand-in that can be asked."""

    submission: Submission
    student: Student

    def call(self, function: str, *arguments: Any) -> Any:
        """What "module.function" gives; an Outcome where it can't answer."""
        try:
            return self.student.call((function,), *arguments).value
        except CannotAnswer as trouble:
            return trouble.outcome

    def outcome(self, function: str, *arguments: Any) -> Outcome:
        found = self.call(function, *arguments)
        assert isinstance(found, Outcome), found
        return found

    @property
    def left_out(self) -> dict[str, str]:
        return {left.what: left.why for left in self.submission.left_out}


@contextmanager
def handed_in(
    root: Path, files: Mapping[str, str | bytes], torch: bool = False, importing: float = 5.0
) -> Iterator[HandIn]:
    (root / "given").mkdir()
    slot = shared_slot()
    limits = Limits(**{"call": 10.0, "import": importing})
    with Spool(slot.spool) as spool:
        submission = load(Found("ann", "lm", folder(root / "in", files)), frozenset(), spool)
        with Student(submission, GivenFiles(root / "given"), limits, slot, None, torch) as student:
            yield HandIn(submission, student)
