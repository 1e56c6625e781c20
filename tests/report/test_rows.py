from dataclasses import fields

import pytest

from grader.outcome import ClaimedNumber, Claims, Examples, Figures, GivenExample
from grader.report.rows import CLAIMS, EXAMPLES, as_text, claim_rows, example_rows, figure_rows, left_over
from tests.report.measured import CLAIMS as REPORTED
from tests.report.measured import EXAMPLES as GIVEN

LONG = "W" * 10_000
HOSTILE = "\x1b[2J\u202e\n\ud800"


@pytest.mark.parametrize("marks", [CLAIMS, EXAMPLES])
def test_every_verdict_has_a_word_and_a_shape_of_its_own(marks):
    for column in (0, 1):
        assert len({mark[column] for mark in marks.values()}) == len(marks)


def test_a_claim_says_what_was_reported_what_was_measured_and_why():
    agrees, differs, missing, unmeasured = claim_rows(REPORTED)
    assert (agrees.word, agrees.facts) == ("agrees", (("reported", "113.7"), ("measured", "113.6")))
    assert differs.remarks[0] == ("where", "writeup.md, line 40") and "splits on TAB" in differs.remarks[1][1]
    assert (missing.word, missing.facts) == ("not found", (("measured", "82.9 %"),))
    assert (unmeasured.word, unmeasured.facts) == ("not measured", (("reported", "0.3"),))


def test_an_example_says_label_prediction_explanation_and_note():
    holds, _, unchecked = example_rows(GIVEN)
    assert (holds.word, holds.facts) == ("holds", (("label", "positive"), ("predicted", "negative")))
    assert holds.own == "“seductive” is rare in training." and holds.remarks == (
        ("", "Your model says negative, as you wrote."),
    )
    assert unchecked.word == "not checked" and unchecked.facts == () and unchecked.own == ""


def test_a_long_example_is_folded_under_its_beginning():
    short, long, _ = example_rows(GIVEN)
    assert short.begins == ""
    assert long.begins.startswith("It is not without") and len(long.begins) == 120 and long.begins.endswith("…")


def of_words(kind, words, verdict):
    return kind(**{each.name: verdict if each.name == "verdict" else words for each in fields(kind)})


def test_what_a_student_wrote_is_bounded_and_visible():
    rows = (*claim_rows(Claims((of_words(ClaimedNumber, LONG, "differs"), of_words(ClaimedNumber, HOSTILE, "agrees")))),
            *example_rows(Examples((of_words(GivenExample, LONG, "holds"), of_words(GivenExample, HOSTILE, "holds")))))
    for row in rows:
        said = [row.name, row.text, row.own, *(words for pair in (*row.facts, *row.remarks) for words in pair)]
        assert max(map(len, said)) < 2_100
        assert not any(bad in "".join(said) for bad in "\x1b\u202e\n\ud800")
    assert rows[2].text.endswith("… 8,000 more characters")
    assert figure_rows(Figures("", ((LONG, HOSTILE),)))[0] == ("W" * 119 + "…", "\\x1b[2J\\u202e \\ud800")


def test_rows_beyond_what_is_shown_are_counted():
    figures = Figures("many", (("a", "1"),) * 50)
    assert len(figure_rows(figures)) == 40 and left_over(figures.rows) == "10 more rows are not shown."
    assert left_over(figures.rows[:41]) == "1 more row is not shown." and left_over(figures.rows[:40]) == ""
    assert [text for text, _ in as_text(figures)][-1] == "10 more rows are not shown."
    assert len(claim_rows(Claims(REPORTED.rows * 20))) == len(example_rows(Examples(GIVEN.rows * 20))) == 40


def test_the_terminal_names_each_row_with_a_shape_and_a_word():
    lines = [text for text, _ in as_text(REPORTED)]
    assert lines[0] == "✓ agrees: dev perplexity; reported 113.7, measured 113.6"
    assert "✗ not found: test accuracy; measured 82.9 %" in lines
    lines = [text for text, _ in as_text(GIVEN)]
    assert lines[0] == "✓ holds: “A gorgeous , witty , seductive movie .”; label positive, predicted negative"
    assert lines[2] == "    explained: “seductive” is rare in training."
    assert max(map(len, lines)) < 300
