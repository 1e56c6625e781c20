"""Parcels: one hand-in's files as bytes, for a machine that does not see this one's disk.

What is unpacked has the same fingerprint, and the intake reads of it what it would have read of the original. Where no
such parcel can be made, the hand-in stays here. Nothing is read through a link, and nothing is written through one.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from grader.store.fingerprints import GREATEST
from grader.submission.names import is_archive
from grader.submission.shelf import MOST_STORED

MOST_ENTRIES = 20_000
_LONGEST = 1_000  # letters of a whole name: it has to fit below another folder
_SKIPPED = ("__pycache__", ".git")  # neither the fingerprint nor the intake looks into them
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
#: Where a link leads once it is unpacked: to what it led to in kind, and to nothing of anybody's.
_LEADS_TO = {"link": os.devnull, "link to a folder": "."}

Kind = Literal["folder", "file", "size", "link", "link to a folder"]


@dataclass(frozen=True)
class Packed:
    """One entry of a hand-in. `size`: of a file that is known by its size alone, because nobody reads it."""

    name: str  # with its folders, "/" between them
    kind: Kind
    content: bytes = b""
    size: int = 0


@dataclass(frozen=True)
class Parcel:
    """All entries, folders before what is in them. alone: one file was handed in, not a folder."""

    entries: tuple[Packed, ...]
    alone: bool

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return sum(len(entry.content) for entry in self.entries)


class StaysHere(Exception):
    """No parcel can be made of this hand-in."""


def packed(path: Path) -> Parcel:
    """What was handed in. Raises StaysHere: too large, no ordinary file, not to be read, changed meanwhile."""
    try:
        if not path.is_dir():
            return Parcel((_file(path, "", None, MOST_STORED),), alone=True)
        return Parcel(tuple(_under(path)), alone=False)
    except OSError as trouble:
        raise StaysHere(str(trouble)) from trouble


def unpacked(parcel: Parcel, place: Path) -> Path:
    """Writes the files below an empty folder of ours; the path of the hand-in there. Raises OSError, ValueError."""
    root = place / "hand-in"
    root.mkdir(0o700)
    for entry in sorted(parcel.entries, key=lambda entry: entry.kind in _LEADS_TO):  # links last: none is there yet
        path = root.joinpath(*_parts(entry.name))
        if entry.kind == "folder":
            path.mkdir(0o700)
        elif entry.kind in _LEADS_TO:
            path.symlink_to(_LEADS_TO[entry.kind])
        else:
            with os.fdopen(os.open(path, _WRITE, 0o600), "wb") as stream:
                stream.write(entry.content)
                if entry.kind == "size":
                    stream.truncate(entry.size)
    return root / parcel.entries[0].name if parcel.alone else root


def _under(root: Path) -> Iterator[Packed]:
    """Every entry of a folder. Raises OSError, StaysHere."""
    room, count = MOST_STORED, 0
    for where, folders, files, inside in os.fwalk(root, onerror=_refuse):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        above = Path(where).relative_to(root).as_posix()
        above = "" if above == "." else f"{above}/"
        count += len(folders) + len(files)
        if count > MOST_ENTRIES:
            raise StaysHere(f"more than {MOST_ENTRIES:,} entries")
        for name in folders:
            yield _folder(name, above, inside)
        for name in sorted(files):
            entry = _file(Path(name), above, inside, room)
            room -= len(entry.content)
            yield entry


def _folder(name: str, above: str, inside: int) -> Packed:
    is_link = stat.S_ISLNK(os.stat(name, dir_fd=inside, follow_symlinks=False).st_mode)
    return Packed(_whole(above, name), "link to a folder" if is_link else "folder")


def _file(path: Path, above: str, inside: int | None, room: int) -> Packed:
    """inside: the folder it lies in, held open; None where it was handed in alone."""
    name = _whole(above, path.name)
    status = os.stat(path, dir_fd=inside, follow_symlinks=False)
    if stat.S_ISLNK(status.st_mode) and inside is not None:
        return Packed(name, "link")
    if not stat.S_ISREG(status.st_mode):
        raise StaysHere("no ordinary file")
    if status.st_size > (MOST_STORED if is_archive(name) else GREATEST):
        return Packed(name, "size", size=status.st_size)
    with os.fdopen(os.open(path, _READ, dir_fd=inside), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise StaysHere("no ordinary file any more")
        content = stream.read(room + 1)
    if len(content) > room:
        raise StaysHere(f"larger than {MOST_STORED // 1_000_000} MB")
    return Packed(name, "file", content)


def _whole(above: str, name: str) -> str:
    if len(above) + len(name) > _LONGEST:
        raise StaysHere("a name too long")
    return above + name


def _parts(name: str) -> list[str]:
    """A name's parts, none of which leads out. They are of our own packing, and looked at all the same."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        raise ValueError("a parcel's entry leads out of it")
    return parts


def _refuse(trouble: OSError) -> NoReturn:
    raise trouble
