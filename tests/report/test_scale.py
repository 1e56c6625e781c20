"""What is said of one measured number, and how it is drawn."""

import math
import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from grader.outcome import Level, Scale
from grader.report import scale as said
from grader.report.scale_plot import LETTER, NARROWEST, scale_plot
from grader.report.text import width_of
from tests.report.measured import (
    ACCURACY,
    CORRELATION,
    CROWDED,
    EQUAL,
    EVERY,
    FARTHEST_OFF,
    HUGE,
    INFINITE,
    LEVELS,
    NO_NUMBER,
    PASSING,
    PERPLEXITY,
)  # fmt: skip

SCALES = [each for each in EVERY if isinstance(each, Scale)]


def drawing(scale):
    return ElementTree.fromstring(str(scale_plot(scale, "q1-1-1")))


def texts_of(scale):
    return [each for each in drawing(scale).iter("text") if each.text]


def box(text, width):
    """Where a text lies on a page of this width: its row, and its ends in pixels."""
    at, long = float(text.get("x").rstrip("%")) * width / 100, LETTER * width_of(text.text)
    share = next((share for name, share in (("middle", 0.5), ("end", 1.0)) if name in text.get("class").split()), 0.0)
    return float(text.get("y")), at - share * long, at + (1 - share) * long


def test_words_say_between_which_levels_yours_lies_and_what_passes():
    assert said.in_words(PERPLEXITY) == ("Yours, 126.1, lies between unigram (123.4) and uniform (500). "
                                         "51 or less passes.")  # fmt: skip
    assert said.in_words(CORRELATION) == ("Yours, 0.04, lies below all levels; the nearest is no negatives (0.26). "
                                          "0.9 or more passes.")  # fmt: skip
    assert said.in_words(replace(PERPLEXITY, yours=4000, bound=None)) == (
        "Yours, 4000, lies above all levels; the nearest is reversed (1211)."
    )
    assert said.in_words(Scale("loss", 2.0, (Level("oracle", 1.0),))) == "Yours, 2, lies above oracle (1)."
    assert said.in_words(replace(PERPLEXITY, levels=())) == "Yours is 126.1. 51 or less passes."


def test_words_say_when_yours_is_a_level_and_when_it_is_no_number():
    assert said.in_words(EQUAL) == "Yours, 500, equals uniform. 500 or less passes."
    assert said.in_words(INFINITE) == "Yours is infinite. 51 or less passes."
    assert said.in_words(NO_NUMBER) == "Yours is not a number. 51 or less passes."


def test_shares_are_read_in_percent_and_nothing_else_is():
    assert said.in_order(ACCURACY) == ("majority class 50 % · random vectors 70.4 % · passes from 80 % · "
                                       "yours 82.9 % · reference 83.1 %")  # fmt: skip
    assert "%" not in said.in_order(CORRELATION)


def test_numbers_are_printed_with_four_digits():
    values = (43.684, 1e6, 123456.0, 1e300, 3.0, -0.25, math.inf, -math.inf, math.nan)
    assert [said.figure(value) for value in values] == [
        "43.68", "1,000,000", "123,456", "1e+300", "3", "-0.25", "infinite", "minus infinite", "not a number",
    ]  # fmt: skip


def test_perplexities_are_compared_by_factors_and_accuracies_by_differences():
    line = Scale("perplexity", 100.0, (Level("a", 10.0), Level("b", 1000.0)))
    assert [round(one.at, 6) for one in said.line_of(line).places] == [3.0, 50.0, 97.0]
    share = Scale("accuracy", 0.5, (Level("a", 0.25), Level("b", 0.75)), less_is_better=False)
    assert [one.at for one in said.line_of(share).places] == [3.0, 50.0, 97.0]
    assert said.line_of(replace(share, yours=0.25)).places[1].at == 3.0


def test_what_lies_far_beyond_the_levels_stands_at_the_end_and_leaves_them_their_room():
    for scale, end in ((INFINITE, 100.0), (FARTHEST_OFF, 100.0), (replace(CORRELATION, yours=-1e9), 0.0),
                       (replace(PERPLEXITY, yours=0.0), 0.0)):  # fmt: skip
        places = said.line_of(scale).places
        [yours] = [one for one in places if one.kind == "yours"]
        assert (yours.at, yours.beyond) == (end, 1 if end else -1)
        known = [one.at for one in places if one.kind != "yours"]
        assert min(known) == 3.0 and max(known) == pytest.approx(97.0)
        assert "beyond this line" in next(each.text for each in texts_of(scale) if "yours" in each.text)
    assert [one.beyond for one in said.line_of(HUGE).places if one.kind == "yours"] == [0]


def test_passing_follows_the_direction():
    assert [said.passes(each) for each in (PERPLEXITY, PASSING, ACCURACY, CORRELATION, INFINITE)] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert said.passes(NO_NUMBER) is None and said.passes(replace(PASSING, bound=None)) is None
    assert said.passes(replace(PASSING, yours=51.0)) is True


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name[:20])
@pytest.mark.parametrize("width", [NARROWEST, 345, 720])
def test_no_label_lies_on_another_or_beyond_the_page(scale, width):
    boxes = [box(each, width) for each in texts_of(scale)]
    for (row, left, right), (other, start, end) in combinations(boxes, 2):
        assert row != other or right <= start or end <= left
    # On a phone an arrow's words may need the room of the whole page, and have it.
    assert all(left >= -0.5 and right <= width + 0.5 for _, left, right in boxes)


