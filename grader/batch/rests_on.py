"""What a result rests on, part by part, and the keys under which results are kept.

A part that is unchanged has the same fingerprint on every machine. A result is said again only where all of its parts
are the same; of a question, where all that it works with are.
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import grader
import reference
from grader.batch.datasets import Datasets
from grader.grading.desk import Desk
from grader.store.fingerprints import of_file, of_sources, of_texts
from grader.wall.levels import Level

QUESTION = "question "  # begins the name of a part that is one question's spec
#: What a run keeps beside the fingerprints: the sheet's own title, and all its points as Python writes them.
TITLE, OUT_OF = "title", "out of"


@dataclass(frozen=True)
class RestsOn:
    """The parts of one assignment's results, but for what was handed in: names and fingerprints."""

    parts: Mapping[str, str]

    def question(self, name: str, content: str) -> str:
        """The key of one question of a hand-in with that content."""
        common = {part: value for part, value in self.parts.items() if not part.startswith(QUESTION)}
        return _key({**common, "this": self.parts[QUESTION + name], "name": name}, content)

    def whole(self, content: str) -> str:
        """The key of a whole result."""
        return _key(self.parts, content)


def rests_on(desk: Desk, level: Level, datasets: Datasets) -> RestsOn:
    """What an assignment's results rest on here and now. Raises OSError, DataUnusable."""
    assignment = desk.assignment
    settings = assignment.model_copy(update={"questions": [], "notations": {}}).model_dump_json()
    checks = [check for question in assignment.questions for check in question.checks]
    asked = [repr((check.code_asked, check.also_uses, check.answered_by, check.kind)) for check in checks]
    labels = [repr((question.id, question.labels)) for question in assignment.questions]
    given = [text for name, one in sorted(desk.given.sources.items()) for text in (name, *map(str, one))]
    own = desk.folder.reference
    parts = {
        "grader": of_grader(),
        "reference": of_texts(_of_reference(), of_file(own) if own else ""),
        "given files": of_texts(*given),
        "data": datasets.fingerprint(desk.texts.files()),
        "settings": of_texts(settings),
        "sheet": of_texts(*labels, *asked),
        "seed": of_texts(desk.seed.kind, desk.seed.text),
        "level": level.letter,
        "part of the sheet": of_texts(desk.only, str(desk.public_only)),
        "Python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "numpy": _version("numpy"),
        "torch": _version("torch"),
    }
    for question in assignment.questions:
        parts[QUESTION + question.id] = of_texts(question.model_dump_json())
    return RestsOn(parts)


@cache
def of_grader() -> str:
    """Of this program's own source."""
    return of_sources(Path(grader.__file__).parent)


@cache
def _of_reference() -> str:
    return of_sources(Path(reference.__file__ or "").parent)


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _key(parts: Mapping[str, str], content: str) -> str:
    return of_texts(*(text for name, value in sorted(parts.items()) for text in (name, value)), content)
