r"""Where a function, a derivative or a slash ends when no bracket says so: the variants of one product.

`\log a b` is log(ab) or log(a) b; `\exp u^T \cdot v` means e to the power of uᵀv, because e to the power of a row is
nothing that anybody would multiply; `1/2\,x` is half of x, but `a/bc` is a/(bc) or (a/b)c.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.derivation.tree import Derivative, Function, Node, Number, Operator, Product, Transpose
from grader.derivation.valuing.letters import Bindings
from grader.derivation.valuing.values import IllTyped

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator


@dataclass(frozen=True)
class Factors:
    """Factors and what stands between them. scalar: the places where only a single number makes sense."""

    nodes: tuple[Node, ...]
    operators: tuple[Operator, ...]
    scalar: frozenset[int] = frozenset()


def variants(evaluator: "Evaluator", node: Product, bindings: Bindings) -> Sequence[Factors]:
    """The ways a product can be cut into factors, the likeliest first."""
    found = [Factors(node.factors, node.operators)]
    for place, factor in enumerate(node.factors):
        if isinstance(factor, Function | Derivative) and factor.loose:
            return _ends(evaluator, found[0], place, bindings)  # a second one behind it keeps what it was read as
    long = _long_slash(found[0])
    return found if long is None else [*found, long]


def of_alone(node: Function | Derivative) -> Sequence[Factors | None]:
    """The same for a function that stands alone: as it was read (None), or ending at its argument's first factor."""
    short = _shortened(Factors((node,), ()), 0)
    return [None] if short is None else [None, short]


def _ends(evaluator: "Evaluator", written: Factors, place: int, bindings: Bindings) -> list[Factors]:
    longer = _lengthened(written, place)
    if longer is not None and _is_vector(evaluator, written.nodes[place], bindings):
        return [longer]
    shorter = _shortened(written, place)
    return [written] if shorter is None else [written, shorter]


def _is_vector(evaluator: "Evaluator", node: Node, bindings: Bindings) -> bool:
    """Whether a function, as it was cut, is applied to a vector."""
    try:
        return isinstance(node, Function) and bool(evaluator.value(node.argument, bindings).shape)
    except IllTyped:
        return True


def _inside(node: Node) -> Node:
    return node.argument if isinstance(node, Function) else node.of if isinstance(node, Derivative) else node


def _with_inside(node: Node, inside: Node) -> Node:
    if isinstance(node, Function):
        return replace(node, argument=inside, loose=False)
    return replace(node, of=inside, loose=False) if isinstance(node, Derivative) else node


def _shortened(written: Factors, place: int) -> Factors | None:
    """The function ends at its first factor, and the others are factors of the product."""
    node = written.nodes[place]
    inside = _inside(node)
    if not isinstance(inside, Product) or isinstance(inside.factors[0], Transpose):
        return None
    first = _with_inside(node, inside.factors[0])
    nodes = (*written.nodes[:place], first, *inside.factors[1:], *written.nodes[place + 1 :])
    operators = (*written.operators[:place], *inside.operators, *written.operators[place:])
    return Factors(nodes, operators, frozenset([place]) if isinstance(node, Function) else frozenset())


def _lengthened(written: Factors, place: int) -> Factors | None:
    """The function goes on to the product's end, or to a slash."""
    node = written.nodes[place]
    end = place + 1
    while end < len(written.nodes) and written.operators[end - 1] != "/":
        end += 1
    if end == place + 1:
        return None
    inside = _inside(node)
    first = inside if isinstance(inside, Product) else Product((inside,), ())
    more = Product(
        (*first.factors, *written.nodes[place + 1 : end]), (*first.operators, *written.operators[place : end - 1])
    )
    nodes = (*written.nodes[:place], _with_inside(node, more), *written.nodes[end:])
    return Factors(nodes, (*written.operators[:place], *written.operators[end - 1 :]))


def _long_slash(written: Factors) -> Factors | None:
    """a/bc as a/(bc), where neither a nor b is a mere number."""
    if written.operators.count("/") != 1:
        return None
    at = written.operators.index("/") + 1
    end = at + 1
    while end < len(written.nodes) and written.operators[end - 1] == "":
        end += 1
    if end == at + 1 or isinstance(written.nodes[at], Number):
        return None
    below = Product(written.nodes[at:end], written.operators[at : end - 1])
    return Factors(
        (*written.nodes[:at], below, *written.nodes[end:]), (*written.operators[:at], *written.operators[end - 1 :])
    )
