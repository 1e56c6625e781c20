"""A corpus becomes numbers: which words are known, what is hidden, what stands beside the figures."""

from functools import cache

import numpy as np
import pytest

from grader.data.corpora import CharacterCorpus, LabelledCorpus, Vectors, WordCorpus
from grader.honesty.language import Tokens
from grader.honesty.reading import numbered
from tests.data.languages import character_chain, dice, small_chain

REAL = WordCorpus(
    train=(("the", "cat", "sat"), ("the", "cat"), ("the", "dog", "sat")),
    dev=(("a", "cat"),),
    test=(("the", "zebra", "sat"), ("the", "cat")),
)


@cache
def synthetic():
    chain = small_chain()
    texts = [chain.sentences(chain.text(200, dice(seed))) for seed in (1, 2, 3)]
    return WordCorpus(*texts, vectors=Vectors(chain.words, chain.vectors), oracle=chain)


def test_the_most_frequent_words_are_known_and_the_rest_is_unknown():
    found = numbered(REAL, vocabulary=4)
    assert found.tokens.spelled == ("</s>", "<unk>", "the", "cat")
    assert found.hidden.text.tolist() == [2, 1, 1, 0, 2, 3, 0]
    assert found.hidden.unknown_share == pytest.approx(2 / 7)


def test_characters_of_the_original_and_its_lines_are_counted():
    hidden = numbered(REAL).hidden
    assert hidden.characters == len("the zebra sat\nthe cat\n") and hidden.lines == 2 and hidden.count == 7


def test_a_hidden_text_is_cut_at_a_sentences_end():
    assert numbered(REAL, most=6).hidden.lines == 1
    assert numbered(REAL, most=7).hidden.lines == 2
    assert numbered(REAL, most=1).hidden.lines == 1


def test_a_synthetic_text_keeps_the_languages_own_numbers_vectors_and_oracle():
    found = numbered(synthetic())
    chain = synthetic().oracle
    assert found.tokens.spelled == chain.words and found.tokens.end == 0
    np.testing.assert_array_equal(found.vectors, chain.vectors)
    np.testing.assert_array_equal(found.hidden.oracle, chain.log_probabilities(found.hidden.text))
    assert found.levels == chain.plateaus


def test_a_token_without_a_vector_has_a_small_one_and_the_same_each_time():
    corpus = WordCorpus(REAL.train, REAL.dev, REAL.test, vectors=Vectors(("the", "cat"), np.eye(2)))
    first, second = numbered(corpus), numbered(corpus)
    np.testing.assert_array_equal(first.vectors, second.vectors)
    rows = dict(zip(first.tokens.spelled, first.vectors, strict=True))
    assert rows["the"].tolist() == [1, 0] and 0 < np.abs(rows["dog"]).max() < 0.6


def test_the_courses_vocabulary_reads_words_as_the_course_does():
    counts = tuple((word, 1) for word in ("the", "UUUNKKK", "<s>", "</s>", "DGDG", "cat"))
    corpus = WordCorpus(REAL.train, REAL.dev, (("The", "12", "zebra"),), counts=counts)
    found = numbered(corpus)
    assert [found.tokens.spelled[number] for number in found.hidden.text] == ["the", "DGDG", "UUUNKKK", "</s>"]
    assert found.tokens.unknown == 1 and found.tokens.end == 3


def test_characters_are_read_by_their_alphabet_and_the_first_is_given():
    found = numbered(CharacterCorpus("abca", "b", "cab\na"[:3]))
    assert found.tokens.spelled == ("a", "b", "c") and found.hidden.text.tolist() == [2, 0, 1]
    assert found.hidden.count == 2 and found.tokens.given == 1
    chain = character_chain()
    text = chain.text(500, dice(1))
    found = numbered(CharacterCorpus(text, text, text, oracle=chain), most=100)
    assert found.hidden.count == 99 == len(found.hidden.oracle)


def test_labelled_texts_are_no_language():
    with pytest.raises(ValueError, match="labels"):
        numbered(LabelledCorpus(("a",), (), (), ()))


def test_places_are_told_as_a_reader_counts():
    tokens = Tokens(("</s>", "the", "cat"), end=0)
    text = np.array([1, 2, 0, 2, 0])
    assert [tokens.place(text, at) for at in range(5)] == [
        "sentence 1, word 1 (`the`)",
        "sentence 1, word 2 (`cat`)",
        "the end of sentence 1",
        "sentence 2, word 1 (`cat`)",
        "the end of sentence 2",
    ]
    assert tokens.after(text[:2]) == "after `the cat`" and tokens.after(text[:0]) == "at the beginning of a text"
    characters = Tokens(("a", "\n"))
    assert characters.place(np.array([0, 1]), 0) == r"character 2 (`'\n'`)"
