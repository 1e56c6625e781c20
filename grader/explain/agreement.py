"""Whether a student's value agrees with the expected one, harmless liberties allowed, and nothing about why not.

Singleton axes are matched by listing them, never by broadcasting: an (N, N) answer where (N,) is due is wrong.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.explain import plain, reading, wording
from grader.explain.observation import Subject
from grader.outcome import Finding
from grader.tolerance import Purpose, Tolerance, is_narrow, tolerance_for

Floats = NDArray[np.float64]
VALUE = Subject("the value")


@dataclass(frozen=True)
class Agreement:
    """The verdict on one value. `problem` says what is wrong with its type or shape; numbers that differ are left
    to `explain`. `array`, `gap` and `allowed` are shaped like the expected value."""

    ok: bool
    notes: tuple[str, ...] = ()
    problem: Finding | None = None
    array: Floats | None = None
    gap: Floats | None = None
    allowed: Floats | None = None


def agree(yours: Any, expected: Any, purpose: Purpose, subject: Subject = VALUE) -> Agreement:
    """Whether the two agree. Raises TypeError where the *expected* value is none that can be compared."""
    due = expected_numbers(expected)
    if due is None:
        return _agree_plainly(yours, expected, purpose, subject)
    read = reading.numbers(yours, subject, truth_values=due.dtype.kind == "b")
    if isinstance(read, Finding):
        return Agreement(False, problem=read)
    if without_singletons(read.shape) != without_singletons(due.shape):
        return Agreement(False, problem=_shape_problem(read.shape, due.shape, subject))
    array, target = reading.as_float64(read.reshape(due.shape)), reading.as_float64(due)
    gap, allowed, close = measure(array, target, tolerance_of(read, due, purpose))
    ok = bool(close.all())
    notes = _notes(yours, read, expected, due, subject) if ok else ()
    return Agreement(ok, notes, None, array, gap, allowed)


def expected_numbers(expected: Any) -> NDArray[Any] | None:
    """The expected value as an array of numbers or truth values, None where it holds anything else."""
    if expected is None or isinstance(expected, str | bytes | dict):
        return None
    try:
        array = np.asarray(expected)
    except ValueError:  # rows of different lengths: a list of sentences, say
        return None
    return array if array.dtype.kind in "buif" else None


def without_singletons(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape's axes that are longer than 1 (or empty)."""
    return tuple(length for length in shape if length != 1)


def tolerance_of(read: NDArray[Any], due: NDArray[Any], purpose: Purpose) -> Tolerance:
    """The table's line for this answer. Whole numbers where whole numbers are due must be exactly right."""
    if due.dtype.kind == "b" or (read.dtype.kind in "bui" and due.dtype.kind in "bui"):
        return Tolerance(0.0, 0.0)
    dtype = reading.precision(read)
    if is_narrow(dtype) and purpose is Purpose.CENTRAL_DIFFERENCE:
        purpose = Purpose.GRADIENT  # the table has no line for it: nothing is measured finer than the answer
    return tolerance_for(dtype, purpose)


def measure(yours: Floats, expected: Floats, tolerance: Tolerance) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Gap, allowed gap and "is it close?" for every entry. NaN is close to NaN only, inf to the same inf."""
    allowed = tolerance.allowed(expected)
    with np.errstate(all="ignore"):
        gap = np.abs(yours - expected)
        same = (yours == expected) | (np.isnan(yours) & np.isnan(expected))
        gap = np.where(same, 0.0, np.where(np.isnan(gap), np.inf, gap))
        # NaN fails every comparison, so ask "is it close?" and never "is it far?".
        close = same | (np.isfinite(yours) & np.isfinite(expected) & (gap <= allowed))
    return gap, np.asarray(allowed), close


def _agree_plainly(yours: Any, expected: Any, purpose: Purpose, subject: Subject) -> Agreement:
    def inner(part: Any, due: Any, name: Subject) -> Finding | None:
        agreement = agree(part, due, purpose, name)
        if agreement.ok:
            return None
        what = f"{name.title} disagrees with the value due."
        found = agreement.problem or Finding(what, _shown(part, due) if np.ndim(due) == 0 else "")
        # Which part it is would tell a key of what is due, or a number that the student chose.
        return replace(found, category=f"Part of {subject.mention} disagrees with what is due.")

    problem = plain.difference(yours, expected, subject, inner)
    return Agreement(problem is None, problem=problem)


def _shown(part: Any, due: Any) -> str:
    yours, expected = wording.number_pair(float(np.asarray(part).reshape(-1)[0]), float(due))
    return f"yours {yours}, expected {expected}"


def _shape_problem(yours: tuple[int, ...], due: tuple[int, ...], subject: Subject) -> Finding:
    what = f"{subject.title} has shape {wording.tuple_of(yours)} where {wording.tuple_of(due)} is due."
    return Finding(what, advice="Compare the shapes of each step.", category=f"{subject.title} has a wrong shape.")


def _notes(yours: Any, read: NDArray[Any], expected: Any, due: NDArray[Any], subject: Subject) -> tuple[str, ...]:
    notes = []
    if isinstance(expected, np.ndarray) and expected.ndim and isinstance(yours, list | tuple):
        notes.append(f"{subject.title} is a {type(yours).__name__}; an array is asked.")
    if read.shape != due.shape:
        notes.append(f"{subject.title} is {_singleton_shapes(read.shape, due.shape, subject)}.")
    if read.dtype.kind in "ui" and due.dtype.kind == "f":
        notes.append(f"{subject.title} is made of whole numbers ({read.dtype.name}); floats are asked.")
    if due.dtype.kind == "b" and read.dtype.kind != "b":
        notes.append(f"{subject.title} is made of numbers; True and False are asked.")
    if is_narrow(precision := reading.precision(read)):
        notes.append(f"{subject.title} was computed in {precision.name}; it is compared with float32's precision.")
    return tuple(f"{note} No mark is lost." for note in notes)


def _singleton_shapes(yours: tuple[int, ...], due: tuple[int, ...], subject: Subject) -> str:
    """ "(1, D); (D,) is asked": letters instead of lengths, so that every draw gives the same note."""
    numbered = ("n",) if len(due) == 1 else tuple(f"n{axis}" for axis in range(1, len(due) + 1))
    axes = subject.axes if subject.axes and len(subject.axes) == len(due) else numbered
    letters = iter([axis for axis, length in zip(axes, due, strict=True) if length != 1])
    mine = wording.tuple_of(["1" if length == 1 else next(letters) for length in yours])
    if not due:
        return f"an array of shape {mine}; a number is asked" if yours else "a number"
    known = subject.axes is not None
    theirs = wording.tuple_of([a if known or length != 1 else "1" for a, length in zip(axes, due, strict=True)])
    return f"{mine}; {theirs} is asked" if yours else f"a number; {theirs} is asked"
