"""The bound is simulated at a chance that can be seen, 1 in 20; at 1e-9 nobody could wait for it."""

import math
from functools import cache

import numpy as np
import pytest

from grader.data.floor import floor, slack
from tests.data.languages import dice, small_chain

DELTA = 0.05
TEXTS = 2000


@cache
def texts():
    chain = small_chain()
    return [chain.text(15, dice(1000 + number)) for number in range(TEXTS)]


def total(chain, text):
    return -chain.log_probabilities(text).sum()


def beats_the_floor_too_often(below):
    error = math.sqrt(DELTA * (1 - DELTA) / TEXTS)
    return below / TEXTS > DELTA + 4 * error


def test_the_slack_is_20_7_nats_at_one_in_a_billion():
    assert slack() == pytest.approx(20.723, abs=1e-3)
    assert slack(0.5) == pytest.approx(math.log(2))


@pytest.mark.parametrize("delta", [0.0, 1.0, -0.1])
def test_a_chance_that_is_none_is_refused(delta):
    with pytest.raises(ValueError, match="between 0 and 1"):
        slack(delta)


def test_the_floor_lies_below_the_oracle_by_the_slack_and_never_below_zero():
    assert floor(np.array([-30.0, -10.0]), DELTA) == pytest.approx(40 - slack(DELTA))
    assert floor(np.array([-1.0]), 1e-9) == 0


def test_a_bet_on_one_event_reaches_the_floor_as_often_as_allowed_and_never_passes_it():
    """The sharpest honest model: the language, given that the first word is among some."""
    chain = small_chain()
    first = chain.distribution(0)
    order = np.argsort(first)
    among = set(order[: int(np.searchsorted(np.cumsum(first[order]), DELTA))].tolist())
    chance = float(sum(first[word] for word in among))
    reached = 0
    for text in texts():
        if int(text[0]) in among:
            nats = total(chain, text) + math.log(chance)
            bound = floor(chain.log_probabilities(text), chance)
            assert nats >= bound - 1e-9
            reached += nats <= bound + 1e-9
    assert abs(reached / TEXTS - chance) < 4 * math.sqrt(chance * (1 - chance) / TEXTS)
    assert not beats_the_floor_too_often(reached)


def test_a_model_that_learns_while_it_reads_stays_above():
    chain = small_chain()
    below = 0
    for text in texts():
        mixed = np.array([chain.distribution(before) for before in [0, *text[:-1].tolist()]])
        seen = np.ones(60)
        nats = 0.0
        for probabilities, word in zip(mixed, text.tolist(), strict=True):
            nats -= math.log(0.5 * probabilities[word] + 0.5 * seen[word] / seen.sum())
            seen[word] += 20
        below += nats < floor(chain.log_probabilities(text), DELTA)
    assert not beats_the_floor_too_often(below)


@pytest.mark.parametrize("power", [0.7, 1.5])
def test_a_sharpened_or_flattened_oracle_stays_above(power):
    chain = small_chain()
    tables = np.array([chain.distribution(word) for word in range(60)]) ** power
    logs = np.log(tables / tables.sum(axis=1, keepdims=True), where=tables > 0, out=np.full(tables.shape, -np.inf))
    below = 0
    for text in texts():
        nats = -logs[np.concatenate([[0], text[:-1]]), text].sum()
        below += nats < floor(chain.log_probabilities(text), DELTA)
    assert not beats_the_floor_too_often(below)


def test_one_that_has_seen_a_tenth_of_a_long_text_falls_below_at_one_in_a_billion():
    chain = small_chain()
    text = chain.text(1000, dice(5))
    oracle = chain.log_probabilities(text)
    assert -oracle.sum() > floor(oracle)
    assert -oracle[100:].sum() < floor(oracle)


def test_scores_that_sum_to_more_than_one_fall_below_at_one_in_a_billion():
    chain = small_chain()
    oracle = chain.log_probabilities(chain.text(1000, dice(6)))
    assert -(oracle + math.log(1.25)).sum() < floor(oracle)
