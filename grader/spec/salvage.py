"""As much of a faulty check as can be read, so that its other mistakes are found in the same go."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from grader.checks.base import CheckBase
from grader.nearest import closest
from grader.spec.keys import KINDS
from grader.spec.places import Trouble
from grader.spec.translate import place_of, troubles
from grader.spec.written import strictly
from grader.spec.yaml import Place


@dataclass(frozen=True)
class Salvaged:
    """A check with stand-ins where the file is wrong, and the keys that were: `points`, `arguments*`."""

    check: CheckBase
    wrong: frozenset[str] = frozenset()


#: What takes the place of a required value that is wrong or missing.
_STAND_INS: dict[str, Any] = {"title": "?", "points": 0, "function": "a.b", "reference": "a.b", "notation": "?"}
#: What takes the place of one wrong part of a mapping, so that its name remains.
_PARTS: dict[str, Any] = {"arguments": {"constant": None}, "variants": {"constant": None}}
_PARTS |= {"fallback": {"constant": None}, "dimensions": {}, "points": 0}
#: What takes the place of one wrong item of a list, so that the others keep their numbers.
_ITEMS: dict[str, Any] = {"goals": {"target": "0", "result": "0"}, "regimes": {"name": "?", "intervals": {"?": [0, 1]}}}
_ITEMS |= {"properties": {"name": "?", "goals": ["0 = 0"], "usual": "0"}}


def mistyped_kind(data: Any, place: Place) -> Iterator[Trouble]:
    """The other mistakes of a check whose kind is mistyped, read as the nearest kind."""
    model, guessed = _model(data)
    if model is not None and guessed is not data:
        try:
            strictly(model, guessed)
        except ValidationError as error:
            yield from troubles(error, model, guessed, place)


def salvage(data: Any) -> Salvaged | None:
    """The check with whatever is wrong taken out, or None where too little is left."""
    model, data = _model(data)
    if model is None:
        return None
    try:
        return Salvaged(strictly(model, data))
    except ValidationError as error:
        mended, wrong = copy.deepcopy(data), frozenset[str]()
        for one in error.errors(include_url=False, include_context=False):
            place = place_of(one["loc"], data)
            wrong |= _mend(mended, (*place, one["loc"][-1]) if one["type"] == "missing" else place, one["type"])
    try:
        return Salvaged(strictly(model, mended), wrong)
    except ValidationError:
        return None


def _model(data: Any) -> tuple[type[CheckBase] | None, Any]:
    """The model of a check's kind or of the nearest kind, and the data with that kind."""
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str):
        return None, data
    if kind in KINDS:
        return KINDS[kind], data
    near = closest(kind, KINDS)
    return (KINDS[near], {**data, "kind": near}) if near else (None, data)


def _mend(data: dict[str, Any], place: Place, kind: str) -> set[str]:
    """Takes one mistake out of the data; answers which keys can't be relied upon any more."""
    if not place:
        return set()
    key = str(place[0])
    depth = 3 if key == "variants" else 2
    if kind == "extra_forbidden" and len(place) == 1:
        data.pop(key, None)
        return set()
    if len(place) >= depth and key in _PARTS and isinstance(data.get(key), dict | list):
        around = data[key] if depth == 2 else data[key][place[1]]
        if isinstance(around, dict):
            around[place[depth - 1]] = copy.deepcopy(_PARTS[key])
            return {f"{key}*"}
    if len(place) >= 2 and key in _ITEMS and isinstance(data.get(key), list):
        data[key][place[1]] = copy.deepcopy(_ITEMS[key])
        return {f"{key}*", f"{key}.{place[1]}"}
    data.pop(key, None)
    if key in _STAND_INS:
        data[key] = _STAND_INS[key]
    return {key, f"{key}*"}
