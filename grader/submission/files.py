"""The files of one hand-in: which there are, which are never looked at, and the bytes of one, within bounds.

A link is never followed, a pipe never opened, and no folder is walked without end.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.submission.module import LeftOut
from grader.submission.text import shown_name

MOST_FILES = 200
MOST_BYTES = 5_000_000  # of one file
MOST_NOTEBOOK_BYTES = 25_000_000  # a notebook carries its plots along
MOST_BYTES_IN_ALL = 50_000_000
_MOST_ENTRIES = 5_000
_MOST_FOLDERS = 200
_DEEPEST = 4  # folders inside folders, after the ones that hold nothing else
_IGNORED = frozenset({
    "__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini", "node_modules", "venv", "env", "site-packages",
})  # fmt: skip


@dataclass(frozen=True)
class File:
    """One file of a hand-in."""

    path: Path
    name: str  # as messages print it, with its folder: "code/word2vec.py"
    folder: str  # the name of the folder that it lies in, "" at the top
    size: int

    @property
    def stem(self) -> str:
        return Path(self.path.name).stem

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True)
class Listing:
    """The files to look at, those left out, and what an instructor should know."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A file that is not read, and why."""

    why: str


def ignored(name: str) -> bool:
    """Hidden files, caches, and what operating systems leave behind."""
    return name.startswith(".") or name in _IGNORED or name.endswith("~")


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, by name, without what is ignored; bounded. Empty where it cannot be opened."""
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as scan:
            for count, entry in enumerate(scan):
                if count >= _MOST_ENTRIES:
                    break
                if not ignored(entry.name):
                    found.append(entry)
    except OSError:
        return []
    return sorted(found, key=lambda entry: entry.name)


def listing(root: Path) -> Listing:
    """The files of a hand-in: those at the top first, then those of its folders, level by level.

    Where there are too many, it is not the code that is left out.
    """
    if not root.is_dir():
        return Listing((File(root, shown_name(root.name), "", _size(root)),))
    files: list[File] = []
    left_out: list[LeftOut] = []
    flags: list[str] = []
    for found in _looked_at(_unwrapped(root)):
        if isinstance(found, LeftOut):
            left_out.append(found)
            if found.why == _LINK:
                flags.append(f"{found.what} is a link; it was not followed.")
        else:
            files.append(found)
    kept = {id(file) for file in sorted(files, key=lambda file: file.suffix not in _CODE)[:MOST_FILES]}
    many = f"More than {MOST_FILES} files; the first {MOST_FILES} were read."
    left_out += [LeftOut(file.name, many) for file in files if id(file) not in kept]
    files = [file for file in files if id(file) in kept]
    return Listing(tuple(files), _shortened(left_out), tuple(flags[:20]))


def read(file: File) -> bytes | Refused:
    """A file's bytes, or why they are not read."""
    most = MOST_NOTEBOOK_BYTES if file.suffix == ".ipynb" else MOST_BYTES
    too_large = Refused(f"It is larger than {most // 1_000_000} MB.")
    if file.size > most:
        return too_large
    # The file may have changed since it was listed: no link, no pipe, no more bytes than allowed.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(file.path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Refused(_NO_FILE)
            data = stream.read(most + 1)
    except OSError as error:
        return Refused(f"It can't be opened ({error.strerror or 'no reason given'}).")
    return too_large if len(data) > most else data


_LINK = "It is a link to something else. Hand in the file itself."
_NO_FILE = "It is no ordinary file."
_TOO_DEEP = f"It lies more than {_DEEPEST} folders deep. Put its files further up."
_TOO_MANY = f"More than {_MOST_FOLDERS} folders; the first {_MOST_FOLDERS} were looked into."
_CODE = (".py", ".ipynb")


def _looked_at(root: Path) -> Iterator[File | LeftOut]:
    """Everything under a folder, level by level."""
    level = [(root, "")]
    for depth in range(_DEEPEST + 1):
        below: list[tuple[Path, str]] = []
        for folder, name in level:
            for entry in entries(folder):
                shown = f"{name}/{shown_name(entry.name)}" if name else shown_name(entry.name)
                if entry.is_symlink():
                    yield LeftOut(shown, _LINK)
                elif entry.is_file(follow_symlinks=False):
                    folder_name = shown_name(folder.name) if name else ""
                    yield File(Path(entry.path), shown, folder_name, _size(Path(entry.path)))
                elif not entry.is_dir(follow_symlinks=False):
                    yield LeftOut(shown, _NO_FILE)
                elif depth == _DEEPEST or len(below) >= _MOST_FOLDERS:
                    yield LeftOut(f"{shown}/", _TOO_DEEP if depth == _DEEPEST else _TOO_MANY)
                else:
                    below.append((Path(entry.path), shown))
        level = below


def _unwrapped(root: Path) -> Path:
    """The folder inside the folder inside …, as unpacking an archive leaves it."""
    for _ in range(4):
        inside = entries(root)
        if len(inside) != 1 or inside[0].is_symlink() or not inside[0].is_dir(follow_symlinks=False):
            break
        root = Path(inside[0].path)
    return root


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _shortened(left_out: list[LeftOut]) -> tuple[LeftOut, ...]:
    if len(left_out) <= MOST_FILES:
        return tuple(left_out)
    rest = f"{len(left_out) - MOST_FILES} more files"
    return (*left_out[:MOST_FILES], LeftOut(rest, f"More than {MOST_FILES} files; these were not looked at."))
