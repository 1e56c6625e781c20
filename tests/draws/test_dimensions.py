import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.draws.dimensions import DimensionRange, Shape, draw_dimensions
from grader.draws.sizes import DrawMistake


def draw(letters, ranges, shape, seed=0):
    return draw_dimensions(letters, ranges, shape, np.random.Generator(np.random.PCG64(seed)))


@given(st.integers(0, 10_000), st.sampled_from([Shape.DISTINCT, Shape.MOST, Shape.LEAST]))
def test_sizes_are_distinct_and_from_3_to_9(seed, shape):
    sizes = draw("VDHNM", {}, shape, seed)
    assert len(set(sizes.values())) == 5
    assert all(3 <= size <= 9 for size in sizes.values())


def test_all_seven_sizes_can_be_given_out():
    assert sorted(draw("ABCDEFG", {}, Shape.DISTINCT).values()) == [3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("seed", range(20))
def test_a_narrow_range_gets_its_size_even_where_others_would_take_it(seed):
    sizes = draw("VDK", {"K": DimensionRange(min=5, max=5)}, Shape.DISTINCT, seed)
    assert sizes["K"] == 5
    assert len(set(sizes.values())) == 3


def test_more_letters_than_sizes_is_a_mistake_that_names_them():
    with pytest.raises(DrawMistake, match="too few sizes for dimensions that should all differ: A from 3 to 9, B"):
        draw("ABCDEFGH", {}, Shape.DISTINCT)


def test_the_square_draw_has_equal_sizes():
    sizes = draw("VDN", {"N": DimensionRange(min=1, max=9)}, Shape.SQUARE)
    assert len(set(sizes.values())) == 1


def test_the_square_draw_leaves_a_size_out_of_reach_alone():
    sizes = draw("VDB", {"B": DimensionRange(min=50, max=60)}, Shape.SQUARE)
    assert sizes["V"] == sizes["D"] <= 9
    assert 50 <= sizes["B"] <= 60


def test_a_letter_that_may_be_1_is_1_once_and_largest_once():
    ranges = {"K": DimensionRange(min=1, max=12)}
    assert draw("VK", ranges, Shape.LEAST)["K"] == 1
    assert draw("VK", ranges, Shape.MOST)["K"] == 12


@pytest.mark.parametrize("seed", range(20))
def test_no_other_letter_is_as_large_as_the_largest(seed):
    sizes = draw("VDN", {"N": DimensionRange(min=1, max=9)}, Shape.MOST, seed)
    assert sizes["N"] == 9
    assert len(set(sizes.values())) == 3


def test_wide_ranges_cost_nothing():
    sizes = draw("AB", {letter: DimensionRange(min=2, max=10_000_000) for letter in "AB"}, Shape.DISTINCT)
    assert sizes["A"] != sizes["B"]


def test_a_range_upside_down_is_refused():
    with pytest.raises(ValidationError, match="`min: 5` is larger than `max: 3`"):
        DimensionRange(min=5, max=3)
