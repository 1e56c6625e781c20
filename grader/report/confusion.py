"""A confusion matrix as its reader sees it: counts, sums, and a shade for the share of each row."""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.outcome import ConfusionMatrix
from grader.report.text import cut, one_line, width_of

MOST_CLASSES = 10
SHADES = 8
LONGEST_LABEL = 24
SHORT = 4  # columns of a label that can stand above a column of counts


@dataclass(frozen=True)
class Cell:
    """How often: a count, its shade from 0 to 8, and whether it is on the diagonal."""

    count: int
    shade: int
    is_right: bool


@dataclass(frozen=True)
class Row:
    """One true class. number: "3" where the columns carry numbers for their labels, else ""."""

    number: str
    label: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True)
class Matrix:
    """All that is shown. columns: what stands above one, and its whole label. missing: classes beyond what is shown."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    total: int
    missing: int
    in_words: str


def matrix_of(found: ConfusionMatrix) -> Matrix:
    """The matrix, ready to be looped over."""
    labels = tuple(cut(one_line(label[: 4 * LONGEST_LABEL]), LONGEST_LABEL) for label in found.labels[:MOST_CLASSES])
    numbered = any(width_of(label) > SHORT for label in labels)
    heads = tuple(str(n) if numbered else label for n, label in enumerate(labels, 1))
    rows = tuple(
        _row(heads[n] if numbered else "", label, n, counts)
        for n, (label, counts) in enumerate(zip(labels, found.counts, strict=False))
    )
    totals = tuple(sum(column) for column in zip(*found.counts, strict=False))
    missing = len(found.labels) - len(labels)
    return Matrix(tuple(zip(heads, labels, strict=True)), rows, totals[:MOST_CLASSES], sum(totals), missing,
                  _in_words(found, labels))  # fmt: skip


def as_text(found: ConfusionMatrix, width: int) -> Iterator[tuple[str, str]]:
    """Lines for a terminal, each with its tone: the counts where there is room for them, and what they say."""
    matrix = matrix_of(found)
    names = [f"{row.number} {row.label}".strip() for row in matrix.rows]
    column = 2 + max([3, len(f"{matrix.total}"), *(width_of(head) for head, _ in matrix.columns)])
    first = min(max([len(_CORNER), *map(width_of, names)]), 24)
    if first + column * (len(matrix.columns) + 1) <= width:
        heads = [head for head, _ in matrix.columns]
        yield _line(_CORNER, [*heads, "all"], first, column), "quiet"
        for name, row in zip(names, matrix.rows, strict=True):
            yield _line(name, [*(str(cell.count) for cell in row.cells), str(row.total)], first, column), "plain"
        yield _line("all", [*map(str, matrix.totals), str(matrix.total)], first, column), "quiet"
    yield matrix.in_words, "plain"


_CORNER = "true \\ predicted"


def _line(name: str, cells: list[str], first: int, column: int) -> str:
    shown = cut(name, first)
    return shown + " " * (first - width_of(shown)) + "".join(" " * (column - width_of(cell)) + cell for cell in cells)


def _row(number: str, label: str, position: int, counts: tuple[int, ...]) -> Row:
    total = sum(counts)
    cells = (Cell(count, _shade(count, total), position == n) for n, count in enumerate(counts[:MOST_CLASSES]))
    return Row(number, label, tuple(cells), total)


def _shade(count: int, total: int) -> int:
    return max(1, round(SHADES * count / total)) if count > 0 else 0


def _in_words(found: ConfusionMatrix, labels: tuple[str, ...]) -> str:
    total = sum(map(sum, found.counts))
    if not total:
        return "Nothing was counted."
    right = sum(row[n] for n, row in enumerate(found.counts) if n < len(row))
    said = f"{right:,} of {total:,} are right ({100 * right / total:.1f} %)."
    wrong = [(count, n, m) for n, row in enumerate(found.counts[: len(labels)]) for m, count in enumerate(row)
             if n != m and m < len(labels) and count > 0]  # fmt: skip
    if wrong:
        count, n, m = max(wrong, key=lambda each: each[0])  # the first of equals
        said += f" Most often mistaken: “{labels[n]}” taken for “{labels[m]}”, {count:,} of {sum(found.counts[n]):,}."
    return said
