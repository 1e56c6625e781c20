"""Whatever comes over the wall, comparing and explaining it takes little more memory than the value itself has."""

import tracemalloc

import numpy as np
import pytest

from grader.draws.case import Case
from grader.explain import reading
from grader.explain.agreement import agree
from grader.explain.difference import explain
from grader.explain.observation import SIBLINGS, Observation, Subject
from grader.tolerance import Purpose
from grader.wall.calls import Handle

MOST = 150 << 20  # bytes; what comes over the wall has at most 64 MB


def nested(levels: int) -> list:
    return [nested(levels - 1), nested(levels - 1)] if levels else [0.0] * 5


COSTLY = {
    "a long text among short ones": lambda: ["x" * 1_000_000] + [""] * 1_000,
    "a long text among numbers": lambda: [0.5] * 1_000 + ["x" * 900_000],
    "long bytes in a list inside": lambda: [[0.5] * 1_000, [b"x" * 900_000]],
    "one wide number among many narrow arrays": lambda: [*[np.zeros(60_000, "u1")] * 1000, np.zeros(60_000, "c16")],
    "a row of many small numbers": lambda: np.zeros((1, 60_000_000), "u1"),
    "a column of many small numbers": lambda: np.zeros((60_000_000, 1), bool),
    "nothing, often": lambda: np.zeros((0, 200_000)),
    "a tree of lists": lambda: nested(10),
    "dictionaries": lambda: [{} for _ in range(10_000)],
    "a dictionary": lambda: {(number, number): 0.0 for number in range(10_000)},
    "objects": lambda: [Handle(number, "x" * 100) for number in range(10_000)],
    "huge integers": lambda: [1 << 8000] * 10_000,
    "rows of different lengths": lambda: [[0.0] * (number % 7) for number in range(10_000)],
    "numbers": lambda: [0.0] * 20_000,
}
DUE = [np.arange(12.0).reshape(3, 4), np.arange(4.0), 2.5, np.array([True, False]), "text", ["text", [1.0]], {"a": 1.0}]


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_value_is_wrong_and_costs_little(name):
    value = COSTLY[name]()
    observations = [
        Observation(Case("draw 1", {"N": 3, "D": 4}, {"x": 1.0}), value, due, {SIBLINGS: {"pred": np.arange(3.0)}})
        for due in DUE
    ]
    tracemalloc.start()
    try:
        for each in observations:
            assert not agree(each.yours, each.expected, Purpose.VALUE).ok
            finding = explain(Subject("loss"), [each], Purpose.VALUE).finding
            assert len(finding.what) < 1000 and len(finding.where) < 1000
        assert tracemalloc.get_traced_memory()[1] < MOST
    finally:
        tracemalloc.stop()


def test_too_many_numbers_in_a_list_are_refused_in_words():
    value = [np.broadcast_to(0.0, (1 << 20,))] * 9
    finding = reading.numbers(value, Subject("loss"))
    assert finding.what == "The loss holds more than 8,388,608 numbers in lists."
    assert finding.advice == "Return one array, of the shape that is due."
    assert reading.numbers(value[:2], Subject("loss")).shape == (2, 1 << 20)
