"""One hand-in's place in the spool: files are copied in under safe names and within bounds, then it is sealed.

Whatever is not copied is remembered with the reason. A fault of the hand-in never raises; a full disk does.
"""

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.submission.entry import PIECE, Content, Entry, Refused, Unreadable
from grader.submission.module import LeftOut
from grader.submission.names import is_archive, stored
from grader.submission.text import shown_name

MOST_ENTRIES = 5_000
MOST_STORED = 200_000_000  # bytes of one hand-in
_MOST_TEXT = 5_000_000  # bytes of one file
_MOST_NOTEBOOK = 25_000_000  # a notebook carries its plots along
_MOST_OTHER = 50_000_000  # data, weights, pictures
_MOST_FLAGS = 20
_TEXTS = frozenset({".py", ".md", ".markdown", ".txt", ".tex"})
_CODE = (".py", ".ipynb")
_COMPILED = frozenset({".pyc", ".pyo", ".pyd", ".so", ".dll", ".dylib"})
#: What a disk says to a name that it does not take.
_NAME_REFUSED = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR})

_SAME_NAME = "Another file is stored under the same name. Give them different names."
_NAME = "No disk takes its name. Give it a short, plain one."
_COMPILED_CODE = "Compiled code is never loaded; hand in its source."
_FULL = f"All files together are larger than {MOST_STORED // 1_000_000} MB. Leave out what the sheet does not ask for."


@dataclass
class Shelf:
    """What has been copied so far; the one thing here that changes."""

    root: Path
    left_out: list[LeftOut] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # a stored path, and the student's name for its last part
    bytes_stored: int = 0
    _folders: dict[tuple[str, ...], Path | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._folders[()] = self.root

    @property
    def room(self) -> int:
        """The bytes that may still be stored."""
        return MOST_STORED - self.bytes_stored

    def refuse(self, what: str, why: str, flag: str = "") -> None:
        self.left_out.append(LeftOut(what, why))
        if flag:
            self.flags.append(flag)

    def fill(self, entries: Iterable[Entry | Refused]) -> None:
        """Copies entries, code first: where the room ends, it is not the code that is left out."""
        files = []
        for entry in entries:
            if isinstance(entry, Refused):
                self.refuse(entry.left_out.what, entry.left_out.why, entry.flag)
            else:
                files.append(entry)
        for file in sorted(files, key=lambda file: not file.parts[-1].lower().endswith(_CODE)):
            self._put(file)

    def seal(self) -> None:
        """Makes the folders read-only."""
        for folder in self._folders.values():
            if folder is not None:
                folder.chmod(0o555)
        if len(self.flags) > _MOST_FLAGS:
            self.flags[_MOST_FLAGS:] = [f"{len(self.flags) - _MOST_FLAGS} more flags of this kind."]

    def _put(self, entry: Entry) -> None:
        """Copies one file, or says why not. Counts the bytes that come, whatever size was claimed."""
        shown = shown_path(entry.parts)
        if PurePosixPath(entry.parts[-1]).suffix.lower() in _COMPILED:
            return self.refuse(shown, _COMPILED_CODE, f"{shown} is compiled code; it was not loaded.")
        most = most_bytes(entry)
        if entry.size > most:
            return self.refuse(shown, _too_large(most))
        folder = self._folder(entry.parts[:-1])
        if folder is None:
            return self.refuse(shown, _SAME_NAME)
        try:
            self._copy(entry, self._named(folder, entry.parts[-1]), most)
        except Unreadable as refusal:
            self.refuse(shown, refusal.why)

    def _copy(self, entry: Entry, target: Path, most: int) -> None:
        """Raises Unreadable, and leaves nothing behind, where the file has to be left out."""
        content = entry.open()
        try:
            descriptor = _created(target)
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    self.bytes_stored += _copied(content, stream.write, most, self.room)
                target.chmod(0o444)
            except Unreadable:
                target.unlink()
                raise
        finally:
            content.close()

    def _folder(self, parts: tuple[str, ...]) -> Path | None:
        """The stored folder, made where it is new; None where a file has its name."""
        if parts not in self._folders:
            above = self._folder(parts[:-1])
            self._folders[parts] = _made(self._named(above, parts[-1])) if above else None
        return self._folders[parts]

    def _named(self, folder: Path, part: str) -> Path:
        name = stored(part)
        path = folder / name
        if name != part:
            self.names.setdefault(str(path), part)
        return path


def most_bytes(entry: Entry) -> int:
    """As large as a file of this kind may be. An archive may be as large as what is in it."""
    if is_archive(entry.parts[-1]):
        return MOST_STORED
    suffix = PurePosixPath(entry.parts[-1]).suffix.lower()
    return _MOST_NOTEBOOK if suffix == ".ipynb" else _MOST_TEXT if suffix in _TEXTS else _MOST_OTHER


def shown_path(parts: tuple[str, ...]) -> str:
    """A path in the student's own terms, safe to print."""
    return "/".join(map(shown_name, parts))


def _made(folder: Path) -> Path | None:
    try:
        folder.mkdir(0o700)
    except FileExistsError:  # two names that are one to this disk: then it is one folder; a file is in the way
        return folder if folder.is_dir() else None
    except OSError as trouble:
        if trouble.errno in _NAME_REFUSED:
            return None
        raise
    return folder


def _created(target: Path) -> int:
    """A new file's descriptor: never one that was there. Raises Unreadable for what is wrong with the name."""
    try:
        return os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise Unreadable(_SAME_NAME) from None
    except OSError as trouble:
        if trouble.errno in _NAME_REFUSED:
            raise Unreadable(_NAME) from None
        raise


def _copied(content: Content, write: Callable[[bytes], object], most: int, room: int) -> int:
    """Copies piece by piece; the count of bytes. Raises Unreadable as soon as there are more than allowed."""
    count = 0
    while piece := content.read(PIECE):
        count += len(piece)
        if count > most:
            raise Unreadable(_too_large(most))
        if count > room:
            raise Unreadable(_FULL)
        write(piece)
    return count


def _too_large(most: int) -> str:
    return f"It is larger than {most // 1_000_000} MB."
