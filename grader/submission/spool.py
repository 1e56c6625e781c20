"""The spool: what was handed in, copied file by file into a private folder that nobody writes to afterwards.

From here on nothing reads a student's own folder or archive. One fault of a hand-in costs the file it is in, a fault of
an archive what is in that archive; none raises.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.submission.entry import Entry, Unreadable
from grader.submission.files import shortened, unwrapped
from grader.submission.folder import file_entry, folder_entries
from grader.submission.module import LeftOut
from grader.submission.names import is_archive
from grader.submission.shelf import Shelf, shown_path

_MOST_ARCHIVES = 10
_MORE_ARCHIVES = f"More than {_MOST_ARCHIVES} archives; the first {_MOST_ARCHIVES} were unpacked. Hand in one, or none."


@dataclass(frozen=True)
class Taken:
    """One hand-in as it was copied: read-only, ordinary files and folders, nothing else."""

    folder: Path  # where its files begin: the folder in the folder in …, as archives have them
    left_out: tuple[LeftOut, ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    names: Mapping[str, str]  # what a stored path was called, where that is another name


class Spool:
    """A folder for one run, with a numbered folder for each hand-in; gone when it is closed.

    inside: a folder that is guarded already, and through which the wall shows a hand-in to its own code. Without one
    nobody but the user may enter.
    """

    def __init__(self, inside: Path | None = None) -> None:
        self._inside = inside

    def __enter__(self) -> Self:
        self._home = tempfile.TemporaryDirectory(prefix="grade-", dir=self._inside)
        self.folder = Path(self._home.name)
        self._count = 0
        if self._inside is not None:
            self.folder.chmod(0o711)  # entered by whom `inside` lets through, listed by nobody
        return self

    def __exit__(self, *_: object) -> None:
        for place in list(self.folder.iterdir()):
            _removed(place)
        self._home.cleanup()

    def take(self, path: Path) -> Taken:
        """Copies what was handed in: a folder, a file, or an archive of them. Raises only where our own disk fails."""
        self._count += 1
        place = self.folder / str(self._count)
        place.mkdir(0o700)
        shelf = Shelf(place)
        alone = not path.is_dir()
        entries = [file_entry(path)] if alone else list(folder_entries(path))
        packed = [entry for entry in entries if isinstance(entry, Entry) and is_archive(entry.parts[-1])]
        shelf.fill(entry for entry in entries if not (isinstance(entry, Entry) and is_archive(entry.parts[-1])))
        for archive in packed[:_MOST_ARCHIVES]:
            self._unpack(archive, () if alone else archive.parts, shelf)
        for archive in packed[_MOST_ARCHIVES:]:
            shelf.refuse(shown_path(archive.parts), _MORE_ARCHIVES)
        shelf.seal()
        return Taken(unwrapped(place), shortened(shelf.left_out), tuple(shelf.flags), tuple(shelf.notes), shelf.names)

    def release(self, folder: Path) -> None:
        """Removes one hand-in again, by the folder it was taken to."""
        _removed(self.folder / folder.relative_to(self.folder).parts[0])

    def _unpack(self, archive: Entry, above: tuple[str, ...], shelf: Shelf) -> None:
        """Copies what is in an archive to where it lies, or says why not."""
        from grader.submission.archive import (
            unpacked,  # tarfile and zipfile: only who hands in an archive waits for them
        )

        shown = shown_path(archive.parts)
        try:
            with (
                contextlib.closing(archive.open()) as content,
                unpacked(content, above, shelf.room, self.folder) as entries,
            ):
                shelf.fill(entries)
        except Unreadable as refusal:
            shelf.refuse(shown, refusal.why, f"{shown} {refusal.flag}." if refusal.flag else "")
        else:
            if above:
                shelf.notes.append(f"{shown} is an archive; what is in it was read.")


def _removed(place: Path) -> None:
    for folder, _, _ in os.walk(place):
        Path(folder).chmod(0o700)  # nothing can be removed from a folder that is sealed
    shutil.rmtree(place)
