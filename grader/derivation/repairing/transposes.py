"""A transpose too much or too few, aᵀb for abᵀ, two factors in the wrong order."""

from collections.abc import Iterator

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.places import Place, places
from grader.derivation.tree import (
    BigOperator,
    Function,
    Index,
    Matrix,
    Node,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)

_TURNABLE = (Symbol, Index, Product, Sum, Function, BigOperator, Quotient, Matrix)


def turned(node: Node) -> Node:
    """Its transpose, without two in a row."""
    return node.base if isinstance(node, Transpose) else Transpose(node)


def one(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A single factor, transposed or no longer so."""
    node, words = place.node, surroundings.words
    if place.role != "value":
        return
    if isinstance(node, Transpose):
        yield Edit(
            place.put(node.base),
            "transpose too much",
            lambda: f"{words.code(node)} where {words.code(node.base)} is due: the transpose is too much.",
        )
    elif isinstance(node, _TURNABLE) and _is_turnable(surroundings, place):
        yield Edit(
            place.put(Transpose(node)),
            "transpose missing",
            lambda: f"{words.code(node)} where {words.code(Transpose(node))} is due: a transpose is missing.",
        )


def _is_turnable(surroundings: Surroundings, place: Place) -> bool:
    if isinstance(place.parent, Transpose | Index) and place.slot == "base":
        return False
    return not surroundings.is_number(place.node)


def every(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """All matrices of a product at once: those who think of the other layout."""
    node = place.node
    if place.parent is not None:
        return
    matrices = _matrices(surroundings, node)
    if len(matrices) < 2:
        return
    new: Node = node
    for count in range(len(matrices)):
        new = _matrices(surroundings, new)[count].put(turned(_matrices(surroundings, new)[count].node))
    words, first = surroundings.words, matrices[0].node

    def sentence() -> str:
        due = words.code(turned(first))
        return f"Every matrix has its transpose the wrong way round: {words.code(first)} where {due} is due, and so on."

    yield Edit(new, "all transposes", sentence)


def _matrices(surroundings: Surroundings, tree: Node) -> list[Place]:
    """Declared matrices, with the transpose that stands on them."""
    found = []
    for place in places(tree):
        node = place.node
        bare = node.base if isinstance(node, Transpose) else node
        if not isinstance(bare, Symbol) or place.role != "value" or isinstance(place.parent, Transpose):
            continue
        variable = surroundings.question.declared.variables.get(bare.name)
        if variable and len(variable.shape) == 2 and not (isinstance(place.parent, Index) and place.slot == "base"):
            found.append(place)
    return found


def pairs(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """aᵀb for abᵀ and the other way; ab for ba."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Product) or place.role != "value":
        return
    for position, (left, right) in enumerate(zip(node.factors, node.factors[1:], strict=False)):
        if node.operators[position] == "/":
            continue
        for new, kind, why in _exchanged(surroundings, left, right):
            old = Product((left, right), ("",))
            factors = (*node.factors[:position], *new, *node.factors[position + 2 :])

            def sentence(old: Node = old, new: tuple[Node, Node] = new, why: str = why) -> str:
                return f"{words.code(old)} where {words.code(Product(new, ('',)))} is due: {why}."

            yield Edit(place.put(Product(factors, node.operators)), kind, sentence)


def _exchanged(surroundings: Surroundings, left: Node, right: Node) -> Iterator[tuple[tuple[Node, Node], str, str]]:
    if surroundings.is_number(left) or surroundings.is_number(right):
        return
    inner = isinstance(left, Transpose) and surroundings.is_number(Product((left, right), ("",)))
    if not inner and not surroundings.is_number(Product((right, left), ("",))):
        yield (right, left), "order of factors", "the order of the two factors"
    if isinstance(left, Transpose) and not isinstance(right, Transpose):
        yield (left.base, Transpose(right)), "inner for outer product", "the outer product, not the inner one"
    if isinstance(right, Transpose) and not isinstance(left, Transpose):
        yield (Transpose(left), right.base), "outer for inner product", "the inner product, not the outer one"
    if isinstance(left, Transpose) is isinstance(right, Transpose):
        yield (turned(right), turned(left)), "order of factors", "the order of the two factors, each transposed"
