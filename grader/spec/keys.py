"""Which keys are valid at a place of a spec, read from the models, so that a mistyped one finds its neighbour."""

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from grader.checks.base import CheckBase
from grader.checks.union import Check
from grader.draws.generators import WORDS

#: Every kind of check by its word.
KINDS: dict[str, type[CheckBase]] = {}


def _members(annotation: Any) -> list[Any]:
    """The types that an annotation may stand for, without `Annotated` and aliases."""
    if hasattr(annotation, "__value__"):
        return _members(annotation.__value__)
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [member for part in get_args(annotation) for member in _members(part)]
    return [annotation]


for _model in _members(Check):
    for _word in get_args(_model.model_fields["kind"].annotation):
        KINDS[_word] = _model


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields with their types; a generator that is made of generators has its own filled in late."""
    model.model_rebuild()
    return model.model_fields


def valid_keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that may stand at a location as pydantic reports it (tags included), in the model's order."""
    found = [one for one in _descend([model], location) if isinstance(one, type) and issubclass(one, BaseModel)]
    return [field.alias or name for one in found for name, field in _fields(one).items()]


def _descend(annotations: list[Any], location: Sequence[str | int]) -> list[Any]:
    for step in location:
        annotations = [member for one in annotations for inner in _step(one, step) for member in _members(inner)]
    return annotations


def _step(annotation: Any, step: str | int) -> list[Any]:
    """What one step leads to: a field, a list's or mapping's part, or the member that a tag names."""
    if isinstance(step, str) and step.startswith("<"):
        return [annotation] if WORDS.get(step[1:-1]) in (annotation, None) else []
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if issubclass(annotation, CheckBase) and KINDS.get(str(step)) is annotation:
            return [annotation]
        fields = _fields(annotation).items()
        return [field.annotation for name, field in fields if step == (field.alias or name)]
    return list(get_args(annotation)[-1:])


def models_within(
    model: type[BaseModel], known: frozenset[type[BaseModel]] = frozenset()
) -> frozenset[type[BaseModel]]:
    """A model and every model that it is made of."""
    known |= {model}
    for field in _fields(model).values():
        for part in _parts(field.annotation):
            if part not in known:
                known |= models_within(part, known)
    return known


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            yield member
        for part in get_args(member):
            yield from _parts(part)
