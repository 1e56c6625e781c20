from collections import Counter

import numpy as np
import pytest

from grader.draws.draws import Draws
from grader.draws.generators import Index, Tokens, WordMapping, Words
from grader.draws.tokens import Stream, draw_stream


def draw(seed, **asked):
    return draw_stream(Stream(**asked), np.random.Generator(np.random.PCG64(seed)))


def negatives(stream, count, target=None):
    """What a right student draws: the first `count` that are not the target."""
    return [row for row in stream if row != target][:count]


@pytest.mark.parametrize("seed", range(50))
def test_what_is_used_holds_a_repeat_and_never_the_target(seed):
    stream, _ = draw(seed, rows=1000, count=3, targets=(7,), hits_target=True)
    used = negatives(stream, 3, 7)
    assert len(set(used)) < 3
    assert 7 not in used


@pytest.mark.parametrize("seed", range(50))
def test_the_target_is_met_twice_in_a_row_before_enough_is_drawn(seed):
    stream, _ = draw(seed, rows=5, count=2, targets=(3,), hits_target=True)
    place = stream.index(3)
    assert place < 2
    assert stream[place + 1] == 3


def test_without_hits_target_the_target_never_comes():
    stream, _ = draw(0, rows=5, count=12, targets=(3,))
    assert 3 not in stream


@pytest.mark.parametrize("seed", range(20))
def test_meanings_count_what_a_right_student_draws(seed):
    stream, meanings = draw(seed, rows=6, count=8, targets=(2,), hits_target=True)
    drawn = Counter(negatives(stream, 8, 2))
    words = {0: "never drawn", 1: "drawn once", 2: "drawn twice"}
    assert meanings == {row: words.get(drawn[row], f"drawn {drawn[row]} times") for row in (0, 1, 3, 4, 5)}


def test_with_several_targets_in_the_stream_rows_have_no_meaning():
    _, meanings = draw(0, rows=6, count=8, targets=(2, 3), hits_target=True)
    assert meanings == {}


def test_the_stream_is_longer_than_anybody_needs():
    stream, _ = draw(0, rows=6, count=12)
    assert len(stream) >= 48


def test_the_targets_row_is_called_the_targets_row():
    arguments = {
        "outsideWordIdx": Index(index="V"),
        "tokens": Tokens(tokens="V", count=4, avoiding="outsideWordIdx", hits_target=True),
    }
    for case in Draws("s").cases(arguments):
        target = case.arguments["outsideWordIdx"]
        assert case.rows["V"][target] == "the row of outsideWordIdx"
        assert all(meaning.startswith(("drawn", "never")) for row, meaning in case.rows["V"].items() if row != target)


def test_words_can_be_avoided_too():
    arguments = {
        "words": Words(words="mapping", count=2),
        "mapping": WordMapping(mapping="V"),
        "tokens": Tokens(tokens="V", count=4, avoiding="words"),
    }
    for case in Draws("s").cases(arguments):
        rows = {case.arguments["mapping"][word] for word in case.arguments["words"]}
        assert not rows & set(case.arguments["tokens"])
