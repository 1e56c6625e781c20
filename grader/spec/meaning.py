"""Mistakes that no single key shows: names used twice, functions that the reference or the given files lack."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.checks.base import CheckBase
from grader.defined import modules_of, names_of
from grader.draws.generators import Function, GivenFunction, Object
from grader.nearest import nearest
from grader.spec.places import Trouble
from grader.spec.salvage import Salvaged
from grader.spec.translate import sentence
from grader.spec.yaml import Place
from grader.wall.given import SHARED

#: The functions of one module of the reference ("" is the assignment's own reference.py); None: no such module.
Reference = Callable[[str], Collection[str] | None]


@dataclass(frozen=True)
class Surroundings:
    """What a spec's names are looked up in."""

    folder: Path
    reference: Reference | None = None


def unknown_texts(data: Any, checks: Iterable[tuple[Place, Any]]) -> Iterator[Trouble]:
    """Checks whose `data` is none of the assignment's."""
    known = data.get("data") if isinstance(data, dict) else None
    names = list(known) if isinstance(known, dict) else []
    for place, check in checks:
        name = check.get("data") if isinstance(check, dict) else None
        if isinstance(name, str) and name and name not in names:
            what = f"`data: {name}` is no text of this assignment."
            yield Trouble((*place, "data"), what, sentence(nearest(name, names) or "add it to the top level's `data`"))


def unmeasured(data: Any, checks: Iterable[tuple[Place, Any]]) -> Iterator[Trouble]:
    """Claims that are held against a check that does not stand before them."""
    before: list[str] = []
    for place, check in checks:
        if not isinstance(check, dict):
            continue
        claims = check.get("claims")
        for name, claim in (claims if isinstance(claims, dict) else {}).items():
            measured = claim.get("measured") if isinstance(claim, dict) else None
            source = measured.get("check") if isinstance(measured, dict) else None
            if isinstance(source, str) and source not in before:
                what = f"`check: {source}` is no check that stands before this one."
                advice = sentence(nearest(source, before) or "write `question-id/title of the check`")
                yield Trouble((*place, "claims", name, "measured", "check"), what, advice)
        question = data["questions"][place[1]]
        before.append(f"{question.get('id')}/{check.get('title')}")


def unfollowed(data: Any, checks: Iterable[tuple[Place, Any]]) -> Iterator[Trouble]:
    """Checks that follow one that does not stand before them in their question."""
    before: dict[Any, list[str]] = {}
    for place, check in checks:
        if not isinstance(check, dict):
            continue
        titles = before.setdefault(place[1], [])
        follows = check.get("follows")
        for i, title in enumerate(follows if isinstance(follows, list) else []):
            if title not in titles:
                what = f"`follows: {title}` is no check that stands before this one in its question."
                advice = sentence(nearest(str(title), titles) or "write a title as it stands there")
                yield Trouble((*place, "follows", i), what, advice)
        titles.append(str(check.get("title")))


def used_twice(data: Any) -> Iterator[Trouble]:
    """Questions with the same id, and checks of one question with the same title."""
    questions = data.get("questions") if isinstance(data, dict) else None
    yield from _twice(questions, "id", ("questions",), "Two questions have the id")
    for i, question in enumerate(questions if isinstance(questions, list) else []):
        checks = question.get("checks") if isinstance(question, dict) else None
        yield from _twice(checks, "title", ("questions", i, "checks"), "Two checks of this question have the title")


def _twice(things: Any, key: str, around: Place, what: str) -> Iterator[Trouble]:
    seen: set[str] = set()
    for i, thing in enumerate(things if isinstance(things, list) else []):
        word = thing.get(key) if isinstance(thing, dict) else None
        if isinstance(word, str):
            if word in seen:
                yield Trouble((*around, i, key), f"{what} `{word}`.", "Give each its own: results are kept by it.")
            seen.add(word)


