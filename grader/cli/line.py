"""The straight line from a path to reports, shared by `grade` and `check`: find, load the spec, load, grade."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.grade import grade
from grader.grading.report import Report
from grader.grading.seed import Seed
from grader.mistake_of_user import UserMistake
from grader.resources import specs_folders
from grader.spec.find import find as find_spec
from grader.spec.find import known
from grader.spec.load import load as load_spec
from grader.submission.find import AssignmentHint, Class, Found, Tray, find_class, latest
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall.slot import Slot


@dataclass
class Line:
    """Paths in, reports out; each assignment's spec is read once."""

    seed: Seed
    specs: Path | None = None
    public_only: bool = False
    only: str = ""
    data: Path | None = None
    _desks: dict[str, Desk] = field(default_factory=dict)

    def found(self, paths: Sequence[Path], assignment: str | None) -> list[Found]:
        """The last attempts of what was handed in under these paths, but for exports, which have to be unpacked.

        Raises UserMistake where nothing is found.
        """
        there = self.handed_in(paths, assignment, None)
        if not there.found and there.troubles:
            raise UserMistake(there.troubles[0].finding)
        return latest(there.found)

    def handed_in(self, paths: Sequence[Path], assignment: str | None, tray: Tray | None) -> Class:
        """Every attempt under these paths, and what could not be told. Exports are unpacked into the tray."""
        folders = specs_folders(self.specs)
        hints = {
            # A spec spells a function with its module, a hand-in without.
            hint.slug: AssignmentHint(
                frozenset(hint.modules), frozenset(name.rpartition(".")[2] for name in hint.functions)
            )
            for hint in known(folders)
        }
        return find_class(paths, hints, assignment, tray)

    def reports(self, found: Sequence[Found], slot: Slot) -> Iterator[tuple[Found, Report]]:
        """One report after the other, each as soon as it is there. Student code runs in the slot."""
        with Spool(slot.spool) as spool:
            for one in found:
                desk = self.desk(one.slug)
                submission = load(one, desk.given.names, spool, run_scripts=desk.assignment.scripts == "run")
                report = grade(desk, submission, slot)
                spool.release(submission.folder)
                yield one, report

    def desk(self, slug: str) -> Desk:
        """The assignment's spec, validated, with its reference."""
        if slug not in self._desks:
            folder = find_spec(slug, specs_folders(self.specs))
            spec = load_spec(folder.path, functions_of(folder.reference))
            desk = Desk.of(spec, folder, self.seed, self.public_only, self.data)
            self._desks[slug] = desk.narrowed(self.only) if self.only else desk
        return self._desks[slug]
