import hashlib

import numpy as np
import pytest

from grader.data.dice import UNIT
from grader.data.plateaus import entropy
from grader.data.word_chain import UnknownWord
from tests.data.languages import character_chain, dice, within_four_standard_errors


def test_twelve_characters_with_chances_that_sum_to_exactly_one():
    chain = character_chain()
    assert len(chain.symbols) == len(set(chain.symbols)) == 12
    assert (chain.table.sum(axis=2) == UNIT).all()
    assert (chain.table > 0).all()


def test_texts_of_three_characters_have_probability_one_in_all():
    chain = character_chain()
    letters = chain.symbols
    total = sum(np.exp(chain.log_probabilities(a + b + c).sum()) for a in letters for b in letters for c in letters)
    assert total == pytest.approx(1, abs=1e-9)


def test_log_probabilities_are_those_of_the_distribution():
    chain = character_chain()
    text = chain.text(60, dice(2))
    expected = [chain.distribution(text[:i])[chain.symbols.index(text[i])] for i in range(60)]
    assert chain.log_probabilities(text) == pytest.approx(np.log(expected), abs=1e-12)


def test_an_unknown_character_is_named_and_short_texts_are_scored():
    chain = character_chain()
    with pytest.raises(UnknownWord, match="'Z' is no character"):
        chain.log_probabilities("aZ")
    assert chain.log_probabilities("").shape == (0,)
    assert chain.log_probabilities("a") == pytest.approx([-np.log(12)])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_text_costs_the_oracle_what_it_should(seed):
    """After every two characters the same chances come in another order, so the expectation is one number."""
    chain = character_chain()
    row = chain.table[0, 0] / UNIT
    expected = entropy(row)
    variance = float((row * np.log(row) ** 2).sum()) - expected**2
    costs = -chain.log_probabilities(chain.text(20_000, dice(seed)))[2:]
    assert abs((costs - expected).sum()) < 4 * np.sqrt(variance * len(costs))


def test_characters_are_met_as_often_as_they_should_be():
    chain = character_chain()
    text = np.array([chain.symbols.index(letter) for letter in chain.text(100_000, dice(3))]).reshape(200, -1)
    for number, chance in enumerate(chain.joint.sum(axis=(0, 1))):
        assert within_four_standard_errors((text == number).mean(axis=1), chance)


@pytest.mark.parametrize("seed", range(6))
def test_plateaus_stand_where_they_do_for_every_seed(seed):
    found = {plateau.name: plateau.perplexity for plateau in character_chain(seed).plateaus}
    assert found["oracle"] == pytest.approx(3.655, rel=0.001)
    assert 9.4 <= found["order 1"] <= 9.8
    assert 11.4 < found["order 0"] <= 11.7
    assert found["uniform"] == pytest.approx(12)
    assert found["reversed"] > 30


def test_models_that_know_less_cost_on_a_long_text_what_their_plateaus_say():
    chain = character_chain()
    found = {plateau.name: plateau.perplexity for plateau in chain.plateaus}
    text = np.array([chain.symbols.index(letter) for letter in chain.text(200_002, dice(4))])
    before, last, following = text[:-2], text[1:-1], text[2:]
    pairs = chain.joint.sum(axis=0)
    backwards = chain.joint.transpose(2, 1, 0) / chain.joint.transpose(2, 1, 0).sum(axis=2, keepdims=True)
    costs = {
        "order 0": -np.log(pairs.sum(axis=0)[following]),
        "order 1": -np.log((pairs / pairs.sum(axis=1, keepdims=True))[last, following]),
        "reversed": -np.log(backwards[before, last, following]),
    }
    for name, cost in costs.items():
        assert within_four_standard_errors(cost.reshape(200, -1).mean(axis=1), np.log(found[name])), name


def test_three_characters_stand_in_a_row_as_often_as_they_should():
    chain = character_chain()
    text = np.array([chain.symbols.index(letter) for letter in chain.text(200_002, dice(5))])
    triples = (text[:-2] * 144 + text[1:-1] * 12 + text[2:]).reshape(200, -1)
    for triple in np.argsort(-chain.joint.ravel())[:5]:
        assert within_four_standard_errors((triples == triple).mean(axis=1), chain.joint.ravel()[triple])


def test_what_is_printed_of_a_language_holds_no_parameter():
    assert repr(character_chain()) == "CharacterChain of 12 characters"


def test_the_same_seed_gives_the_same_language_and_text_on_every_machine():
    chain = character_chain()
    text = chain.table.astype("<i8").tobytes() + chain.text(500, dice(9)).encode()
    assert hashlib.sha256(text).hexdigest()[:16] == "ac4d9db10cdbe0b3"
