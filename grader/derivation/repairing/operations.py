"""Another function, another power, another kind of product."""

from collections.abc import Iterator
from dataclasses import replace

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.parts import without
from grader.derivation.repairing.places import Place
from grader.derivation.repairing.words import function_name
from grader.derivation.tree import (
    BareFunction,
    BigOperator,
    Derivative,
    Function,
    Identity,
    Index,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)

_FEW_FACTORS = 4
_RELATIVES = {
    "sigmoid": ("tanh", "softmax"),
    "tanh": ("sigmoid",),
    "softmax": ("sigmoid",),
    "exp": ("log",),
    "log": ("exp",),
}


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


def slope(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """σ for σ', h for h(1-h), and the other way."""
    node, words = place.node, surroundings.words
    if isinstance(node, Function | BareFunction) and node.name in ("sigmoid", "tanh", "relu"):
        if node.primes:
            due: Node = replace(node, primes=node.primes - 1)
            yield Edit(
                place.put(due),
                "derivative of a function too much",
                lambda: f"The derivative {words.code(node)} stands where {words.code(due)} itself is due.",
            )
        else:
            with_prime = replace(node, primes=1)
            yield Edit(
                place.put(with_prime),
                "function for its derivative",
                lambda: f"{words.code(node)} stands where its derivative {words.code(with_prime)} is due.",
            )
    if _is_sigmoid(surroundings, node) and place.role == "value" and not isinstance(place.parent, Index):
        value: Node = node
        complement = Sum(((1, Number(1.0)), (-1, value)))
        product = Product((value, complement), ("" if surroundings.is_number(value) else "odot",))
        yield Edit(
            place.put(product),
            "function for its derivative",
            lambda: f"{words.code(node)} stands where its slope {words.code(product)} is due.",
        )
        yield Edit(
            place.put(complement),
            "complement",
            lambda: f"{words.code(node)} stands where {words.code(complement)} is due.",
        )
    if isinstance(node, Index) and isinstance(node.base, Symbol) and _is_softmax(surroundings, node.base):
        rest = Sum(((1, Number(1.0)), (-1, node)))
        yield Edit(place.put(rest), "complement", lambda: f"{words.code(node)} stands where {words.code(rest)} is due.")
    if isinstance(node, Sum) and _is_complement(node):
        yield Edit(
            place.put(node.terms[1][1]),
            "complement too much",
            lambda: f"{words.code(node)} stands where {words.code(node.terms[1][1])} is due.",
        )


def _is_sigmoid(surroundings: Surroundings, node: object) -> bool:
    if isinstance(node, Symbol) and node.name in surroundings.question.declared.definitions:
        node = surroundings.question.declared.definition(node.name)
    return isinstance(node, Function | BareFunction) and node.name in ("sigmoid", "tanh") and not node.primes


def _is_softmax(surroundings: Surroundings, node: Symbol) -> bool:
    declared = surroundings.question.declared
    meaning = declared.definition(node.name) if node.name in declared.definitions else node
    return isinstance(meaning, Function) and meaning.name == "softmax"


def _is_complement(node: Sum) -> bool:
    signs = [sign for sign, _ in node.terms]
    first = node.terms[0][1]
    return signs == [1, -1] and (isinstance(first, Identity) or (isinstance(first, Number) and first.value == 1))


def functions(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A function too much, too few, or another one."""
    node, words = place.node, surroundings.words
    if place.role != "value":
        return
    if isinstance(node, Function):
        code = f"`{function_name(node.name, node.primes)}`"
        yield Edit(
            place.put(node.argument),
            "function too much",
            lambda: f"{code} is too much: {words.code(node.argument)} is due.",
        )
        if node.name == "log" and node.base is not None:
            natural = replace(node, base=None)
            yield Edit(
                place.put(natural),
                "another base",
                lambda: f"{words.code(node)} stands where the natural logarithm is due.",
            )
        if node.name == "exp":
            yield Edit(
                place.put(Power(Number(2.0), node.argument)),
                "another base",
                lambda: f"{words.code(node)} stands where a power of 2 is due.",
            )
        for name in _RELATIVES.get(node.name, ()):
            new = replace(node, name=name, base=None)
            yield Edit(
                place.put(new),
                "another function",
                lambda new=new: f"{words.code(node)} stands where {words.code(new)} is due.",
            )
    if isinstance(node, Power) and node.base == Number(2.0):
        natural_power = Function("exp", node.exponent)
        yield Edit(
            place.put(natural_power),
            "another base",
            lambda: f"{words.code(node)} stands where a power of `e` is due.",
        )
    if isinstance(place.parent, Index | Transpose) and not isinstance(node, Sum):
        return
    if isinstance(node, Symbol | Index | Product | Sum | Quotient | Function):
        for name in ("log", "exp", "sigmoid", "softmax"):
            if isinstance(node, Function) and node.name == name:
                continue
            wrapped = Function(name, node)
            yield Edit(
                place.put(wrapped),
                "function missing",
                lambda name=name: f"The `{function_name(name)}` is missing on {words.code(node)}.",
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
    """∂J/∂x for J, where the derivative was forgotten, within a step."""
    node, words = place.node, surroundings.words
    if isinstance(node, Derivative):
        yield Edit(
            place.put(node.of),
            "derivative too much",
            lambda: f"The derivative {words.code(node)} stands where {words.code(node.of)} itself is due.",
        )
