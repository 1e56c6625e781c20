"""Winnowing: what is promised about shared stretches."""

import random

from hypothesis import given
from hypothesis import strategies as st

from grader.similarity.fingerprints import NOTHING, K, T, W, hashes, winnowed

tokens = st.lists(st.integers(1, 2**32), unique=True, max_size=40)
stretch = st.lists(st.integers(2**33, 2**34), unique=True, min_size=T, max_size=T)


def prints(codes):
    return {value for value, _ in winnowed(hashes(codes))}


@given(tokens, tokens, tokens, tokens, stretch)
def test_a_shared_stretch_of_the_promised_length_is_always_found(before, after, other_before, other_after, shared):
    assert prints(before + shared + after) & prints(other_before + shared + other_after)


@given(tokens, stretch)
def test_beside_the_starter_it_is_found_too(starter, shared):
    given_ones = set(hashes(starter))
    both = [{value for value, _ in winnowed(hashes(codes), given_ones)} for codes in (starter + shared, shared)]
    assert both[0] & both[1]
    assert not both[0] & given_ones


def test_what_is_shorter_than_a_k_gram_is_never_found():
    shared = list(range(1, K))
    assert not prints([*range(100, 120), *shared, *range(200, 220)]) & prints([*range(300, 320), *shared])


def test_a_hash_depends_on_the_order_and_on_nothing_before():
    codes = list(range(1, K + 1))
    assert hashes([99, *codes])[-1] == hashes(codes)[0]
    assert hashes(codes) != hashes(codes[::-1])


def test_a_table_of_numbers_has_no_fingerprints():
    assert set(hashes([1, 2, 3, 4] * 50)) == {NOTHING}
    assert prints([1, 2, 3, 4] * 50) == set()


def test_about_one_k_gram_in_every_half_window_is_chosen():
    codes = random.Random(1).sample(range(2**30), 5000)
    chosen = len(prints(codes))
    assert 0.9 < chosen / (2 / (W + 1) * 5000) < 1.1


def test_a_repeated_line_gives_few_fingerprints():
    assert len(list(winnowed(hashes(list(range(20)) * 200)))) < 2 * 20 * 200 / W
    assert len(prints(list(range(20)) * 200)) <= 20
