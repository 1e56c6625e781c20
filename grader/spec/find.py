"""Finds an assignment's folder among the folders of specs, and tells what each assignment can be recognised by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.nearest import nearest
from grader.outcome import Finding
from grader.spec.mistakes import UnknownAssignment
from grader.spec.yaml import NotYaml, read

FILE = "assignment.yaml"


@dataclass(frozen=True)
class SpecFolder:
    """One assignment's folder: the spec, the given files, and its own reference where it brings one."""

    path: Path
    given: Path
    reference: Path | None


@dataclass(frozen=True)
class Hint:
    """What an assignment is recognised by, as far as its file can be read; nothing in it is validated."""

    slug: str
    title: str
    modules: tuple[str, ...]
    functions: tuple[str, ...]


def find(slug: str, folders: Sequence[Path]) -> SpecFolder:
    """The first folder of that name. Raises UnknownAssignment with the nearest one."""
    for folder in folders:
        path = folder / slug
        if (path / FILE).is_file() and path.parent == folder:
            own = path / "reference.py"
            return SpecFolder(path, path / "given", own if own.is_file() else None)
    from grader.spec.translate import sentence  # here: it needs pydantic, and to find a folder needs nothing

    known = [path.name for path in places(folders)]
    looked = ", ".join(f"{folder.name}/" for folder in folders) or "no folder"
    advice = nearest(slug, known) or "Say where specs are with `--specs FOLDER`."
    raise UnknownAssignment(Finding(f"There is no assignment `{slug}`.", f"looked in {looked}", sentence(advice)))


def known(folders: Sequence[Path]) -> list[Hint]:
    """Every assignment that can be found, by slug; of two with one slug the first folder's."""
    return [hint_at(path) for path in places(folders)]


def places(folders: Sequence[Path]) -> list[Path]:
    """The folder of every assignment that can be found, by slug, which is its name. Reads no file."""
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if (path / FILE).is_file():
                paths.setdefault(path.name, path)
    return [paths[slug] for slug in sorted(paths)]


def hint_at(path: Path) -> Hint:
    """What the assignment in that folder is recognised by."""
    try:
        data = read((path / FILE).read_bytes()).data
    except (NotYaml, OSError):  # told in full when this assignment is graded
        data = None
    if not isinstance(data, dict):
        return Hint(path.name, path.name, (), ())
    title = data.get("title")
    functions = [name for check in _checks(data) for name in _texts(check.get("function"))]
    used = [check.get("uses") for check in _checks(data)]
    functions += [name for uses in used if isinstance(uses, dict) for one in uses.values() for name in _texts(one)]
    shown = title if isinstance(title, str) else path.name
    return Hint(path.name, shown, tuple(_texts(data.get("modules"))), tuple(dict.fromkeys(functions)))


def _checks(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for question in _mappings(data.get("questions")):
        yield from _mappings(question.get("checks"))


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
