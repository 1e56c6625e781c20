"""One file of a hand-in as it is compared: its lines, and the tokens that are left of them when all that says nothing
about who wrote it is taken away. Plain data."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from grader.submission.module import Origin, position

Kind = Literal["code", "words"]


@dataclass(frozen=True)
class Token:
    """A normalised token and the line it stands in, from 1."""

    code: int
    line: int


@dataclass(frozen=True)
class Remark:
    """A comment, or one line of a docstring."""

    text: str
    line: int


@dataclass(frozen=True)
class Piece:
    """One file, or all cells of one kind of a notebook."""

    file: str
    kind: Kind
    lines: tuple[str, ...]  # as they are shown
    codes: tuple[int, ...]  # the tokens
    at: tuple[int, ...]  # and the line of each, from 1
    remarks: tuple[Remark, ...] = ()
    origins: tuple[Origin, ...] = ()

    def position(self, line: int) -> tuple[int, int]:
        """The notebook's cell, 0 in other files, and the line in it, of one of the lines."""
        return position(self.origins, line)


def piece(
    file: str, kind: Kind, text: str, read: tuple[Sequence[Token], Sequence[Remark]], origins: Sequence[Origin] = ()
) -> Piece:
    """The piece of a text that was read into tokens and remarks."""
    tokens, remarks = read
    codes, at = tuple(token.code for token in tokens), tuple(token.line for token in tokens)
    return Piece(file, kind, tuple(text.split("\n")), codes, at, tuple(remarks), tuple(origins))


@lru_cache(maxsize=50_000)
def code(token: str) -> int:
    """A token's number: the same in every run, and on every machine."""
    return zlib.crc32(token.encode("utf-8", "surrogatepass")) + 1
