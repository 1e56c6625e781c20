import hashlib
import json

import numpy as np
import pytest

from grader.data.dice import UNIT
from grader.data.plateaus import entropy
from grader.data.word_chain import END, UnknownWord
from tests.data.languages import dice, small_chain, within_four_standard_errors, word_chain


def test_words_500_classes_10_and_the_end_alone_in_its_class():
    chain = word_chain()
    assert len(chain.words) == len(set(chain.words)) == 500
    assert sorted(set(chain.classes.tolist())) == list(range(10))
    assert chain.words[0] == END
    assert np.flatnonzero(chain.classes == 0).tolist() == [0]


def test_probabilities_are_whole_units_that_sum_to_exactly_one():
    chain = word_chain()
    assert (chain.transitions.sum(axis=1) == UNIT).all()
    for number in range(10):
        assert int(chain.emissions[chain.classes == number].sum()) == UNIT


def test_emissions_fall_by_zipfs_law_within_each_class():
    chain = word_chain()
    for number in range(1, 10):
        falling = np.sort(chain.emissions[chain.classes == number])[::-1] / UNIT
        assert falling == pytest.approx(falling[0] / np.arange(1, len(falling) + 1), rel=1e-6)


def test_the_next_words_probabilities_sum_to_one_after_every_word():
    chain = word_chain()
    for word in range(500):
        assert chain.distribution(word).sum() == pytest.approx(1, abs=1e-12)


def test_log_probabilities_are_those_of_the_distribution():
    chain = word_chain()
    text = chain.text(50, dice(3))
    expected = [chain.distribution(before)[word] for before, word in zip([0, *text[:-1]], text, strict=True)]
    assert chain.log_probabilities(text) == pytest.approx(np.log(expected), abs=1e-12)


def test_texts_of_two_tokens_have_probability_one_in_all():
    chain = small_chain()
    total = sum(
        np.exp(chain.log_probabilities(np.array([first, second])).sum())
        for first in range(1, 60)
        for second in range(60)
    )
    assert total == pytest.approx(1, abs=1e-9)


def test_an_empty_sentence_is_impossible_and_an_empty_text_has_no_logarithms():
    chain = word_chain()
    assert chain.log_probabilities(chain.text_of([[]])).tolist() == [-np.inf]
    assert chain.log_probabilities(chain.text_of([])).shape == (0,)


def test_a_text_ends_with_a_sentence_and_is_long_enough():
    text = word_chain().text(1000, dice(4))
    assert len(text) >= 1000
    assert text[-1] == 0
    assert 0 not in text[999:-1]


def test_sentences_and_numbers_say_the_same():
    chain = word_chain()
    text = chain.text(300, dice(5))
    sentences = chain.sentences(text)
    assert END not in {word for words in sentences for word in words}
    assert chain.text_of(sentences).tolist() == text.tolist()


def test_an_unknown_word_is_named():
    with pytest.raises(UnknownWord, match="'house' is no word"):
        word_chain().text_of([["house"]])
    with pytest.raises(UnknownWord, match="0 to 499"):
        word_chain().log_probabilities(np.array([500]))
    with pytest.raises(UnknownWord, match="0 to 499"):
        word_chain().log_probabilities(np.array([-1]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_text_costs_the_oracle_what_it_should(seed):
    """Surprise less what was expected at each token is a martingale, so its variance is known exactly, too."""
    chain = word_chain()
    text = chain.text(20_000, dice(seed))
    tables = [chain.distribution(int(np.flatnonzero(chain.classes == number)[0])) for number in range(10)]
    expected = np.array([entropy(table) for table in tables])
    squares = [float((table[table > 0] * np.log(table[table > 0]) ** 2).sum()) for table in tables]
    variance = np.array(squares) - expected**2
    before = np.concatenate([[0], chain.classes[text[:-1]]])
    gap = (-chain.log_probabilities(text) - expected[before]).sum()
    assert abs(gap) < 4 * np.sqrt(variance[before].sum())


def test_words_are_met_as_often_as_they_should_be():
    chain = word_chain()
    text = chain.text(200_000, dice(6))
    blocks = text[: len(text) // 200 * 200].reshape(200, -1)  # long enough to be all but independent
    for word in [0, *np.argsort(-chain.frequencies)[:5].tolist()]:
        assert within_four_standard_errors((blocks == word).mean(axis=1), chain.frequencies[word])


def test_every_word_follows_as_often_as_it_should():
    chain = small_chain()
    text = chain.text(100_000, dice(8))
    before = np.concatenate([[0], text[:-1]])
    for word in [0, *np.argsort(-chain.frequencies[1:])[:3] + 1]:
        after = text[before == word]
        chances = chain.distribution(word)
        for number in np.flatnonzero(chances * len(after) > 50):
            chance = chances[number]
            error = np.sqrt(chance * (1 - chance) / len(after))
            assert abs((after == number).mean() - chance) < 4 * error


def plateaus(chain):
    return {plateau.name: plateau.perplexity for plateau in chain.plateaus}


@pytest.mark.parametrize("seed", range(6))
def test_plateaus_stand_where_they_do_for_every_seed(seed):
    found = plateaus(word_chain(seed))
    assert found["oracle"] == pytest.approx(43.7, rel=0.005)
    assert 116 < found["unigram"] < 130
    assert found["uniform"] == 500
    assert 780 < found["reversed"] < 2020


def test_plateaus_equal_the_sums_over_all_pairs_of_words():
    chain = small_chain()
    follows = np.array([chain.distribution(word) for word in range(60)])
    pairs = chain.frequencies[:, None] * follows
    happens = pairs > 0
    backwards = pairs.T / chain.frequencies[:, None]  # P(the word before = column | a word = row)
    found = plateaus(chain)
    assert np.log(found["oracle"]) == pytest.approx(-(pairs[happens] * np.log(follows[happens])).sum(), abs=1e-9)
    assert np.log(found["reversed"]) == pytest.approx(-(pairs[happens] * np.log(backwards[happens])).sum(), abs=1e-9)
    assert np.log(found["unigram"]) == pytest.approx(entropy(pairs.sum(axis=0)), abs=1e-9)


def test_every_plateau_says_what_such_a_model_does():
    assert [plateau.meaning.split(":")[0] for plateau in word_chain().plateaus] == [
        "the language itself",
        "a unigram",
        "a guess",
        "a model of the reversed text",
    ]


def test_vectors_tell_the_class_of_nearly_every_word():
    chain = word_chain()
    centers = np.array([chain.vectors[chain.classes == number].mean(axis=0) for number in range(10)])
    distances = np.linalg.norm(chain.vectors[:, None, :] - centers[None, :, :], axis=2)
    assert (distances.argmin(axis=1) == chain.classes).mean() > 0.99


def test_a_words_number_does_not_tell_its_class():
    classes = word_chain().classes[1:]
    assert (classes[:-1] == classes[1:]).mean() < 0.2
    assert word_chain(1).classes.tolist() != word_chain(2).classes.tolist()


def test_what_is_printed_of_a_language_holds_no_parameter():
    assert repr(word_chain()) == str(word_chain()) == "WordChain of 500 words"


def test_the_same_seed_gives_the_same_language_and_text_on_every_machine():
    chain = small_chain()
    whole = [chain.transitions.tolist(), chain.emissions.tolist(), chain.classes.tolist(), chain.vectors.tolist()]
    text = [*whole, chain.text(500, dice(9)).tolist()]
    assert hashlib.sha256(json.dumps(text).encode()).hexdigest()[:16] == "27f381d98c654c1d"
