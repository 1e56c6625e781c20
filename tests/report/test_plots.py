import re
from xml.etree import ElementTree

from grader.grading.report import QuestionMark
from grader.outcome import DifferenceMap, Outcome, Verdict
from grader.report import plots
from grader.report.words import VERDICTS


def drawing(markup):
    return ElementTree.fromstring(str(markup))


def test_the_bar_gives_each_question_its_points_and_says_them(make):
    waits = make.mark("e", 5, Outcome(Verdict.NEEDS_PERSON))
    wrong = make.trouble(Verdict.FAILED, "b", "x", points=10)
    report = make.report(QuestionMark("1", "One", (make.right("a", 5),)), QuestionMark("2", "Two", (wrong, waits)))
    svg = drawing(plots.points_bar(report))
    boxes = [(each.get("class"), each.get("x"), each.get("width")) for each in svg.iter("rect")]
    assert boxes[:2] == [("track", "0%", "25%"), ("earned", "0%", "25%")]
    assert boxes[2:] == [("track", "25%", "50%"), ("hatched", "75%", "25%")]
    assert svg.find("desc").text == "1: 5 of 5 points. 2: 0 of 10 points, 5 waiting."
    assert svg.get("role") == "img"


def test_questions_in_a_row_with_one_number_share_their_label(make):
    def question(title):
        return QuestionMark("some-name", title, (make.right("a", 5),))

    report = make.report(question("1 One"), question("2(a) Two"), question("2(a) Three"), question("2(b) Four"))
    texts = [(each.text, each.get("x")) for each in drawing(plots.points_bar(report)).iter("text")]
    assert texts == [("2a", "50%"), ("2b", "87.5%")]


def test_extra_credit_never_makes_the_bar_longer(make):
    report = make.report(QuestionMark("1", "One", (make.right("a", 2), make.right("x", 9, extra_credit=True))))
    assert [each.get("width") for each in drawing(plots.points_bar(report)).iter("rect")] == ["100%", "100%"]


def test_no_bar_is_drawn_where_nothing_is_at_stake(make):
    assert plots.points_bar(make.report()) == ""


def shades(rows, columns):
    return tuple(tuple(0.0 if row else 1.0 for _ in range(columns)) for row in range(rows))


def test_the_map_names_rows_and_says_which_differ():
    found = DifferenceMap("grad", ("V", "D"), ((0.0, 0.0), (0.5, 1.0), (0.0, 0.0)), {1: "drawn twice"})
    svg = drawing(plots.difference_map(found, "m"))
    assert svg.find("title").text == "Where grad differs"
    assert svg.find("desc").text == "Row 1 (drawn twice) differs; the others agree."
    assert "drawn twice" in [each.text for each in svg.iter("text")]
    assert [each.get("fill-opacity") for each in svg.iter("rect") if each.get("class") == "differs"] == ["0.625", "1"]


def test_beside_the_map_a_row_is_named_by_what_stands_in_it():
    rows = {0: "the row of outsideWordIdx, drawn twice", 1: "the row of a word that repeats in outsideWords",
            2: "the row of a word in outsideWords"}  # fmt: skip
    found = DifferenceMap("grad", ("V", "D"), ((1.0,), (1.0,), (0.0,)), rows)
    said = "Rows 0 (outsideWordIdx, drawn twice) and 1 (repeats in outsideWords) differ; the others agree."
    assert plots.map_in_words(found) == said
    assert "in outsideWords" in [each.text for each in drawing(plots.difference_map(found, "m")).iter("text")]


def test_the_map_in_words():
    def said(*rows):
        return plots.map_in_words(DifferenceMap("g", ("V", "D"), rows))

    assert said((0.0,), (0.0,)) == "All rows agree."
    assert said((1.0,), (0.0,), (0.1,)) == "Rows 0 and 2 differ; the others agree."
    assert said((1.0,), (1.0,)) == "Rows 0 and 1 differ; no row agrees."


def test_the_map_shows_what_is_no_number_as_the_largest_difference():
    found = DifferenceMap("g", ("V", "D"), ((float("nan"), float("inf"), -1.0),))
    drawn = [each for each in drawing(plots.difference_map(found, "m")).iter("rect") if each.get("class") == "differs"]
    assert [each.get("fill-opacity") for each in drawn] == ["1", "1"]


def test_the_map_stays_small():
    svg = drawing(plots.difference_map(DifferenceMap("g", ("V", "D"), shades(500, 500)), "m"))
    assert float(svg.get("width")) < 400
    assert len(list(svg.iter("rect"))) < 5000
    assert plots.difference_map(DifferenceMap("g", ("V", "D"), ()), "m") == ""


def test_every_verdict_has_a_shape_of_its_own():
    names = [verdict.value for verdict in VERDICTS] + ["later"]
    assert len({str(plots.shape(name)) for name in names}) == len(names)


def test_no_drawing_carries_a_colour_or_a_style(everything):
    bar = str(plots.points_bar(everything))
    assert not re.search(r'style=|fill="|stroke="|#[0-9a-f]{3}', bar)
