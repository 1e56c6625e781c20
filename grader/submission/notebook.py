"""A notebook's code cells as one module: joined in their order, magics as comments, unreadable cells left out alone."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.outcome import Finding
from grader.submission.cells import Cell
from grader.submission.definitions import contents
from grader.submission.magics import neutralised
from grader.submission.module import LeftOut, Module, Origin
from grader.submission.parsed import BadSyntax, parsed
from grader.submission.reading import LONGEST, PYTHON_2, PYTHON_2_DIVISION, Readable, read_python

_DIVISION = re.compile(r"^from[ \t]+__future__[ \t]+import\b[^\n]*(?:\n[^\n]+){0,5}?\bdivision\b", re.MULTILINE)
_RETYPED = "{file}, cell {number} is a text cell that holds a function; it was used like a code cell."
_DEFINES = re.compile(r"^[ \t]*(?:def|class)[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class _Piece:
    """One code cell made ready: its Python 3 source, or nothing and why."""

    number: int
    source: str
    origins: tuple[Origin, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    problem: Finding | None = None
    lost: tuple[str, ...] = ()  # functions that the cell would have defined
    python2: bool = False


def read_notebook(cells: Sequence[Cell], name: str, file: str) -> Module:
    """The notebook as one module; a cell with a syntax error is left out, the rest stays."""
    retyped = {cell.number for cell in cells if cell.kind != "code" and _holds_functions(cell)}
    code = [cell for cell in cells if cell.kind == "code" or cell.number in retyped]
    original = "\n".join(cell.text for cell in code)
    if len(original) > LONGEST:
        why = BadSyntax(f"its code is longer than {LONGEST:,} characters", 1, "")
        return Module(name, file, "", "", "notebook", {}, why.finding(file, file))
    pieces = _pieces(code, file)
    joined, origins = _joined(pieces)
    tree = parsed(joined)
    left_out = tuple(left for piece in pieces for left in piece.left_out)
    if isinstance(tree, BadSyntax):  # every cell can be read alone, so this is a clash between two of them
        return Module(name, file, "", original, "notebook", {}, tree.finding(file, file), left_out=left_out)
    found = contents(tree, joined, name, file, origins)
    return Module(
        name,
        file,
        joined,
        original,
        "notebook",
        found.definitions,
        notes=(*_notes(pieces, file), *(_RETYPED.format(file=file, number=number) for number in sorted(retyped))),
        left_out=left_out,
        origins=origins,
        nested=found.nested,
        imported=found.imported,
        broken=_broken(pieces, found.definitions),
    )


def _holds_functions(cell: Cell) -> bool:
    """Whether a text cell is a code cell that was retyped: it is Python throughout, and defines a function."""
    if not _DEFINES.search(cell.text):
        return False
    tree = parsed(cell.text)
    return not isinstance(tree, BadSyntax) and any(isinstance(node, ast.FunctionDef) for node in tree.body)


def _notes(pieces: Sequence[_Piece], file: str) -> tuple[str, ...]:
    """Each remark once for the notebook, and of two about Python 2 the one that says more."""
    remarks = dict.fromkeys(remark for piece in pieces for remark in piece.remarks)
    if PYTHON_2_DIVISION in remarks:
        remarks.pop(PYTHON_2, None)
    return tuple(f"{file} {remark}" for remark in remarks)


def _broken(pieces: Sequence[_Piece], defined: Mapping[str, object]) -> Mapping[str, Finding]:
    """The functions that only a cell with a syntax error would have defined."""
    return {
        lost: piece.problem
        for piece in pieces
        if piece.problem is not None
        for lost in piece.lost
        if lost not in defined
    }


def _pieces(code: Sequence[Cell], file: str) -> list[_Piece]:
    """Every code cell made ready. One kernel has one language: with one cell in Python 2, all are."""
    pieces = [_piece(cell, file) for cell in code]
    if not any(piece.python2 for piece in pieces):
        return pieces
    again: list[_Piece] = []
    true_division = False
    for cell in code:
        again.append(_piece(cell, file, True, true_division))
        true_division = true_division or _DIVISION.search(cell.text) is not None
    return again


def _piece(cell: Cell, file: str, python2: bool = False, true_division: bool = False) -> _Piece:
    where = f"{file}, cell {cell.number}"
    bare = neutralised(cell.text)
    if bare.whole:
        why = f"`{bare.whole}` makes it something other than Python."
        return _Piece(cell.number, bare.text, left_out=(LeftOut(where, why),))
    gone = tuple(LeftOut(f"{where}: `{line}`", "A command of the notebook, not Python.") for line in bare.left_out)
    readable = read_python(bare.text, python2, true_division)
    if isinstance(readable, BadSyntax):
        problem = _cell_problem(readable, where)
        lost = tuple(dict.fromkeys(_DEFINES.findall(cell.text)[:200]))
        left = LeftOut(where, f"It has a syntax error at line {readable.line}: {readable.sentence}")
        return _Piece(cell.number, "", left_out=(*gone, left), problem=problem, lost=lost)
    source = "\n".join(_without_future(readable))
    return _Piece(cell.number, source, readable.origins, readable.remarks, gone, python2=readable.python2)


def _cell_problem(bad: BadSyntax, where: str) -> Finding:
    found = bad.finding(where, f"{where}, line {bad.line}")
    return replace(found, what=f"{where} has a syntax error, so nothing in this cell can be run: {bad.sentence}")


def _without_future(readable: Readable) -> Iterator[str]:
    """The source's lines without `from __future__ …`: it may only stand first in a module, and Python 3 needs none."""
    lines = readable.source.split("\n")
    for node in readable.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__" and node.end_lineno:
            for number in range(node.lineno, node.end_lineno + 1):
                lines[number - 1] = "# " + lines[number - 1]
    return iter(lines)


def _joined(pieces: Sequence[_Piece]) -> tuple[str, tuple[Origin, ...]]:
    """All cells' sources one after another, and where each line of the result comes from."""
    lines: list[str] = []
    origins: list[Origin] = []
    for piece in pieces:
        first = len(lines) + 1
        origins.append(Origin(first, 1, piece.number))
        origins.extend(replace(origin, first=origin.first + first - 1, cell=piece.number) for origin in piece.origins)
        lines.extend(piece.source.split("\n"))
    return "\n".join(lines) + "\n", tuple(origins)
