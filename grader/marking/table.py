"""What waits as a table for a spreadsheet. `taken_in` reads it when it comes back.

What a line is about stands in its column `read`: a fingerprint of the place and of the answer. So a name that a
spreadsheet respelled does no harm, and an answer that has changed since is noticed. Everything else but points, comment
and reason is there to be read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest

from grader.export import cells
from grader.marking.paper import answer_text, given, rubric
from grader.marking.piece import Piece, Place
from grader.report.files import file_name
from grader.report.words import number

COLUMNS = (
    "read", "who", "name", "assignment", "question", "check", "out of", "why it waits", "answer", "rubric", "before",
    "points", "comment", "reason",
)  # fmt: skip
LONGEST = 600  # characters of an answer in its cell
WIDTH = 100  # columns of a file beside the table

_KEY = b"grader marking table\0"  # a digest of this room equals none of another's
# A spreadsheet that takes another delimiter than ours begins a cell in the middle of one.
_INSIDE = re.compile(r"([;,\t])(\s*)(?=[=+\-@＝＋－＠])")


@dataclass(frozen=True)
class Sheets:
    """A table to write, and the files beside it with the answers that are too long for a cell."""

    table: bytes
    beside: tuple[tuple[str, str], ...]  # name, text


def sheets(queue: Sequence[Piece], folder: str, secret: str = "") -> Sheets:
    """The table of what waits. folder: what the files beside it stand in. secret: where nobody shall be named."""
    beside: list[tuple[str, str]] = []
    lines = [list(COLUMNS)]
    for position, piece in enumerate(queue, 1):
        answer = "\n".join(answer_text(piece, WIDTH))
        name = f"{position:0{len(str(len(queue)))}}-{file_name(piece.place.who if piece.people else 'answer')}.txt"
        if len(answer) > LONGEST:
            beside.append((name, answer + "\n"))
            answer = f"{answer[:LONGEST]}… (all of it: {folder}/{name})"
        lines.append(_line(piece, answer, secret))
    text = "".join(",".join(cells.quoted(cell) for cell in line) + "\r\n" for line in lines)
    return Sheets(text.encode("utf-8-sig", "backslashreplace"), tuple(beside))


def token(place: Place, read: str, secret: str = "") -> str:
    """The cell `read`: where a decision belongs and what was read, in letters that no spreadsheet respells.

    With a secret, nobody who has a list of names can tell from it whose answer it is.
    """
    words = "\0".join((place.who, place.slug, place.question, place.check, read)).encode("utf-8", "surrogatepass")
    made = digest(secret.encode(), _KEY + words, "sha256").hex() if secret else sha256(_KEY + words).hexdigest()
    return f"r{made[:20]}"


def _line(piece: Piece, answer: str, secret: str) -> list[str]:
    place = piece.place
    names = ", ".join(one.name for one in piece.people if one.name)
    why = f"{piece.finding.what} {piece.finding.where}" if piece.finding else ""
    criteria = " / ".join(" ".join(line.split()) for line in rubric(piece, 10_000))
    texts = [place.who if piece.people else "", names, *said(piece)]
    tail = [number(piece.mark.points), _cell(why), _cell(answer.replace("\n", " ⏎ ")), _cell(criteria)]
    return [token(place, piece.read, secret), *map(_cell, texts), *tail, _cell(given(piece)), "", "", ""]


def said(piece: Piece) -> tuple[str, str, str]:
    """How a line names assignment, question and check. A bare "3.1" would be a date to some spreadsheets."""
    return piece.place.slug, f"{piece.label} {piece.title}".strip(), piece.place.check


def _cell(text: str) -> str:
    return _INSIDE.sub(r"\1\2'", cells.words(text))
