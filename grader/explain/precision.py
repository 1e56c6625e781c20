"""Right to some digits and no further: a rounded constant, a safety term, float32 in between."""

from collections.abc import Sequence

import numpy as np

from grader.explain.observation import Subject
from grader.explain.sample import Pattern, Sample

#: Beyond this relative gap an answer is wrong, not imprecise: a near miss of 1 in 1,000 must never be called rounding.
_ROUNDING = 1e-4


def precision(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    """Said where every entry of every draw is right to four digits at least."""
    worst = max(_relative(each) for each in samples)
    if not 0 < worst <= _ROUNDING:
        return None
    digits = int(np.floor(-np.log10(worst)))
    what = f"{subject.title} is right to {digits} digits and differs after them."
    advice = (
        "Gaps of this size come from a rounded constant (2.7183 for e), from a small number that is added for safety, "
        "or from steps in float32: use `np.exp`, leave the small number out, compute in float64."
    )
    # How many is the student's choice, and says something about a hidden input.
    return Pattern("precision", what, advice, f"{subject.title} is right to some digits and differs after them.")


def _relative(each: Sample) -> float:
    """The greatest gap against the largest magnitude of this draw."""
    scale = float(np.abs(each.expected).max()) if each.expected.size else 0.0
    if not np.isfinite(scale) or scale == 0.0:
        return 0.0 if each.agrees else np.inf
    return float(each.gap.max()) / scale if not each.agrees else 0.0
