"""A factor or a term that is missing or too much."""

from collections.abc import Iterator

from grader.derivation.repairing import names
from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.places import Place, repeated
from grader.derivation.repairing.words import ordinal
from grader.derivation.tree import (
    BigOperator,
    Function,
    Index,
    Inner,
    Kronecker,
    Node,
    Number,
    Operator,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)
from grader.derivation.valuing.walks import swapped


def dropped(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """One term, factor, numerator or denominator less."""
    node, words = place.node, surroundings.words
    if place.role != "value":
        return
    if isinstance(node, Sum) and len(node.terms) > 1:
        for position, (sign, term) in enumerate(node.terms):
            rest = (*node.terms[:position], *node.terms[position + 1 :])
            new = rest[0][1] if len(rest) == 1 and rest[0][0] > 0 else Sum(rest)

            def sentence(position: int = position, sign: int = sign, term: Node = term) -> str:
                where = "" if place.parent is None else f" of {words.code(node)}"
                return f"The {ordinal(position)} term{where}, {words.signed(sign, term)}, is too much."

            yield Edit(place.put(new), "term too much", sentence)
    if isinstance(node, Product):
        for position, factor in enumerate(node.factors):
            new_ = without(node, position)
            kind = "mean for sum" if _is_share(factor) else "factor too much"

            def too_much(factor: Node = factor) -> str:
                return f"The factor {words.code(factor)} is too much in {words.code(node)}."

            yield Edit(place.put(new_), kind, too_much)
    if isinstance(node, Quotient):
        yield Edit(
            place.put(node.top),
            "factor too much",
            lambda: f"The division by {words.code(node.bottom)} is too much.",
        )


def without(node: Product, position: int) -> Node:
    """A product with one factor less."""
    factors = (*node.factors[:position], *node.factors[position + 1 :])
    cut = max(position - 1, 0)
    operators = (*node.operators[:cut], *node.operators[cut + 1 :])
    if position == 0 and node.operators[0] == "/":
        return Product((Number(1.0), *factors), node.operators)
    return factors[0] if len(factors) == 1 else Product(factors, operators)


def _is_share(node: Node) -> bool:
    """1/n."""
    return isinstance(node, Quotient) and isinstance(node.top, Number) and isinstance(node.bottom, Symbol)


def factor_missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A number, a vector, a matrix or a hidden layer's slope, wherever shapes let it in."""
    if not _takes_factors(place):
        return
    for factor in names.factors(surroundings, place):
        if isinstance(place.node, Number) and isinstance(factor, Kronecker):
            continue  # 1 for δ is a slip of its own
        yield _inserted(surroundings, place, factor, 0, "")
    ends = range(len(place.node.factors) + 1) if isinstance(place.node, Product) else range(2)
    for factor in names.vectors(surroundings, place):
        for position in ends:
            yield _inserted(surroundings, place, factor, position, "")
            yield _inserted(surroundings, place, Transpose(factor), position, "")
    for slope in names.slopes(surroundings):
        for position in ends:
            yield _inserted(surroundings, place, slope, position, "odot")


def _takes_factors(place: Place) -> bool:
    """Whole products and what stands alone: a factor of a product gets its neighbours there."""
    if place.role != "value" or isinstance(place.parent, Product | Index | Transpose):
        return False
    if isinstance(place.node, Number) and place.slot == "exponent":
        return False
    if isinstance(place.node, Sum):
        return place.parent is None or isinstance(place.parent, BigOperator | Quotient | Function | Power)
    kinds = (Product, Symbol, Index, Function, BigOperator, Quotient, Power, Number, Inner, Transpose)
    return isinstance(place.node, kinds)


def _inserted(surroundings: Surroundings, place: Place, factor: Node, position: int, operator: Operator) -> Edit:
    node, words = place.node, surroundings.words
    if isinstance(node, Product):
        factors, operators = node.factors, node.operators
    else:
        factors, operators = (node,), ()
    new = Product((*factors[:position], factor, *factors[position:]), _with_operator(operators, position, operator))
    kind = "sum for mean" if _is_share(factor) else "factor missing"

    def sentence() -> str:
        if names.is_count(surroundings, factor):
            return f"How often it was drawn is missing as a factor beside {words.code(node)}: words may repeat."
        return f"The factor {words.code(factor)} is missing beside {words.code(node)}."

    return Edit(place.put(new), kind, sentence)


def known_factor_missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """Something of the lines so far, or one over it: an inner derivative, the 1/ŷ of a logarithm."""
    if not _takes_factors(place):
        return
    for part in surroundings.known:
        if part != place.node:
            yield _inserted(surroundings, place, part, 0, "")
            yield _inserted(surroundings, place, Quotient(Number(1.0), part), 0, "")
            yield _inserted(surroundings, place, Sum(((-1, part),)), 0, "")


def known_term_missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A term that stands in the lines so far."""
    node, words = place.node, surroundings.words
    if place.role != "value" or not _takes_terms(place) or isinstance(place.parent, Function | Power):
        return
    terms = node.terms if isinstance(node, Sum) else ((1, node),)
    for part in surroundings.known:
        for sign in (1, -1):
            yield Edit(
                place.put(Sum((*terms, (sign, part)))),
                "term missing",
                lambda part=part, sign=sign: (
                    f"A term is missing beside {words.code(node)}: {words.signed(sign, part)}."
                ),
            )


def factor_missing_throughout(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A half or a count that is missing wherever something stands: (a + b) for its half, twice."""
    tree, words = place.node, surroundings.words
    if place.parent is not None:
        return
    kinds = (Sum, Symbol, Index, Inner, Product, BigOperator, Function)
    for node in repeated(tree, kinds):
        for factor in (Quotient(Number(1.0), Number(2.0)), Number(2.0), *names.shares(surroundings)):
            new = swapped(tree, {node: Product((factor, node), ("",))})
            yield Edit(
                new,
                "factor missing",
                lambda node=node, factor=factor: (
                    f"The factor {words.code(factor)} is missing beside {words.code(node)}, wherever it stands."
                ),
            )


def _with_operator(operators: tuple[Operator, ...], position: int, operator: Operator) -> tuple[Operator, ...]:
    """A factor put in at a position brings one sign with it: behind it at the front, before it elsewhere."""
    at = max(position - 1, 0)
    return (*operators[:at], operator, *operators[at:])


def term_missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """±1, a vector, an entry, a member: beside what stands there."""
    node, words = place.node, surroundings.words
    if place.role != "value" or not _takes_terms(place):
        return
    terms = node.terms if isinstance(node, Sum) else ((1, node),)
    # Of a step that is a number alone it would say nothing that another number is missing.
    counts = [] if place.parent is None and isinstance(node, Number) else [Number(1.0), Number(2.0)]
    candidates = [*counts, *names.vectors(surroundings, place), *names.entries(surroundings, place)]
    candidates += [Symbol(name) for name in surroundings.scalars]
    candidates += [Symbol(name) for name in surroundings.lengths]
    for candidate in candidates:
        for sign in (-1, 1):
            # A term in front is worth the same and reads better behind; 1 - h is written with its 1 first.
            new = (
                Sum(((sign, candidate), *terms)) if isinstance(candidate, Number) else Sum((*terms, (sign, candidate)))
            )

            def sentence(sign: int = sign, candidate: Node = candidate) -> str:
                return f"A term is missing beside {words.code(node)}: {words.signed(sign, candidate)}."

            within = isinstance(place.parent, Function | Power)
            yield Edit(place.put(new), "term missing within a function" if within else "term missing", sentence)


def counts_missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """Two lengths that a count leaves out: both layers' biases."""
    node, words = place.node, surroundings.words
    if place.parent is not None or not isinstance(node, Sum):
        return
    lengths = [Symbol(name) for name in surroundings.lengths]
    for position, one in enumerate(lengths):
        for other in lengths[position + 1 :]:
            yield Edit(
                Sum((*node.terms, (1, one), (1, other))),
                "terms missing",
                lambda one=one, other=other: (
                    f"Two terms are missing: {words.signed(1, one)} and {words.signed(1, other)}."
                ),
            )


def _takes_terms(place: Place) -> bool:
    """Whole sums and what stands alone; beside 0 anything is missing, which says nothing."""
    if place.node == Number(0.0) or (isinstance(place.node, Number) and place.slot == "exponent"):
        return False
    if isinstance(place.node, Sum):
        return True
    if isinstance(place.parent, Sum | Index):
        return False
    return isinstance(place.node, Symbol | Index | Product | Function | Quotient | BigOperator | Number | Power)
