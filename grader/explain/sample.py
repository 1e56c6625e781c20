"""What every pattern is tried on: one draw's numbers side by side, and how much a match would be worth.

A pattern is a prediction of the student's values. It is believed only where it predicts them on *every* draw, those
that agree included, and where that could not be chance: each disagreeing entry that is predicted to within its
allowed gap is worth as many digits as the gap to the expected value has over the allowed one; choosing among
hypotheses, and every number that was fitted, costs digits again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.draws.case import Case
from grader.explain import reading
from grader.explain.agreement import Agreement, expected_numbers, measure, tolerance_of
from grader.explain.observation import SIBLINGS, TERMS, Observation
from grader.tolerance import Purpose, Tolerance

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Digits that a match must be worth beyond what was chosen and fitted: one false claim in a thousand tries.
MARGIN = 3.0


@dataclass(frozen=True)
class Sample:
    """One draw: the student's numbers in the expected shape, and what would be close enough."""

    case: Case
    yours: Floats
    expected: Floats
    tolerance: Tolerance
    gap: Floats
    allowed: Floats
    wrong: Mask
    terms: Mapping[str, Floats]
    siblings: Mapping[str, Floats]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs on this draw."""
        return not self.wrong.any()

    def worth(self, predicted: Floats) -> Floats | None:
        """Digits won at every wrong entry if all entries are as predicted, else None."""
        with np.errstate(all="ignore"):
            wanted = np.broadcast_to(np.asarray(predicted, dtype=np.float64), self.expected.shape)
            _, allowed, close = measure(self.yours, wanted, self.tolerance)
            if not close.all():
                return None
            room = np.maximum(allowed, np.finfo(np.float64).tiny)
            digits = np.log10(np.where(self.wrong, self.gap, 1.0) / np.where(self.wrong, room, 1.0))
        return np.asarray(np.clip(digits, 0.0, 12.0)[self.wrong])


@dataclass(frozen=True)
class Pattern:
    """A pattern that holds. `what` is a whole sentence; `category` the same without a hidden input's values."""

    name: str
    what: str
    advice: str = ""
    category: str = ""
    where: str = ""


def sample(observation: Observation, agreement: Agreement, purpose: Purpose) -> Sample:
    """The numbers of an observation whose types and shapes are right."""
    due, read = expected_numbers(observation.expected), np.asarray(observation.yours)
    if due is None or agreement.array is None:
        raise TypeError("only numbers of the right shape become a sample")
    target, tolerance = reading.as_float64(due), tolerance_of(read, due, purpose)
    gap, allowed, close = measure(agreement.array, target, tolerance)
    terms, siblings = (_shaped(observation.named(key), target.shape) for key in (TERMS, SIBLINGS))
    return Sample(observation.case, agreement.array, target, tolerance, gap, allowed, ~close, terms, siblings)


def _shaped(named: Mapping[str, Any], shape: tuple[int, ...]) -> dict[str, Floats]:
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in named.items()}
    return {name: array for name, array in arrays.items() if array.shape == shape}


def holds(samples: Sequence[Sample], predictions: Iterable[Floats], *, choices: int = 1, fitted: int = 0) -> bool:
    """Whether the predictions, one a draw, are right on every draw and too good for chance.

    choices: how many hypotheses of this kind were tried. fitted: how many numbers were taken from the answers.
    """
    won: list[Floats] = []
    for each, predicted in zip(samples, predictions, strict=True):
        worth = each.worth(predicted)
        if worth is None:
            return False
        won.append(worth)
    digits = np.sort(np.concatenate(won))[::-1] if won else np.zeros(0)
    return float(digits[fitted:].sum()) >= MARGIN + float(np.log10(max(choices, 1)))
