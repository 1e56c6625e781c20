"""What must hold whatever the numbers are: each property is one function that says how it is broken, or None.

Nothing is awarded here; `properties` does that. A value that is no array of numbers breaks every property, and so does
one that was not computed from what was given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.computed import Computing
from grader.checks.properties import PropertyName
from grader.checks.trials import cases, kept_arguments, placed
from grader.code import CannotAnswer, Reply
from grader.draws.case import Case
from grader.explain import observation, reading
from grader.explain.agreement import agree, without_singletons
from grader.explain.wording import plain_type_of, tuple_of, type_of
from grader.outcome import Finding
from grader.tolerance import Purpose

Numbers = NDArray[Any]  # in the student's own precision, so that float32 is held to float32
LARGE = 1000.0
RESTORED = 1e-9  # x + h - 2h + h is x but for the last bits
LONGEST_LIST = 100_000  # numbers; a longer one would cost memory, and says no more
WIDEST_TOO_NARROW = 99.9  # a factor of 100, but for rounding


class _NoNumbers(Exception):
    """What came back is no array of numbers of the right shape."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


@dataclass(frozen=True)
class Subject:
    """The function under test and its draws, as the properties see them."""

    check: CallingCheck
    attempt: Attempt
    argument: str  # the one that is shifted, permuted, made large
    objective: str  # the one that is a function to descend

    @property
    def name(self) -> str:
        return f"`{self.check.function[0].rpartition('.')[2]}`"

    def cases(self) -> list[Case]:
        return cases(self.check, self.attempt)

    def call(self, case: Case, changed: Any = None) -> Reply:
        """One call; `changed` stands in for the argument the property is about. Raises CannotAnswer."""
        arguments = self.attempt.reference.resolve(case.arguments)
        if changed is not None:
            arguments[self.argument] = changed
        values = list(arguments.values())
        kept = kept_arguments(self.check, self.attempt.student)
        try:
            return self.attempt.student.call(self.check.function, *(values[i] for i in kept))
        except CannotAnswer as trouble:
            raise placed(trouble, case) from None

    def rows(self, case: Case, changed: Any = None) -> Numbers:
        """What it returns, shaped like the argument, singleton axes aside. Raises CannotAnswer, _NoNumbers."""
        due = np.shape(self.array(case) if changed is None else changed)
        array = self._numbers(self.call(case, changed).value)
        if without_singletons(array.shape) != without_singletons(due):
            raise _NoNumbers(self._misshapen(array.shape, due, case))
        return _floats(array.reshape(due))

    def list_of(self, case: Case) -> Numbers:
        """What it returns, as a list of numbers. Raises CannotAnswer, _NoNumbers."""
        value = self.call(case).value
        array = self._numbers(list(value) if isinstance(value, (set, frozenset, tuple)) else value)
        if array.ndim != 1:
            raise _NoNumbers(self._of_another_kind(value, "a list", "Return a list or an array with one axis."))
        if array.size > LONGEST_LIST:
            what = f"{self.name} returns a list of more than {LONGEST_LIST:,} numbers."
            raise _NoNumbers(_finding(what, "", "A few are enough: return those that are worth trying."))
        return _floats(array)

    def _numbers(self, value: Any) -> NDArray[Any]:
        if value is None:
            raise _NoNumbers(_nothing(self))
        array = reading.numbers(value, observation.Subject(self.name))
        if isinstance(array, Finding):
            advice = "Return the numbers themselves, as a numpy array."
            raise _NoNumbers(self._of_another_kind(value, "an array", advice))
        return array

    def _of_another_kind(self, value: Any, due: str, advice: str) -> Finding:
        said = [f"{self.name} returns a value of type {kind} where {due} of numbers is due."
                for kind in (type_of(value), plain_type_of(value))]  # fmt: skip
        return _finding(said[0], "", advice, said[1])

    def _misshapen(self, yours: tuple[int, ...], due: tuple[int, ...], case: Case) -> Finding:
        return _finding(
            f"{self.name} returns another shape than its argument's.",
            f"on {case.label}: yours {tuple_of(yours)}, due {tuple_of(due)}",
            "Compare the shapes of each step.",
        )

    def array(self, case: Case) -> NDArray[np.float64]:
        return np.asarray(case.arguments[self.argument], dtype=np.float64)

    def due(self, case: Case, changed: Any = None) -> Any:
        """The reference's value, for the changed argument where there is one."""
        arguments = self.attempt.reference.resolve(case.arguments)
        if changed is not None:
            arguments[self.argument] = changed
        return self.attempt.reference.call((self.check.reference,), *arguments.values()).value

    @cached_property
    def nothing_computed(self) -> Finding | None:
        """That it returns the same whatever it is given, or what it was given. Raises CannotAnswer."""
        return Computing(self.name, self.argument, self.call, self.due).missing(self.cases())


