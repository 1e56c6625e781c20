"""Every place of a tree where something else could stand, and the tree with it put there."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

from grader.derivation.tree import BigOperator, Derivative, Index, Kronecker, Letter, Node, Pattern, Placed

#: What a place is for: a value, an index, what a big operator runs over, what a derivative is taken by.
Role: TypeAlias = Literal["value", "index", "range", "by"]
Put: TypeAlias = Callable[[Any], Node]
_ROLES: dict[tuple[type[Placed], str], Role] = {
    (Index, "positions"): "index",
    (Kronecker, "left"): "index",
    (Kronecker, "right"): "index",
    (Pattern, "holes"): "index",
    (BigOperator, "over"): "range",
    (Derivative, "by"): "by",
}


@dataclass(frozen=True)
class Place:
    """A node of a tree, or what a big operator runs over. put: the whole tree with another one instead.

    parent: None at the top. bound: letters that big operators around it have taken for their own, the innermost first.
    """

    node: Node
    put: Put
    role: Role = "value"
    parent: Placed | None = None
    slot: str = ""
    bound: tuple[str, ...] = ()


def places(tree: Node) -> Iterator[Place]:
    """All places, from the outside in, in the order of writing."""
    pending = [Place(tree, lambda node: node)]
    while pending:
        place = pending.pop()
        yield place
        pending.extend(list(_below(place))[::-1])


def _below(place: Place) -> Iterator[Place]:
    node = place.node
    bound = place.bound
    if isinstance(node, BigOperator) and isinstance(node.over.variable, Letter):
        bound = (node.over.variable.name, *bound)
    for field in fields(node):
        role = place.role if place.role != "value" else _ROLES.get((type(node), field.name), "value")
        for child, put in _parts(getattr(node, field.name)):
            yield Place(child, _chained(place, field.name, put), role, node, field.name, bound)


def _chained(place: Place, name: str, put: Callable[[Any], Any]) -> Put:
    def whole(new: Any) -> Node:
        changed: dict[str, Any] = {name: put(new)}
        return place.put(replace(place.node, **changed))

    return whole


def _parts(value: Any) -> Iterator[tuple[Any, Callable[[Any], Any]]]:
    """The nodes in a field, within tuples and tuples of tuples, each with the field that has another in its stead."""
    if isinstance(value, Placed):
        yield value, lambda new: new
    elif isinstance(value, tuple):
        for position, each in enumerate(value):
            for child, put in _parts(each):
                yield child, _within(value, position, put)


def _within(value: tuple[Any, ...], position: int, put: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda new: (*value[:position], put(new), *value[position + 1 :])


def repeated(tree: Node, kinds: tuple[type[Placed], ...]) -> list[Any]:
    """The parts of some kinds that stand more than once as values, in the order of writing."""
    met = Counter(
        place.node
        for place in places(tree)
        if isinstance(place.node, kinds) and place.role == "value" and not isinstance(place.parent, Index)
    )
    return [node for node, count in met.items() if count > 1]


def in_two_places(tree: Node, old: Placed, new: Node) -> Iterator[Node]:
    """The tree with another node at two neighbouring ones of the three or more places where one stands."""
    count = sum(place.node == old for place in places(tree))
    for number in range(count - 1 if count > 2 else 0):
        found = tree
        for one in (number + 1, number):  # the later first, so that the earlier keeps its number
            standing = [place for place in places(found) if place.node == old]
            found = standing[one].put(new)
        yield found
