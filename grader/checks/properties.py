"""Check kind `properties`: what must hold whatever the numbers are. Each property is one function below."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck, Mistake, nearest
from grader.checks.trials import cases, kept_arguments
from grader.code import Reply
from grader.draws.case import Case
from grader.explain.agreement import agree
from grader.outcome import Finding, Outcome, Part, Verdict
from grader.tolerance import Purpose

PropertyName = Literal[
    "rows sum to 1", "shift-invariant", "finite at 1000", "unit rows", "permutation of rows", "batch = one by one",
    "leaves its inputs alone", "descends", "several magnitudes",
]  # fmt: skip
LARGE = 1000.0
RESTORED = 1e-9  # x + h - 2h + h is x but for the last bits


class Properties(CallingCheck):
    """Tries properties that need no expected value; each earns its share of the points."""

    kind: Literal["properties"]
    properties: list[PropertyName] = Field(min_length=1)
    """What must hold."""
    of: str = ""
    """The argument that is shifted, permuted or made large; the first one if left out."""
    objective: str = ""
    """For `descends`: the argument that is the function to descend."""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.properties)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        for key, name in (("of", self.of), ("objective", self.objective)):
            if name and name not in self.arguments:
                what = f"`{key}: {name}` is none of the arguments"
                yield Mistake((key,), what, nearest(name, self.arguments), frozenset({key, "arguments"}))

    def run(self, attempt: Attempt) -> Outcome:
        """Points for each property that holds on all draws."""
        subject = _Subject(self, attempt)
        findings = {name: _PROPERTIES[name](subject) for name in self.properties}
        broken = [(name, finding) for name, finding in findings.items() if finding is not None]
        parts, fraction = self._marks(findings)
        notes = attempt.student.notes(self.function)
        if not broken:
            return Outcome(Verdict.PASSED, 1.0, notes=notes, parts=parts)
        verdict = Verdict.PARTIAL if fraction else Verdict.FAILED
        return Outcome(verdict, fraction, _joined([finding for _, finding in broken]), notes=notes, parts=parts)

    def _marks(self, findings: dict[PropertyName, Finding | None]) -> tuple[tuple[Part, ...], float]:
        share = self.total / len(findings)
        points = self.points if isinstance(self.points, dict) else dict.fromkeys(findings, share)
        held = {str(name): finding is None for name, finding in findings.items()}
        parts = tuple(Part(name, worth if held.get(name) else 0.0, worth) for name, worth in points.items())
        earned = sum(part.earned for part in parts)
        return (parts if len(parts) > 1 else ()), earned / self.total if self.total else float(all(held.values()))


def _joined(findings: list[Finding]) -> Finding:
    if len(findings) == 1:
        return findings[0]
    return Finding(
        " ".join(finding.what for finding in findings),
        "; ".join(finding.where for finding in findings if finding.where),
        " ".join(dict.fromkeys(finding.advice for finding in findings if finding.advice)),
        " ".join(finding.category or finding.what for finding in findings),
    )


@dataclass(frozen=True)
class _Subject:
    """The function under test and its draws, as the properties see them."""

    check: Properties
    attempt: Attempt

    @property
    def name(self) -> str:
        return f"`{self.check.function[0].rpartition('.')[2]}`"

    @property
    def argument(self) -> str:
        return self.check.of or next(iter(self.check.arguments), "")

    def cases(self) -> list[Case]:
        return cases(self.check, self.attempt)

    def call(self, case: Case, changed: Any = None) -> Reply:
        """One call; `changed` stands in for the argument the property is about."""
        arguments = self.attempt.reference.resolve(case.arguments)
        if changed is not None:
            arguments[self.argument] = changed
        values = list(arguments.values())
        return self.attempt.student.call(
            self.check.function, *(values[i] for i in kept_arguments(self.check, self.attempt.student))
        )

    def array(self, case: Case) -> NDArray[np.float64]:
        return np.asarray(case.arguments[self.argument], dtype=np.float64)

    def due(self, case: Case, changed: Any) -> Any:
        """The reference's value for the changed argument."""
        arguments = self.attempt.reference.resolve(case.arguments)
        arguments[self.argument] = changed
        return self.attempt.reference.call((self.check.reference,), *arguments.values()).value


