"""Perplexity against brute force, and what it must be for models whose perplexity is known."""

import math

import numpy as np
import pytest

import reference.language_models as lm
from tests.reference.language_models.cases import ALPHABET, CASES, skewed, uniform


def test_perplexity_is_the_root_of_the_inverse_product():
    p = np.array([0.5, 0.25, 0.004, 0.1])
    assert pytest.approx((0.5 * 0.25 * 0.004 * 0.1) ** (-1 / 4)) == lm.perplexity(p)


@pytest.mark.parametrize("base", [2.0, math.e, 10.0, 0.5])
def test_perplexity_is_the_same_in_every_base(base):
    for make in CASES[lm.perplexity]:
        assert pytest.approx(float(lm.perplexity(*make()))) == lm.perplexity_in_base(*make(), base)


def test_an_impossible_token_makes_it_infinite_without_a_warning():
    assert lm.perplexity(np.array([0.5, 0.0])) == math.inf


def test_a_uniform_model_over_7_words_has_the_perplexity_7_whatever_the_lengths():
    assert pytest.approx(7) == lm.text_perplexity(uniform, [[1], [2] * 30, [3, 4]], 6)
    assert pytest.approx(7) == lm.character_perplexity(uniform, "a?bc", ALPHABET)


def test_a_text_is_scored_word_by_word_from_what_came_before():
    sentence = [3, 0, 5]
    product = skewed([])[3] * skewed([3])[0] * skewed([3, 0])[5] * skewed([3, 0, 5])[6]
    assert pytest.approx(product ** (-1 / 4)) == lm.text_perplexity(skewed, [sentence], 6)


def test_n_times_the_logarithm_adds_up_over_uneven_parts():
    parts = [[1, 2, 3], [0]], [[5] * 11, [2, 2]]

    def nats(sentences):
        return sum(len(s) + 1 for s in sentences) * math.log(lm.text_perplexity(skewed, sentences, 6))

    assert pytest.approx(nats(parts[0]) + nats(parts[1])) == nats([*parts[0], *parts[1]])


def test_characters_outside_the_alphabet_are_neither_scored_nor_counted():
    assert lm.character_perplexity(skewed, "ab?cd-", ALPHABET) == lm.character_perplexity(skewed, "abcd", ALPHABET)


def test_nats_per_original_character_compare_two_tokenisations():
    # Two words of five characters, each at 1/32, or ten characters at 1/2: the same surprise.
    words, characters = np.log([1 / 32, 1 / 32]), np.log(np.full(10, 0.5))
    text = "abcdefghij"
    assert pytest.approx(math.log(2)) == lm.nats_per_character(words, text)
    assert lm.nats_per_character(words, text) == pytest.approx(lm.nats_per_character(characters, text))


def brute_witten_bell(text, order, before, word):
    """The formula once more, by counting in the text, one word at a time."""
    if order == 0:
        return (text.count(word) + 0.5) / (len(text) + 0.5 * 4)
    context = before[-order:]
    followers = [text[i] for i in range(order, len(text)) if text[i - order : i] == context]
    shorter = brute_witten_bell(text, order - 1, before, word)
    T = len(set(followers))
    return (followers.count(word) + T * shorter) / (len(followers) + T) if followers else shorter


def test_witten_bell_is_its_formula_and_sums_to_1():
    text = np.random.default_rng(1).integers(4, size=60).tolist()
    model = lm.WittenBell(text, 4, 3)
    for before in ([], [1], [2, 3], [0, 1, 2], [3, 3, 3, 3], [1, 0, 2, 1]):
        p = model(before)
        assert pytest.approx(1.0) == p.sum()
        expected = [brute_witten_bell(text, min(3, len(before)), before, word) for word in range(4)]
        np.testing.assert_allclose(p, expected)
        np.testing.assert_allclose([model.probability(before, word) for word in range(4)], expected)


def test_plateaus_fall_to_the_order_of_the_chain_and_no_further():
    rng = np.random.default_rng(5)
    table = rng.dirichlet(np.full(5, 0.2), size=(5, 5))  # the next of 5 tokens after any two
    text = [0, 1]
    for _ in range(6000):
        text.append(int(rng.choice(5, p=table[text[-2], text[-1]])))
    found = lm.plateaus(text[:5000], text[5000:], 5, 3)
    uniform_guess, unigram, bigram, trigram, fourgram = (float(value) for value in found.values())
    assert uniform_guess == 5 and list(found) == [
        "a uniform guess",
        "a unigram",
        "a bigram",
        "a trigram",
        "counts of 3 tokens",
    ]
    assert unigram < 5 and bigram < 0.9 * unigram and trigram < 0.9 * bigram
    assert abs(fourgram / trigram - 1) < 0.03


def test_a_line_becomes_a_sentence_with_start_end_numbers_and_the_unknown_word():
    vocabulary = {word: i for i, word in enumerate(["<s>", "</s>", "UUUNKKK", "the", "DGDGDG", "b2b", "."])}
    assert lm.sentence_of("The  zebra paid\t1,25 b2b .", vocabulary) == [0, 3, 2, 2, 4, 5, 6, 1]
    assert lm.unknown_share([[0, 3, 2, 2, 1]], 2) == 0.5


def test_cleaning_keeps_lines_and_drops_what_can_not_be_printed():
    assert lm.cleaned("  To  be,\x07 or\t NOT \n to  be\n") == "to be, or not\nto be"
