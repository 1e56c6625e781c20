"""A notebook's file to its cells: kind and text, nothing else. Outputs, metadata and ids are never believed."""

import json
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.outcome import Finding
from grader.submission.text import clean, shown

_MOST_CELLS = 2000
_AGAIN = "Open it in Jupyter, choose “Restart kernel and run all”, save it, and hand that file in."


@dataclass(frozen=True)
class Cell:
    """One cell; `number` counts all cells of the notebook from 1, as a reader would."""

    number: int
    kind: str  # "code", "markdown" or "raw"
    text: str


class _NoNotebook(Exception):
    """The file is JSON at best; the words say what is wrong with it."""


def cells(text: str, file: str) -> tuple[Cell, ...] | Finding:
    """The notebook's cells in their order, whatever version wrote it; a finding where it is none."""
    try:
        notebook = json.loads(text, object_pairs_hook=_without_doubles)
        return tuple(_converted(_bare(notebook)))
    except json.JSONDecodeError as error:
        return _finding(file, f"it is not valid JSON ({error.msg})", f"{file}, line {error.lineno}")
    except RecursionError:
        return _finding(file, "it is nested too deeply", file)
    except (_NoNotebook, ValueError) as error:
        return _finding(file, shown(str(error)), file)


def _finding(file: str, why: str, where: str) -> Finding:
    return Finding(f"{file} can't be read as a notebook: {why}.", where, _AGAIN)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NoNotebook("one of its JSON objects has the same key twice")
    return found


def _bare(notebook: object) -> dict[str, Any]:
    """A notebook with nothing in it but the cells' kinds and texts, so that nothing else can be wrong with it."""
    if not isinstance(notebook, dict):
        raise _NoNotebook("it holds no notebook")
    if isinstance(notebook.get("cells"), list):
        return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(_bare_cells(notebook["cells"]))}
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list):
        raise _NoNotebook("it has no cells")
    held = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    found = [cell for cells_of_sheet in held if isinstance(cells_of_sheet, list) for cell in cells_of_sheet]
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": list(_bare_cells_of_3(found)), "metadata": {}}],
    }


def _bare_cells(found: list[Any]) -> Iterator[dict[str, Any]]:
    for number, cell in enumerate(_counted(found), 1):
        kind = cell.get("cell_type")
        bare: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": _text(cell.get("source", ""), number)}
        if kind == "code":
            yield {**bare, "outputs": [], "execution_count": None}
        else:
            yield {**bare, "cell_type": "markdown" if kind == "markdown" else "raw"}


def _bare_cells_of_3(found: list[Any]) -> Iterator[dict[str, Any]]:
    for number, cell in enumerate(_counted(found), 1):
        kind = cell.get("cell_type")
        if kind == "code":
            source = _text(cell.get("input", ""), number)
            yield {"cell_type": "code", "language": "python", "metadata": {}, "outputs": [], "input": source}
        else:
            level = cell.get("level")
            heading = {"level": min(max(level, 1), 6) if isinstance(level, int) else 1} if kind == "heading" else {}
            kind = kind if kind in ("markdown", "heading") else "raw"
            yield {"cell_type": kind, "metadata": {}, "source": _text(cell.get("source", ""), number), **heading}


def _counted(found: list[Any]) -> list[dict[str, Any]]:
    if len(found) > _MOST_CELLS:
        raise _NoNotebook(f"it has {len(found)} cells, and at most {_MOST_CELLS} are read")
    if not all(isinstance(cell, dict) for cell in found):
        raise _NoNotebook("one of its cells is none")
    return found


def _text(source: object, number: int) -> str:
    given = source if isinstance(source, list) else [source]
    lines = [line for line in given if isinstance(line, str)]
    if len(lines) < len(given):
        raise _NoNotebook(f"the text of cell {number} is no text")
    return clean("".join(lines))


def _converted(bare: dict[str, Any]) -> Iterator[Cell]:
    # nbformat brings a JSON Schema validator along, 0.2 s; a submission of modules never waits for it.
    import nbformat

    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # it would log what we judge ourselves
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a missing id is no error
        notebook = nbformat.reads(json.dumps(bare), as_version=4)  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, 1):
        yield Cell(number, cell.cell_type, cell.source)
