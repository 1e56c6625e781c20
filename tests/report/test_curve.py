import math
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from grader.outcome import Curve
from grader.report.curve import MOST_POINTS, curve_in_words, curve_key, curve_plot, round_ticks
from tests.report.measured import BROKEN_LOSS, EXPLODING, LOSS, NO_LOSS


def drawing(curve):
    return ElementTree.fromstring(str(curve_plot(curve, "q1-1-1")))


def paths(curve, kind):
    return [each.get("d") for each in drawing(curve).iter("path") if each.get("class") == kind]


def labels(curve, x=None):
    return [each.text for each in drawing(curve).iter("text") if x is None or each.get("x") == x]


def test_words_say_where_each_line_begins_and_ends():
    assert curve_in_words(LOSS) == ("Yours begins at 6.2 and ends at 4.909 at step 3,900. The reference's begins at "
                                    "6.2 and ends at 3.871 at step 3,900.")  # fmt: skip


def test_words_say_the_least_value_where_the_line_rises_again():
    assert curve_in_words(Curve("loss", (3.0, 1.0, 2.0), steps=10)) == (
        "Yours begins at 3 and ends at 2 at step 20; its least is 1 at step 10."
    )


def test_words_say_how_many_values_are_not_finite():
    text = curve_in_words(BROKEN_LOSS)
    assert "is last finite at step 2,400, with 5; its least is" in text
    assert text.endswith("4 of your 26 values are not finite (NaN or infinite), the first at step 2,100.")
    assert curve_in_words(Curve("loss", (1.0, math.nan))) == (
        "Yours has one finite value, 1. 1 of your 2 values is not finite (NaN or infinite), the first at step 1."
    )
    assert curve_in_words(NO_LOSS).startswith("Yours has no finite value.")
    assert curve_in_words(Curve("loss", ())) == "Yours has no finite value."


def test_the_line_breaks_where_a_value_is_not_finite_and_a_cross_says_so():
    curve = Curve("loss", (4.0, 3.0, math.nan, 2.0, 1.0, math.inf, 1.0))
    [path] = paths(curve, "yours")
    assert path.count("M") == 3 and "nan" not in path and "inf" not in path
    assert len(paths(curve, "cross")) == 2
    assert curve_key(curve) == "thick: yours; a cross: not finite"
    assert paths(LOSS, "cross") == [] and curve_key(LOSS) == "thick: yours; thin: the reference's"


def test_points_stand_at_their_place():
    [path] = paths(Curve("loss", (0.0, 1.0, 2.0)), "yours")
    assert path == "M0 100L500 50L1000 0"


def test_a_shorter_line_ends_before_the_other():
    curve = Curve("loss", (2.0, 1.0), (2.0, 1.0, 0.0))
    assert paths(curve, "yours") == ["M0 0L500 50"] and paths(curve, "reference") == ["M0 0L500 50L1000 100"]


def test_axes_carry_few_round_ticks():
    assert labels(LOSS, "-7") == ["3", "4", "5", "6", "7", "step"]
    assert [text for text in labels(LOSS) if "," in text or text == "0"] == ["0", "1,000", "2,000", "3,000"]
    for low, high in ((0, 1), (0.0301, 0.0799), (-5, 5), (7, 7), (0, 0), (-1e90, 1e100), (3.3, 3.3000001), (99, 12345)):
        ticks = round_ticks(low, high)
        assert 2 <= len(ticks) <= 6 and ticks[0] <= low and high <= ticks[-1]
        gaps = [b - a for a, b in pairwise(ticks)]
        assert max(gaps) == pytest.approx(min(gaps))
        assert all(len(f"{gap:.3g}".strip("0.").split("e")[0].rstrip("0").replace(".", "")) <= 2 for gap in gaps)


def test_a_loss_that_explodes_is_drawn_by_its_powers():
    assert labels(EXPLODING, "-7") == ["0.1", "1000", "1e+07", "1e+11", "1e+15", "step"]
    assert curve_key(EXPLODING).endswith("heights are logarithmic")


def test_numbers_that_would_overflow_count_as_infinite():
    curve = Curve("loss", (1e308, 1.0, -1e308, 2.0))
    assert "2 of your 4 values are not finite" in curve_in_words(curve)
    assert not re.search(r"nan|inf\b", " ".join(paths(curve, "yours")))


def test_many_points_are_drawn_as_means_and_the_page_says_so():
    curve = Curve("loss", tuple(float(n) for n in range(10 * MOST_POINTS)))
    [path] = paths(curve, "yours")
    assert len(re.findall("[ML]", path)) == MOST_POINTS
    assert curve_key(curve).endswith("each point is the mean of 10")
    broken = replace(curve, yours=(*curve.yours[:5], math.nan, *curve.yours[6:]))
    assert len(paths(broken, "cross")) == 1 and len(re.findall("[ML]", paths(broken, "yours")[0])) == MOST_POINTS - 1
    vast = replace(curve, yours=(*curve.yours[:5], 2e100, *curve.yours[6:]))
    assert len(paths(vast, "cross")) == 1
    assert len(paths(replace(curve, yours=(*curve.yours, *[math.nan] * 20_000)), "cross")) <= 40


def test_one_point_is_seen_and_nothing_is_drawn_of_none():
    assert paths(Curve("loss", (2.0,)), "yours") == ["M0 100h2"]
    for curve in (NO_LOSS, Curve("loss", ())):
        assert curve_plot(curve, "x") == "" and curve_key(curve) == ""


def test_the_drawing_is_named_and_described():
    svg = drawing(LOSS)
    assert svg.get("role") == "img" and svg.find("title").text == "training loss"
    assert svg.find("desc").text == curve_in_words(LOSS)
    assert not re.search(r'style=|fill="|stroke="', str(curve_plot(BROKEN_LOSS, "x")))
