"""pydantic's complaints in an instructor's words: what is wrong, and the nearest valid word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from grader.draws.generators import WORDS
from grader.nearest import closest, nearest
from grader.spec.keys import KINDS, valid_keys
from grader.spec.places import Trouble, at, has
from grader.spec.scalars import resolve
from grader.spec.yaml import Place

#: What is due, by the first word of pydantic's error type.
_DUE = {
    "float": "a number",
    "int": "a whole number",
    "string": "a text",
    "bool": "`true` or `false`",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping of `key: value`",
    "model": "a mapping of `key: value`",
    "finite": "a finite number",
}
_BOUNDS = {"greater_than_equal": "at least {ge:g}", "greater_than": "more than {gt:g}"}
_BOUNDS |= {"less_than_equal": "at most {le:g}", "less_than": "less than {lt:g}"}


def troubles(error: ValidationError, model: type[BaseModel], data: Any, around: Place = ()) -> Iterator[Trouble]:
    """Every complaint about `data`, which stands at `around` in the file."""
    complaints = error.errors(include_url=False)
    mistyped = {
        (*one["loc"][:-1], closest(str(one["loc"][-1]), valid_keys(model, one["loc"][:-1])))
        for one in complaints
        if one["type"] == "extra_forbidden"
    }
    for one in complaints:
        if one["type"] == "missing" and one["loc"] in mistyped:
            continue  # the key is there, misspelt, and that is told
        place = place_of(one["loc"], data)
        what, advice = _told(one, model, place)
        yield Trouble((*around, *place), what, advice)


def place_of(location: Iterable[str | int], data: Any) -> Place:
    """The place in the data that pydantic's location means: without tags, and the nearest one that exists."""
    place: Place = ()
    for step in location:
        here = at(data, place)
        is_tag = str(step).startswith("<") or (isinstance(here, dict) and here.get("kind") == step != "kind")
        if not is_tag and has(here, step):
            place = (*place, step)
    return place


def _told(one: Mapping[str, Any], model: type[BaseModel], place: Place) -> tuple[str, str]:
    """What is wrong and what to do, by the type of the complaint."""
    kind, value, context = one["type"], one["input"], one.get("ctx", {})
    key = next((str(step) for step in reversed(place) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        keys = valid_keys(model, one["loc"][:-1])
        return f"There is no key `{one['loc'][-1]}` here.", sentence(nearest(str(one["loc"][-1]), keys))
    if kind == "missing":
        return f"The key `{one['loc'][-1]}` is missing.", f"Add `{one['loc'][-1]}: …`."
    if kind.startswith("union_tag"):
        return _tag(kind, value, key)
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
        one_of = ", ".join(f"`{word}`" for word in words)
        return f"{_shown(key, value)} isn't one of {one_of}.", sentence(nearest(str(value), words))
    if kind == "value_error":
        said = str(context["error"])
        return f"{said[0].upper()}{said[1:]}.", f"Correct the value of `{key}`." if key else ""
    if kind in _BOUNDS:
        return f"{_shown(key, value)} is out of range.", f"It has to be {_BOUNDS[kind].format(**context)}."
    if kind == "too_short" or kind == "string_too_short":
        return f"`{key}` is empty.", f"It needs at least {context['min_length']}."
    if kind == "too_long":
        return f"`{key}` is too long.", f"It takes at most {context['max_length']}."
    due = _DUE.get(kind.partition("_")[0])
    if due is None:
        return f"{_shown(key, value)}: {one['msg']}.", ""
    return _wrong_type(kind, due, key, value)


def _wrong_type(kind: str, due: str, key: str, value: Any) -> tuple[str, str]:
    """A text where a number is due, or the reverse, with the quotes that make the difference."""
    if kind == "string_type" and isinstance(value, int | float):
        return f"{_shown(key, value)} isn't {due}.", f'Put quotes around it: `"{value}"`.'
    if isinstance(value, str) and not isinstance(resolve(value), str):
        return f'`{key}: "{value}"` is a text and not {due}.', "Leave out the quotes."
    return f"{_shown(key, value)} isn't {due}.", f"Write {due}."


def _tag(kind: str, value: Any, key: str) -> tuple[str, str]:
    """A check of unknown kind, or an argument of no known generator."""
    if isinstance(value, dict) and "kind" in value:
        word = value["kind"]
        known = ", ".join(f"`{one}`" for one in KINDS)
        return f"There is no kind of check called `{word}`; there are {known}.", sentence(nearest(str(word), KINDS))
    if key == "checks" or (isinstance(value, dict) and "title" in value and "points" in value):
        return "The key `kind` is missing.", f"Add `kind: …`: {', '.join(f'`{one}`' for one in KINDS)}."
    if kind == "union_tag_invalid":
        word = str(next(iter(value)))
        return f"There is no generator called `{word}` (argument `{key}`).", sentence(nearest(word, WORDS))
    return f"{_shown(key, value)} isn't a generator.", "Write one such as `{normal: [V, D]}` or `{constant: 3}`."


def _shown(key: str, value: Any) -> str:
    """The key with its value as the file has them, cut where long."""
    if isinstance(value, dict | list):
        return f"`{key}`" if key else "This"
    words = {None: "null", True: "true", False: "false"}
    text = words[value] if value is None or isinstance(value, bool) else str(value)
    return f"`{key}: {text if len(text) <= 60 else text[:59] + '…'}`"


def sentence(text: str) -> str:
    """With a capital where it starts with a word, and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '.')) else '.'}" if text else ""
