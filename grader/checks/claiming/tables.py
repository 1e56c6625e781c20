"""Tables as students write them: pipes, LaTeX's tabular, HTML, columns printed with spaces. All become one grid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.checks.claiming.numbers import numbers, spelled

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_PRINTED_RULE = re.compile(r"\s*[+|=-][-+=| ]{2,}$")
_ROWS = re.compile(r"\\\\(?:\[[^\]\n]*\])?|\\tabularnewline")
_LINES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|c(?:mid|line)(?:rule)?(?:\([^)]*\))?\{[^}]*\})")
_MULTICOLUMN = re.compile(r"\\multicolumn\s*\{(\d{1,2})\}\s*\{[^}]*\}")
_TABULAR = re.compile(
    r"\\begin\{(tabular[xy*]?|array|longtable|tabu)\}(?:\[[^\]\n]{0,40}\])?(?:\{[^{}\n]{0,80}\}){0,2}(.{0,20000}?)"
    r"\\end\{\1\}",
    re.DOTALL,
)
_HTML = re.compile(r"<table\b[^>]{0,400}>(.{0,60000}?)</table>", re.DOTALL | re.IGNORECASE)
_HTML_ROW = re.compile(r"<tr\b[^>]{0,200}>(.*?)(?=<tr\b|</table|</tr|\Z)", re.DOTALL | re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b([^>]{0,200})>(.*?)(?=<t[dhr]\b|</t|\Z)", re.DOTALL | re.IGNORECASE)
_COLSPAN = re.compile(r"colspan\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_APART = re.compile(r" {2,}|\t+")
#: Most rows and columns that are read.
_MOST = 200


@dataclass(frozen=True)
class Cell:
    """A text in a table, and how many lines below the table's first one it stands."""

    text: str
    line: int


Grid = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Headed:
    """A cell with what heads it: the rest of its row, the cells above it, and the table's corner."""

    cell: Cell
    row: str
    column: str
    corner: str


def marked_up(text: str) -> Iterator[tuple[int, int, Grid]]:
    """The tables of LaTeX and HTML: where each begins and ends in the text, and its grid."""
    for pattern, grid in ((_TABULAR, _tabular), (_HTML, _html)):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), grid(match)


def piped(lines: Sequence[str]) -> Grid | None:
    """The grid of consecutive lines with pipes; None where they are none. A rule of dashes is no row."""
    if len(lines) < 2 or not all("|" in line for line in lines if not _PRINTED_RULE.match(line)):
        return None
    rows = []
    for number, line in enumerate(lines[:_MOST]):
        if not (_RULE.match(line) or _PRINTED_RULE.match(line)):
            inner = line.strip().removeprefix("|").removesuffix("|")
            rows.append(tuple(Cell(part.strip(), number) for part in re.split(r"(?<!\\)\|", inner)[:_MOST]))
    return tuple(rows) if len(rows) > 1 else None


def in_columns(line: str) -> bool:
    """Whether a line's parts stand two spaces or a tab apart."""
    return _APART.search(line.strip()) is not None


def columned(lines: Sequence[str]) -> Grid | None:
    """The grid of lines whose columns stand two spaces or a tab apart, as a data frame is printed; None where there is
    no such thing. The first line must hold no number."""
    kept = [(number, line) for number, line in enumerate(lines[:_MOST]) if not _PRINTED_RULE.match(line)]
    rows = [tuple(Cell(part, number) for part in _APART.split(line.strip())) for number, line in kept]
    if len(rows) < 2 or len(rows[0]) < 2 or any(list(numbers(cell.text)) for cell in rows[0]):
        return None
    width = max(len(row) for row in rows)
    if any(len(row) not in (width, width - 1) for row in rows) or len(rows[1]) < 2:
        return None
    # A header's line may lack the name of the index.
    return tuple((Cell("", row[0].line), *row) if len(row) == width - 1 else row for row in rows)


def headed(grid: Grid) -> Iterator[Headed]:
    """Every cell that may hold a number, with its headings. A first row without a number is the header."""
    above = _header_rows(grid)
    filled = _filled_down(grid, above)
    corner = " ".join(row[0].text for row in grid[:above] if row)
    for row in filled[above:]:
        for place, cell in enumerate(row):
            others = [other.text for other in row if other is not cell and not _is_number(other)]
            if place or not others:
                column = " ".join(head[place].text for head in grid[:above] if place < len(head))
                yield Headed(cell, " ".join(others), column, corner)


def _header_rows(grid: Grid) -> int:
    """How many first rows hold names only: at least one, unless the first holds a value beside a name."""
    count = next((n for n, row in enumerate(grid) if any(_is_number(cell) for cell in row[1:])), len(grid))
    if count or not grid:
        return count
    # Numbers in a first row with an empty or a lone first cell are names of columns: depths, dropout rates.
    return int(len(grid) > 1 and len(grid[0]) > 2 and all(_is_number(cell) for cell in grid[0][1:]))


def _is_number(cell: Cell) -> bool:
    found = list(numbers(spelled(cell.text)))
    return bool(found) and len(re.sub(r"[^A-Za-z]", "", re.sub(r"\\[a-z]+", "", cell.text))) <= 3


def _filled_down(grid: Grid, above: int) -> Grid:
    """A row's name is the one above where its first cell is empty, as below a `\\multirow`."""
    rows: list[tuple[Cell, ...]] = []
    name = ""
    for number, row in enumerate(grid):
        first = row[0].text if row else ""
        if number >= above and len(row) > 2 and not first.strip() and name:
            row = (Cell(name, row[0].line), *row[1:])
        name = first if first.strip() else name
        rows.append(row)
    return tuple(rows)


def _tabular(match: re.Match[str]) -> Grid:
    rows, start = [], 0
    body = match.group(2)
    before = match.group()[: match.start(2) - match.start()].count("\n")
    for end in (*_ROWS.finditer(body), None):
        text = body[start : end.start() if end else len(body)]
        parts = re.split(r"(?<!\\)&", _LINES.sub(" ", text))[:_MOST]
        # A row's text may begin with the line's end of the row before.
        line = before + body.count("\n", 0, start) + len(text[: len(text) - len(text.lstrip())].split("\n")) - 1
        cells = [Cell(part.strip(), line) for part in parts for _ in range(_span(part))]
        if any(cell.text for cell in cells):
            rows.append(tuple(cells[:_MOST]))
        start = end.end() if end else len(body)
    return tuple(rows[:_MOST])


def _span(part: str) -> int:
    match = _MULTICOLUMN.search(part)
    return max(1, min(int(match.group(1)), 20)) if match else 1


def _html(match: re.Match[str]) -> Grid:
    rows = []
    for row in list(_HTML_ROW.finditer(match.group(1)))[:_MOST]:
        cells: list[Cell] = []
        for cell in list(_HTML_CELL.finditer(row.group(1)))[:_MOST]:
            text = re.sub(r"<[^>]{0,200}>", " ", cell.group(2)).strip()
            line = match.group().count("\n", 0, match.start(1) - match.start() + row.start(1) + cell.start(2))
            span = _COLSPAN.search(cell.group(1))
            cells += [Cell(text, line)] * (max(1, min(int(span.group(1)), 20)) if span else 1)
        if cells:
            rows.append(tuple(cells))
    return tuple(rows)
