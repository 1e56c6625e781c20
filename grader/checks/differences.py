"""Central differences of a student's *own* loss: what their gradient should be for the loss they wrote.

Only for words: marks rest on the comparison with the reference.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.trials import Trial, kept_arguments
from grader.code import CannotAnswer
from grader.explain import agreement, reading
from grader.outcome import Finding

STEP = 1e-5  # in float64 the rounding error (1e-16 / h) and the truncation error (h squared) are both near 1e-10
MOST_EVALUATIONS = 4000


def own_gradient(
    check: CallingCheck, attempt: Attempt, trial: Trial, argument: str, loss: int
) -> NDArray[np.float64] | None:
    """d(own loss) / d(argument) by central differences, shaped like the argument; None where it cannot be had."""
    kept = [list(check.arguments)[i] for i in kept_arguments(check, attempt.student)]
    if argument not in kept:
        return None
    position = kept.index(argument)
    at = trial.arguments[position]
    if not isinstance(at, np.ndarray) or at.size * 2 > MOST_EVALUATIONS:
        return None
    try:
        replies = attempt.student.call_many(check.function, _neighbours(trial.arguments, position, at))
        losses = np.array([_number(reply.value, loss) for reply in replies])
    except (CannotAnswer, TypeError, ValueError, LookupError):
        return None  # it answered before; near by it does not, and nothing can be said
    forward, backward = losses[0::2], losses[1::2]
    with np.errstate(all="ignore"):  # inf - inf is NaN, and agrees with nothing
        return np.asarray((forward - backward) / (2 * STEP)).reshape(at.shape)


def _neighbours(arguments: tuple[Any, ...], position: int, at: NDArray[np.float64]) -> list[list[Any]]:
    lists = []
    for index in np.ndindex(at.shape):
        for step in (STEP, -STEP):
            moved = at.copy()
            moved[index] += step
            lists.append([*arguments[:position], moved, *arguments[position + 1 :]])
    return lists


def _number(value: Any, loss: int) -> float:
    number = reading.numbers(value[loss], agreement.VALUE)
    if isinstance(number, Finding) or number.size != 1:
        raise ValueError("the loss is no single number")
    return float(number.reshape(-1)[0])
