import dataclasses
import json

import numpy as np
import pytest

from grader.data import synthetic
from grader.data.corpora import LabelledCorpus, WordCorpus
from grader.data.synthetic import SYNTHETIC
from grader.draws.draws import Draws


@pytest.fixture(autouse=True, scope="module")
def short_texts():
    """A tenth of the lengths: what is asked here does not need more."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_WORD_TOKENS", "_CHARACTERS", "_SHORT", "_LONG"):
            patch.setattr(synthetic, name, tuple(length // 20 for length in getattr(synthetic, name)))
        yield


def drawn(name, seed="a secret seed"):
    return SYNTHETIC[name](Draws(seed, "language-models"))


def spoken(corpus):
    return [corpus.train, corpus.dev, corpus.test]


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_same_seed_gives_the_same_texts_and_another_seed_others(name):
    first, again, other = drawn(name), drawn(name), drawn(name, "another seed")
    assert spoken(first) == spoken(again)
    assert not any(one == another for one, another in zip(spoken(first), spoken(other), strict=True))
    assert first.train[:100] != first.dev[:100]


@pytest.mark.parametrize("name", SYNTHETIC)
def test_nothing_that_is_printed_or_listed_shows_the_language_or_the_hidden_text(name):
    corpus = drawn(name)
    printed = repr(corpus) + repr(corpus.oracle)
    first_words = corpus.test[:40] if isinstance(corpus.test, str) else str(corpus.test[0])
    assert len(printed) < 400
    assert first_words not in printed
    with pytest.raises(TypeError):
        json.dumps(corpus.oracle)


@pytest.mark.parametrize("name", ["synthetic-words", "synthetic-neighbours"])
def test_word_sets_have_whole_sentences_and_a_vector_for_every_word(name):
    corpus = drawn(name)
    assert isinstance(corpus, WordCorpus)
    assert all(words for part in spoken(corpus) for words in part)
    assert corpus.vectors.words == corpus.oracle.words
    assert corpus.vectors.rows.shape == (len(corpus.oracle.words), 50)
    assert np.isfinite(corpus.oracle.log_probabilities(corpus.oracle.text_of(corpus.test))).all()


def test_neighbours_have_two_hundred_words_beside_the_end():
    assert len(drawn("synthetic-neighbours").oracle.words) == 201


@pytest.mark.parametrize(("name", "labels"), [("synthetic-sentences", 5), ("synthetic-reviews", 2)])
def test_labelled_sets_have_every_label_and_a_vector_for_every_word(name, labels):
    corpus = drawn(name)
    assert isinstance(corpus, LabelledCorpus)
    assert len(corpus.labels) == labels
    assert {one.label for one in corpus.train} == set(range(labels))
    assert set(corpus.vectors.words) >= {word for one in corpus.test for word in one.words}
    assert corpus.test[0].text.split(" ") == list(corpus.test[0].words)


def test_adding_to_one_part_changes_no_other(monkeypatch):
    before = drawn("synthetic-characters")
    monkeypatch.setattr(synthetic, "_CHARACTERS", (5_000, 1_000, 1_000))
    after = drawn("synthetic-characters")
    assert after.test == before.test
    assert after.train.startswith(before.train[:5_000]) or before.train.startswith(after.train)


def test_every_part_has_the_length_that_is_promised():
    assert [len(part) for part in spoken(drawn("synthetic-characters"))] == [10_000, 1_000, 1_000]
    assert [len(part) for part in spoken(drawn("synthetic-reviews"))] == [300, 50, 100]
    tokens = [sum(len(words) + 1 for words in part) for part in spoken(drawn("synthetic-words"))]
    assert all(
        promised <= count < promised + 300 for count, promised in zip(tokens, (10_000, 1_000, 2_500), strict=True)
    )


def test_corpora_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        drawn("synthetic-words").train = ()
