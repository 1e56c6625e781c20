"""A fraction upside down, another power, another kind of product, a derivative too much."""

from collections.abc import Iterator

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.parts import without
from grader.derivation.repairing.places import Place
from grader.derivation.tree import (
    BareFunction,
    BigOperator,
    Derivative,
    Function,
    Index,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)

_FEW_FACTORS = 4


def reciprocal(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """a b for a / b, and the other way."""
    node, words = place.node, surroundings.words
    if place.role != "value":
        return
    if isinstance(node, Quotient) and not isinstance(node.top, Number):
        yield Edit(
            place.put(Quotient(node.bottom, node.top)),
            "reciprocal",
            lambda: f"The fraction {words.code(node)} is upside down.",
        )
        yield Edit(
            place.put(Quotient(Number(1.0), Product((node.bottom, node.top), ("",)))),
            "reciprocal",
            lambda: f"{words.code(node.top)} multiplies here, and it should divide.",
        )
    if isinstance(node, Quotient):
        yield Edit(
            place.put(Product((node.bottom, node.top), ("",))),
            "reciprocal",
            lambda: f"{words.code(node.bottom)} divides here, and it should multiply.",
        )
    if isinstance(node, Product) and len(node.factors) <= _FEW_FACTORS and "/" not in node.operators:
        for position, factor in enumerate(node.factors):
            if surroundings.is_number(factor):
                yield Edit(
                    place.put(Quotient(without(node, position), factor)),
                    "reciprocal",
                    lambda factor=factor: f"{words.code(factor)} multiplies here, and it should divide.",
                )


def squares(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """tanh for tanh², and the other way."""
    node, words = place.node, surroundings.words
    if place.role != "value":
        return
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        yield Edit(
            place.put(node.base),
            "power too much",
            lambda: f"{words.code(node)} stands where {words.code(node.base)} itself is due.",
        )
    elif _is_squarable(place):
        square = Power(node, Number(2.0))
        yield Edit(
            place.put(square),
            "square missing",
            lambda: f"{words.code(node)} stands where its square {words.code(square)} is due.",
        )


def square_below(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """The denominator that the quotient rule squares."""
    if place.slot == "bottom":
        yield from squares(surroundings, place)


def _is_squarable(place: Place) -> bool:
    if isinstance(place.parent, Index | Transpose | Number):
        return False
    kinds = (Symbol, Index, Function, BareFunction, Sum, Quotient)
    lone_number = isinstance(place.node, Sum) and len(place.node.terms) == 1
    return (isinstance(place.node, kinds) and not lone_number) or (
        isinstance(place.node, BigOperator) and place.slot == "bottom"
    )


def products(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A matrix product for an elementwise one, and the other way."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Product) or place.role != "value":
        return
    for position, operator in enumerate(node.operators):
        if operator == "/":
            continue
        elementwise = operator in ("odot", "circ")
        operators = (*node.operators[:position], "" if elementwise else "odot", *node.operators[position + 1 :])

        def sentence(position: int = position, elementwise: bool = elementwise) -> str:
            left, right = words.code(node.factors[position]), words.code(node.factors[position + 1])
            if elementwise:
                return f"Between {left} and {right} a matrix product is due, not an elementwise one."
            return f"Between {left} and {right} an elementwise product is due (`\\odot`)."

        kind = "elementwise for matrix product" if elementwise else "matrix product for elementwise"
        yield Edit(place.put(Product(node.factors, operators)), kind, sentence)


def derivative(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """∂J/∂x where J itself is due."""
    node, words = place.node, surroundings.words
    if isinstance(node, Derivative):
        yield Edit(
            place.put(node.of),
            "derivative too much",
            lambda: f"The derivative {words.code(node)} stands where {words.code(node.of)} itself is due.",
        )
