"""The property `gradients arrive`, from slopes as a driver reports them: numbers that are none earn nothing."""

from types import SimpleNamespace
from typing import Any

import pytest

from grader.checks.modules.gradients import TRIES
from grader.code import CannotAnswer

ARRIVE = TRIES["gradients arrive"]
NAN, INF = float("nan"), float("inf")
STEP = 1e-6


def subject(*rows: list[Any]) -> Any:
    """A model of which a driver says this."""
    batches = SimpleNamespace(seeds=(1, 2), example=list)
    return SimpleNamespace(batches=batches, loss=None, beside=str, ask=lambda *asked: [list(row) for row in rows])


def row(slope: float | None, due: float) -> list[Any]:
    return ["w", slope, due * STEP, -due * STEP]


def test_a_slope_that_is_the_losss_arrives() -> None:
    assert ARRIVE(subject(row(0.5, 0.5), row(None, 0.0))) is None


@pytest.mark.parametrize("around", [(NAN, NAN), (INF, INF), (NAN, 1.0), (1.0, -INF)])
def test_a_loss_that_is_no_number_is_told(around: tuple[float, float]) -> None:
    with pytest.raises(CannotAnswer) as trouble:
        ARRIVE(subject(["w", 0.5, *around]))
    assert trouble.value.outcome.finding and "no number" in trouble.value.outcome.finding.what


def test_a_slope_that_is_no_number_is_a_wrong_one() -> None:
    broken = ARRIVE(subject(row(NAN, 0.5)))
    assert broken and "is not that of the loss" in broken.finding.what


def test_of_a_loss_that_no_parameter_moves_nothing_arrives() -> None:
    broken = ARRIVE(subject(row(None, 0.0), row(0.0, 0.0)))
    assert broken and "none of the parameters" in broken.finding.what
