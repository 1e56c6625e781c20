"""A sign that is lost or too much: of the whole, of one term, inside a function; a sum for a product and back."""

from collections.abc import Iterator

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.places import Place
from grader.derivation.repairing.words import function_name, ordinal
from grader.derivation.tree import Function, Node, Power, Product, Sum


def negated(node: Node) -> Node:
    """-x, or x where it was -x."""
    if isinstance(node, Sum):
        if len(node.terms) == 1 and node.terms[0][0] < 0:
            return node.terms[0][1]
        return Sum(tuple((-sign, term) for sign, term in node.terms))
    return Sum(((-1, node),))


def whole(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """The negative of what is due."""
    if place.parent is None:
        words = "The sign of the whole expression: this is the negative of what is due."
        yield Edit(negated(place.node), "sign of the whole", lambda: words)


def terms(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """One term of a sum, its sign turned."""
    node = place.node
    if not isinstance(node, Sum) or place.role != "value" or (place.parent is None and len(node.terms) == 1):
        return
    for position, (sign, term) in enumerate(node.terms):
        turned = (*node.terms[:position], (-sign, term), *node.terms[position + 1 :])
        new = term if len(turned) == 1 and sign < 0 else Sum(turned)

        def sentence(position: int = position, sign: int = sign, term: Node = term) -> str:
            words = surroundings.words
            if len(node.terms) == 1:
                return f"A minus is too much: {words.signed(-1, term)} where {words.code(term)} is due."
            where = "" if place.parent is None else f"In {words.code(node)}, the "
            which = f"{where or 'The '}sign of the {ordinal(position)} term"
            return f"{which}: {words.signed(sign, term)} where {words.signed(-sign, term)} is due."

        yield Edit(place.put(new), "sign of a term", sentence)


def inside(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """σ(-x) for σ(x), e^x for e^{-x}: another value, and not its negative."""
    node = place.node
    if isinstance(node, Function):
        what = node.argument
        new: Node = Function(node.name, negated(what), node.primes, node.base)
        where = f"inside `{function_name(node.name, node.primes)}`"
    elif isinstance(node, Power):
        what, where = node.exponent, "in the exponent"
        new = Power(node.base, negated(what))
    else:
        return

    def sentence() -> str:
        words = surroundings.words
        return f"A sign {where}: {words.code(what)} where {words.code(negated(what))} is due."

    yield Edit(place.put(new), "sign inside a function", sentence)


def difference(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """a b where a minus, or a plus, stood between."""
    node = place.node
    if not isinstance(node, Product) or place.role != "value":
        return
    for position in range(1, len(node.factors)):
        if node.operators[position - 1] == "/":
            continue
        left = _product(node, 0, position)
        right = _product(node, position, len(node.factors))
        for sign, name, kind in ((-1, "minus", "product for difference"), (1, "plus", "product for sum")):

            def sentence(left: Node = left, right: Node = right, sign: int = sign, name: str = name) -> str:
                words = surroundings.words
                due = words.code(Sum(((1, left), (sign, right))))
                return f"A {name} is missing: {words.code(node)} where {due} is due."

            yield Edit(place.put(Sum(((1, left), (sign, right)))), kind, sentence)
    yield from _neighbours(surroundings, place, node)


def _neighbours(surroundings: Surroundings, place: Place, node: Product) -> Iterator[Edit]:
    """k a b for k (a + b)."""
    for position in range(1, len(node.factors) if len(node.factors) > 2 else 0):
        if node.operators[position - 1] == "/":
            continue
        left, right = node.factors[position - 1], node.factors[position]
        added = Sum(((1, left), (1, right)))
        factors = (*node.factors[: position - 1], added, *node.factors[position + 1 :])
        operators = (*node.operators[: position - 1], *node.operators[position:])

        def sentence(left: Node = left, right: Node = right, added: Node = added) -> str:
            words = surroundings.words
            old = words.code(Product((left, right), ("",)))
            return f"A plus is missing: {old} where {words.code(added)} is due."

        yield Edit(place.put(Product(factors, operators)), "product for sum", sentence)


def product(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """a + b where a b is due."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Sum) or len(node.terms) != 2 or place.role != "value" or node.terms[0][0] < 0:
        return
    (_, left), (sign, right) = node.terms
    due = Product((left, right), ("",))
    yield Edit(
        place.put(due),
        "sum for product" if sign > 0 else "difference for product",
        lambda: f"{words.code(node)} stands where the product {words.code(due)} is due.",
    )


def _product(node: Product, start: int, end: int) -> Node:
    if end - start == 1:
        return node.factors[start]
    return Product(node.factors[start:end], node.operators[start : end - 1])
