"""Derivatives in reverse: from a value back to what it was made of, along the evaluator's own values.

Whatever stands between is seen through, so ∂J/∂ŷ works where ŷ is a definition, and ∂J/∂u_w where u_w is a column.
The results are values with sources of their own: a second derivative is right, and never silently zero.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from grader.derivation.valuing.operations import multiply, stack, total, transpose
from grader.derivation.valuing.values import IllTyped, Value, ones_like, unit

Spend: TypeAlias = Callable[[int], None]


@dataclass(frozen=True)
class Variable:
    """What a derivative is taken by: `roots` (equal values, wherever they were computed), and a part of them."""

    roots: tuple[Value, ...]
    part: Callable[[Value], Value]


def whole(*roots: Value) -> Variable:
    """A variable that is all of its value."""
    return Variable(roots, lambda adjoint: adjoint)


def _order(output: Value, cuts: Collection[Value]) -> list[Value]:
    """The values between `output` and the cuts, every one before its sources. Without recursion: graphs are deep."""
    reaches: dict[int, bool] = {id(cut): True for cut in cuts}
    order: list[Value] = list(cuts)
    pending: list[tuple[Value, bool]] = [(output, False)]
    while pending:
        value, sources_done = pending.pop()
        if id(value) in reaches:
            continue
        if not value.sources:
            reaches[id(value)] = False
        elif sources_done:
            # Loops and no generators: nothing here is passed more often than this.
            reaches[id(value)] = False
            for source, _ in value.sources:
                if reaches[id(source)]:
                    reaches[id(value)] = True
                    order.append(value)
                    break
        else:
            pending.append((value, True))
            for source, _ in value.sources:
                if id(source) not in reaches:
                    pending.append((source, False))
    return order[::-1]


def _freely(_: int) -> None:
    """Whoever doesn't count, spends freely."""


def pull(output: Value, seed: Value, roots: Sequence[Value], spend: Spend = _freely) -> list[Value]:
    """Σ seed · ∂output/∂root for every root; zeros where the output does not depend on it.

    The roots cut the graph: what a root was made of takes no part. spend: is told how many values are passed, before
    anything is made, because each derivative of a derivative is several times as large.
    """
    order = _order(output, roots)
    spend(len(order))
    adjoints: dict[int, list[Value]] = {id(output): [seed]}
    between = {id(value) for value in order}
    cut = {id(root) for root in roots}
    for value in order:
        if id(value) in cut or id(value) not in adjoints:
            continue
        adjoint = total(adjoints[id(value)])
        for source, pullback in value.sources:
            if id(source) in between:
                adjoints.setdefault(id(source), []).append(pullback(adjoint, value))
    return [total(adjoints[id(root)]) if id(root) in adjoints else Value(np.zeros(root.shape)) for root in roots]


def depends(output: Value, roots: Sequence[Value]) -> bool:
    """Whether any of the roots was used to make `output`."""
    wanted = {id(root) for root in roots}
    seen: set[int] = set()
    pending = [output]
    while pending:
        value = pending.pop()
        if id(value) in wanted:
            return True
        if id(value) not in seen:
            seen.add(id(value))
            for source, _ in value.sources:
                pending.append(source)
    return False


#: Adjoints of whole roots that were found before, by output and roots: every entry of ∂J/∂θ_k comes out of one.
Pulled: TypeAlias = dict[tuple[Value, ...], list[Value]]


def derivative(output: Value, variable: Variable, known: Pulled | None = None, spend: Spend = _freely) -> Value:
    """∂output/∂variable. known: where a caller that asks for many parts keeps what was found. spend: see `pull`.

    Of a scalar: in the variable's own shape. By a scalar: in the output's. Of a vector by a vector: the Jacobian, one
    row for each entry of the output (whoever reads may take its transpose). Anything else has too many axes: IllTyped.
    """
    if not output.shape:
        key = (output, *variable.roots)
        found = {} if known is None else known
        if key not in found:
            found[key] = pull(output, ones_like(output), variable.roots, spend)
        return total([variable.part(adjoint) for adjoint in found[key]])
    rows = [_pulled(output, unit(output.shape, place), variable, spend) for place in range(output.array.size)]
    if not rows[0].shape:
        width = output.shape[1]
        return stack([rows[start : start + width] for start in range(0, len(rows), width)])
    if not (output.is_vector and rows[0].is_vector):
        raise IllTyped("the derivative has more than two axes", output.shape, rows[0].shape)
    return stack([[line if line.shape[0] == 1 else transpose(line)] for line in rows])


def _pulled(output: Value, seed: Value, variable: Variable, spend: Spend = _freely) -> Value:
    return total([variable.part(adjoint) for adjoint in pull(output, seed, variable.roots, spend)])


def chained(before: Value, output: Value, variable: Variable) -> Value:
    """Σ_i before_i ∂output_i/∂variable: the chain rule where the derivative alone would have three axes."""
    if before.array.size != output.array.size:
        raise IllTyped("the factors of the chain rule don't meet", before.shape, output.shape)
    seed = before if before.shape == output.shape else transpose(before)
    return _pulled(output, multiply(seed, ones_like(output)), variable)


def occurrences(output: Value, like: Value) -> tuple[Value, ...]:
    """The values inside `output` that equal another value in shape and size: where a student's own z stands in J."""
    found: list[Value] = []
    seen: set[int] = set()
    pending = [output]
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if value.shape == like.shape and np.allclose(value.array, like.array, rtol=1e-11, atol=1e-13):
            found.append(value)  # what it was made of is not looked at: nothing is counted twice
        else:
            pending.extend(source for source, _ in value.sources)
    return tuple(found)


def entries(output: Value, like: Value) -> tuple[tuple[Value, ...], int] | None:
    """The values inside `output` of which a single number is one entry, and which; None where it is none's.

    So that ∂J/∂(u_wᵀv_c) is seen where J was made of Uᵀv_c as a whole.
    """
    seen: set[int] = set()
    pending = [output]
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if value.is_vector:
            at = np.flatnonzero(np.isclose(value.array.reshape(-1), like.array, rtol=1e-11, atol=1e-13))
            if at.size == 1:
                return occurrences(output, value), int(at[0])
        pending.extend(source for source, _ in value.sources)
    return None
