"""A part of the corpora; `benchmarks/derivation_corpus.py` goes through all of it and keeps the figures."""

import pytest

from grader.derivation.verdicts import Status
from tests.derivation.corpora import Told, corpus, judged, sample

PARTS = 8  # one of them is tried here
#: Refusals are counted in the benchmark; here no more than a quarter of the sample may be left to a person.
MOST_OPEN = 0.25


@pytest.mark.parametrize("told", sample(3, PARTS), ids=lambda told: told.name)
def test_no_wrong_derivation_holds_and_no_right_one_breaks(told: Told) -> None:
    verdict = judged(told)
    assert not verdict.is_false_accept, told.formula or told.answer
    assert not verdict.is_false_reject, told.formula or told.answer
    if told.first_wrong is not None and told.formula and verdict.status is Status.BREAKS:
        assert verdict.first_wrong == told.first_wrong


def test_most_derivations_get_a_verdict() -> None:
    found = [judged(told) for told in sample(5, 2 * PARTS) if told.formula]
    assert sum(one.status is Status.NOT_READ for one in found) <= MOST_OPEN * len(found)


def test_names_are_told_once() -> None:
    names = [one.name for one in corpus()]
    assert len(names) == len(set(names)) > 600
