"""A CSV table as spreadsheets save it: its delimiter, its encoding, its header, and the line of every row.

Knows nothing of people. What a cell means is decided by whoever asked for the table.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.outcome import Finding
from grader.submission.text import shown

LARGEST = 20_000_000  # bytes
_DELIMITERS = ",;\t"


class TableMistakes(Exception):
    """A table that can't be read, or not without a guess. `findings` are all of its mistakes."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.what for finding in self.findings))


@dataclass(frozen=True)
class TableRow:
    """One row and the line on which it starts, from 1; as many cells as the header has."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header and what stands under it. Empty rows are left out."""

    name: str  # as messages print it
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    doubts: tuple[Finding, ...] = ()

    def where(self, line: int) -> str:
        return f"{self.name}, line {line}"


def read_table(path: Path, name: str) -> Table:
    """The table of one file. Raises TableMistakes; OSError where the file can't be read."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _refused(f"{name} has more than {LARGEST:,} bytes.", name, "Is it the table that was meant?")
    text, doubts = _decoded(content, name)
    records = list(_records(text, name))
    if not records:
        raise _refused(f"{name} is empty.", name, "Write a header line, such as `name,id,email`, and a line a person.")
    header = tuple(cell.strip() for cell in records[0].cells)
    rows, mistakes = [], []
    for row in records[1:]:
        if len(row.cells) > len(header) and any(cell.strip() for cell in row.cells[len(header) :]):
            mistakes.append(_shifted(row, len(header), name))
        cells = (*row.cells, *[""] * len(header))[: len(header)]
        rows.append(TableRow(row.line, tuple(cell.strip() for cell in cells)))
    if mistakes:
        raise TableMistakes(mistakes)
    return Table(name, header, tuple(rows), doubts)


def _decoded(content: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), ()  # Excel's "Unicode text"
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise _refused(f"{name} is no text.", f"{name}, line {line}", "Save the sheet as CSV (UTF-8).")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"{name} isn't UTF-8; it was read as Windows-1252, as Excel saves it."
        doubt = Finding(what, f"{name}, line {line}", "Look whether names with accents are right, or save it as UTF-8.")
        return content.decode("cp1252", "replace"), (doubt,)


def _records(text: str, name: str) -> Iterator[TableRow]:
    """Every row that holds something, with the line where it starts."""
    skipped = 0
    if told := re.match(r'"?sep=(.)"?\r?\n', text):  # Excel's own first line
        delimiter, text, skipped = told.group(1), text[told.end() :], 1
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            advice = "Check the quotation marks of this line: every one that opens has to be closed."
            raise _refused(f"{name} can't be read as CSV: {error}.", f"{name}, line {line}", advice) from error
        if any(cell.strip() for cell in cells):
            yield TableRow(line, tuple(cells))


def _delimiter(text: str) -> str:
    """What stands most often between the header's words; a comma where nothing does."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=lambda one: (bare.count(one), -_DELIMITERS.index(one)))


def _shifted(row: TableRow, columns: int, name: str) -> Finding:
    what = f"This line has {len(row.cells)} cells and the header {columns}: “{shown(' | '.join(row.cells), 60)}”."
    advice = 'A text with the delimiter in it needs quotation marks, as in `"Lee, Ann"`.'
    return Finding(what, f"{name}, line {row.line}", advice)


def _refused(what: str, where: str, advice: str) -> TableMistakes:
    return TableMistakes([Finding(what, where, advice)])
