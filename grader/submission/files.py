"""The files of one hand-in, as they lie in the spool: which of them are looked at, and in which order."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.submission.module import LeftOut
from grader.submission.text import shown_name

MOST_FILES = 200
MOST_BYTES_IN_ALL = 50_000_000  # of what is read as text
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
        return self.path.stem

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True)
class Listing:
    """The files to look at, and those left out."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...]


def ignored(name: str) -> bool:
    """Hidden files, caches, and what operating systems leave behind."""
    return name.startswith(".") or name in _IGNORED or name.endswith("~")


def entries(folder: Path, most: int = _MOST_ENTRIES) -> list[os.DirEntry[str]]:
    """What a folder holds, by name, without what is ignored; bounded. Empty where it cannot be opened."""
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as scan:
            for count, entry in enumerate(scan):
                if count >= most:
                    break
                if not ignored(entry.name):
                    found.append(entry)
    except OSError:
        return []
    return sorted(found, key=lambda entry: entry.name)


def listing(root: Path, names: Mapping[str, str]) -> Listing:
    """The files of a hand-in: those at the top first, then those of its folders, level by level.

    names: what a stored path was called, where that is another name. Where there are too many files, it is not the code
    that is left out.
    """
    found = list(_looked_at(root, names))
    left_out = [one for one in found if isinstance(one, LeftOut)]
    files = [one for one in found if isinstance(one, File)]
    kept = {id(file) for file in sorted(files, key=lambda file: file.suffix not in _CODE)[:MOST_FILES]}
    many = f"More than {MOST_FILES} files; the first {MOST_FILES} were read."
    left_out += [LeftOut(file.name, many) for file in files if id(file) not in kept]
    return Listing(tuple(file for file in files if id(file) in kept), shortened(left_out))


def unwrapped(root: Path) -> Path:
    """The folder inside the folder inside …, as unpacking an archive leaves it."""
    for _ in range(4):
        inside = entries(root)
        if len(inside) != 1 or not inside[0].is_dir(follow_symlinks=False):
            break
        root = Path(inside[0].path)
    return root


def shortened(left_out: list[LeftOut]) -> tuple[LeftOut, ...]:
    """A list that a report can bear."""
    if len(left_out) <= MOST_FILES:
        return tuple(left_out)
    rest = f"{len(left_out) - MOST_FILES} more files"
    return (*left_out[:MOST_FILES], LeftOut(rest, f"More than {MOST_FILES} files; these were not looked at."))


_TOO_DEEP = f"It lies more than {_DEEPEST} folders deep. Put its files further up."
_TOO_MANY = f"More than {_MOST_FOLDERS} folders; the first {_MOST_FOLDERS} were looked into."
_CODE = (".py", ".ipynb")


def _looked_at(root: Path, names: Mapping[str, str]) -> Iterator[File | LeftOut]:
    """Everything under a folder, level by level."""
    level = [(root, "", "")]  # a folder, its whole name and the last part of it, as messages print them
    for depth in range(_DEEPEST + 1):
        below: list[tuple[Path, str, str]] = []
        for folder, above, last in level:
            for entry in entries(folder):
                name = shown_name(names.get(entry.path, entry.name))
                shown = f"{above}/{name}" if above else name
                if not entry.is_dir(follow_symlinks=False):
                    yield File(Path(entry.path), shown, last, entry.stat(follow_symlinks=False).st_size)
                elif depth == _DEEPEST or len(below) >= _MOST_FOLDERS:
                    yield LeftOut(f"{shown}/", _TOO_DEEP if depth == _DEEPEST else _TOO_MANY)
                else:
                    below.append((Path(entry.path), shown, name))
        level = below
