"""Reads one assignment and tells every mistake of its file at once, or gives it back whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from grader.spec.find import FILE as FILE
from grader.spec.meaning import Reference, Surroundings, unfit, unfollowed, unknown_texts, unmeasured, used_twice
from grader.spec.mistakes import SpecMistakes
from grader.spec.model import Assignment, noted
from grader.spec.notations import sound_notations, unfit_notations, unnamed
from grader.spec.places import Trouble, findings
from grader.spec.salvage import Salvaged, mistyped_kind, salvage
from grader.spec.translate import troubles
from grader.spec.written import Unread, mapping_of, strictly
from grader.spec.yaml import Document, Place


def load(path: Path, reference: Reference | None = None) -> Assignment:
    """The assignment of a folder `specs/<slug>`, or of the `assignment.yaml` in it.

    `reference` answers which functions a module of the reference has; without it they are not looked up.
    Raises SpecMistakes.
    """
    folder = path if path.is_dir() else path.parent
    file = f"{folder.absolute().name}/{FILE}"
    document = _document(folder / FILE, file)
    assignment, found = _validated(document)
    found += used_twice(document.data)
    found += _misplaced(document.data, folder.absolute().name)
    found += unnamed(document.data, _raw_checks(document.data))
    found += unfit_notations(document.data, _raw_checks(document.data))
    found += unknown_texts(document.data, _raw_checks(document.data))
    found += unmeasured(document.data, _raw_checks(document.data))
    found += unfollowed(document.data, _raw_checks(document.data))
    surroundings = Surroundings(folder, reference)
    for place, salvaged in _checks(document, assignment):
        found += unfit(salvaged, place, surroundings)
    if found or assignment is None:
        raise SpecMistakes(findings(found, document, file))
    return assignment


def _document(path: Path, file: str) -> Document:
    """The file as plain data with lines. Raises SpecMistakes."""
    begins = "Start with `spec_version: 1`; docs/writing-a-spec.md has a whole example."
    try:
        return mapping_of(path, file, "Write it.", begins)
    except Unread as trouble:
        raise SpecMistakes(trouble.findings) from trouble


def _validated(document: Document) -> tuple[Assignment | None, list[Trouble]]:
    try:
        return strictly(Assignment, document.data), []
    except ValidationError as error:
        found = list(troubles(error, Assignment, document.data))
    for place, data in _raw_checks(document.data):
        found += mistyped_kind(data, place)
    return None, found


def _misplaced(data: dict[str, Any], folder: str) -> Iterator[Trouble]:
    slug = data.get("slug")
    if isinstance(slug, str) and slug != folder:
        what = f"`slug: {slug}` isn't the name of its folder, `{folder}`."
        yield Trouble(("slug",), what, "Rename one of the two: the folder is how an assignment is found.")


def _checks(document: Document, assignment: Assignment | None) -> Iterator[tuple[Place, Salvaged]]:
    """Every check with its place; of a faulty file, what can be read of each."""
    if assignment is not None:
        for i, question in enumerate(assignment.questions):
            for j, check in enumerate(question.checks):
                yield ("questions", i, "checks", j), Salvaged(check)
        return
    notations = sound_notations(document.data)
    for place, data in _raw_checks(document.data):
        salvaged = salvage(data)
        if salvaged is not None:
            yield place, replace(salvaged, check=noted(salvaged.check, notations))


def _raw_checks(data: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    questions = data.get("questions")
    for i, question in enumerate(questions if isinstance(questions, list) else []):
        checks = question.get("checks") if isinstance(question, dict) else None
        for j, check in enumerate(checks if isinstance(checks, list) else []):
            yield ("questions", i, "checks", j), check
