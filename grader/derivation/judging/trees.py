"""Looking into trees and exchanging parts of them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from grader.derivation.tree import BigOperator, Letter, Placed
from grader.derivation.valuing.letters import children

_T = TypeVar("_T", bound=Placed)


def swapped(node: _T, exchange: Mapping[Any, Placed]) -> _T:
    """The tree with every part that equals a key replaced by what stands there for it."""
    if node in exchange:
        return exchange[node]  # type: ignore[return-value]  # a node for a node; the caller knows which
    changed = {
        each.name: _swapped(value, exchange)
        for each in fields(node)
        if each.name != "span" and isinstance(value := getattr(node, each.name), Placed | tuple)
    }
    return replace(node, **changed)


def _swapped(value: Any, exchange: Mapping[Any, Placed]) -> Any:
    if isinstance(value, Placed):
        return swapped(value, exchange)
    return tuple(_swapped(each, exchange) for each in value) if isinstance(value, tuple) else value


def renamed(node: _T, letters: Mapping[str, str]) -> _T:
    """The tree with free letters renamed; what a big operator runs over keeps its own."""
    if isinstance(node, BigOperator) and isinstance(node.over.variable, Letter) and node.over.variable.name in letters:
        letters = {name: to for name, to in letters.items() if name != node.over.variable.name}
    if isinstance(node, Letter):
        return replace(node, name=letters[node.name]) if node.name in letters else node
    changed = {
        each.name: _renamed(value, letters)
        for each in fields(node)
        if each.name != "span" and isinstance(value := getattr(node, each.name), Placed | tuple)
    }
    return replace(node, **changed)


def _renamed(value: Any, letters: Mapping[str, str]) -> Any:
    if isinstance(value, Placed):
        return renamed(value, letters)
    return tuple(_renamed(each, letters) for each in value) if isinstance(value, tuple) else value


def holds_any(node: Placed, *kinds: type[Placed]) -> bool:
    """Whether a part of one of these kinds is in the tree."""
    return isinstance(node, kinds) or any(holds_any(child, *kinds) for child in children(node))


def names(node: Placed) -> frozenset[str]:
    """Every name that stands in the tree as it is written: symbols, letters, functions."""
    own = getattr(node, "name", None)
    found = frozenset([own]) if isinstance(own, str) else frozenset[str]()
    return found.union(*(names(child) for child in children(node)))
