"""Terms that are added: equal shapes only, but for numbers, zeros, I and ones, which take the shape of the others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from grader.derivation.span import NotRead
from grader.derivation.tree import Derivative, Ellipsis, Sum
from grader.derivation.valuing import operations
from grader.derivation.valuing.conventions import turns
from grader.derivation.valuing.ellipsis import expanded
from grader.derivation.valuing.letters import Bindings
from grader.derivation.valuing.values import IllTyped, Kind, Shape, Value, number

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator


def added(evaluator: "Evaluator", node: Sum, bindings: Bindings) -> Value:
    """The value of a sum of terms."""
    node = evaluator.reading.choose(node, "how far a derivative reaches", lambda: reaches(node))
    _check_dots(node)
    signed = []
    for place, term, inside in expanded(evaluator, [term for _, term in node.terms], bindings):
        value = evaluator.value(term, inside)
        signed.append((value if node.terms[place][0] > 0 else operations.negate(value), turns(term)))
    return total(signed, evaluator.charitable)


def _check_dots(node: Sum) -> None:
    """The terms around dots have one sign, or nobody knows that of the terms left out."""
    for place, (sign, term) in enumerate(node.terms):
        around = {each for each, _ in node.terms[max(0, place - 1) : place + 2]}
        if isinstance(term, Ellipsis) and around != {sign}:
            raise NotRead("Which sign the terms have that these dots leave out isn't clear.", term.span)


def reaches(node: Sum) -> Sequence[Sum]:
    r"""`\frac{\partial}{\partial x} -a - b`: of the first term alone, or of all that follow it."""
    sign, first = node.terms[0]
    if len(node.terms) < 2 or not (isinstance(first, Derivative) and first.loose):
        return [node]
    inside = first.of.terms if isinstance(first.of, Sum) else ((1, first.of),)
    over_all = Derivative(Sum((*inside, *node.terms[1:])), first.by, span=node.span)
    return [node, Sum(((sign, over_all),), span=node.span)]


def total(terms: Sequence[tuple[Value, bool]], charitable: bool = False) -> Value:
    """The sum of values; of each, whether its layout is a convention. Raises IllTyped for unequal shapes."""
    kept = [(value, turning) for value, turning in terms if not value.is_zero]
    if not kept:
        return number(0.0)
    shape = _shape(kept)
    if not shape and any(value.is_flexible for value, _ in kept):
        return _flexible(kept)
    return operations.total([_fitted(value, shape, turning, charitable) for value, turning in kept])


def _shape(terms: Sequence[tuple[Value, bool]]) -> Shape:
    """The shape of the whole: that of a term whose layout is no convention, before one whose is."""
    shaped = [(turning, value.shape) for value, turning in terms if value.shape]
    return min(shaped, key=lambda each: each[0])[1] if shaped else ()


def _fitted(value: Value, shape: Shape, turning: bool, charitable: bool) -> Value:
    if value.shape == shape and not value.is_flexible:
        return value
    if value.kind is Kind.NUMBER:
        return value
    if value.kind is Kind.IDENTITY and len(shape) == 2 and shape[0] == shape[1]:
        return Value(value.array * np.eye(shape[0]))
    if value.kind in (Kind.ONES, Kind.ONES_ROW) and shape and 1 in shape:
        return Value(value.array * np.ones(shape))
    if value.shape and value.shape == shape[::-1] and (turning or charitable):
        return operations.transpose(value)
    if charitable and not value.shape and not value.is_flexible:
        return value
    raise IllTyped("values of different shapes are added", shape, value.shape)


def _flexible(terms: Sequence[tuple[Value, bool]]) -> Value:
    """Multiples of I among themselves, or of the ones with numbers."""
    kinds = {value.kind for value, _ in terms}
    if len(kinds) == 1 or kinds <= {Kind.ONES, Kind.NUMBER}:
        kind = Kind.ONES if Kind.ONES in kinds else next(iter(kinds))
        return Value(np.asarray(sum(value.array for value, _ in terms)), kind=kind)
    raise IllTyped("a number is added to the identity matrix")
