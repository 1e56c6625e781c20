r"""A letter replaced throughout a tree: `\sum_{w \in \{w_1, \dots, w_K\}}` of u_w is a sum over k of u_{w_k}."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from grader.derivation.tree import BigOperator, Index, Letter, Node, Number, Placed, Range

_FRESH = ("k", "l", "n", "q", "r", "s")


def over_places(kind: Any, one: Range, body: Node) -> BigOperator | None:
    """The operator over w in w_1 … w_K as one over the places 1 … K; None where its range is no such list."""
    letter, lower, upper = one.variable, one.lower, one.upper
    if not isinstance(letter, Letter) or not isinstance(lower, Index) or not isinstance(upper, Index):
        return None
    used = {each.name for part in (body, *one.conditions) for each in _letters(part)}
    fresh = next((name for name in _FRESH if name not in used), None)
    if fresh is None:
        return None
    word = Index(lower.base, (Letter(fresh),), span=one.span)
    conditions = tuple(replaced(each, letter.name, word) for each in one.conditions)
    over = Range(Letter(fresh), lower.positions[0], upper.positions[0], None, conditions, span=one.span)
    return BigOperator(kind, over, replaced(body, letter.name, word), span=body.span)


def is_list_of_words(lower: Node, upper: Node) -> bool:
    r"""Whether two ends are `w_1` and `w_K`, and so no numbers to count from and to."""
    alike = isinstance(lower, Index) and isinstance(upper, Index) and lower.base == upper.base
    return alike and isinstance(lower, Index) and lower.positions == (Number(1.0),)


def replaced(part: Any, name: str, meaning: Node) -> Any:
    """A part of a tree with a letter replaced, save where it already has a place of its own: the w of `w_j`."""
    if isinstance(part, Letter):
        return meaning if part.name == name else part
    if isinstance(part, tuple):
        return tuple(replaced(each, name, meaning) for each in part)
    if not isinstance(part, Placed):
        return part
    changed = {field.name: replaced(getattr(part, field.name), name, meaning) for field in dataclasses.fields(part)}
    if isinstance(part, Index) and isinstance(part.base, Letter):
        changed["base"] = part.base
    return type(part)(**changed)


def _letters(part: Any) -> Iterator[Letter]:
    if isinstance(part, Letter):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _letters(each)
    elif isinstance(part, Placed):
        for field in dataclasses.fields(part):
            yield from _letters(getattr(part, field.name))
