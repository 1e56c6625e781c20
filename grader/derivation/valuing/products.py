"""Products without brackets: every way to group the factors that shapes allow.

u v^T x has one level on paper. Each grouping is tried, and at each place the matrix product, the product entry by entry
or the inner product, as far as the sign between and the shapes allow it. An outer product is only made where it is
asked for. Groupings of equal value are one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from grader.derivation.tree import Operator
from grader.derivation.valuing.operations import dot, matrix_product, multiply, outer, transpose
from grader.derivation.valuing.values import Value

Way: TypeAlias = Literal["matrix", "entries", "inner", "outer"]
#: How a product is carried out: a factor (turned, or as it stands), or two plans and the way they meet.
Plan: TypeAlias = "Turn | Join"
#: More factors with shapes than this leave too much open.
MOST_FACTORS = 9
_MOST_IN_CELL = 6


@dataclass(frozen=True)
class Turn:
    """Factor `position`, transposed or as it stands."""

    position: int
    transposed: bool = False


@dataclass(frozen=True)
class Join:
    """Two parts and the way they meet."""

    left: Plan
    right: Plan
    way: Way
    operator: Operator

    def guesses(self, way: Way) -> bool:
        """Whether this way is taken anywhere within, where the sign between doesn't say so."""
        here = self.way == way and self.operator not in ("odot", "circ", *(("dot",) if way == "inner" else ()))
        return here or any(isinstance(part, Join) and part.guesses(way) for part in (self.left, self.right))


@dataclass(frozen=True)
class Factor:
    """A factor with a shape. turns: its layout is a convention (a derivative's), so its transpose is as good."""

    value: Value
    turns: bool = False


def carry_out(plan: Plan, factors: Sequence[Factor]) -> Value:
    """The value of a product under a plan. Raises IllTyped where the shapes of another world don't allow it."""
    if isinstance(plan, Turn):
        value = factors[plan.position].value
        return transpose(value) if plan.transposed else value
    return join(carry_out(plan.left, factors), carry_out(plan.right, factors), plan.way)


def join(left: Value, right: Value, way: Way) -> Value:
    """Two values, met in one way."""
    if left.is_scalar or right.is_scalar:
        return multiply(left, right)
    return {"matrix": matrix_product, "entries": multiply, "inner": dot, "outer": outer}[way](left, right)


def ways(left: Value, right: Value, operator: Operator) -> list[Way]:
    """How two values may meet under the sign between them."""
    if left.is_scalar or right.is_scalar:
        return ["matrix"]
    if operator == "otimes":
        return ["outer"] if left.is_vector and right.is_vector else []
    same = left.shape == right.shape
    if operator in ("odot", "circ"):
        return ["entries"] if same else []
    found: list[Way] = ["matrix"] if left.shape[1] == right.shape[0] else []
    if same and left.is_vector:
        found += ["inner", "entries"] if operator in ("dot", "") else ["entries", "inner"]
    elif same and operator == "star":
        found.append("entries")
    return found


def plans(factors: Sequence[Factor], operators: Sequence[Operator], spend: Callable[[int], None]) -> list[Plan]:
    """Every way to carry the product out, of those with equal values the first. Empty where no shapes allow any.

    spend: is told how many products of two are made.
    """
    cells: dict[tuple[int, int], list[tuple[Value, Plan]]] = {}
    for position, factor in enumerate(factors):
        cells[position, position] = [(factor.value, Turn(position))]
        if factor.turns and factor.value.shape:
            cells[position, position].append((transpose(factor.value), Turn(position, True)))
    for length in range(1, len(factors)):
        for first in range(len(factors) - length):
            cells[first, first + length] = _cell(cells, operators, first, first + length, spend)
    found = cells[0, len(factors) - 1]
    if any(factor.turns for factor in factors):
        found = _untransposed(found)
    # What is plain linear algebra is meant so: y^T x A z is not also an inner product with A z.
    return [plan for _, plan in found if not _guesses(plan)] or [plan for _, plan in found]


def _guesses(plan: Plan) -> bool:
    """Whether two vectors that merely stand side by side are multiplied in any other way than as matrices."""
    if isinstance(plan, Turn):
        return False
    return (plan.operator == "" and plan.way in ("inner", "entries")) or _guesses(plan.left) or _guesses(plan.right)


def _cell(
    cells: dict[tuple[int, int], list[tuple[Value, Plan]]],
    operators: Sequence[Operator],
    first: int,
    last: int,
    spend: Callable[[int], None],
) -> list[tuple[Value, Plan]]:
    found: list[tuple[Value, Plan]] = []
    for split in range(last - 1, first - 1, -1):  # from left to right is tried first
        for left, left_plan in cells[first, split]:
            for right, right_plan in cells[split + 1, last]:
                for way in ways(left, right, operators[split]):
                    spend(1)
                    value = join(left, right, way)
                    if len(found) < _MOST_IN_CELL and not any(alike(value, other) for other, _ in found):
                        found.append((value, Join(left_plan, right_plan, way, operators[split])))
    return found


def _untransposed(found: list[tuple[Value, Plan]]) -> list[tuple[Value, Plan]]:
    """Of values that are each other's transpose, one: where derivatives take part, how they lie is a convention."""
    kept: list[tuple[Value, Plan]] = []
    for value, plan in found:
        if not any(alike(transpose(value), other) for other, _ in kept):
            kept.append((value, plan))
    return kept


def alike(left: Value, right: Value) -> bool:
    """Equal in shape and size, as far as float64 goes."""
    if left is right:
        return True
    if left.shape != right.shape or left.is_flexible != right.is_flexible:
        return False
    with np.errstate(all="ignore"):
        if bool((np.abs(left.array - right.array) <= 1e-12 + 1e-9 * np.abs(right.array)).all()):
            return bool(np.isfinite(right.array).all()) or np.array_equal(left.array, right.array, equal_nan=True)
    return np.array_equal(left.array, right.array, equal_nan=True)
