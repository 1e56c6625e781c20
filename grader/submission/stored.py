"""A score that a notebook brings along, in its stored outputs or its metadata. None is ever believed."""

import json
import re
from collections.abc import Iterator
from typing import Any

from grader.submission.text import shown

_HINTS = ("score", "grade", "points", "marks", "argv", "/")
_LONGEST = 20_000  # of one output
_MOST = 3  # cells that are named
#: `"score": 10` as a gradebook wants it, "Score: 10/10", "10/10 points"; or "10/10" and nothing else. An accuracy of
#: 0.83 is none of these, nor is a progress bar's "10/10 [=====]".
_SCORE = re.compile(
    r'"(?:max_)?(?:score|grade)"\s*:\s*"?[1-9]'
    r"|\b(?:score|grade|points|marks|total)\b[^\n\d/]{0,20}(\d+(?:\.\d+)?)\s*/\s*\1(?![\d./])"
    r"|(?<![\d./])(\d+(?:\.\d+)?)\s*/\s*\2\s+(?:points|marks)\b"
    r"|\A\s*(\d+(?:\.\d+)?)\s*/\s*\3\s*\Z",
    re.IGNORECASE,
)
#: What no tool writes into the metadata of a notebook that is handed out; `points` and `tests` are everywhere.
_CLAIMS = ("score", "max_score", "argv")


def stored_scores(text: str, file: str) -> tuple[str, ...]:
    """Flags for the scores in a notebook's JSON: one for its metadata, and for each of the first three cells."""
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return ()
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return ()  # told as the file's own problem
    cells = list(raw_cells(notebook))
    claims = [claim for holder in (notebook, *cells) for claim in _claims(holder)]
    found = [f"{file} sets `{claim}` in its metadata; it was ignored." for claim in dict.fromkeys(claims)]
    shows = []
    for number, cell in enumerate(cells, 1):
        match = next((match for output in _outputs(cell) if (match := _SCORE.search(output))), None)
        if match:
            words = shown(match.group().strip(), 40)
            shows.append(f"{file}, cell {number}: its stored output shows a score (`{words}`); it was ignored.")
    return (*found, *shows[:_MOST])


def raw_cells(notebook: Any) -> Iterator[Any]:
    """The cells as `cells.cells` counts them."""
    sheets = [notebook] if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list) else None
    if sheets is None:
        sheets = notebook.get("worksheets") if isinstance(notebook, dict) else None
    for sheet in sheets if isinstance(sheets, list) else ():
        held = sheet.get("cells") if isinstance(sheet, dict) else None
        yield from held if isinstance(held, list) else ()


def _claims(holder: Any) -> Iterator[str]:
    """The names in some metadata that would give a score or a program; two levels hold all that there is."""
    metadata = holder.get("metadata") if isinstance(holder, dict) else None
    inner = list(metadata.values()) if isinstance(metadata, dict) else []
    for level in (metadata, *inner):
        yield from (claim for claim in _CLAIMS if isinstance(level, dict) and claim in level)


def _outputs(cell: Any) -> Iterator[str]:
    """The texts of one cell's stored outputs."""
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        found = output.get("data")
        data = found if isinstance(found, dict) else {}
        for text in (output.get("text"), data.get("text/plain"), data.get("text/html")):
            joined = "".join(part for part in text if isinstance(part, str)) if isinstance(text, list) else text
            if isinstance(joined, str):
                yield joined[:_LONGEST]
        if "application/json" in data:
            yield json.dumps(data["application/json"])[:_LONGEST]
