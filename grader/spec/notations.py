"""Notations of a spec: those that checks name and nobody declared, and the mistakes within each, all at once."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from grader.checks.base import Mistake
from grader.checks.deriving.names import misnamed, unknown
from grader.checks.deriving.notation import Notation
from grader.nearest import nearest
from grader.spec.places import Trouble
from grader.spec.translate import place_of, sentence
from grader.spec.written import strictly
from grader.spec.yaml import Place

#: What takes the place of one wrong entry, so that its name remains.
_STAND_INS: dict[str, Any] = {
    "dimensions": {},
    "variables": {},
    "families": {"of": "?"},
    "one_hots": {"at": "?", "over": "?"},
    "constants": {"over": "?"},
    "words": {"over": "?", "places": "?"},
    "definitions": {"meaning": "0"},
    "patterns": {"forms": ["?"], "meaning": "0"},
    "functions": {"parameters": ["?"], "meaning": "0"},
    "applied": "0",
    "multiplicities": {"draws": "?", "over": "?"},
}


@dataclass(frozen=True)
class _Salvaged:
    """A notation with stand-ins where the file is wrong; wrong: those entries' places."""

    notation: Notation
    wrong: frozenset[Place] = frozenset()


def unnamed(data: Any, checks: Iterator[tuple[Place, Any]]) -> Iterator[Trouble]:
    """Checks whose notation is none of the assignment's."""
    declared = data.get("notations") if isinstance(data.get("notations"), dict) else {}
    for place, check in checks:
        others = check.get("otherwise") if isinstance(check, dict) else None
        named: list[tuple[Place, Any]] = [(("notation",), check.get("notation") if isinstance(check, dict) else None)]
        named += [(("otherwise", i), name) for i, name in enumerate(others if isinstance(others, list) else [])]
        for key, name in named:
            if isinstance(name, str) and name not in declared:
                what = f"The assignment has no notation called `{name}`."
                advice = sentence(nearest(name, declared)) or "Declare it under `notations`, before the questions."
                yield Trouble((*place, *key), what, advice)


def unfit_notations(data: Any, checks: Iterator[tuple[Place, Any]]) -> Iterator[Trouble]:
    """What doesn't fit together within each notation, wherever one is written out."""
    declared = data.get("notations")
    written: list[tuple[Place, Any]]
    written = [(("notations", name), one) for name, one in (declared if isinstance(declared, dict) else {}).items()]
    written += [((*place, "notation"), check.get("notation")) for place, check in checks if isinstance(check, dict)]
    for place, raw in written:
        salvaged = _salvaged(raw)
        if salvaged is not None:
            for mistake in _mistakes(salvaged):
                yield Trouble((*place, *mistake.key), sentence(mistake.what), sentence(mistake.advice))


def sound_notations(data: Any) -> dict[str, Notation]:
    """The assignment's notations that can be read as they are."""
    declared = data.get("notations")
    found = {name: _salvaged(raw) for name, raw in (declared if isinstance(declared, dict) else {}).items()}
    return {name: one.notation for name, one in found.items() if one is not None and not one.wrong}


def _mistakes(salvaged: _Salvaged) -> Iterator[Mistake]:
    if salvaged.wrong:
        yield from (one for one in unknown(salvaged.notation) if one.key[:2] not in salvaged.wrong)
        return
    from grader.checks.deriving.readable import misshapen, unreadable  # numpy and all of reading come with it

    told = list(misnamed(salvaged.notation))
    told += [one for one in unreadable(salvaged.notation) if one.key[:2] not in {other.key[:2] for other in told}]
    yield from told or misshapen(salvaged.notation)


def _salvaged(raw: Any) -> _Salvaged | None:
    """The notation with what is wrong taken out, or None where too little is left."""
    if not isinstance(raw, dict):
        return None
    wrong: set[Place] = set()
    mended = copy.deepcopy(raw)
    for one in _errors(raw):
        place = place_of(one, raw)[:2]
        if len(place) < 2 or place[0] not in _STAND_INS:
            return None
        mended[place[0]][place[1]] = copy.deepcopy(_STAND_INS[str(place[0])])
        wrong.add(place)
    if wrong and _errors(mended):
        return None
    return _Salvaged(strictly(Notation, mended), frozenset(wrong))


def _errors(raw: Any) -> list[tuple[int | str, ...]]:
    try:
        strictly(Notation, raw)
    except ValidationError as error:
        return [one["loc"] for one in error.errors(include_url=False, include_context=False)]
    return []
