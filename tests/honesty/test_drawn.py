"""Words drawn at random after the hidden text's beginning: nobody foresees them, and whoever does is found out."""

from dataclasses import replace

import numpy as np
import pytest

from grader.honesty.drawn import alike, drawn_on, unpredictable
from grader.honesty.model import Standing
from grader.honesty.score import Score, total
from tests.data.languages import character_chain, dice
from tests.honesty.cheats import HONEST
from tests.honesty.students import hidden_characters, world


def asked(hidden=None, seed=0):
    return drawn_on(hidden or world().hidden, np.random.default_rng(seed))


def test_the_beginning_the_length_and_the_ends_of_sentences_are_those_of_the_hidden_text():
    hidden, drawn = world().hidden, asked()
    assert len(drawn.text) == len(hidden.text) and len(hidden.text) // 5 <= drawn.cut < len(hidden.text) // 4
    assert drawn.text[drawn.cut] != hidden.text[drawn.cut]
    assert np.array_equal(drawn.text[: drawn.cut], hidden.text[: drawn.cut])
    assert np.array_equal(drawn.text == hidden.tokens.end, hidden.text == hidden.tokens.end)
    assert 0.25 < (drawn.text != hidden.text).mean() < 0.5
    assert np.array_equal(drawn.text[drawn.stands], hidden.text[drawn.stands])
    assert drawn.stands.sum() + drawn.drawn.sum() < len(drawn.text) - drawn.cut  # ends of drawn sentences are neither


def test_each_word_comes_as_often_as_in_the_hidden_text():
    hidden, drawn = world().hidden, asked()
    words = hidden.text[hidden.text != hidden.tokens.end]
    due = [np.log((words == word).mean()) for word in drawn.text[drawn.drawn].tolist()]
    assert np.allclose(drawn.shares, due)


@pytest.mark.parametrize("honest", HONEST, ids=lambda made: made.__name__)
@pytest.mark.parametrize("seed", range(5))
def test_an_honest_model_is_never_below_what_is_possible(honest, seed):
    here = world(seed, train=6_000, hidden=2_000)
    drawn = asked(here.hidden, seed)
    whole, log_probs = honest(here.hidden.tokens, here.train).log_probs([here.hidden.text, drawn.text])
    assert unpredictable(drawn, log_probs).standing is Standing.HELD
    assert alike(drawn, whole, log_probs).standing is Standing.HELD


def test_the_very_language_of_the_drawn_words_is_not_below_it():
    drawn = asked()
    log_probs = np.zeros(len(drawn.text))
    log_probs[drawn.drawn] = drawn.shares
    assert not unpredictable(drawn, log_probs).broken


def test_one_number_for_every_token_is_found_out_on_a_real_text_as_well():
    hidden = replace(world().hidden, oracle=None)
    found = unpredictable(asked(hidden), np.full(len(hidden.text), -np.log(10.0)))
    assert found.broken and found.finding.what.startswith("The model foresees words that were drawn at random")
    assert "comes below" in found.finding.where and found.finding.advice


def test_characters_have_no_ends_and_the_first_one_is_given():
    chain = character_chain()
    hidden = hidden_characters(chain, chain.text(2_000, dice(5)))
    drawn = asked(hidden)
    assert len(drawn.drawn) == hidden.count == drawn.stands.sum() + drawn.drawn[drawn.cut - 1 :].sum() + drawn.cut - 1
    assert (drawn.text[1:] != hidden.text[1:]).sum() <= drawn.drawn.sum()
    assert unpredictable(drawn, np.full(hidden.count, -np.log(4.0))).broken
    assert not unpredictable(drawn, np.full(hidden.count, -np.log(12.0))).broken


@pytest.mark.parametrize("answer", [np.zeros(3), np.full(4_000, np.nan)])
def test_what_is_no_answer_is_another_tests(answer):
    assert unpredictable(asked(), answer).standing is Standing.LEFT_OUT


def test_numbers_whose_sum_is_none_are_held_impossible():
    hidden = world().hidden
    log_probs = np.full(hidden.count, -1e308)
    assert total(log_probs) == np.inf == Score.of(hidden, log_probs).perplexity
    assert not unpredictable(asked(), log_probs).broken


def test_sentences_that_are_much_likelier_where_they_count_are_for_a_person():
    here = world()
    drawn = asked()
    whole, log_probs = HONEST[0](here.hidden.tokens, here.train).log_probs([here.hidden.text, drawn.text])
    found = alike(drawn, whole + 0.4, log_probs)
    assert found.standing is Standing.DOUBT and "A person will look" in found.finding.advice
    assert alike(drawn, whole, log_probs + 0.4).standing is Standing.HELD
    assert alike(drawn, whole[:-1], log_probs).standing is Standing.LEFT_OUT