def unfit(salvaged: Salvaged, place: Place, surroundings: Surroundings) -> Iterator[Trouble]:
    """What doesn't fit together within one check, and the names in it that nothing stands behind.

    Each once: an argument stands in every variant's round again.
    """
    told = list(_unfit(salvaged, surroundings))
    first = {what: (key, what, advice) for key, what, advice in reversed(told)}
    for key, what, advice in reversed(first.values()):
        yield Trouble((*place, *key), sentence(what), sentence(advice))


def _unfit(salvaged: Salvaged, surroundings: Surroundings) -> Iterator[tuple[Place, str, str]]:
    for mistake in salvaged.check.mistakes():
        if not mistake.needs & salvaged.wrong:
            yield mistake.key, mistake.what, mistake.advice
    for key, name, is_given in _names(salvaged):
        what, advice = _given(name, surroundings.folder) if is_given else _reference(name, surroundings.reference)
        if what:
            yield key, what, advice
    driver = getattr(salvaged.check, "driver", "")
    if driver and "driver" not in salvaged.wrong:
        what, advice = _driver(driver, surroundings.folder)
        if what:
            yield ("driver",), what, advice


def _names(salvaged: Salvaged) -> Iterator[tuple[Place, str, bool]]:
    """Every function or class that a check names outside the submission: key, name, whether a given file's."""
    check: CheckBase = salvaged.check
    if "reference" not in salvaged.wrong:
        reference = getattr(check, "reference", "")
        if isinstance(reference, str) and reference:
            yield ("reference",), reference, False
        elif isinstance(reference, dict):
            yield from ((("reference", key), name, False) for key, name in reference.items())
    for key, arguments in check.rounds():
        for argument, generator in arguments.items():
            for part in generator.within():
                match part:
                    case Function(function=name):
                        yield (*key, argument), name, False
                    case GivenFunction(given=name) | Object(object=name):
                        yield (*key, argument), name, True


def _driver(dotted: str, folder: Path) -> tuple[str, str]:
    """What is wrong with a driver's name, and what to do; two empty texts for nothing."""
    module, _, name = dotted.rpartition(".")
    places = (folder / "drivers", SHARED)
    try:
        names = next((found for place in places if (found := names_of(place, module)) is not None), None)
    except SyntaxError as error:
        return f"drivers/{module}.py has a syntax error in line {error.lineno}", "mend that file"
    if names is None:
        known = [one for place in places for one in modules_of(place) if one]
        advice = nearest(module, known) or f"write drivers/{module}.py beside the spec"
        return f"there is no driver file `{module}` (`{dotted}`)", advice
    if name in names:
        return "", ""
    return f"the driver file `{module}` has no function `{name}`", nearest(name, names) or "write it there"


def _reference(name: str, reference: Reference | None) -> tuple[str, str]:
    """What is wrong with a name of the reference, and what to do; two empty texts for nothing."""
    if reference is None:
        return "", ""
    module, _, function = name.rpartition(".")
    functions = reference(module)
    if functions is None:
        missing = f"module `{module}`" if module else "file reference.py of the assignment's own"
        return f"the reference has no {missing} (`{name}`)", "write it, or correct the name"
    if function in functions:
        return "", ""
    return f"the reference has no function `{name}`", nearest(function, functions) or "write it, or correct the name"


def _given(name: str, folder: Path) -> tuple[str, str]:
    """The same for a name of the given files."""
    module, _, thing = name.rpartition(".")
    try:
        names = names_of(folder / "given", module)
    except SyntaxError as error:
        return f"line {error.lineno} of the given file of `{module}` isn't Python", "correct that file"
    if names is None:
        advice = nearest(module, modules_of(folder / "given")) or "put it into the folder `given/`"
        return f"the given files have no module `{module}` (`{name}`)", advice
    return ("", "") if thing in names else (f"the given module `{module}` has no `{thing}`", nearest(thing, names))
