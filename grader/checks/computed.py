"""Whether a function computes anything at all: a property of nothing would hold of every stub.

`return 0` leaves its arguments alone, and one row of equal numbers sums to 1. So no property is earned by a function
that gives the same for other numbers, or gives back what it was given, where the reference does not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.code import OurFault, Reply
from grader.draws.case import Case
from grader.explain import observation, reading
from grader.outcome import Finding

_MOST_PARTS = 20  # of a tuple, which are looked at
_ADVICE = "This counts once the value is computed: write the function's body first."

#: A call on one draw, with another array in place of the argument that is changed.
Call = Callable[[Case, Any], Any]


@dataclass(frozen=True)
class Computing:
    """A student's function and the reference, as both answer for the same draws."""

    name: str
    argument: str  # the array whose numbers are changed
    student: Callable[[Case, Any], Reply]
    reference: Call

    def missing(self, cases: Sequence[Case]) -> Finding | None:
        """Why nothing was computed; None where something was, or nothing had to be. Raises CannotAnswer."""
        found: Finding | None = None
        for case in cases:
            for changed in _other_numbers(case.arguments.get(self.argument)):
                if not self._due(case, changed):
                    continue
                moved, own = self._look(case, changed)
                if own:
                    return None
                found = found or self._finding(case, moved)
                break
        return found

    def _due(self, case: Case, changed: Any) -> bool:
        """Whether the reference computes something else from these numbers."""
        try:
            plain, other = (self.reference(case, one) for one in (None, changed))
        except OurFault:  # these numbers are none that it takes
            return False
        return any(_own(case, plain, changed, other))

    def _look(self, case: Case, changed: Any) -> tuple[bool, bool]:
        """Whether any value is another one with the other numbers, and whether one of these is no argument."""
        plain, other = (self.student(case, one).value for one in (None, changed))
        return any(_moved(plain, other)), any(_own(case, plain, changed, other))

    def _finding(self, case: Case, moved: bool) -> Finding:
        if moved:
            what = f"{self.name} gives back what it was given, and nothing that it computed."
            return Finding(what, f"on {case.label}", _ADVICE, what)
        what = f"{self.name} returns the same whatever numbers it is given."
        return Finding(what, f"on {case.label}, with other numbers in `{self.argument}`", _ADVICE, what)


def _other_numbers(array: Any) -> Iterator[NDArray[Any]]:
    """The same numbers in the opposite order, which a function takes that takes these; then smaller ones."""
    if isinstance(array, np.ndarray) and array.dtype.kind == "f" and array.size:
        yield array.reshape(-1)[::-1].reshape(array.shape).copy()
        yield array * 0.5


def _own(case: Case, plain: Any, changed: Any, other: Any) -> Iterator[bool]:
    """For each value that is another one with the other numbers: whether it is none of the arguments."""
    given = [value for value in (*case.arguments.values(), changed) if isinstance(value, np.ndarray)]
    for moved, part in zip(_moved(plain, other), _parts(other), strict=False):
        if moved and part is not None:
            yield not any(_same(part, one) for one in given)


def _moved(plain: Any, other: Any) -> Iterator[bool]:
    for before, after in zip(_parts(plain), _parts(other), strict=False):
        yield before is not None and after is not None and not _same(before, after)


def _parts(value: Any) -> list[NDArray[Any] | None]:
    """The values that were returned, as arrays of numbers; None in the place of any other."""
    arrays = [
        reading.numbers(part, observation.Subject("it"), truth_values=True)
        for part in (value[:_MOST_PARTS] if type(value) is tuple else (value,))
    ]
    return [None if isinstance(array, Finding) else array for array in arrays]


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(one.size == other.size and np.array_equal(one.reshape(-1), other.reshape(-1), equal_nan=True))
