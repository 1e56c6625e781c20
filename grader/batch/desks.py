"""The instructor's desks, one for each assignment of a run, each set up when it is first needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.grading.seed import Seed
from grader.mistake_of_user import UserMistake
from grader.resources import specs_folders
from grader.spec.find import SpecFolder, hint_at, places
from grader.spec.find import find as find_spec
from grader.submission.find import AssignmentHint, Class, Tray, find_class

if TYPE_CHECKING:
    from grader.grading.desk import Desk


@dataclass
class Desks:
    """Each assignment's spec is read once. Two processes with equal fields set up equal desks."""

    seed: Seed
    specs: Path | None = None
    public_only: bool = False
    only: str = ""
    data: Path | None = None
    _desks: dict[str, "Desk"] = field(default_factory=dict, repr=False, compare=False)

    def folder(self, slug: str) -> SpecFolder:
        """Where the assignment lies. Raises UnknownAssignment."""
        return find_spec(slug, specs_folders(self.specs))

    def desk(self, slug: str) -> "Desk":
        """The assignment's spec, validated, with its reference. Raises an exception with findings."""
        if slug not in self._desks:
            # Here, because a class that is unchanged is told without any of it.
            from grader.checks.reference import functions_of
            from grader.grading.desk import Desk
            from grader.spec.load import load as load_spec

            folder = self.folder(slug)
            spec = load_spec(folder.path, functions_of(folder.reference))
            desk = Desk.of(spec, folder, self.seed, self.public_only, self.data)
            self._desks[slug] = desk.narrowed(self.only) if self.only else desk
        return self._desks[slug]

    def handed_in(self, paths: Sequence[Path], assignment: str | None, tray: Tray | None) -> Class:
        """Every attempt under these paths, and what could not be told. Exports are unpacked into the tray.

        Raises UserMistake where there is nothing, and says why.
        """
        there = find_class(paths, _Hints(specs_folders(self.specs)), assignment, tray)
        if not there.found and there.troubles:
            raise UserMistake(there.troubles[0].finding)
        return there

    def packed(self) -> "Desks":
        """The same with no desk set up: what another process is sent."""
        return Desks(self.seed, self.specs, self.public_only, self.only, self.data)


class _Hints(Mapping[str, AssignmentHint]):
    """What each assignment is recognised by. Its spec is read when that is asked for: where names leave no doubt, none
    is."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._places = {path.name: path for path in places(folders)}
        self._read: dict[str, AssignmentHint] = {}

    def __getitem__(self, slug: str) -> AssignmentHint:
        if slug not in self._read:
            hint = hint_at(self._places[slug])
            # A spec spells a function with its module, a hand-in without.
            functions = frozenset(name.rpartition(".")[2] for name in hint.functions)
            self._read[slug] = AssignmentHint(frozenset(hint.modules), functions)
        return self._read[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
