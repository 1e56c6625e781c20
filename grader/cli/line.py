"""The straight line from a path to reports that nothing remembers: find, load the spec, load, grade.

For a student's own check, and for a part of a sheet; what a class remembers stands in `grader.batch`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.batch.desks import Desks
from grader.grading.grade import grade
from grader.grading.report import Report
from grader.outcome import Finding
from grader.submission.empty import nothing_came
from grader.submission.find import Found, Tray, latest
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall.slot import Slot


@dataclass
class Line(Desks):
    """Paths in, reports out."""

    def found(self, paths: Sequence[Path], assignment: str | None, tray: Tray | None = None) -> list[Found]:
        """The last attempts of what was handed in under these paths. Exports are unpacked into the tray.

        Raises UserMistake where nothing is found.
        """
        return latest(self.handed_in(paths, assignment, tray).found)

    #: What there was nothing to grade of, once the reports are through: whose, and why.
    nothing_came: list[tuple[Found, Finding]] = field(default_factory=list, compare=False)

    def reports(self, found: Sequence[Found], slot: Slot) -> Iterator[tuple[Found, Report]]:
        """One report after the other, each as soon as it is there. Student code runs in the slot."""
        with Spool(slot.spool) as spool:
            for one in found:
                desk = self.desk(one.slug)
                submission = load(one, desk.given.names, spool, run_scripts=desk.assignment.scripts == "run")
                if (why := nothing_came(one, submission)) is not None:
                    self.nothing_came.append((one, why))
                    continue
                report = grade(desk, submission, slot)
                spool.release(submission.folder)
                yield one, report
