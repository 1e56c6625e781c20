"""A table that a platform wrote: read so that it can be given back byte for byte, but for the cells that are filled in.

Knows encodings, delimiters, quotes and line ends; knows nothing of grades.
"""

import codecs
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from grader.export.cells import quoted
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.submission.text import shown_name

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 3  # lines by which the delimiter is told
_COMMA = re.compile(r"-?\d+,\d+")
_POINT = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class Line:
    """One row, which may be several lines of the file: its cells as they stand there, quotes included, and its end."""

    cells: tuple[str, ...]
    end: str


@dataclass(frozen=True)
class Sheet:
    """A table and how it is stored. Line 0 is the header."""

    name: str  # of the file, for messages
    lines: tuple[Line, ...]
    delimiter: str
    encoding: str
    bom: bytes = b""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' titles."""
        return tuple(_unquoted(cell) for cell in self.lines[0].cells)

    def text(self, line: int, column: int) -> str:
        """What a cell says; "" where the row is too short to have it."""
        cells = self.lines[line].cells
        return _unquoted(cells[column]) if column < len(cells) else ""

    def column(self, column: int) -> tuple[str, ...]:
        """A column's cells below the header, rows without any content left out."""
        return tuple(self.text(line, column) for line in self.people)

    @property
    def people(self) -> tuple[int, ...]:
        """The lines below the header that say anything."""
        return tuple(number for number, line in enumerate(self.lines) if number and any(line.cells))

    @property
    def decimal_comma(self) -> bool:
        """Whether its numbers are written with a comma."""
        texts = [_unquoted(cell).strip() for line in self.lines[1:] for cell in line.cells]
        commas, points = (sum(bool(form.fullmatch(text)) for text in texts) for form in (_COMMA, _POINT))
        return commas > points

    def filled(self, values: Mapping[tuple[int, int], str]) -> "Sheet":
        """The sheet with other words in some cells, by line and column. Everything else stays as it is."""
        lines = list(self.lines)
        for (number, column), text in values.items():
            cells = list(lines[number].cells)
            cells += [""] * (column + 1 - len(cells))
            cells[column] = quoted(text, self.delimiter, always=cells[column].startswith('"'))
            lines[number] = replace(lines[number], cells=tuple(cells))
        return replace(self, lines=tuple(lines))

    def only(self, numbers: Collection[int]) -> "Sheet":
        """The sheet with these lines only, in their order."""
        return replace(self, lines=tuple(line for number, line in enumerate(self.lines) if number in numbers))

    def to_bytes(self) -> bytes:
        """The file."""
        text = "".join(self.delimiter.join(line.cells) + line.end for line in self.lines)
        return self.bom + text.encode(self.encoding)


def read(data: bytes, name: str) -> Sheet:
    """The table in these bytes. Raises UserMistake where it is none."""
    shown = shown_name(name)
    if data.startswith(b"PK"):
        what = f"{shown} is a workbook or an archive, not a table in text."
        raise UserMistake(
            Finding(what, shown, "Give the CSV file as it was downloaded, before a spreadsheet saved it.")
        )
    bom, encoding, text = _decoded(data)
    if not text.strip():
        advice = "Download the gradebook once more; its first line names the columns."
        raise UserMistake(Finding(f"{shown} is empty.", shown, advice))
    if "\x00" in text:
        what = f"{shown} holds null characters, so it is no table in text."
        raise UserMistake(Finding(what, shown, "Give the CSV file as it was downloaded."))
    delimiter = max(_DELIMITERS, key=lambda one: _fits(text, one))
    try:
        return Sheet(name, tuple(_lines(text, delimiter)), delimiter, encoding, bom)
    except _Unclosed as trouble:
        what = f"A quotation mark in {shown} is never closed, so it cannot be told where that cell ends."
        where = f"{shown}, line {text.count(chr(10), 0, trouble.place) + 1}"
        raise UserMistake(Finding(what, where, "Download the gradebook once more, and give it unchanged.")) from None


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return bom, encoding, data[len(bom) :].decode(encoding)
            except UnicodeDecodeError:
                break
    # Each of these gives the same bytes back; Latin-1 takes any.
    for encoding in ("utf-8", "cp1252"):
        try:
            return b"", encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return b"", "latin-1", data.decode("latin-1")


class _Unclosed(Exception):
    """A quoted cell without an end."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def _fits(text: str, delimiter: str) -> tuple[bool, int]:
    """How well a delimiter fits: all first lines of one width, and many columns."""
    try:
        widths = [len(line.cells) for line in islice(_lines(text, delimiter), _LOOKED_AT)]
    except _Unclosed:
        return False, 0
    return len(set(widths)) == 1 and widths[0] > 1, widths[0]


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    inside = rf"[^{re.escape(delimiter)}\r\n]*"
    form = re.compile(rf'("(?:[^"]|"")*"{inside}|{inside})({re.escape(delimiter)}|\r\n|\n|\r|\Z)')
    cells: list[str] = []
    place = 0
    while place < len(text) or cells:
        match = form.match(text, place)
        assert match is not None  # every text begins with a cell, if only with an empty one
        raw, end = match.groups()
        if raw.startswith('"') and raw.count('"') == 1:
            raise _Unclosed(place)
        cells.append(raw)
        place = match.end()
        if end != delimiter:
            yield Line(tuple(cells), end)
            cells = []


def _unquoted(cell: str) -> str:
    if not cell.startswith('"'):
        return cell
    inside, _, behind = cell[1:].rpartition('"')
    return inside.replace('""', '"') + behind
