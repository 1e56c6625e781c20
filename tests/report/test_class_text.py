import re
from dataclasses import replace

import pytest

from grader.report.class_summary import ClassSummary, Slip
from grader.report.class_text import render_class
from grader.report.text import width_of
from tests.report.classes import crowd, hostile, usual

PAGE = "reports/class-word2vec.html"


def shown(summary, **more):
    return render_class(summary, PAGE, **{"width": 80, "colour": False, **more})


def test_a_class_ends_in_about_ten_lines():
    assert shown(usual()).splitlines() == [
        "Word2vec: 9 people",
        "5 are graded · 1 waits for a person · 1 could not be graded · 1 handed in",
        "  nothing · 1 is excused",
        "broke on our side, and costs nobody a point: 1, the values (3 people)",
        "1 message about single hand-ins",
        "Half of the 6 people with a mark so far have 58.75 or more of 80; the middle",
        "  half lies from 43.75 to 68.12.",
        "0                    ..      .   .   .  .  80",
        "hardest: 2b Negative sampling (52 %), 1 Sigmoid (99 %)",
        "commonest:",
        "  5  2b: repeats-once",
        "  2  2b: The gradient is transposed.",
        "the class page: reports/class-word2vec.html",
    ]


def test_the_three_commonest_are_named_and_what_is_not_told_apart_is_none_of_them():
    slips = tuple(Slip("1", f"m{n}", "s", usual().slips[0].people) for n in range(5))
    text = shown(replace(usual(), slips=slips))
    assert "m2" in text and "m3" not in text and "no known mistake" not in shown(usual())


def test_a_dot_says_for_how_many_people_it_stands():
    assert re.search(r"^0 [ .:]+ 80  a dot: up to 3 people$", shown(crowd(300)), re.MULTILINE)
    assert "a dot" not in shown(usual())
    assert not re.search("^0 ", shown(usual(), width=50), re.MULTILINE)


def test_many_broken_checks_are_counted():
    text = " ".join(shown(replace(usual(), broken=usual().broken * 5)).split())
    assert "1, the values (3 people); 1, the values (3 people); and 3 more" in text


def test_colours_are_there_only_when_asked_for():
    assert "\x1b[31m" in shown(usual(), colour=True) and "\x1b" not in shown(usual())
    assert re.sub(r"\x1b\[\d+m", "", shown(usual(), colour=True)) == shown(usual())


@pytest.mark.parametrize("width", [20, 60, 80, 300])
def test_no_line_is_wider_than_the_terminal_and_nothing_moves_the_cursor(make, width):
    for summary in (usual(), crowd(300), hostile("\n".join(make.hostile))):
        text = shown(summary, width=width)
        room = max(40, min(width, 100))
        assert all(width_of(line) <= room for line in text.splitlines() if "class page" not in line)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]", text)


def test_a_class_without_a_mark_says_so():
    text = shown(ClassSummary("a", "A", 10.0, ()))
    assert "Nobody has a mark yet." in text and "hardest" not in text and "commonest" not in text
