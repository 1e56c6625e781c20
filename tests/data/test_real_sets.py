"""The real sets, where they stand beside the checkout; the project ships none, so elsewhere these are skipped."""

from pathlib import Path

import pytest

from grader.data.resolve import Wanted, resolve
from grader.draws.draws import Draws

DATA = Path(__file__).parents[3] / "shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real sets are not here")


def used(text, vectors=""):
    return resolve(Wanted(text, vectors), DATA, Draws("seed"))


@pytest.mark.parametrize(
    ("name", "sizes"),
    [("ptb", (37862, 3370, 4206)), ("ptb-course", (4986, 623, 623)), ("wikitext-2", (1969, 246, 246))],
)
def test_sentences_are_all_there(name, sizes):
    corpus = used(name).corpus
    assert (len(corpus.train), len(corpus.dev), len(corpus.test)) == sizes


def test_words_of_penn_treebank_are_counted_as_everybody_counts_them():
    assert sum(len(words) + 1 for words in used("ptb").corpus.dev) == 73760


def test_the_courses_vocabulary_is_read():
    counts = used("ptb-course").corpus.counts
    assert len(counts) == 38444
    assert counts[:2] == ((",", 114649), ("the", 113720))


def test_shakespeare_begins_and_ends_as_it_does():
    corpus = used("shakespeare").corpus
    assert len(corpus.train) + len(corpus.dev) + len(corpus.test) == 1115393
    assert corpus.train.startswith("First Citizen:\nBefore we proceed")
    assert corpus.test.endswith("Whiles thou art waking.")


def test_trees_have_their_labels_and_four_copies_are_left_out():
    used_set = used("sst", "glove-50")
    corpus = used_set.corpus
    assert (len(corpus.train), len(corpus.dev), len(corpus.test)) == (8540, 1101, 2210)
    assert [sum(one.label == label for one in corpus.test) for label in range(5)] == [279, 633, 389, 510, 399]
    assert "4 texts of train stand in dev or test" in used_set.said
    known = set(corpus.vectors.words)
    spoken = [word.lower() for one in corpus.train for word in one.words]
    assert sum(word in known for word in spoken) / len(spoken) > 0.7


def test_reviews_are_half_and_half_and_share_none():
    corpus = used("imdb").corpus
    assert (len(corpus.train), len(corpus.dev), len(corpus.test)) == (7200, 800, 4000)
    assert sum(one.label for one in corpus.test) == 2000
    assert not {one.text for one in corpus.test} & {one.text for one in corpus.train}
