"""A score that a notebook's stored outputs show. They are never believed, but an instructor may want to know."""

import json
import re
from collections.abc import Iterator
from typing import Any

from grader.submission.text import shown

_HINTS = ("score", "grade", "points", "marks", "passed", "/")
_LONGEST = 20_000  # of one output
_MOST = 3  # that are named
#: `"score": 10` as a gradebook wants it, "Score: 10/10", "10/10 points"; or "10/10" and nothing else. An accuracy of
#: 0.83 is none of these, nor is a progress bar's "10/10 [=====]".
_SCORE = re.compile(
    r'"(?:max_)?(?:score|grade)"\s*:\s*"?[1-9]'
    r"|\b(?:score|grade|points|marks|total)\b[^\n\d/]{0,20}(\d+(?:\.\d+)?)\s*/\s*\1(?![\d./])"
    r"|(?<![\d./])(\d+(?:\.\d+)?)\s*/\s*\2\s+(?:points|marks)\b"
    r"|\A\s*(\d+(?:\.\d+)?)\s*/\s*\3\s*\Z",
    re.IGNORECASE,
)


def stored_scores(text: str, file: str) -> tuple[str, ...]:
    """A flag for each cell of a notebook's JSON whose stored output shows a score, at most three."""
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return ()
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return ()  # told as the file's own problem
    found = []
    for number, cell in enumerate(_cells(notebook), 1):
        match = next((match for output in _outputs(cell) if (match := _SCORE.search(output))), None)
        if match:
            words = shown(match.group().strip(), 40)
            found.append(f"{file}, cell {number}: its stored output shows a score (`{words}`); it was ignored.")
    return tuple(found[:_MOST])


def _cells(notebook: Any) -> Iterator[Any]:
    """The cells as `cells.cells` counts them."""
    sheets = [notebook] if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list) else None
    if sheets is None:
        sheets = notebook.get("worksheets") if isinstance(notebook, dict) else None
    for sheet in sheets if isinstance(sheets, list) else ():
        held = sheet.get("cells") if isinstance(sheet, dict) else None
        yield from held if isinstance(held, list) else ()


def _outputs(cell: Any) -> Iterator[str]:
    """The texts of one cell's stored outputs."""
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        data = output.get("data")
        shown_as = data if isinstance(data, dict) else {}
        for text in (output.get("text"), *(shown_as.get(kind) for kind in ("text/plain", "text/html"))):
            joined = "".join(part for part in text if isinstance(part, str)) if isinstance(text, list) else text
            if isinstance(joined, str):
                yield joined[:_LONGEST]
