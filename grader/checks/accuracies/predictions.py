"""What a driver gives back, as one class for each text: checked before anything is counted."""

from typing import Any

import numpy as np

from grader.code import CannotAnswer
from grader.data.dice import Whole
from grader.outcome import Finding, Verdict


def read_predictions(value: Any, count: int, classes: int) -> Whole:
    """(count,), each from 0 to classes - 1. Raises CannotAnswer for what is no prediction.

    value: (count,) whole numbers, or scores (count, classes), whose greatest entry decides, the first of several.
    """
    given = _array(value)
    if given.dtype.kind not in "biuf" or given.shape not in ((count,), (count, classes)):
        raise _unlike(
            f"Your model gives an answer of shape {given.shape} for {count:,} texts.",
            f"One class for each text is needed, ({count},), or {classes} scores for each, ({count}, {classes}).",
        )
    if not np.isfinite(given).all():
        wrong = int(np.count_nonzero(~np.isfinite(given).reshape(count, -1).all(axis=1)))
        raise _unlike(
            f"Your model's scores are no numbers (NaN or infinite) for {wrong:,} of {count:,} texts.",
            "The weights have grown without bound, or a logarithm of 0 or a division by 0 was taken: look at the cost "
            "after each of the first ten steps.",
        )
    if given.ndim == 2:
        return np.asarray(np.argmax(given, axis=1), dtype=np.int64)
    if np.any(given != np.round(given)) or given.min() < 0 or given.max() >= classes:
        raise _unlike(
            f"Your model's predictions run from {given.min():g} to {given.max():g}.",
            f"Classes are whole numbers from 0 to {classes - 1}.",
        )
    return np.asarray(given, dtype=np.int64)


def _array(value: Any) -> Any:
    """What came back as an array; one that nothing fits where it can be none."""
    try:
        return np.asarray(value) if isinstance(value, (np.ndarray, list, tuple)) else np.zeros(())
    except (ValueError, OverflowError):  # rows of different lengths
        return np.zeros(())


def _unlike(what: str, advice: str) -> CannotAnswer:
    return CannotAnswer(Verdict.FAILED, Finding(what, "", advice, "What your model answers are no predictions."))