def test_sixteen_equal_levels_with_endless_names_get_a_row_each_and_are_cut():
    scale = Scale("perplexity", 5.0, tuple(Level("W" * 10_000, 5.0) for _ in range(16)), 5.0)
    boxes = [box(each, NARROWEST) for each in texts_of(scale)]
    assert len({row for row, _, _ in boxes}) == len(boxes) == 14
    assert all(left >= 0 and right <= NARROWEST for _, left, right in boxes)


def test_a_long_name_fits_the_narrowest_page_wherever_its_place_is():
    for n in range(11):
        names = (Level("a", 0.0), Level("b", 10.0), Level("W" * 99, float(n)))
        scale = Scale("mean gap in some unit", 12345678.0, names, less_is_better=False)
        boxes = [box(each, NARROWEST) for each in texts_of(scale)]
        assert all(left >= 0 and right <= NARROWEST for _, left, right in boxes)


def test_leaders_cross_no_label_where_there_is_a_way():
    for scale in (PERPLEXITY, PASSING, ACCURACY, CORRELATION, HUGE):
        labels = [box(each, NARROWEST) for each in texts_of(scale)]
        for line in drawing(scale).iter("line"):
            if line.get("class") == "leader":
                at, low = float(line.get("x1").rstrip("%")) * NARROWEST / 100, float(line.get("y2"))
                assert not [row for row, left, right in labels if 20 < row < low and left < at < right]


def test_the_drawing_says_all_numbers_in_order_to_those_who_do_not_see_it():
    svg = drawing(PERPLEXITY)
    assert svg.get("role") == "img" and svg.find("title").text == PERPLEXITY.name
    assert svg.find("desc").text == ("From left to right: oracle 43.68 · passes up to 51 · unigram 123.4 · yours 126.1 "
                                     "· uniform 500 · reversed 1211.")  # fmt: skip
    assert drawing(NO_NUMBER).find("desc").text.endswith("reversed 1211 · yours is not a number.")


def test_yours_is_told_apart_by_place_word_and_shape_and_coloured_by_the_bound():
    def yours(scale):
        return [(each.get("class"), each.text) for each in texts_of(scale) if "yours" in each.text]

    assert yours(PERPLEXITY) == [("yours lost middle", "yours 126.1")]
    assert yours(PASSING) == [("yours good start", "yours 47.2")]
    assert yours(NO_NUMBER) == [("yours", "yours is not a number")]
    shapes = {next(drawing(each).iter("path")).get("d") for each in (PERPLEXITY, INFINITE)}
    assert len(shapes) == 2 and not list(drawing(NO_NUMBER).iter("path"))


def test_the_side_that_passes_is_drawn_thick():
    def passing(scale):
        lines = [each for each in drawing(scale).iter("line") if each.get("class") == "passing"]
        return [(each.get("x1"), each.get("x2")) for each in lines]

    assert passing(Scale("perplexity", 20.0, (Level("a", 10.0), Level("b", 1000.0)), 100.0)) == [("0%", "50%")]
    assert passing(Scale("accuracy", 0.5, (Level("a", 0.2), Level("b", 1.0)), 0.6, False)) == [("100%", "50%")]
    assert passing(replace(PERPLEXITY, bound=None)) == []


def test_nothing_is_drawn_where_nothing_can_be_placed():
    assert scale_plot(Scale("perplexity", math.nan, ()), "x") == ""
    assert len(texts_of(Scale("perplexity", math.inf, (Level("a", math.nan), Level("b", math.inf))))) == 1
    assert len(texts_of(Scale("perplexity", 0.0, (Level("a", -1.0),), 0.0))) == 3


def test_meanings_stand_best_first_and_facts_are_bounded():
    assert [name for name, _, _ in said.meanings(PERPLEXITY)] == ["oracle", "unigram", "uniform", "reversed"]
    assert said.meanings(ACCURACY) == (("majority class", "50 %", "always the same answer"),)
    wordy = replace(PERPLEXITY, levels=(Level("a", 2.0, "W" * 10_000),), about=(("a\n\x1b", "W" * 10_000),) * 99)
    assert len(said.meanings(wordy)[0][2]) == 300
    assert len(said.facts(wordy)) == 12 and {len(value) for _, value in said.facts(wordy)} == {120}
    assert said.facts(wordy)[0][0] == "a \\x1b"


def test_a_level_that_is_hostile_stays_text():
    svg = str(scale_plot(replace(PERPLEXITY, name="<b>\u202e`x`", levels=(Level('"><script>`y`', 2.0), *LEVELS)), "x"))
    assert "<script>" not in svg and "<b>" not in svg and "\u202e" not in svg and "`" not in svg
    ElementTree.fromstring(svg)


def test_no_drawing_carries_a_colour_or_a_style():
    for scale in (PERPLEXITY, CROWDED, INFINITE):
        assert not re.search(r'style=|fill="|stroke="|#[0-9a-f]{3}', str(scale_plot(scale, "x")))


def test_the_same_scale_gives_the_same_drawing():
    assert scale_plot(CROWDED, "x") == scale_plot(replace(CROWDED), "x")
