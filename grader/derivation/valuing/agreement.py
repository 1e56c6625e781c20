"""Whether two expressions are worth the same: in shape, in every world, for every index.

Rounding of float64 in values about 1 stays below 1e-12 and a slip is a thousandth at the very least, so 1e-9 of the
scale tells one from the other. Limits are looked at where what vanishes is below 1e-5 (e^-12), so 2e-4 tells, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from grader.derivation.valuing.tables import Table
from grader.derivation.valuing.values import Array, Kind, Shape, Value
from grader.derivation.worlds import World

EXACT = 1e-9
LIMIT = 2e-4


class Form(StrEnum):
    """How two values agree."""

    EQUAL = "equal"
    TRANSPOSED = "transposed"
    COMPONENTS = "components"  # one side is a vector, the other its entry for an index


@dataclass(frozen=True)
class Comparison:
    """One pair of readings. comparable: the shapes could agree. form: how they do, None where they don't.

    undecided: a value is not finite, so that nothing can be said.
    """

    comparable: bool
    form: Form | None = None
    undecided: bool = False


def compare(reference: Table, step: Table, worlds: Sequence[World], tolerance: float) -> Comparison:
    """Two readings over some worlds; they agree only where they agree in all, in the same form."""
    forms = [form for form in Form if all(_fits(reference, step, world, form) for world in worlds)]
    if not forms:
        return Comparison(False)
    undecided = False
    for form in forms:
        found = [_agree(reference, step, world, form, tolerance) for world in worlds]
        if all(found):
            return Comparison(True, form)
        undecided |= None in found and False not in found
    return Comparison(True, undecided=undecided)


def _fits(reference: Table, step: Table, world: World, form: Form) -> bool:
    left, right = reference.column(world)[0], step.column(world)[0]
    if form is Form.EQUAL:
        return left.shape == right.shape or _flexible(left, right.shape) or _flexible(right, left.shape)
    if form is Form.TRANSPOSED:
        return bool(left.shape) and left.shape == right.shape[::-1] and left.shape != right.shape
    return bool(_component_letters(reference, step, world))


def _flexible(value: Value, shape: Shape) -> bool:
    """Whether a 0, an I or ones can take a shape."""
    if value.is_zero:
        return True
    if value.kind is Kind.IDENTITY:
        return len(shape) == 2 and shape[0] == shape[1]
    return value.kind in (Kind.ONES, Kind.ONES_ROW) and len(shape) == 2 and 1 in shape


def _agree(reference: Table, step: Table, world: World, form: Form, tolerance: float) -> bool | None:
    """True, False, or None where a value is not finite."""
    numbers = reference.assignments.numbers(world)
    letters = _component_letters(reference, step, world)
    pairs = []
    for bindings, left, right in zip(numbers, reference.column(world), step.column(world), strict=True):
        if form is Form.COMPONENTS:
            place = tuple(bindings[letter] - 1 for letter in letters)
            pairs.append((_entry(left, place), _entry(right, place)))
        else:
            shape = left.shape or right.shape
            turned = right.array.T if form is Form.TRANSPOSED else _filled(right, shape)
            pairs.append((_filled(left, shape), turned))
    if not all(np.isfinite(left).all() and np.isfinite(right).all() for left, right in pairs):
        return None
    scale = max(1.0, *(float(np.abs(left).max(initial=0.0)) for left, _ in pairs))
    return all(bool((np.abs(left - right) <= tolerance * scale).all()) for left, right in pairs)


def _filled(value: Value, shape: Shape) -> Array:
    if value.kind is Kind.IDENTITY and len(shape) == 2:
        return np.asarray(value.array * np.eye(shape[0]))
    return np.asarray(np.broadcast_to(value.array, shape)) if shape and not value.shape else value.array


def _entry(value: Value, place: tuple[int, ...]) -> Array:
    if not value.shape:
        return value.array
    return np.asarray(value.array.reshape(-1)[place[0]] if value.is_vector else value.array[place])


def _component_letters(reference: Table, step: Table, world: World) -> tuple[str, ...]:
    """The letters by which a scalar is the entry of the other side's vector or matrix; () where it can't be."""
    left, right = reference.column(world)[0], step.column(world)[0]
    if bool(left.shape) == bool(right.shape) or left.is_flexible or right.is_flexible:
        return ()
    whole, single = (reference, step) if left.shape else (step, reference)
    shape = left.shape or right.shape
    sizes = reference.assignments.sizes(world)
    if whole.letters.free(whole.tree):
        return ()  # (ŷ_w - y_w) v_c for an entry i, w: who keeps one index doesn't mean the whole
    letters = sorted(single.letters.free(single.tree))
    if 1 in shape:
        found = [letter for letter in letters if sizes.get(letter) == max(shape)]
        return (found[0],) if len(found) == 1 else ()
    return tuple(letters) if len(letters) == 2 and tuple(sizes.get(each) for each in letters) == shape else ()
