"""One thing that lies in a hand-in before it is copied: a file that may be opened, or what is left out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal

from grader.submission.module import LeftOut

LINK = "It is a link to something else. Hand in the file itself."
SPECIAL = "It is no ordinary file."
DAMAGED = "It can't be read to its end: it is damaged. Save it again, and hand that one in."

PIECE = 1 << 14  # bytes that are read at once
Kind = Literal["file", "link", "special", "folder"]
Faults = tuple[type[Exception], ...]


class Unreadable(Exception):
    """A file can't be read, or an archive not unpacked; the words are for the student."""

    def __init__(self, why: str, flag: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.flag = flag  # what the instructor should know of it, after the file's name


class TooLarge(Unreadable):
    """An archive holds more than it may; how much that is, depends on what it is of."""


class Content:
    """A file's bytes. Whatever is wrong with them is Unreadable, and nobody reads more at once than `most`."""

    def __init__(self, stream: IO[bytes], faults: Faults = (OSError, ValueError), most: int = PIECE) -> None:
        self._stream = stream
        self._faults = faults
        self._most = most

    def asked_for(self, most: int) -> "Content":
        """The same bytes for a reader that may ask for `most` at once."""
        return Content(self._stream, self._faults, most)

    def read(self, most: int = -1) -> bytes:
        # A size that an archive's header claims is asked for in one read: refused before memory is taken for it.
        if most > self._most:
            raise Unreadable(DAMAGED)
        try:
            data = self._stream.read(most if most >= 0 else self._most + 1)
        except self._faults:
            raise Unreadable(DAMAGED) from None
        if len(data) > self._most:
            raise Unreadable(DAMAGED)
        return data

    def seek(self, place: int, whence: int = 0, /) -> int:
        return self._stream.seek(place, whence)  # zipfile goes by what this raises

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()


@dataclass(frozen=True)
class Entry:
    """An ordinary file, not yet opened; opening it raises Unreadable where that can't be done."""

    parts: tuple[str, ...]  # its folders and its name, as the student has them
    size: int  # as claimed
    open: Callable[[], Content]


@dataclass(frozen=True)
class Packed:
    """One line of an archive's own list. Neither the name nor the size is to be believed."""

    name: str
    kind: Kind
    size: int
    open: Callable[[], Content]


@dataclass(frozen=True)
class Refused:
    """What is not copied and why; `flag` is what the instructor should know of it."""

    left_out: LeftOut
    flag: str = ""
