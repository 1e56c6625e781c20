"""Another function: its slope for it, its complement, another base, one too many or too few."""

from collections.abc import Iterator
from dataclasses import replace

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.places import Place
from grader.derivation.repairing.words import function_name
from grader.derivation.tree import (
    BareFunction,
    Function,
    Identity,
    Index,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)  # fmt: skip

_RELATIVES = {
    "sigmoid": ("tanh", "softmax"),
    "tanh": ("sigmoid",),
    "softmax": ("sigmoid",),
    "exp": ("log",),
    "log": ("exp",),
}


def slope(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """σ for σ', h for h(1-h), and the other way."""
    yield from _prime(surroundings, place)
    yield from _complement(surroundings, place)


def _prime(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    node, words = place.node, surroundings.words
    if not isinstance(node, Function | BareFunction) or node.name not in ("sigmoid", "tanh", "relu"):
        return
    if node.primes:
        due = replace(node, primes=node.primes - 1)
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


def _complement(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """h(1-h) and 1-h for h, 1-ŷ_i for ŷ_i, and ŷ for 1-ŷ."""
    node, words = place.node, surroundings.words
    if _is_sigmoid(surroundings, node) and place.role == "value" and not isinstance(place.parent, Index):
        complement = Sum(((1, Number(1.0)), (-1, node)))
        product = Product((node, complement), ("" if surroundings.is_number(node) else "odot",))
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
    if place.role == "value":
        yield from _too_much(surroundings, place)
        yield from _another_base(surroundings, place)
        yield from _another_function(surroundings, place)
        yield from _missing(surroundings, place)


def _too_much(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    node, words = place.node, surroundings.words
    if isinstance(node, Function):
        code = f"`{function_name(node.name, node.primes)}`"
        yield Edit(
            place.put(node.argument),
            "function too much",
            lambda: f"{code} is too much: {words.code(node.argument)} is due.",
        )


def _another_base(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    node, words = place.node, surroundings.words
    if isinstance(node, Function) and node.name == "log" and node.base is not None:
        yield Edit(
            place.put(replace(node, base=None)),
            "another base",
            lambda: f"{words.code(node)} stands where the natural logarithm is due.",
        )
    if isinstance(node, Function) and node.name == "exp":
        yield Edit(
            place.put(Power(Number(2.0), node.argument)),
            "another base",
            lambda: f"{words.code(node)} stands where a power of 2 is due.",
        )
    if isinstance(node, Power) and node.base == Number(2.0):
        yield Edit(
            place.put(Function("exp", node.exponent)),
            "another base",
            lambda: f"{words.code(node)} stands where a power of `e` is due.",
        )


def _another_function(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    node, words = place.node, surroundings.words
    if not isinstance(node, Function):
        return
    for name in _RELATIVES.get(node.name, ()):
        new = replace(node, name=name, base=None)
        yield Edit(
            place.put(new),
            "another function",
            lambda new=new: f"{words.code(node)} stands where {words.code(new)} is due.",
        )


def _missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    node, words = place.node, surroundings.words
    if isinstance(place.parent, Index | Transpose) and not isinstance(node, Sum):
        return
    if isinstance(node, Symbol | Index | Product | Sum | Quotient | Function):
        for name in ("log", "exp", "sigmoid", "softmax"):
            if isinstance(node, Function) and node.name == name:
                continue
            yield Edit(
                place.put(Function(name, node)),
                "function missing",
                lambda name=name: f"The `{function_name(name)}` is missing on {words.code(node)}.",
            )