def broken(name: PropertyName, subject: Subject) -> Finding | None:
    """How the property is broken; None where it holds on all draws. Raises CannotAnswer."""
    try:
        with np.errstate(all="ignore"):  # what overflows breaks a property; it need not warn as well
            return _PROPERTIES[name](subject) or subject.nothing_computed
    except _NoNumbers as nothing:
        return nothing.finding


def _finding(what: str, where: str, advice: str, category: str = "") -> Finding:
    """`what` names no value of an input, so a hidden check may say it."""
    return Finding(what, where, advice, category or what)


def _nothing(subject: Subject) -> Finding:
    return _finding(
        f"{subject.name} returns nothing.", "", "Check that every path through the function ends with a `return`."
    )


def _rows_sum_to_one(subject: Subject) -> Finding | None:
    for case in subject.cases():
        array = subject.rows(case)
        sums = array.sum(axis=-1)
        if not agree(sums, np.ones(sums.shape), Purpose.VALUE).ok:
            flat = sums.reshape(-1).astype(np.float64)
            worst = float(flat[np.argmax(np.abs(np.nan_to_num(flat, nan=np.inf) - 1))])
            return _finding(f"The rows of what {subject.name} returns do not sum to 1.",
                            f"on {case.label} a row sums to {worst:.4g}",
                            "Each row is divided by its own sum: check the axis of the sum and that it keeps its "
                            "dimension (`keepdims=True`).")  # fmt: skip
    return None


def _shift_invariant(subject: Subject) -> Finding | None:
    for case in subject.cases():
        plain = subject.rows(case)
        for shift in (5.0, -100.0):
            moved = subject.rows(case, subject.array(case) + shift)
            if not np.isfinite(plain).all() or not agree(moved, _exact(plain), Purpose.VALUE).ok:
                return _finding(f"{subject.name} changes when the same constant is added to every entry.",
                                f"on {case.label}, with {shift:g} added",
                                "exp(x + c) / Σ exp(x + c) is the same for every c: numerator and denominator must be "
                                "shifted alike.")  # fmt: skip
    return None


def _finite_at_1000(subject: Subject) -> Finding | None:
    for case in subject.cases():
        drawn = subject.array(case)
        for large in (drawn + np.where(drawn > 0, LARGE, -LARGE), drawn + LARGE, drawn - LARGE):
            array = subject.rows(case, large)
            where = f"on {case.label} with entries near ±1000"
            if not np.isfinite(array).all():
                kind = "nan" if np.isnan(array).any() else "inf"
                return _finding(f"{subject.name} gives {kind} for large entries.", where,
                                "exp(1000) is inf in float64, and inf/inf is nan: bring the exponent down before exp "
                                "is taken.")  # fmt: skip
            if not agree(array, subject.due(case, large), Purpose.VALUE).ok:
                return _finding(f"{subject.name} is finite for large entries, and wrong there.", where,
                                "Compare with the exact value there: the largest entries decide and all else "
                                "vanishes.")  # fmt: skip
    return None


def _unit_rows(subject: Subject) -> Finding | None:
    for case in subject.cases():
        lengths = np.sqrt((subject.rows(case) ** 2).sum(axis=-1))
        if not agree(lengths, np.ones(lengths.shape), Purpose.VALUE).ok:
            return _finding(f"The rows of what {subject.name} returns do not have length 1.",
                            f"on {case.label} the first row's length is {lengths.reshape(-1)[0]:.4g}",
                            "Each row is divided by its own length, the root of the sum of its squares.")  # fmt: skip
    return None


