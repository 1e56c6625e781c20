"""Known mistakes: one is named only where it reproduces the student's values on every draw.

Runs no mistake; whoever checks has their values already. A mistake that raises on a draw gives RAISED there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np

from grader.explain.agreement import agree
from grader.explain.observation import Explanation
from grader.explain.wording import number
from grader.outcome import Diagnosis, Finding
from grader.tolerance import Purpose

MOST_DIAGNOSES = 2
#: A smaller gap is the last bits' noise, and says nothing about which mistake fits better.
_NOISE = 1e-9


@dataclass(frozen=True)
class Raised:
    """Stands where a call gave no values because it raised."""


RAISED: Final = Raised()

#: The returned values of one call, in the sheet's order.
Values = tuple[Any, ...] | Raised


class WrongVersion(NamedTuple):
    """A known mistake with its values, one tuple a draw."""

    name: str
    sentence: str
    advice: str
    values: Sequence[Values]


def matching(
    replies: Sequence[Values],
    wrong: Sequence[WrongVersion | tuple[str, str, str, Sequence[Values]]],
    expected: Sequence[Values],
    purpose: Purpose,
) -> tuple[Diagnosis, ...]:
    """The mistakes that give the student's values on every draw and the reference's on not all; best first."""
    found: list[tuple[float, Diagnosis]] = []
    for name, sentence, advice, values in wrong:
        gaps = [_gap(mine, theirs, purpose) for mine, theirs in zip(replies, values, strict=True)]
        if not gaps or any(gap is None for gap in gaps) or not _differs(values, expected, purpose):
            continue
        greatest = max(gap for gap in gaps if gap is not None)
        shown = number(greatest) if greatest > _NOISE else f"below {_NOISE:.0e}"
        found.append((max(greatest, _NOISE), Diagnosis(name, sentence, shown, advice)))
    found.sort(key=lambda pair: pair[0])
    return tuple(diagnosis for _, diagnosis in found[:MOST_DIAGNOSES])


def _differs(values: Sequence[Values], expected: Sequence[Values], purpose: Purpose) -> bool:
    return any(_gap(theirs, due, purpose) is None for theirs, due in zip(values, expected, strict=True))


def _gap(yours: Values, theirs: Values, purpose: Purpose) -> float | None:
    """The greatest relative gap, None where the two disagree."""
    if isinstance(yours, Raised) or isinstance(theirs, Raised):
        return 0.0 if yours == theirs else None
    if len(yours) != len(theirs):
        return None
    greatest = 0.0
    for mine, other in zip(yours, theirs, strict=True):
        agreement = agree(mine, other, purpose)
        if not agreement.ok:
            return None
        if agreement.gap is not None and agreement.gap.size:
            finite = np.abs(np.asarray(other, dtype=np.float64))
            scale = float(np.max(finite, initial=0.0, where=np.isfinite(finite)))
            greatest = max(greatest, float(agreement.gap.max()) / scale if scale else float(agreement.gap.max()))
    return greatest


def merge(explanation: Explanation, diagnoses: Sequence[Diagnosis]) -> Explanation:
    """The known mistake leads, with its advice; the pattern follows where it adds something."""
    if not diagnoses:
        return explanation
    first, *others = diagnoses
    finding = explanation.finding
    what = " ".join([_stop(first.sentence), *(f"Or: {_stop(other.sentence)}" for other in others)])
    adds = explanation.pattern != "unknown"
    merged = Finding(
        f"{what} {finding.what}" if adds else what,
        finding.where,
        first.advice or finding.advice,
        f"{what} {finding.category}" if adds else what,
    )
    return replace(explanation, finding=merged)


def _stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
