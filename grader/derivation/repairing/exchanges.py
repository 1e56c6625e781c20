"""One name for another: at one place, wherever it stands, or two that have changed places."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from grader.derivation.repairing import names
from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.places import Place, in_two_places, places, repeated
from grader.derivation.tree import (
    Cases,
    Identity,
    Index,
    Letter,
    Node,
    Number,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)
from grader.derivation.valuing.walks import swapped


def another_name(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """y for ŷ, z₁ for z₀, u_o for v_c."""
    node, words = place.node, surroundings.words
    if place.parent is None or place.role not in ("value", "by") or isinstance(place.parent, Index):
        return
    if not isinstance(node, Symbol | Index) or (isinstance(node, Index) and not isinstance(node.base, Symbol)):
        return
    for other in names.siblings(surroundings, place):
        if other != node:
            yield Edit(
                place.put(other),
                "another name",
                lambda other=other: f"{words.code(node)} stands where {words.code(other)} is due.",
            )


def another_name_throughout(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """a_2(1 - a_2) for a_1(1 - a_1): one thing for another wherever it stands; two things that have changed places."""
    tree, words = place.node, surroundings.words
    if place.parent is not None:
        return
    yield from _every_time(surroundings, tree)
    written = dict.fromkeys(each.node for each in places(tree) if isinstance(each.node, Symbol))
    for one, other in combinations(written, 2):
        yield Edit(
            swapped(tree, {one: other, other: one}),
            "names exchanged",
            lambda one=one, other=other: f"{words.code(one)} and {words.code(other)} have changed places.",
        )


def _every_time(surroundings: Surroundings, tree: Node) -> Iterator[Edit]:
    words = surroundings.words
    for node in repeated(tree, (Symbol, Index)):
        where = next(each for each in places(tree) if each.node == node)
        for other in names.siblings(surroundings, where):
            if other != node:
                yield Edit(
                    swapped(tree, {node: other}),
                    "another name",
                    lambda node=node, other=other: (
                        f"{words.code(node)} stands where {words.code(other)} is due, every time."
                    ),
                )
                for new in in_two_places(tree, node, other):
                    yield Edit(
                        new,
                        "another name",
                        lambda node=node, other=other: (
                            f"{words.code(node)} stands where {words.code(other)} is due, in two places."
                        ),
                    )


def number_for_name(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """1 for y_i or y; K for how often k was drawn."""
    node, words = place.node, surroundings.words
    if place.role != "value" or not isinstance(place.parent, Sum | Product):
        return
    if isinstance(node, Number) and node.value == 1:
        one_hots = [each.name for each in surroundings.question.symbols.one_hots]
        letters = surroundings.letters_at(place)
        entries = [Index(Symbol(name), (Letter(letter),)) for name in one_hots for letter in letters]
        lengths = [Symbol(name) for name in surroundings.lengths]
        for due in (*entries, *(Symbol(name) for name in one_hots), *lengths):
            yield Edit(
                place.put(due),
                "number for a name",
                lambda due=due: f"{words.code(node)} stands where {words.code(due)} is due.",
            )
    elif isinstance(node, Number | Quotient) and isinstance(place.parent, Product) and _is_literal(node):
        for name in surroundings.scalars:
            yield Edit(
                place.put(Symbol(name)),
                "number for a name",
                lambda name=name: f"{words.code(node)} stands where {words.code(Symbol(name))} is due.",
            )
    elif isinstance(node, Symbol) and node.name in surroundings.question.declared.dimensions:
        for count in names.counts(surroundings, place):
            yield Edit(
                place.put(count),
                "another count",
                lambda: f"The factor {words.code(node)} stands where it should say how often the word was drawn.",
            )


def _is_literal(node: Number | Quotient) -> bool:
    return isinstance(node, Number) or (isinstance(node.top, Number) and isinstance(node.bottom, Number))


def identity(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """I where the outer product of a vector with itself is due."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Identity):
        return
    for vector in names.vectors(surroundings, place):
        outer = Product((vector, Transpose(vector)), ("",))
        yield Edit(
            place.put(outer),
            "identity for outer product",
            lambda outer=outer: f"{words.code(node)} stands where {words.code(outer)} is due.",
        )


def cases(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """Two cases whose values have changed places."""
    node = place.node
    if isinstance(node, Cases) and len(node.rows) == 2:
        first, second = node.rows
        rows = (replace(first, value=second.value), replace(second, value=first.value))
        yield Edit(place.put(Cases(rows)), "cases exchanged", lambda: "The two cases have changed places.")
