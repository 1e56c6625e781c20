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
from typing import TYPE_CHECKING

import grader
import reference
from grader.batch.datasets import Datasets
from grader.batch.desks import Desks
from grader.store.fingerprints import of_file, of_sources, of_texts
from grader.wall.levels import Level

if TYPE_CHECKING:
    from grader.grading.desk import Desk

QUESTION = "question "  # begins the name of a part that is one question's spec
HEADING = "heading"  # the part that only stands on a page: titles, the due date, the source
#: What is kept beside them for gradebooks: the sheet's own title, and all its points as Python writes them.
TITLE, OUT_OF = "title", "out of"


@dataclass(frozen=True)
class RestsOn:
    """The parts of one assignment's results, but for what was handed in: names and fingerprints."""

    parts: Mapping[str, str]
    sheet: Mapping[str, str]  # TITLE and OUT_OF: told, and nothing rests on them

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of all questions."""
        return tuple(part.removeprefix(QUESTION) for part in self.parts if part.startswith(QUESTION))

    def question(self, name: str, content: str) -> str:
        """The key of one question of a hand-in with that content."""
        common = {part: one for part, one in self.parts.items() if part != HEADING and not part.startswith(QUESTION)}
        return _key({**common, "this": self.parts[QUESTION + name], "name": name}, content)

    def whole(self, content: str) -> str:
        """The key of a whole result."""
        return _key(self.parts, content)


def as_written(desks: Desks, slug: str, level: Level) -> str:
    """The fingerprint of an assignment's files and of all that reads them: where it is the same, so are the parts,
    but for data sets, which lie elsewhere. Raises UnknownAssignment, OSError."""
    folder = desks.folder(slug)
    here = [level.letter, desks.seed.kind, desks.seed.text, desks.only, str(desks.public_only), *_versions().values()]
    return of_texts(of_grader(), _of_reference(), of_sources(folder.path, suffixes=()), *here)


def rests_on(desk: "Desk", level: Level, datasets: Datasets) -> RestsOn:
    """What an assignment's results rest on here and now. Raises OSError, DataUnusable."""
    assignment = desk.assignment
    said = {"title": "", "due": "", "source": ""}
    settings = assignment.model_copy(update={**said, "questions": [], "notations": {}}).model_dump_json()
    titles = [question.title for question in assignment.questions]
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
        HEADING: of_texts(assignment.title, assignment.due, assignment.source, *titles),
        "settings": of_texts(settings),
        "sheet": of_texts(*labels, *asked),
        "seed": of_texts(desk.seed.kind, desk.seed.text),
        "level": level.letter,
        "part of the sheet": of_texts(desk.only, str(desk.public_only)),
        **_versions(),
    }
    for question in assignment.questions:
        parts[QUESTION + question.id] = of_texts(question.model_copy(update={"title": ""}).model_dump_json())
    counted = [check.total for check in checks if not check.extra_credit]
    return RestsOn(parts, {TITLE: assignment.title, OUT_OF: repr(float(sum(counted)))})


@cache
def of_grader() -> str:
    """Of this program's own source."""
    return of_sources(Path(grader.__file__).parent)


@cache
def _of_reference() -> str:
    return of_sources(Path(reference.__file__ or "").parent)


def _versions() -> dict[str, str]:
    return {
        "Python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "numpy": _version("numpy"),
        "torch": _version("torch"),
    }


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _key(parts: Mapping[str, str], content: str) -> str:
    return of_texts(*(text for name, value in sorted(parts.items()) for text in (name, value)), content)
