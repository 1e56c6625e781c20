"""What was found out once and is asked again: students of a class write the same lines, and write them in one answer.

A bounded memory, never a judgement: what is kept follows from its key alone, so it is the same whoever asks first.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Generic, TypeVar

from grader.derivation.tree import Node, Placed
from grader.derivation.valuing.letters import children

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Kept(Generic[_K, _V]):
    """The last things that were asked for, by what they were asked with."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[_K, _V] = {}

    def of(self, key: _K, find: Callable[[], _V]) -> _V:
        """What is kept under a key, else what is found; an exception is not kept."""
        if key in self._found:
            found = self._found[key] = self._found.pop(key)  # the last that was asked for is the last to go
            return found
        found = find()
        self._found[key] = found
        if len(self._found) > self._most:
            del self._found[next(iter(self._found))]
        return found


def same(tree: Node) -> Node | None:
    """One tree for all equal ones, wherever they were written; None for one that can't stand for the others.

    That is one in which a node has several places: it is then read alike there, which no writing would promise.
    """
    if "_same" not in tree.__dict__:
        object.__setattr__(tree, "_same", _first(tree) if _has_places_of_its_own(tree) else None)
    found: Node | None = tree.__dict__["_same"]
    return found


@lru_cache(maxsize=8192)
def _first(tree: Node) -> Node:
    return tree


def _has_places_of_its_own(tree: Node) -> bool:
    met: set[int] = set()
    pending: list[Placed] = [tree]
    while pending:
        node = pending.pop()
        below = children(node)
        if below and id(node) in met:
            return False
        met.add(id(node))
        pending.extend(below)
    return True