def _numbers(value: Any) -> NDArray[np.float64] | None:
    try:
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "biuf" else None
    except (TypeError, ValueError):
        return None


def _no_numbers(subject: _Subject, value: Any) -> Finding:
    what = f"{subject.name} returns {type(value).__name__ if value is not None else 'nothing'}, not an array of numbers."
    return Finding(what, "", "Check that every path through the function ends with a `return`.")


def _rows_sum_to_one(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        value = subject.call(case).value
        array = _numbers(value)
        if array is None or not array.ndim:
            return _no_numbers(subject, value)
        sums = array.sum(axis=-1)
        if not agree(sums, np.ones_like(sums), Purpose.VALUE).ok:
            worst = float(sums.reshape(-1)[np.argmax(np.abs(np.nan_to_num(sums.reshape(-1), nan=np.inf) - 1))])
            return Finding(f"The rows of what {subject.name} returns do not sum to 1.",
                           f"on {case.label} a row sums to {worst:.4g}",
                           "Each row is divided by its own sum: check the axis of the sum and that it keeps its "
                           "dimension (`keepdims=True`).",
                           f"The rows of what {subject.name} returns do not sum to 1.")  # fmt: skip
    return None


def _shift_invariant(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        for shift in (5.0, -100.0):
            plain, moved = subject.call(case).value, subject.call(case, subject.array(case) + shift).value
            if not agree(moved, _numbers(plain), Purpose.VALUE).ok:
                return Finding(f"{subject.name} changes when the same constant is added to every entry.",
                               f"on {case.label}, with {shift:g} added",
                               "exp(x + c) / Σ exp(x + c) is the same for every c: numerator and denominator must be "
                               "shifted alike.",
                               f"{subject.name} changes when the same constant is added to every entry.")  # fmt: skip
    return None


def _finite_at_1000(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        drawn = subject.array(case)
        for large in (drawn + np.where(drawn > 0, LARGE, -LARGE), drawn + LARGE, drawn - LARGE):
            value = subject.call(case, large).value
            array = _numbers(value)
            if array is None:
                return _no_numbers(subject, value)
            if not np.isfinite(array).all():
                kind = "nan" if np.isnan(array).any() else "inf"
                return Finding(f"{subject.name} gives {kind} for large entries.",
                               f"on {case.label} with entries near ±1000",
                               "exp(1000) is inf in float64, and inf/inf is nan: bring the exponent down before exp is "
                               "taken.",
                               f"{subject.name} gives {kind} for entries near ±1000.")  # fmt: skip
            if not agree(value, subject.due(case, large), Purpose.VALUE).ok:
                return Finding(f"{subject.name} is finite for large entries, and wrong there.",
                               f"on {case.label} with entries near ±1000",
                               "Compare with the exact value there: the largest entries decide and all else vanishes.",
                               f"{subject.name} is finite for entries near ±1000, and wrong there.")  # fmt: skip
    return None


def _unit_rows(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        value = subject.call(case).value
        array = _numbers(value)
        if array is None or array.ndim != 2:
            return _no_numbers(subject, value) if array is None else Finding(
                f"{subject.name} returns {array.ndim} axes where a matrix is due.", f"on {case.label}",
                "Keep the shape of the argument.")  # fmt: skip
        lengths = np.sqrt((array**2).sum(axis=1))
        if not agree(lengths, np.ones_like(lengths), Purpose.VALUE).ok:
            return Finding(f"The rows of what {subject.name} returns do not have length 1.",
                           f"on {case.label} the first row's length is {lengths[0]:.4g}",
                           "Each row is divided by its own length, the root of the sum of its squares.",
                           f"The rows of what {subject.name} returns do not have length 1.")  # fmt: skip
    return None


def _permutation(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        array = subject.array(case)
        order = np.roll(np.arange(len(array)), 1)
        plain, moved = subject.call(case).value, subject.call(case, array[order]).value
        whole = _numbers(plain)
        if whole is None:
            return _no_numbers(subject, plain)
        if len(whole) != len(order) or not agree(moved, whole[order], Purpose.VALUE).ok:
            return Finding(f"{subject.name} treats rows differently by their place.",
                           f"on {case.label}: the same rows in another order give other values",
                           "Each row's result must depend on that row alone.")  # fmt: skip
    return None


def _batch(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        array = subject.array(case)
        value = subject.call(case).value
        whole = _numbers(value)
        if whole is None:
            return _no_numbers(subject, value)
        for row in range(len(array)):
            alone = subject.call(case, array[row : row + 1]).value
            if len(whole) != len(array) or not agree(alone, whole[row : row + 1], Purpose.VALUE).ok:
                return Finding(f"{subject.name} gives a row one value in a batch and another alone.",
                               f"on {case.label}, row {row}",
                               "Something is computed over the whole batch that belongs to one row: check the axis of "
                               "every sum and maximum.",
                               f"{subject.name} gives a row one value in a batch and another alone.")  # fmt: skip
    return None


def _leaves_inputs(subject: _Subject) -> Finding | None:
    kept = kept_arguments(subject.check, subject.attempt.student)
    names = list(subject.check.arguments)
    for case in subject.cases():
        reply = subject.call(case)
        for position, left in reply.changed.items():
            name = names[kept[position]]
            was = case.arguments[name]
            now = _numbers(left)
            alike = isinstance(was, np.ndarray) and now is not None and now.shape == was.shape
            if not alike or not np.allclose(np.asarray(now), was, rtol=0, atol=RESTORED):
                return Finding(f"{subject.name} leaves its argument `{name}` changed.", f"on {case.label}",
                               "Put back what was changed before the function ends, or work on a copy.",
                               f"{subject.name} leaves its argument `{name}` changed.")  # fmt: skip
    return None


def _descends(subject: _Subject) -> Finding | None:
    for case in subject.cases():
        resolved = subject.attempt.reference.resolve(case.arguments)
        objective = resolved[subject.check.objective or next(iter(resolved))]
        reply = subject.call(case)
        end = _numbers(reply.value)
        if end is None:
            return _no_numbers(subject, reply.value)
        cost = [float(subject.attempt.reference.objective(objective, x)) for x in (subject.array(case), end)]
        if not cost[1] < cost[0]:
            return Finding(f"{subject.name} does not descend.",
                           f"on {case.label}: the cost goes from {cost[0]:.4g} to {cost[1]:.4g}",
                           "A step goes against the gradient: x - step · gradient.",
                           f"{subject.name} does not descend.")  # fmt: skip
    return None


def _several_magnitudes(subject: _Subject) -> Finding | None:
    reply = subject.call(subject.cases()[0])
    array = _numbers(list(reply.value) if isinstance(reply.value, (set, frozenset, tuple)) else reply.value)
    if array is None or array.ndim != 1:
        return _no_numbers(subject, reply.value)
    if (array < 0).any():
        return Finding(f"{subject.name} gives negative strengths, which reward large weights.",
                       f"the smallest is {array.min():.4g}",
                       "A strength is 0 or more. If these are exponents, raise 10 to them.",
                       f"{subject.name} gives negative strengths.")  # fmt: skip
    positive = np.unique(array[np.isfinite(array) & (array > 0)])
    if len(positive) >= 3 and positive[-1] / positive[0] >= 99.9:
        return None
    return Finding(f"{subject.name} gives too narrow a range to choose from.",
                   f"{len(positive)} different positive values"
                   + (f", from {positive[0]:.4g} to {positive[-1]:.4g}" if len(positive) else ""),
                   "Give at least three positive values that span a factor of 100 or more, such as powers of ten.")  # fmt: skip


_PROPERTIES: dict[PropertyName, Callable[[_Subject], Finding | None]] = {
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
