"""Draws to slip on: four of them, no two dimensions alike, with a target's row and rows drawn more than once."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from grader.draws.case import Case
from grader.explain.difference import explain
from grader.explain.observation import Explanation, Observation, Subject
from grader.tolerance import Purpose

MATRIX = Subject("d outsideVectors", ("V", "D"))
LOSS = Subject("the loss", ())


def draws(count: int = 4) -> list[Case]:
    rows = {"V": {0: "the target's row", 1: "drawn 2 times", 2: "drawn 3 times", 3: "drawn once"}}
    sizes = [{"V": 6 + 2 * i, "D": (3, 4, 7, 5)[i % 4], "K": 2 + 3 * i} for i in range(count)]
    label = "draw {} (V = {V}, D = {D}, K = {K})"
    return [Case(label.format(i + 1, **size), size, {}, {}, rows) for i, size in enumerate(sizes)]


def shape_of(subject: Subject, case: Case) -> tuple[int, ...]:
    return tuple(case.dimensions[axis] for axis in subject.axes or ())


@pytest.fixture(scope="session")
def cases() -> Callable[..., list[Case]]:
    return draws


@pytest.fixture(scope="session")
def slip() -> Callable[..., Explanation]:
    """slip(change): the explanation of change(expected, case), or change(expected, case, terms), on every draw."""

    def explained(
        change: Callable[..., Any],
        subject: Subject = MATRIX,
        *,
        seed: int = 0,
        count: int = 4,
        terms: int = 0,
        also: Callable[[Any, Case], Mapping[str, Any]] | None = None,
        purpose: Purpose = Purpose.GRADIENT,
        drawn: list[Case] | None = None,
    ) -> Explanation:
        rng = np.random.default_rng(seed)
        observations = []
        for case in drawn or draws(count):
            shape = tuple(case.dimensions[axis] for axis in subject.axes or ())
            names = ("the positive term", "the sum over negatives", "the regularisation term")[:terms]
            parts = {name: rng.normal(size=shape) for name in names}
            expected = sum(parts.values()) if parts else rng.normal(size=shape)
            extra = {"terms": parts, **(also(expected, case) if also else {})}
            yours = change(expected, case, parts) if parts else change(expected, case)
            observations.append(Observation(case, yours, expected, extra))
        return explain(subject, observations, purpose)

    return explained
