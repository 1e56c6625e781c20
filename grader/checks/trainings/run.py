"""The student's training, run: the whole of it, and a few steps of it to look at. What it says of itself is a curve."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.attempt import Attempt
from grader.checks.training import Training
from grader.checks.trainings.handed_over import Corpus
from grader.code import CannotAnswer, Given
from grader.outcome import Curve, Finding, Verdict
from grader.submission.loops import capped

_POINTS = 200  # of a curve
_MOST_LOSSES, _LARGEST_LOSS = 200_000, 1e100
_STEPS, _KEPT = 6, 2000  # steps that are looked at; entries of each parameter
_ALIGNED = 0.999  # the cosine from which two gradients are one


@dataclass(frozen=True)
class Way:
    """How the student's training is run: by their function, or by a loop at the top level of their file."""

    driver: str
    given: dict[str, Any]  # the student's parts, or the loop and the others of them
    notes: tuple[str, ...]


def way(check: Training, attempt: Attempt) -> Way:
    """Raises CannotAnswer where there is neither."""
    theirs: dict[str, Any] = {**check.theirs(), **check.source(attempt)}
    try:
        return Way(check.driver, theirs, attempt.student.notes(check.code_asked))
    except CannotAnswer as missing:
        if not check.loop or attempt.submission is None:
            raise
        try:
            found = attempt.submission.loop(check.loop)
        except CannotAnswer:
            raise missing from None
    theirs.pop(next(iter(check.uses)))
    text = [found.preparation, capped(found.source, check.turns)]
    note = f"No function trains, so the loop in {found.place} was run, at most {check.turns} times, on our text."
    return Way(f"{check.driver.rpartition('.')[0]}.looped", {**theirs, "loop": text}, (note,))


@dataclass(frozen=True, eq=False)
class Trained:
    """What a training gave back."""

    model: Any
    losses: tuple[float, ...]
    way: Way

    def asked(self, check: Training, attempt: Attempt, function: str, shared: str, batches: list[Any]) -> Any:
        """What a function beside the driver says of the model, asked through a driver of all assignments.

        Raises CannotAnswer.
        """
        beside = Given(f"{check.driver.rpartition('.')[0]}.{function}")
        given = {**self.way.given, **check.settings}
        return attempt.student.drive(shared, beside, self.model, batches, seconds=check.seconds, **given).value

    @property
    def curve(self) -> Curve | None:
        """As reported, in blocks of equal length; None where nothing was."""
        if len(self.losses) < 2:
            return None
        block = math.ceil(len(self.losses) / _POINTS)
        pieces = [self.losses[start : start + block] for start in range(0, len(self.losses), block)]
        return Curve("training loss, as your code reports it", tuple(float(np.mean(one)) for one in pieces), (), block)


def train(check: Training, attempt: Attempt, way: Way, corpus: Corpus, **changed: Any) -> Trained:
    """One training from a fixed seed. Raises CannotAnswer."""
    given = {**way.given, **check.settings, **changed}
    value = attempt.student.drive(way.driver, corpus, seconds=check.seconds, **given).value
    model = value.get("model") if type(value) is dict else None
    if model is None:
        finding = Finding("The training gives back no model.", "", "Nothing is lost: a person will look at it.")
        raise CannotAnswer(Verdict.NEEDS_PERSON, finding, flags=(f"`{check.driver}` returned no `model`.",))
    return Trained(model, _losses(value.get("losses")), way)


def _losses(reported: Any) -> tuple[float, ...]:
    if isinstance(reported, np.ndarray) and reported.dtype.kind == "f":
        reported = reported.reshape(-1)[:_MOST_LOSSES].tolist()
    if type(reported) is not list:
        return ()
    return tuple(one for one in reported[:_MOST_LOSSES] if type(one) is float and abs(one) <= _LARGEST_LOSS)


@dataclass(frozen=True)
class Steps:
    """What was seen of a short training's steps. `fresh`: each followed the gradient of its own batch; None where
    that could not be seen."""

    fresh: bool | None
    idle: bool  # steps were taken, and no parameter in them had a gradient


def first_steps(check: Training, attempt: Attempt, way: Way, corpus: Corpus) -> Steps:
    """Looks at the first steps of a short training. Raises CannotAnswer."""
    asked = (Given(way.driver), corpus, _STEPS, _KEPT)
    given = {**way.given, **check.settings, **check.short}
    value = attempt.student.drive("steps.first_steps", *asked, seconds=check.seconds, **given).value
    rows = value if type(value) is list else []
    return Steps(_fresh(rows), idle=bool(rows) and all(type(row) is list and not row for row in rows))


def _fresh(rows: list[Any]) -> bool | None:
    """Whether each step was taken with what had arrived since the step before, or with all that ever arrived."""
    told = [_told(before, row) for before, row in pairwise(rows)]
    if any(one is True for one in told):
        return True
    return False if told.count(False) > 1 else None


def _told(before: Any, row: Any) -> bool | None:
    """Of one step: True where it is fresh, False where the step before is still in it, None where neither."""
    if type(before) is not list or type(row) is not list:
        return None
    earlier = {one[0]: one[2] for one in before if _is_entry(one)}
    both = [one for one in row if _is_entry(one) and _is_gradient(one[1]) and one[0] in earlier]
    both = [one for one in both if one[1].shape == one[2].shape == earlier[one[0]].shape]
    if not both:
        return None
    arrived = np.concatenate([one[1] for one in both])
    used = np.concatenate([one[2] for one in both])
    added = arrived + np.concatenate([earlier[one[0]] for one in both])
    if _cosine(used, arrived) >= _ALIGNED:
        return True if _cosine(added, arrived) < _ALIGNED else None  # a step that is like the one before tells nothing
    return False if _cosine(used, added) >= _ALIGNED else None


def _is_entry(one: Any) -> bool:
    return type(one) is list and len(one) == 3 and type(one[0]) is int and _is_gradient(one[2])


def _is_gradient(one: Any) -> bool:
    return isinstance(one, np.ndarray) and one.ndim == 1 and one.dtype == np.float64


def _cosine(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / lengths if lengths > 0 else 0.0
