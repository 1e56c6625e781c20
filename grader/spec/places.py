"""Where a mistake stands in a spec: the line, the question's title and the check's, never an index."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from grader.outcome import Finding
from grader.spec.yaml import Document, Place


@dataclass(frozen=True)
class Trouble:
    """One mistake at one place of the file, before its line and titles are looked up."""

    place: Place
    what: str
    advice: str = ""


def at(data: Any, place: Place) -> Any:
    """What stands at a place, or None."""
    for step in place:
        if not has(data, step):
            return None
        data = data[step]
    return data


def has(data: Any, step: str | int) -> bool:
    """Whether a mapping has this key, or a list this position."""
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)


def findings(troubles: Iterable[Trouble], document: Document, file: str) -> list[Finding]:
    """Every mistake, in the order of the file's lines."""
    by_line = sorted(troubles, key=lambda trouble: document.line(trouble.place))
    return [Finding(one.what, _where(one.place, document, file), one.advice) for one in by_line]


def _where(place: Place, document: Document, file: str) -> str:
    parts = [f"{file}, line {document.line(place)}"]
    for word, depth in (("question", 2), ("check", 4)):
        if len(place) >= depth and place[depth - 2] == f"{word}s":
            title = at(document.data, (*place[:depth], "title"))
            parts.append(f"{word} “{title}”" if isinstance(title, str | int | float) else f"a {word} without a title")
    return ", ".join(parts)
