"""What a writer may have meant by a line that is wrong as it stands: a sum that reaches further, another index.

Never taken for what was written: where it would be right, a person decides.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TypeVar

from grader.derivation.tree import BigOperator, Letter, Node, Placed, Product, Sum
from grader.derivation.valuing.letters import Letters, children

_T = TypeVar("_T")


def binds(node: Placed, letter: str) -> bool:
    """Whether a sum anywhere in a tree runs over a letter."""
    here = isinstance(node, BigOperator) and node.over.variable == Letter(letter)
    return here or any(binds(child, letter) for child in children(node))


def reaching_further(tree: Node, own: frozenset[str], letters: Letters) -> Node | None:
    r"""`\sum_w a_w - b_w` with b_w under the sum, for each sum whose letter is used behind it; None without any."""

    def reach(node: Placed) -> Placed:
        if not isinstance(node, Sum):
            return node
        for place, (sign, term) in enumerate(node.terms[:-1]):
            operator = _operator(term)
            if operator is not None and operator.kind == "sum" and letters.variable_of(operator) in own:
                rest = node.terms[place + 1 :]
                return Sum((*node.terms[:place], (sign, _over(term, operator, sign, rest))), span=node.span)
        return node

    found = _mapped(tree, reach)
    return None if found == tree else found


def _operator(term: Node) -> BigOperator | None:
    """The sum that a term is, or ends with."""
    if isinstance(term, Product) and term.factors:
        return _operator(term.factors[-1])
    return term if isinstance(term, BigOperator) else None


def _over(term: Node, operator: BigOperator, sign: int, rest: tuple[tuple[int, Node], ...]) -> Node:
    body = Sum(((1, operator.body), *((sign * each, node) for each, node in rest)))
    wider = replace(operator, body=body)
    return replace(term, factors=(*term.factors[:-1], wider)) if isinstance(term, Product) else wider


def _mapped(found: _T, change: Callable[[Placed], Placed]) -> _T:
    """A tree with a change made at every node, the innermost first."""
    if isinstance(found, tuple):
        return tuple(_mapped(each, change) for each in found)  # type: ignore[return-value]  # a tuple of the same kind
    if not isinstance(found, Placed):
        return found
    parts = {field.name: _mapped(getattr(found, field.name), change) for field in fields(found) if field.name != "span"}
    return change(replace(found, **parts))  # type: ignore[return-value]  # a node where a node stood
