"""What was left out of a file, told so that a person can read it: a few lines even for a notebook of sixty cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from grader.submission.module import LeftOut, Module, position
from grader.submission.statements import Statement

_MOST_REASONS = 3  # of one entry
_MOST_ENTRIES = 60
#: What can be said once for a whole file: nobody misses these.
QUIET = "It only prints, shows or checks something, or sets what no function needs."


@dataclass(frozen=True)
class Gap:
    """One statement that is not executed, and why; `quiet` where nobody misses it."""

    statement: Statement
    why: str
    quiet: bool


@dataclass(frozen=True)
class _Run:
    """Neighbours in one cell that were all left out."""

    cell: int
    gaps: tuple[Gap, ...]
    whole: bool  # nothing else stands in the cell

    @property
    def quiet(self) -> bool:
        return all(gap.quiet for gap in self.gaps)


def told(module: Module, found: list[Statement], gaps: list[Gap]) -> Iterator[LeftOut]:
    """The entries for the report, in the order of the file; what nobody misses last."""
    runs = list(_runs(module, found, gaps))
    loud = [run for run in runs if not run.quiet]
    for run in loud[:_MOST_ENTRIES]:
        reasons = list(dict.fromkeys(gap.why for gap in run.gaps if not gap.quiet))
        yield LeftOut(_place(module, run), " ".join(reasons[:_MOST_REASONS]))
    if len(loud) > _MOST_ENTRIES:
        yield LeftOut(f"{module.file}: {len(loud) - _MOST_ENTRIES} more parts", loud[_MOST_ENTRIES].gaps[0].why)
    quiet = [run for run in runs if run.quiet]
    if quiet:
        yield LeftOut(_places(module, quiet), QUIET)


def _runs(module: Module, found: list[Statement], gaps: list[Gap]) -> Iterator[_Run]:
    """Statements left out that follow one another, cell by cell."""
    by_statement = {id(gap.statement): gap for gap in gaps}
    cells = groupby(found, key=lambda one: position(module.origins, one.node.lineno)[0])
    for cell, inside in cells:
        rows = list(inside)
        for is_gap, neighbours in groupby(rows, key=lambda one: id(one) in by_statement):
            if is_gap:
                run = tuple(by_statement[id(one)] for one in neighbours)
                yield _Run(cell, run, bool(cell) and len(run) == len(rows))


def _place(module: Module, run: _Run) -> str:
    where = f"{module.file}, cell {run.cell}" if run.cell else module.file
    return where if run.whole else f"{where}, {_lines(module, run)}"


def _lines(module: Module, run: _Run) -> str:
    loud = [gap.statement.node for gap in run.gaps if not gap.quiet] or [gap.statement.node for gap in run.gaps]
    first = position(module.origins, loud[0].lineno)[1]
    last = position(module.origins, loud[-1].end_lineno or loud[-1].lineno)[1]
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _places(module: Module, runs: list[_Run]) -> str:
    """Where several things stand, in a row: "hw2.ipynb, cells 3, 5–8" or "lm.py, lines 3, 9–12"."""
    if runs[0].cell:
        numbers = sorted({run.cell for run in runs})
        spans = [(number, number) for number in numbers]
        word = "cell"
    else:
        nodes = [gap.statement.node for run in runs for gap in run.gaps]
        lines = [(node.lineno, node.end_lineno or node.lineno) for node in nodes]
        spans = [(position(module.origins, a)[1], position(module.origins, b)[1]) for a, b in lines]
        word = "line"
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in joined]
    rest = f" and {len(shown) - 20} more" if len(shown) > 20 else ""
    plural = "s" if len(joined) > 1 or joined[0][0] != joined[0][1] else ""
    return f"{module.file}, {word}{plural} {', '.join(shown[:20])}{rest}"
