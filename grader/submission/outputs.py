"""What a notebook shows below its code cells, as it was stored: claims to be compared with what we measure, no more.

Kept are plain texts and pictures, within bounds. HTML, scripts, metadata and errors are left alone.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.submission.stored import raw_cells
from grader.submission.text import clean

LONGEST_TEXT = 50_000  # characters of one cell: its beginning and, as results come last, mostly its end
_BEGINNING = 10_000
_LONGEST_IN_ALL = 500_000
MOST_PICTURES = 40  # of one notebook
LARGEST_PICTURE = 5_000_000  # bytes
_LARGEST_IN_ALL = 30_000_000
LEFT_OUT = "\n[… {} characters left out …]\n"

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PICTURES = {"image/png": _PNG, "image/jpeg": _JPEG, "png": _PNG, "jpeg": _JPEG}
_SHOWS = ("execute_result", "display_data", "pyout", "update_display_data")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class StoredOutput:
    """What stands below one code cell. Anybody can write it by hand: it proves nothing."""

    file: str
    cell: int  # counted from 1 over all cells, as a reader would
    text: str
    pictures: tuple[bytes, ...] = ()  # PNG or JPEG by their first bytes; nobody has looked at the rest of them


def stored_outputs(text: str, file: str) -> tuple[StoredOutput, ...]:
    """The outputs of a notebook's JSON, cell by cell; nothing where it is no notebook."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return ()  # told as the file's own problem
    found: list[StoredOutput] = []
    letters, count, size = _LONGEST_IN_ALL, MOST_PICTURES, _LARGEST_IN_ALL
    for number, cell in enumerate(raw_cells(notebook), 1):
        outputs = list(_outputs(cell))
        words = _shortened("".join(_text(output) for output in outputs))[: max(letters, 0)]
        pictures = []
        for picture in (picture for output in outputs for picture in _pictures(output)):
            if count > 0 and len(picture) <= min(LARGEST_PICTURE, size):
                pictures.append(picture)
                count, size = count - 1, size - len(picture)
        letters -= len(words)
        if words.strip() or pictures:
            found.append(StoredOutput(file, number, words, tuple(pictures)))
    return tuple(found)


def _outputs(cell: Any) -> Iterator[dict[str, Any]]:
    outputs = cell.get("outputs") if isinstance(cell, dict) and cell.get("cell_type") == "code" else None
    yield from (output for output in (outputs if isinstance(outputs, list) else ()) if isinstance(output, dict))


def _data(output: dict[str, Any]) -> dict[str, Any]:
    """What an output shows, by its kind; before version 4 of the format it stood in the output itself."""
    if output.get("output_type") not in _SHOWS:
        return {}
    data = output.get("data", output)
    return data if isinstance(data, dict) else {}


def _text(output: dict[str, Any]) -> str:
    """An output's words, ending with a line's end."""
    if output.get("output_type") == "stream":
        return _cleaned(_joined(output.get("text")))
    data = _data(output)
    words = _cleaned(_joined(data.get("text/plain", data.get("text"))))
    return words + "\n" if words and not words.endswith("\n") else words


def _joined(words: Any) -> str:
    if isinstance(words, list):
        return "".join(part for part in words if isinstance(part, str))
    return words if isinstance(words, str) else ""


def _cleaned(words: str) -> str:
    """The words as a screen would show them: of a line that was written over only the last state, and no colours."""
    if "\r" in words:
        lines = words.replace("\r\n", "\n").split("\n")
        words = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return _CONTROL.sub("", _ESCAPES.sub("", clean(words)))


def _shortened(words: str) -> str:
    over = len(words) - LONGEST_TEXT
    if over <= 0:
        return words
    return words[:_BEGINNING] + LEFT_OUT.format(over) + words[over + _BEGINNING :]


def _pictures(output: dict[str, Any]) -> Iterator[bytes]:
    data = _data(output)
    for kind, magic in _PICTURES.items():
        packed = _joined(data.get(kind))
        if packed and len(packed) <= LARGEST_PICTURE * 3 // 2:
            try:
                picture = base64.b64decode("".join(packed.split()), validate=True)
            except (binascii.Error, ValueError):
                continue
            if picture.startswith(magic):
                yield picture
