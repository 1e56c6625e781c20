"""What an assignment gives to everybody: whatever of it is found in a hand-in says nothing about anybody.

Read are the spec's `given/`, its `starter/` where there is one (a file that students fill in cannot stand in `given/`,
whose files replace theirs), and the handout: its blocks of code, and its words, which students quote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.similarity.fingerprints import hashes
from grader.similarity.handed_in import file_at, pieces_of
from grader.similarity.piece import Piece, piece
from grader.similarity.tokens import read_code

_FOLDERS = ("given", "starter")
_HANDOUT = "handout.md"
_BLOCK = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Starter:
    """The k-grams that everybody was given, and the comments."""

    kgrams: frozenset[int] = frozenset()
    remarks: frozenset[str] = frozenset()


def starter_of(folder: Path) -> Starter:
    """The starter of an assignment, by the spec's folder."""
    pieces = list(_pieces(folder))
    kgrams = frozenset(value for one in pieces for value in hashes(one.codes))
    return Starter(kgrams, frozenset(remark.text for one in pieces for remark in one.remarks))


def _pieces(folder: Path) -> Iterator[Piece]:
    for name in _FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                yield from pieces_of(file_at(path, path.name)) or ()
    handout = folder / _HANDOUT
    if handout.is_file():
        yield from pieces_of(file_at(handout, _HANDOUT)) or ()
        for match in _BLOCK.finditer(handout.read_text("utf-8", "replace")):
            yield piece(_HANDOUT, "code", match.group(2), read_code(match.group(2)))
