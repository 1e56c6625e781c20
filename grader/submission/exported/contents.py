"""What lies at the top of a class, alike for an archive and for the folder that comes out of it; and the files below.

An archive's list is read once and within bounds. Nothing is unpacked here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from grader.mistake_of_user import UserMistake
from grader.submission import mistakes
from grader.submission.entry import PIECE, SPECIAL, Content, Entry, Packed, Refused, TooLarge, Unreadable
from grader.submission.files import entries, ignored
from grader.submission.folder import file_entry, folder_entries
from grader.submission.names import packed_parts
from grader.submission.text import shown_name

if TYPE_CHECKING:
    from grader.submission.tray import Tray

MOST_NAMES = 1_000_000  # people, or the files of all of them
MOST_OF_A_CLASS = 2_000_000_000  # bytes that a compressed tar may unpack to


class Contents(Protocol):
    """Names at the top, each once and in order, without what is ignored."""

    @property
    def folders(self) -> Sequence[str]: ...
    @property
    def files(self) -> Sequence[str]: ...

    def below(self, name: str) -> Sequence[tuple[str, ...]]:
        """The files in a folder at the top, as far as they are needed to say what it is."""

    def entries(self, name: str) -> Sequence[Entry | Refused]:
        """The files of one name, to be copied: those in the folder, or the file itself."""

    def inner(self, name: str) -> Self:
        """The same one folder further in."""


@dataclass(frozen=True)
class Folder:
    """A folder on the disk. Links are not followed, and are no names."""

    root: Path
    folders: Sequence[str]
    files: Sequence[str]

    @classmethod
    def at(cls, root: Path) -> Self:
        there = entries(root, MOST_NAMES)
        return cls(
            root,
            [entry.name for entry in there if entry.is_dir(follow_symlinks=False)],
            [entry.name for entry in there if entry.is_file(follow_symlinks=False)],
        )

    def below(self, name: str) -> Sequence[tuple[str, ...]]:
        return [entry.parts for entry in folder_entries(self.root / name) if isinstance(entry, Entry)]

    def entries(self, name: str) -> Sequence[Entry | Refused]:
        path = self.root / name
        return list(folder_entries(path)) if path.is_dir() else [file_entry(path)]

    def inner(self, name: str) -> Self:
        return self.at(self.root / name)


@dataclass(frozen=True)
class Archive:
    """A zip or a tar that stays open meanwhile."""

    tops: Mapping[str, Sequence[tuple[tuple[str, ...], Packed]]]  # what lies under a name, () for a file itself
    outside: Sequence[str] = ()  # names that lead out of it, as they may be shown

    @classmethod
    def of(cls, packed: Sequence[Packed]) -> Self:
        outside: list[str] = []
        inside: list[tuple[tuple[str, ...], Packed]] = []
        for one in packed:
            parts = packed_parts(one.name)
            if parts is None:
                outside.append(shown_name(one.name))
            elif not any(map(ignored, parts)):
                inside.append((parts, one))
        return cls(_by_top(inside), outside)

    @cached_property
    def folders(self) -> Sequence[str]:
        return [name for name, its in self.tops.items() if any(rest or one.kind == "folder" for rest, one in its)]

    @cached_property
    def files(self) -> Sequence[str]:
        return [name for name in self.tops if not all(rest for rest, _ in self._files(name))]

    @property
    def all_files(self) -> Sequence[str]:
        """What every file is called, without its folders."""
        return [rest[-1] if rest else name for name in self.tops for rest, _ in self._files(name)]

    def below(self, name: str) -> Sequence[tuple[str, ...]]:
        return [rest for rest, _ in self._files(name) if rest]

    def entries(self, name: str) -> Sequence[Entry | Refused]:
        from grader.submission.archive import packed_entry

        named = [replace(packed, name="/".join(rest) or name) for rest, packed in self._files(name)]
        return [entry for packed in named if (entry := packed_entry(packed, (), archives=True))]

    def _files(self, name: str) -> Iterator[tuple[tuple[str, ...], Packed]]:
        """All under a name but folders, which only say that they are there."""
        return ((rest, packed) for rest, packed in self.tops[name] if packed.kind != "folder")

    def inner(self, name: str) -> Self:
        return type(self)(_by_top([(rest, packed) for rest, packed in self.tops[name] if rest]), self.outside)


def _by_top(files: Sequence[tuple[tuple[str, ...], Packed]]) -> dict[str, list[tuple[tuple[str, ...], Packed]]]:
    tops: dict[str, list[tuple[tuple[str, ...], Packed]]] = {}
    for parts, packed in sorted(files, key=lambda pair: pair[0]):
        tops.setdefault(parts[0], []).append((parts[1:], packed))
    return tops


@contextmanager
def opened(path: Path, tray: "Tray | None" = None) -> Iterator[Archive | None]:
    """An archive's contents while it is open; None of what is none that can be read.

    tray: where a compressed tar is decompressed meanwhile; without one only a zip is read. Raises UserMistake where
    that is more than a class may come to.
    """
    with ExitStack() as stack:
        contents = None
        try:
            if not path.is_file():  # a pipe is never waited for
                raise Unreadable(SPECIAL)
            stream = Content(stack.enter_context(path.open("rb")))
            contents = Archive.of(stack.enter_context(_listed(stream, tray)))
        except TooLarge as refusal:
            # Its first sentence; what follows is for a student.
            raise UserMistake(mistakes.too_large(path, refusal.why.partition(".")[0])) from None
        except (OSError, Unreadable):
            pass
        yield contents


@contextmanager
def _listed(stream: Content, tray: "Tray | None") -> Iterator[list[Packed]]:
    from grader.submission.archive import CLASS, listed  # zipfile and tarfile: only who gives an archive waits for them
    from grader.submission.unzip import zip_list

    if tray is None:
        yield zip_list(stream, CLASS.zip_list)
        return
    scratch, room = tray.scratch()
    with listed(stream, min(room, MOST_OF_A_CLASS), scratch, CLASS) as packed:
        yield packed


def content(contents: Contents, name: str, most: int) -> bytes:
    """One file at the top. Raises Unreadable."""
    entry = next((one for one in contents.entries(name) if isinstance(one, Entry)), None)
    if entry is None or entry.size > most:
        raise Unreadable("it is too large, or no ordinary file")
    stream, data = entry.open(), bytearray()
    try:
        while piece := stream.read(PIECE):
            data += piece
            if len(data) > most:
                raise Unreadable("it is too large")
    finally:
        stream.close()
    return bytes(data)
