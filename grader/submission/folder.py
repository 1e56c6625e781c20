"""A folder that was handed in, read without following one link, whatever its owner changes in it meanwhile.

Each folder is opened inside the one above it, so that a link put in the place of a folder leads nowhere. A pipe is
never waited for.
"""

import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from grader.submission.entry import LINK, SPECIAL, Content, Entry, Refused, Unreadable
from grader.submission.files import ignored
from grader.submission.module import LeftOut
from grader.submission.shelf import MOST_ENTRIES, shown_path

DEEPEST = 8  # folders inside folders
TOO_DEEP = f"It lies more than {DEEPEST} folders deep. Put its files further up."
_MANY_HERE = f"The folder holds more than {MOST_ENTRIES:,} files. Leave out what the sheet does not ask for."
_MANY = f"More than {MOST_ENTRIES:,} files in all. Leave out what the sheet does not ask for."
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_DIRECTORY", 0)
_BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.scandir in os.supports_fd  # not on Windows


@dataclass(frozen=True)
class _Opened:
    """A folder, held open where the system can open files inside one that is."""

    path: Path
    descriptor: int | None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)

    def inner(self, name: str) -> "_Opened":
        path = self.path / name
        return _Opened(path, None if self.descriptor is None else os.open(name, _FOLDER, dir_fd=self.descriptor))

    def scan(self) -> "os._ScandirIterator[str]":
        return os.scandir(self.path if self.descriptor is None else self.descriptor)

    def file(self, name: str) -> int:
        if self.descriptor is None:
            return os.open(self.path / name, _FILE)
        return os.open(name, _FILE, dir_fd=self.descriptor)


def folder_entries(root: Path) -> Iterator[Entry | Refused]:
    """The files of a folder and of those in it: the upper ones first, by name. Raises nothing."""
    seen = 0
    waiting: deque[tuple[str, ...]] = deque([()])
    while waiting:
        parts = waiting.popleft()
        shown = f"{shown_path(parts) or '.'}/"
        try:
            found = _listed(root, parts)
        except Unreadable as refusal:
            yield Refused(LeftOut(shown, refusal.why))
            continue
        seen += len(found)
        if seen > MOST_ENTRIES:
            yield Refused(LeftOut(f"{shown} and the folders after it", _MANY))
            return
        for name, status in found:
            inner = (*parts, name)
            if not stat.S_ISDIR(status.st_mode):
                yield _entry(root, inner, status)
            elif len(inner) > DEEPEST:
                yield Refused(LeftOut(f"{shown_path(inner)}/", TOO_DEEP))
            else:
                waiting.append(inner)


def file_entry(path: Path) -> Entry | Refused:
    """A single file as an entry."""
    try:
        return _entry(path.parent, (path.name,), path.lstat())
    except OSError as trouble:
        return Refused(LeftOut(shown_path((path.name,)), _closed(trouble)))


def _entry(root: Path, parts: tuple[str, ...], status: os.stat_result) -> Entry | Refused:
    shown = shown_path(parts)
    if stat.S_ISLNK(status.st_mode):
        return Refused(LeftOut(shown, LINK), f"{shown} is a link; it was not followed.")
    if not stat.S_ISREG(status.st_mode):
        return Refused(LeftOut(shown, SPECIAL), f"{shown} is no ordinary file; it was not opened.")
    return Entry(parts, status.st_size, partial(_content, root, parts))


def _listed(root: Path, parts: tuple[str, ...]) -> list[tuple[str, os.stat_result]]:
    """What lies in a folder, by name. Raises Unreadable."""
    found = []
    try:
        with _opened(root, parts) as folder, folder.scan() as scan:
            for entry in scan:
                if not ignored(entry.name):
                    found.append((entry.name, entry.stat(follow_symlinks=False)))
                if len(found) > MOST_ENTRIES:  # which of them came first, the disk decides: so none is taken
                    raise Unreadable(_MANY_HERE)
    except OSError as trouble:
        raise Unreadable(_closed(trouble)) from None
    return sorted(found, key=lambda pair: pair[0])


def _content(root: Path, parts: tuple[str, ...]) -> Content:
    """An ordinary file's bytes. Raises Unreadable; looks again at what it has opened."""
    try:
        with _opened(root, parts[:-1]) as folder:
            stream = os.fdopen(folder.file(parts[-1]), "rb")
    except OSError as trouble:
        raise Unreadable(_closed(trouble)) from None
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise Unreadable(SPECIAL)
    return Content(stream)


def _opened(root: Path, parts: tuple[str, ...]) -> _Opened:
    """A folder, reached from the root one step after the other. Raises OSError, also where a step is a link."""
    here = _Opened(root, os.open(root, _FOLDER & ~_NOFOLLOW) if _BY_DESCRIPTOR else None)
    for part in parts:
        with here as above:
            here = above.inner(part)
    return here


def _closed(trouble: OSError) -> str:
    return f"It can't be opened ({trouble.strerror or 'no reason given'}). Check who may read it."
