"""Judges the returned values of a call, part by part, against the reference's; used by every kind that compares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.trials import Trial, in_place_notes
from grader.draws.sizes import evaluate
from grader.explain.agreement import Agreement, agree
from grader.explain.observation import Subject
from grader.outcome import Outcome, Part, Verdict
from grader.tolerance import Purpose


@dataclass(frozen=True)
class Judged:
    """One returned value on all draws."""

    position: int
    subject: Subject
    agreements: tuple[Agreement, ...]

    @property
    def ok(self) -> bool:
        return all(agreement.ok for agreement in self.agreements)


@dataclass(frozen=True)
class Comparison:
    """All returned values, under the convention that suits the student best."""

    trials: tuple[Trial, ...]  # expected values are the convention's
    parts: tuple[Judged, ...]
    convention: str = ""

    @property
    def wrong(self) -> tuple[Judged, ...]:
        return tuple(part for part in self.parts if not part.ok)


def compare(check: CallingCheck, trials: Sequence[Trial], purpose: Purpose, averages: Sequence[str]) -> Comparison:
    """Tries the sheet's convention first, then a consistent mean over each dimension in `averages`."""
    best = _judged(check, trials, purpose, "")
    for letter in averages:
        if not best.wrong:
            break
        other = _judged(check, [_averaged(trial, letter) for trial in trials], purpose, letter)
        if len(other.wrong) < len(best.wrong):
            best = other
    return best


def _averaged(trial: Trial, letter: str) -> Trial:
    size = evaluate(letter, trial.case.dimensions)
    return replace(trial, expected=tuple(np.asarray(value) / size for value in trial.expected))


def _judged(check: CallingCheck, trials: Sequence[Trial], purpose: Purpose, convention: str) -> Comparison:
    parts = []
    for position, name in enumerate(check.returns):
        subject = Subject(_shown(check, name), _axes(name, position, trials))
        agreements = tuple(
            agree(trial.values[position], trial.expected[position], purpose, subject) for trial in trials
        )
        parts.append(Judged(position, subject, agreements))
    return Comparison(tuple(trials), tuple(parts), convention)


def _shown(check: CallingCheck, name: str) -> str:
    """The value's name in a sentence; a function's only value has the function's."""
    return f"the value of `{check.function[0].rpartition('.')[2]}`" if name == "value" else name


def _axes(name: str, position: int, trials: Sequence[Trial]) -> tuple[str, ...] | None:
    """The letters of a value's axes: the argument's for a gradient, else read off the sizes on all draws."""
    if name.startswith("d "):
        found = {trial.case.axes.get(name[2:].strip()) for trial in trials}
        found = {axes for axes in found if axes and all(axes)}  # a draw of fixed sizes has no letters
        return found.pop() if len(found) == 1 else None
    guesses = {_letters(np.shape(trial.expected[position]), trial.case.dimensions) for trial in trials}
    guesses.discard(None)
    return guesses.pop() if len(guesses) == 1 else None


def _letters(shape: tuple[int, ...], dimensions: Mapping[str, int]) -> tuple[str, ...] | None:
    letters = []
    for length in shape:
        fitting = [letter for letter, size in dimensions.items() if size == length]
        if len(fitting) != 1:
            return None  # equal sizes by design on some draws; the others tell
        letters.append(fitting[0])
    return tuple(letters)


def outcome_of(
    check: CallingCheck, attempt: Attempt, comparison: Comparison, explained: Outcome | None = None
) -> Outcome:
    """Marks for the parts that agree; `explained` brings finding, evidence and diagnoses for those that do not."""
    parts, fraction = _marks(check, comparison)
    notes = _notes(check, attempt, comparison)
    if not comparison.wrong:
        return Outcome(Verdict.PASSED, 1.0, notes=notes, parts=parts)
    verdict = Verdict.PARTIAL if fraction > 0 else Verdict.FAILED
    base = explained or Outcome(verdict)
    return replace(base, verdict=verdict, fraction=fraction, notes=(*notes, *base.notes), parts=parts)


def _marks(check: CallingCheck, comparison: Comparison) -> tuple[tuple[Part, ...], float]:
    """Points by part where the spec gives them; else all or nothing."""
    if not isinstance(check.points, dict):
        return (), 0.0 if comparison.wrong else 1.0
    by_name = {check.returns[part.position]: part.ok for part in comparison.parts}
    parts = tuple(
        Part(name, points if by_name.get(name) else 0.0, points) for name, points in check.points.items()
    )
    total = sum(part.points for part in parts)
    return parts, (sum(part.earned for part in parts) / total if total else float(not comparison.wrong))


def _notes(check: CallingCheck, attempt: Attempt, comparison: Comparison) -> tuple[str, ...]:
    notes = [*attempt.student.notes(check.function)]
    if comparison.convention:
        notes.append(f"Loss and gradient are means over {comparison.convention}; the sheet leaves that open.")
    if any(trial.unwrapped for trial in comparison.trials):
        notes.append("The value comes in a tuple of one; the value alone is asked.")
    notes += in_place_notes(check, comparison.trials, attempt.student)
    notes += [note for part in comparison.parts for agreement in part.agreements for note in agreement.notes]
    return tuple(dict.fromkeys(notes))


def all_close(yours: Any, expected: Any, purpose: Purpose) -> bool:
    """Whether two values agree, nothing explained."""
    return agree(yours, expected, purpose).ok
