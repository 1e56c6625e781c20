"""The tray: where a class's export is unpacked for the length of a run, one folder for each hand-in.

Every hand-in is copied within the bounds of one hand-in, so that nobody's files are left out for somebody else's. What
lies here is read from here by the spool, as any other folder is, and archives in it are still packed.
"""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.mistake_of_user import UserMistake
from grader.submission import mistakes
from grader.submission.entry import Entry, Refused
from grader.submission.files import shortened
from grader.submission.module import LeftOut
from grader.submission.shelf import MOST_ENTRIES, MOST_STORED, Shelf, most_bytes

_KEPT_FREE = 200_000_000  # bytes of the disk that are left for everything else
_MANY = f"More than {MOST_ENTRIES:,} files; the first {MOST_ENTRIES:,} were unpacked."


@dataclass(frozen=True)
class Unpacked:
    """What was said while one hand-in was copied."""

    left_out: tuple[LeftOut, ...] = ()
    flags: tuple[str, ...] = ()


class Tray:
    """A private folder, made when something is laid into it; gone when it is closed.

    inside: a folder that is removed in any case, also where nothing is closed any more.
    """

    def __init__(self, inside: Path | None = None) -> None:
        self._inside = inside

    def __enter__(self) -> Self:
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0
        return self

    def __exit__(self, *_: object) -> None:
        if self._home is not None:
            self._home.cleanup()

    def scratch(self) -> tuple[Path, int]:
        """The folder itself, for what is only needed meanwhile; and the bytes of its disk that may be taken."""
        if self._home is None:
            self._home = tempfile.TemporaryDirectory(prefix="grade-", dir=self._inside)
        home = Path(self._home.name)
        return home, max(0, shutil.disk_usage(home).free - _KEPT_FREE)

    def place(self, of: Path, needed: int) -> Path:
        """A new folder for what is packed in `of`. Raises UserMistake where the disk has no room for it."""
        home, free = self.scratch()
        if needed > free:
            raise UserMistake(mistakes.no_room(of, needed, free, home.parent))
        self._count += 1
        place = home / str(self._count)
        place.mkdir(0o700)
        return place


def room_for(entries: Iterable[Entry | Refused]) -> int:
    """The bytes that one hand-in's files can take, as far as their list is to be believed."""
    sizes = (entry.size for entry in entries if isinstance(entry, Entry) and entry.size <= most_bytes(entry))
    return min(MOST_STORED, sum(sizes))


def copied(entries: Iterable[Entry | Refused], place: Path) -> Unpacked:
    """Copies one hand-in to a folder of ours. Raises only where our own disk fails."""
    shelf = Shelf(place)
    its = list(entries)
    shelf.fill(its[:MOST_ENTRIES])
    if len(its) > MOST_ENTRIES:
        shelf.refuse(f"{len(its) - MOST_ENTRIES:,} more files", _MANY)
    return Unpacked(shortened(shelf.left_out), tuple(shelf.flags))