def _permutation(subject: Subject) -> Finding | None:
    for case in subject.cases():
        array = subject.array(case)
        order = np.roll(np.arange(len(array)), 1)
        if not agree(subject.rows(case, array[order]), _exact(subject.rows(case))[order], Purpose.VALUE).ok:
            return _finding(f"{subject.name} treats rows differently by their place.",
                            f"on {case.label}: the same rows in another order give other values",
                            "Each row's result must depend on that row alone.")  # fmt: skip
    return None


def _batch(subject: Subject) -> Finding | None:
    for case in subject.cases():
        array, whole = subject.array(case), _exact(subject.rows(case))
        for row in range(len(array)):
            alone = subject.rows(case, array[row : row + 1])
            if not agree(alone, whole[row : row + 1], Purpose.VALUE).ok:
                return _finding(f"{subject.name} gives a row one value in a batch and another alone.",
                                f"on {case.label}, row {row}",
                                "Something is computed over the whole batch that belongs to one row: check the axis of "
                                "every sum and maximum.")  # fmt: skip
    return None


def _leaves_inputs(subject: Subject) -> Finding | None:
    kept = kept_arguments(subject.check, subject.attempt.student)
    names = list(subject.check.arguments)
    for case in subject.cases():
        reply = subject.call(case)
        if reply.value is None and subject.due(case) is not None:
            raise _NoNumbers(_nothing(subject))  # what does nothing at all leaves everything alone
        for position, left in reply.changed.items():
            name = names[kept[position]]
            if not _restored(case.arguments[name], left):
                return _finding(f"{subject.name} leaves its argument `{name}` changed.", f"on {case.label}",
                                "Put back what was changed before the function ends, or work on a copy.")  # fmt: skip
    return None


def _restored(was: Any, left: Any) -> bool:
    return (
        isinstance(was, np.ndarray)
        and isinstance(left, np.ndarray)
        and left.shape == was.shape
        and bool(np.allclose(left, was, rtol=0, atol=RESTORED))
    )


def _descends(subject: Subject) -> Finding | None:
    for case in subject.cases():
        objective = subject.attempt.reference.resolve(case.arguments)[subject.objective]
        end = _exact(subject.rows(case))
        start, cost = (float(subject.attempt.reference.objective(objective, x)) for x in (subject.array(case), end))
        if not cost < start:
            return _finding(f"{subject.name} does not descend.",
                            f"on {case.label}: the cost goes from {start:.4g} to {cost:.4g}",
                            "A step goes against the gradient: x - step · gradient.")  # fmt: skip
    return None


def _several_magnitudes(subject: Subject) -> Finding | None:
    array = subject.list_of(subject.cases()[0])
    if (array < 0).any():
        return _finding(f"{subject.name} gives negative strengths, which reward large weights.",
                        f"the smallest is {array.min():.4g}",
                        "A strength is 0 or more. If these are exponents, raise 10 to them.")  # fmt: skip
    positive = np.unique(array[np.isfinite(array) & (array > 0)])
    if len(positive) >= 3 and positive[-1] / positive[0] >= WIDEST_TOO_NARROW:
        return None
    span = f", from {positive[0]:.4g} to {positive[-1]:.4g}" if len(positive) > 1 else ""
    return _finding(f"{subject.name} gives too narrow a range to choose from.",
                    f"{len(positive)} different positive {'value' if len(positive) == 1 else 'values'}{span}",
                    "Give at least three positive values that span a factor of 100 or more, such as powers of "
                    "ten.")  # fmt: skip


def _floats(array: NDArray[Any]) -> Numbers:
    """In the precision that they have; whole numbers in float64."""
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _exact(array: Numbers) -> NDArray[np.float64]:
    """What a second answer is held to: the first one, whatever its precision."""
    return np.asarray(array, dtype=np.float64)


_PROPERTIES: dict[PropertyName, Callable[[Subject], Finding | None]] = {
    "rows sum to 1": _rows_sum_to_one,
    "shift-invariant": _shift_invariant,
    "finite at 1000": _finite_at_1000,
    "unit rows": _unit_rows,
    "permutation of rows": _permutation,
    "batch = one by one": _batch,
    "leaves its inputs alone": _leaves_inputs,
    "descends": _descends,
    "several magnitudes": _several_magnitudes,
}
