"""One hand-in read for comparison: every file of code, every notebook and every written text, as pieces.

Reads the copy that the spool takes, as grading does, but all files of it: one that was left out of grading for a
syntax error or for its name may still be somebody else's. Nothing is executed, and nothing makes it fail.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.outcome import Finding
from grader.similarity.attempts import people
from grader.similarity.piece import Piece, piece
from grader.similarity.tokens import read_code
from grader.similarity.words import read_words
from grader.submission.cells import Cell, cells
from grader.submission.files import File, listing
from grader.submission.found import Found
from grader.submission.magics import neutralised
from grader.submission.module import Origin
from grader.submission.spool import Spool
from grader.submission.text import decode

_LONGEST = 1_000_000  # characters of one file
_MOST_TOKENS = 200_000  # of one hand-in; ten times what the longest have
_WRITTEN = (".md", ".markdown", ".txt", ".tex")


@dataclass(frozen=True)
class HandIn:
    """What one person handed in, as it is compared."""

    who: str  # as it is shown
    person: str  # the same for all attempts of one person
    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...] = ()  # names of files that were not read


def read_class(found: Sequence[Found], spool: Spool) -> list[HandIn]:
    """The hand-ins for one assignment, whose they are, and a name for each that is its alone."""
    return [
        replace(read_hand_in(one, spool), who=name, person=person)
        for one, (person, name) in zip(found, people(found), strict=True)
    ]


def read_hand_in(found: Found, spool: Spool) -> HandIn:
    """What lies behind a path, as pieces, in the order of their names."""
    taken = spool.take(found.path)
    there = listing(taken.folder, taken.names)
    pieces: list[Piece] = []
    left_out = [left.what for left in (*taken.left_out, *there.left_out)]
    room = _MOST_TOKENS
    for file in sorted(there.files, key=lambda file: file.name):
        read = pieces_of(file)
        room -= sum(len(piece.codes) for piece in read or ())
        if read is None or room < 0:
            left_out.append(file.name)
        else:
            pieces.extend(read)
    spool.release(taken.folder)
    return HandIn(found.who, found.who, tuple(pieces), tuple(sorted(set(left_out))))


def pieces_of(file: File) -> list[Piece] | None:
    """One file's pieces; none of a picture or a data file, None of what should have been text and is not."""
    if file.suffix not in (".py", ".ipynb", *_WRITTEN):
        return []
    text = decode(file.path.read_bytes(), file.name)
    if isinstance(text, Finding):
        return None
    if file.suffix == ".ipynb":
        return _notebook(text.text, file.name)
    if len(text.text) > _LONGEST:
        return None
    if file.suffix == ".py":
        return [piece(file.name, "code", text.text, read_code(text.text))]
    return [piece(file.name, "words", text.text, (read_words(text.text), ()))]


def file_at(path: Path, name: str) -> File:
    """A file of ours, as one of a hand-in."""
    return File(path, name, "", path.stat().st_size)


def _notebook(text: str, name: str) -> list[Piece] | None:
    found = cells(text, name)
    if isinstance(found, Finding) or sum(len(cell.text) for cell in found) > _LONGEST:
        return None
    return list(_pieces(found, name))


def _pieces(found: Sequence[Cell], name: str) -> Iterator[Piece]:
    """The code cells as one piece and the text cells as another; a magic is no code."""
    code = [cell for cell in found if cell.kind == "code"]
    shown, origins = _joined(code)
    read = read_code("\n".join(neutralised(cell.text).text for cell in code))
    yield piece(name, "code", shown, read, origins)
    written, places = _joined([cell for cell in found if cell.kind == "markdown"])
    yield piece(name, "words", written, (read_words(written), ()), places)


def _joined(found: Sequence[Cell]) -> tuple[str, list[Origin]]:
    origins, line = [], 1
    for cell in found:
        origins.append(Origin(line, 1, cell.number))
        line += cell.text.count("\n") + 1
    return "\n".join(cell.text for cell in found), origins
