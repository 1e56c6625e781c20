"""The right numbers in the wrong places: transposed, shifted by one, reversed, rows in another order."""

from collections.abc import Callable, Sequence
from math import factorial

import numpy as np

from grader.explain.observation import Subject
from grader.explain.places import noun, segments
from grader.explain.sample import Floats, Pattern, Sample, holds

_SHIFTED = "Recheck where the index starts: Python counts from 0."


def arrangement(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    """Which rearrangement of what is due gives the student's value on every draw."""
    if {each.expected.ndim for each in samples} not in ({1}, {2}):
        return None
    square = all(each.expected.ndim == 2 and len(set(each.expected.shape)) == 1 for each in samples)
    if square and holds(samples, [each.expected.T for each in samples]):
        return _say(subject, "the transpose of what is due", "transposed", "Return the transpose.")
    found = (_along(subject, samples, axis) for axis in range(samples[0].expected.ndim))
    return next((pattern for pattern in found if pattern), None)


def _along(subject: Subject, samples: Sequence[Sample], axis: int) -> Pattern | None:
    one, many = noun(samples[0], axis)
    turned = f"Recheck the order of the {many}."
    moves: tuple[tuple[str, str, str, Callable[[Floats], Floats]], ...] = (
        ("shifted", f"what is due, moved on by one {one}", _SHIFTED, lambda due: np.roll(due, 1, axis)),
        ("shifted", f"what is due, moved back by one {one}", _SHIFTED, lambda due: np.roll(due, -1, axis)),
        ("reversed", f"what is due with its {many} in reverse", turned, lambda due: np.flip(due, axis)),
    )
    for name, text, advice, move in moves:
        if holds(samples, [move(each.expected) for each in samples], choices=6):
            return _say(subject, text, name, advice)
    for by, way in ((1, "on"), (-1, "back")):
        free = sum(each.expected.size // each.expected.shape[axis] for each in samples if each.expected.size)
        if holds(samples, [_shifted(each, by, axis) for each in samples], choices=6, fitted=free):
            return _say(subject, f"what is due, moved {way} by one {one}, but for the end", "shifted", _SHIFTED)
    parted = segments(subject, samples[0], axis)  # a flat vector of named parts: which part says more than "reordered"
    orders = factorial(min(max(each.expected.shape[axis] for each in samples), 20))
    if not parted and holds(samples, [_reordered(each, axis) for each in samples], choices=orders):
        alone = all(_filled(each.expected, axis) == _filled(each.yours, axis) == 1 for each in samples)
        text = f"what is due, but in another {one}" if alone else f"what is due with its {many} in another order"
        return _say(subject, text, "reordered", f"Recheck which {one} each part is written to.")
    return None


def _filled(array: Floats, axis: int) -> int:
    """How many rows hold anything but zeros."""
    return int(np.count_nonzero(np.moveaxis(array, axis, 0).reshape(array.shape[axis], -1).any(axis=1)))


def _say(subject: Subject, text: str, name: str, advice: str) -> Pattern:
    what = f"{subject.title} is {text}."
    return Pattern(name, what, advice, what)


def _shifted(each: Sample, by: int, axis: int) -> Floats:
    """Moved by one, with whatever the student left at the end that became free."""
    moved = np.roll(each.expected, by, axis)
    free = 0 if by > 0 else -1
    np.moveaxis(moved, axis, 0)[free] = np.moveaxis(each.yours, axis, 0)[free]
    return moved


def _reordered(each: Sample, axis: int) -> Floats:
    """The expected rows in the order in which they resemble the student's."""
    yours, due = (np.moveaxis(a, axis, 0).reshape(a.shape[axis], -1) for a in (each.yours, each.expected))
    # Projected on one fixed direction, so that rows are matched by sorting and not by trying pairs.
    direction = np.cos(np.arange(1.0, yours.shape[1] + 1))
    order = np.empty(len(due), dtype=np.intp)
    order[np.argsort(yours @ direction, kind="stable")] = np.argsort(due @ direction, kind="stable")
    return np.take(each.expected, order, axis)
