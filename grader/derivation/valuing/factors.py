"""Products as they are written: numbers in front, slashes, functions without brackets; then grouped by shape.

Everything that the writing leaves open is a choice of the reading (see `readings`), so it is made once and alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.derivation.span import NotRead
from grader.derivation.tree import Ellipsis, Node, Number, Operator, Placed, Product, Sum
from grader.derivation.valuing import operations, products
from grader.derivation.valuing.conventions import turns
from grader.derivation.valuing.ellipsis import expanded
from grader.derivation.valuing.letters import Bindings
from grader.derivation.valuing.loose import Factors, variants
from grader.derivation.valuing.products import Factor, Join, Plan
from grader.derivation.valuing.reverse import chained
from grader.derivation.valuing.slopes import TooManyAxes
from grader.derivation.valuing.values import IllTyped, Kind, Shape, Value, number

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator

ENTRY_BY_ENTRY = "A product of two vectors is read entry by entry: ⊙ would say so."

INNER = "Two vectors side by side are read as their inner product: uᵀv would say so."


@dataclass
class _Parts:
    """A product sorted out: its scalars multiplied, its other factors, and what stands between those."""

    scale: Value
    factors: list[Factor]
    operators: list[Operator]
    zero: bool = False
    units: int = 0  # factors that are I
    open: TooManyAxes | None = None  # a derivative that is only worth something within the product
    open_at: int = 0


def multiplied(evaluator: "Evaluator", node: Product, bindings: Bindings) -> Value:
    """The value of a product."""
    chosen = evaluator.reading.choose(node, "where factors end", lambda: variants(evaluator, node, bindings))
    return of_factors(evaluator, node, chosen, bindings)


def of_factors(evaluator: "Evaluator", node: Placed, written: Factors, bindings: Bindings) -> Value:
    """The value of factors and what stands between them. node: where the choice of a grouping is kept."""
    parts = _sorted_out(evaluator, written, bindings)
    if parts.zero:
        return number(0.0)
    if parts.open:
        return operations.multiply(parts.scale, _chain(evaluator, node, parts))
    if not parts.factors:
        return Value(parts.scale.array, kind=Kind.IDENTITY) if parts.units else parts.scale
    shaped = _grouped(evaluator, node, "grouping", parts.factors, parts.operators)
    return shaped if _is_one(parts.scale) else _scaled(parts.scale, shaped)


def _one() -> Value:
    return number(1.0)


def _is_one(value: Value) -> bool:
    return value.kind is Kind.NUMBER and float(value.array) == 1.0


def _scaled(scale: Value, value: Value) -> Value:
    return Value(scale.array * value.array, kind=value.kind) if value.is_flexible else operations.multiply(scale, value)


def _sorted_out(evaluator: "Evaluator", written: Factors, bindings: Bindings) -> _Parts:
    parts = _Parts(_one(), [], [])
    evaluator.budget.spend(len(written.nodes))
    for place, node, inside in expanded(evaluator, written.nodes, bindings):
        operator: Operator = written.operators[place - 1] if place else ""
        if isinstance(node, Ellipsis):
            raise NotRead("What these dots leave out isn't clear.", node.span)
        try:
            value = evaluator.value(node, inside)
        except TooManyAxes as found:
            if parts.open:
                raise
            parts.open, parts.open_at = found, len(parts.factors)
            continue
        if place in written.scalar and value.shape:
            raise IllTyped("a function without brackets ends at a vector", value.shape)
        if place and _is_pair(parts, value, written.nodes, place, operator):
            parts.factors[-1] = replace(parts.factors[-1], value=operations.multiply(parts.factors[-1].value, value))
            evaluator.reading.note(ENTRY_BY_ENTRY)
        else:
            _take(parts, Factor(value, turns(node)), operator)
    return parts


def _take(parts: _Parts, factor: Factor, operator: Operator) -> None:
    """One more factor."""
    value = factor.value
    if operator == "/":
        _divide(parts, value)
    elif value.is_zero:
        parts.zero = True
    elif value.kind is Kind.IDENTITY:
        parts.units += 1
        parts.scale = operations.multiply(parts.scale, Value(value.array, kind=Kind.NUMBER))
    elif value.is_scalar:
        parts.scale = operations.multiply(parts.scale, value)
    else:
        if parts.factors:
            parts.operators.append(operator)
        parts.factors.append(factor)


def _divide(parts: _Parts, value: Value) -> None:
    """By a scalar; by a vector only entry by entry, right behind one of its shape."""
    if value.is_scalar:
        parts.scale = operations.divide(parts.scale, value)
    elif parts.factors and parts.factors[-1].value.shape == value.shape and not value.is_flexible:
        parts.factors[-1] = replace(parts.factors[-1], value=operations.divide(parts.factors[-1].value, value))
    else:
        raise IllTyped("something is divided by a vector or matrix", value.shape)


def _is_pair(parts: _Parts, value: Value, nodes: Sequence[Node], place: int, operator: Operator) -> bool:
    """Whether a factor and the one before are h(1-h): entry by entry on any blackboard, before all else."""
    before, here = nodes[place - 1], nodes[place]
    if operator not in ("", "dot", "times", "star") or not (_is_one_minus(before, here) or _is_one_minus(here, before)):
        return False
    return bool(parts.factors) and value.is_vector and parts.factors[-1].value.shape == value.shape


def _is_one_minus(value: Node, other: Node) -> bool:
    if not isinstance(other, Sum) or len(other.terms) != 2:
        return False
    (first_sign, first), (second_sign, second) = other.terms
    return isinstance(first, Number) and first.value == 1 and (first_sign, second_sign) == (1, -1) and second == value


def _grouped(
    evaluator: "Evaluator", node: Placed, what: str, factors: Sequence[Factor], operators: Sequence[Operator]
) -> Value:
    """The product of factors with shapes, grouped as the reading says."""
    if len(factors) == 1:
        return factors[0].value
    if len(factors) > products.MOST_FACTORS:
        raise NotRead("This product has too many factors to be grouped; brackets would tell.", node.span)
    if any(factor.value.is_flexible for factor in factors):
        return _with_ones(evaluator, node, factors)
    if evaluator.charitable and any(operator in ("odot", "circ") for operator in operators):
        factors = [replace(factor, turns=factor.turns or factor.value.is_vector) for factor in factors]
    reversed_ = evaluator.reading.choose(
        node, f"{what}, turned round", lambda: [_only_turned_round(evaluator, factors, operators)]
    )
    if reversed_:
        factors, operators = factors[::-1], operators[::-1]
        evaluator.reading.note("The factors of the chain rule are multiplied in the order that their shapes allow.")
    plan = evaluator.reading.choose(node, what, lambda: _plans(evaluator, factors, operators))
    if isinstance(plan, Join) and plan.guesses("entries"):
        evaluator.reading.note(ENTRY_BY_ENTRY)
    if isinstance(plan, Join) and plan.guesses("inner"):
        evaluator.reading.note(INNER)
    return products.carry_out(plan, factors)


def _only_turned_round(evaluator: "Evaluator", factors: Sequence[Factor], operators: Sequence[Operator]) -> bool:
    """Whether a chain of derivatives fits in the other order alone: layouts of derivatives are a convention.

    Who writes a matrix or an outer product out has chosen their order, so (∂J/∂z) W is no W (∂J/∂z).
    """
    jacobians = [factor for factor in factors if factor.turns and factor.value.shape and not factor.value.is_vector]
    matrices = [factor for factor in factors if not factor.turns and not factor.value.is_vector]
    spend = evaluator.budget.spend
    if not any(factor.turns for factor in factors) or products.plans(factors, operators, spend):
        return False
    if not evaluator.charitable and (matrices or not jacobians):
        return False
    return bool(products.plans(factors[::-1], operators[::-1], spend))


def _plans(evaluator: "Evaluator", factors: Sequence[Factor], operators: Sequence[Operator]) -> list[Plan]:
    found = products.plans(factors, operators, evaluator.budget.spend)
    if not found:
        raise IllTyped("there is no way to group this product", *(factor.value.shape for factor in factors))
    return found


def _with_ones(evaluator: "Evaluator", node: Placed, factors: Sequence[Factor]) -> Value:
    """1ᵀx, x1 and 1xᵀ: the ones are as long as what they meet, or as what stands around them asks.

    Only two factors; more are left to a person.
    """
    if len(factors) != 2 or all(factor.value.is_flexible for factor in factors):
        raise NotRead("How long these ones are isn't clear; a sum sign would say it.")
    left, right = (factor.value for factor in factors)
    if left.kind is Kind.ONES_ROW:
        return operations.matrix_product(_ones(left, (1, right.shape[0])), right)
    if right.kind is Kind.ONES and left.shape[1] > 1:
        return operations.matrix_product(left, _ones(right, (left.shape[1], 1)))
    sizes = evaluator.world.sizes
    if left.kind is Kind.ONES and right.shape[0] == 1:
        length = sizes[evaluator.reading.choose(node, "how many ones", lambda: list(sizes))]
        return operations.matrix_product(_ones(left, (length, 1)), right)
    if right.kind is Kind.ONES_ROW and left.shape[1] == 1:
        length = sizes[evaluator.reading.choose(node, "how many ones", lambda: list(sizes))]
        return operations.matrix_product(left, _ones(right, (1, length)))
    raise NotRead("How long these ones are isn't clear; a sum sign would say it.")


def _ones(value: Value, shape: Shape) -> Value:
    return Value(value.array * np.ones(shape))


def _chain(evaluator: "Evaluator", node: Placed, parts: _Parts) -> Value:
    """∂J/∂z · ∂z/∂W, where ∂z/∂W alone has three axes: the chain rule says how the two meet."""
    assert parts.open
    before, behind = parts.factors[: parts.open_at], parts.factors[parts.open_at :]
    if bool(before) == bool(behind):
        raise parts.open
    operators = parts.operators
    weights = _grouped(evaluator, node, "grouping", before or behind, operators)
    evaluator.reading.note("A derivative of a vector by a matrix is read by the chain rule.")
    return chained(weights, parts.open.output, parts.open.variable)
