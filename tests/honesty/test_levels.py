"""A level is named only where the model stands on it; the levels of a real text are counted on the very same tokens."""

import math

import numpy as np
import pytest

from grader.data.plateaus import Plateau
from grader.honesty.language import Tokens
from grader.honesty.levels import advice_on, counted, stands_on, told
from tests.data.languages import character_chain, word_chain
from tests.honesty.students import Student, world


def chain_levels():
    return word_chain().plateaus


@pytest.mark.parametrize("level", chain_levels(), ids=lambda level: level.name)
def test_a_model_on_a_level_is_named_and_three_percent_beside_it_is_still_on_it(level):
    for factor in (0.97, 1.0, 1.03):
        assert stands_on(level.perplexity * factor, chain_levels()) is level
    assert level.meaning in told(level.perplexity, chain_levels())


def test_between_two_levels_no_model_is_called_one_of_them():
    """What wrong trainings reach: W1 transposed 65, a cost averaged twice 84, off-by-one vectors 166."""
    for perplexity in (47.2, 53.6, 65, 84, 166, 300):
        assert stands_on(perplexity, chain_levels()) is None
        assert "lies between" in told(perplexity, chain_levels())


def test_levels_that_lie_close_are_told_apart():
    levels = character_chain().plateaus
    by_name = {level.name: level for level in levels}
    none, uniform = by_name["order 0"].perplexity, by_name["uniform"].perplexity
    assert stands_on(none, levels).name == "order 0" and stands_on(uniform, levels).name == "uniform"
    assert stands_on(math.sqrt(none * uniform), levels) is None


@pytest.mark.parametrize("perplexity", [700, 9_999, 685_516])
def test_whoever_does_worse_than_a_guess_is_not_told_the_mistake_of_a_level(perplexity):
    """Labels taken from the inputs reach 685,516, which is no sign of a text that is read backwards."""
    assert told(perplexity, chain_levels()).startswith("Your model does worse than a guess")
    assert "reversed" not in told(perplexity, chain_levels())
    assert "exchanged" not in advice_on(perplexity, chain_levels())


def test_better_than_the_language_itself_nothing_is_said():
    assert told(20, chain_levels()) == ""


@pytest.mark.parametrize(
    ("name", "advice"),
    [("unigram", "word before"), ("uniform", "learnt nothing"), ("reversed", "exchanged")],
)
def test_each_level_has_its_own_advice(name, advice):
    level = next(one for one in chain_levels() if one.name == name)
    assert advice in advice_on(level.perplexity, chain_levels())


def test_advice_between_levels_is_general():
    assert "gradient first" in advice_on(84, chain_levels())


def test_counted_levels_fall_to_what_pairs_of_words_tell():
    here = world(hidden=2_000)
    uniform, unigram, bigram = counted(here.hidden.tokens, here.train, here.hidden.text)
    exact = {level.name: level.perplexity for level in here.chain.plateaus}
    assert uniform.perplexity == 60
    assert unigram.perplexity == pytest.approx(exact["unigram"], rel=0.05)
    assert exact["oracle"] < bigram.perplexity < 1.2 * exact["oracle"]
    assert all(isinstance(level, Plateau) and level.meaning for level in (uniform, unigram, bigram))
    student = Student(here.hidden.tokens, here.train)
    assert math.exp(-float(np.mean(student.score(here.hidden.text)))) == pytest.approx(bigram.perplexity, rel=0.1)


def test_counted_levels_of_characters_go_up_to_four_in_a_row():
    text = np.array([0, 1, 2, 0, 1, 3] * 200)
    levels = counted(Tokens(("a", "b", "c", "d")), text, text[:300])
    assert [level.name for level in levels] == ["uniform", "order 0", "order 1", "order 2", "order 3"]
    assert levels[2].perplexity > 1.2 and levels[4].perplexity < 1.05
