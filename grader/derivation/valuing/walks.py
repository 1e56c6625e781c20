"""Looking into trees and exchanging parts of them."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from grader.derivation.tree import BigOperator, Letter, Placed
from grader.derivation.valuing.letters import children

_T = TypeVar("_T", bound=Placed)


def swapped(node: _T, exchange: Mapping[Any, Placed]) -> _T:
    """The tree with every part that equals a key replaced by what stands there for it."""
    if node in exchange:
        return exchange[node]  # type: ignore[return-value]  # a node for a node; the caller knows which
    return _with_parts(node, lambda part: swapped(part, exchange))


def renamed(node: _T, letters: Mapping[str, str]) -> _T:
    """The tree with free letters renamed; what a big operator runs over keeps its own."""
    if isinstance(node, BigOperator) and isinstance(node.over.variable, Letter) and node.over.variable.name in letters:
        letters = {name: to for name, to in letters.items() if name != node.over.variable.name}
    if isinstance(node, Letter):
        return replace(node, name=letters[node.name]) if node.name in letters else node
    return _with_parts(node, lambda part: renamed(part, letters))


def _with_parts(node: _T, changed: Callable[[Placed], Placed]) -> _T:
    """The node with each node right below it changed."""

    def inside(value: Any) -> Any:
        if isinstance(value, Placed):
            return changed(value)
        return tuple(inside(each) for each in value) if isinstance(value, tuple) else value

    names = [each.name for each in fields(node) if each.name != "span"]
    return replace(node, **{name: inside(getattr(node, name)) for name in names})


def holds_any(node: Placed, *kinds: type[Placed]) -> bool:
    """Whether a part of one of these kinds is in the tree."""
    return isinstance(node, kinds) or any(holds_any(child, *kinds) for child in children(node))


def names(node: Placed) -> frozenset[str]:
    """Every name that stands in the tree as it is written: symbols, letters, functions."""
    found: frozenset[str] | None = node.__dict__.get("_names")
    if found is None:  # a node never changes: kept where it belongs, as its children are
        own = getattr(node, "name", None)
        found = frozenset([own] if isinstance(own, str) else ()).union(*map(names, children(node)))
        object.__setattr__(node, "_names", found)
    return found
