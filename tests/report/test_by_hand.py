import json
import re
from dataclasses import replace

import pytest

from grader.grading.report import Adjustment, ByHand, QuestionMark
from grader.outcome import Finding, Outcome, Verdict
from grader.report import words
from grader.report.audience import seen_by
from grader.report.by_hand import adjusted
from grader.report.machine import as_json, dumps
from grader.report.page import render
from grader.report.terminal import render as on_terminal
from tests.report.marked import COMMENT, WAITS, given, marked
from tests.report.test_page import Reader

AUDIENCES = ("student", "instructor")


def text_of(report, audience="student"):
    return Reader(render(report, audience)).text


def lines_of(report, audience="student"):
    return on_terminal(report, verbose=True, width=100, colour=False, audience=audience)


def one(make, outcome, by_hand, **more):
    return make.report(QuestionMark("1", "One", (given("a", 3, outcome, by_hand, **more),)))


def test_the_figure_is_what_counts_and_under_it_stands_what_changed_it():
    page = render(marked(), "student")
    head = Reader(page[: page.index("</header>")]).text
    assert ("63 / 80 71 − 8: Handed in 1 day late: 10 % of what can be earned is taken off. "
            "An extension of two hours was granted.") in head  # fmt: skip
    lines = lines_of(marked()).splitlines()
    assert lines[1:4] == ["63 / 80", "  71 − 8: Handed in 1 day late: 10 % of what can be earned is taken off.",
                          "  An extension of two hours was granted."]  # fmt: skip


def test_each_adjustment_goes_on_from_the_one_before_and_no_total_is_below_zero(make):
    report = replace(marked(), adjustments=(Adjustment("Late.", -80), Adjustment("Spared.", 4)))
    assert adjusted(report, "student") == ("71 − 80: Late.", "−9 + 4: Spared.", "No total is below 0.")
    assert "<b>0</b> / 80" in render(report, "student")


def test_extra_credit_is_counted_in_what_was_earned(make):
    extra = make.report(QuestionMark("1", "One", (make.right("e", 2, extra_credit=True),)))
    assert words.beside_score(extra, "student")[0][1] == "2 of the 2 are extra credit"
    late = replace(extra, adjustments=(Adjustment("Late.", -1),))
    assert words.beside_score(late, "student")[0][1] == "2 of the 2 earned are extra credit"


def test_the_student_reads_who_marked_how_much_and_the_words():
    page, text = render(marked(), "student"), text_of(marked())
    assert text.count("by a person the") == 5
    assert "Marked by a person: 3 of 4 points." in text
    paragraphs = re.findall(r'<p class="comment" dir="auto">(.*?)</p>', page, re.DOTALL)
    second = "The *second* one has a name: `underflow`.\nSee the notes &lt;of week 3&gt;."
    assert paragraphs[:2] == ["You name both effects.", second]
    said = lines_of(marked())
    assert "    by a person      the explanation" in said and "        said:  You name both effects.\n" in said


def test_a_replaced_mark_says_so_and_what_the_program_found_stays_readable():
    page, text = render(marked(), "student"), text_of(marked())
    assert (
        "A person set this to 2 of 3 points. Half of it is right. What the program found: in part The sign of the "
        "gradient is flipped. where draw 2 try Recheck the sign. loss 1 of 1 grad 0 of 2 What it printed"
    ) in text
    assert '<details class="evidence computed" open>\n<summary>What the program found: in part' in page
    assert "A person set this to 1 of 3 points. What the program found: passed" in text
    said = lines_of(marked())
    assert "        What the program found: in part:\n        The sign of the gradient is flipped." in said


def test_why_it_waited_is_folded_once_it_is_marked_and_nothing_waits_any_more():
    page = render(marked(), "student")
    assert ('<details class="evidence computed">\n<summary>Why it waited for a person</summary>\n'
            '<p class="what">A person will read this answer.</p>') in page  # fmt: skip
    assert "Your answer" in page and "not read by the program" in page
    assert "not read by the program" in lines_of(marked())
    assert "a person will read this" not in page and "wait for a person" not in text_of(marked()).replace(
        "Why it waited for a person", "")  # fmt: skip


def test_neither_the_reason_nor_the_name_nor_what_is_stale_reaches_the_student():
    shown = render(marked(), "student") + lines_of(marked()) + dumps(as_json(marked(), "student"))
    assert "SECRET" not in shown and "computed</span>" not in shown and "has changed since" not in shown
    found = as_json(marked(), "student")["questions"][0]["checks"][3]["by_hand"]
    assert found == {"points": 1.0, "comment": "", "computed": 3.0, "reason": "", "by": "", "changed_since": False}


def test_the_instructor_reads_reason_name_computed_points_and_what_is_stale():
    stale = "What was handed in has changed since a person marked it."
    text = text_of(marked(), "instructor")
    assert ("reason SECRET-REASON the sheet was unclear by SECRET-BY Dr. Who computed 1 of 3 points "
            "What the program found: in part") in text  # fmt: skip
    assert "computed not counted" in text and f"flag {stale}" in text
    assert text.index(f"Flags {stale} 1, the loss") < text.index("Marked by a person")
    said = lines_of(marked(), "instructor")
    assert f"        flag:  {stale}" in said and "        computed: 1 of 3 points" in said


def test_what_a_person_judged_is_no_next_thing_and_no_praise():
    assert words.next_thing(marked(), "student") == "Next: question 2, “all else” (5 points)."
    only = replace(marked(), questions=marked().questions[:1])
    assert words.next_thing(only, "student") == "Nothing to mend in what the program checks; a person marked the rest."
    right = given("a", 3, Outcome(Verdict.PASSED, 1.0), ByHand(0))
    assert words.praise(QuestionMark("1", "One", (right,))) == ""


def test_an_answer_that_nobody_found_and_a_person_marked_is_not_missed_any_more(make):
    missing = Outcome(Verdict.NEEDS_PERSON, 0.0, Finding("No answer was found.", "", "Write one."))
    report = one(make, missing, ByHand(2, "It was on paper."), kind="essay")
    assert words.unanswered(report, "student") == ("", "")
    assert "It was on paper." in text_of(report) and "no answer" not in text_of(report)


def test_a_question_is_complete_when_persons_gave_everything_and_opened_where_they_wrote(make):
    silent, told = one(make, WAITS, ByHand(3)), one(make, WAITS, ByHand(3, "Well argued."))
    for report, state in ((silent, ""), (told, " open")):
        assert f'<details class="question"{state}>' in render(report, "student")
        assert '<span class="word">complete</span>' in render(report, "student")


def test_a_broken_check_that_a_person_marked_counts(make):
    text = text_of(one(make, Outcome(Verdict.BROKEN), ByHand(2)))
    assert "2 / 3" in text and "left out of the count" not in text and "What the program found: our fault" in text


def test_a_hidden_check_tells_what_a_person_gave_and_nothing_more(make):
    outcome = Outcome(Verdict.FAILED, 0.0, Finding("SECRET", "SECRET", "Look.", "The loss is half."))
    text = text_of(one(make, outcome, ByHand(2, "Agreed."), visibility="hidden"))
    assert "A person set this to 2 of 3 points. Agreed." in text and "The loss is half." in text
    assert "SECRET" not in text


def test_no_mark_by_hand_and_no_penalty_gives_away_what_is_shown_after_the_release(make):
    shown = set()
    for points, penalty in ((0, -1), (3, -2.5)):
        report = one(make, Outcome(Verdict.FAILED), ByHand(points, f"SECRET {points}"), visibility="after release")
        late = replace(report, adjustments=(Adjustment("Late: a share of the score.", penalty),))
        assert seen_by(late, "student").questions[0].marks[0].by_hand is None
        shown.add(render(late, "student") + lines_of(late) + dumps(as_json(late, "student")))
    assert len(shown) == 1
    page = shown.pop()
    assert "Late: a share of the score." in page and "What this changes is counted with the release." in page
    assert '"final": null' in page


def test_json_holds_what_a_person_gave_beside_what_was_computed():
    values = as_json(marked())
    assert (values["score"], values["final"]) == (71.0, 63.0)
    assert values["adjustments"][1] == {"what": "An extension of two hours was granted.", "points": 0.0}
    checks = values["questions"][0]["checks"]
    assert checks[0]["by_hand"]["comment"] == COMMENT and checks[0]["by_hand"]["computed"] is None
    assert checks[2]["by_hand"] == {"points": 2.0, "comment": "Half of it is right.", "computed": 1.0,
                                    "reason": "SECRET-REASON the sheet was unclear", "by": "SECRET-BY Dr. Who",
                                    "changed_since": False}  # fmt: skip
    assert checks[2]["verdict"] == "partial" and checks[2]["score"] == 2.0
    assert json.loads(dumps(values))["questions"][1]["checks"][0]["by_hand"] is None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_persons_words_are_data_too(make, audience):
    words_of_somebody = "\n\n".join(make.hostile)
    by_hand = ByHand(1, words_of_somebody, words_of_somebody, words_of_somebody)
    report = replace(one(make, WAITS, by_hand), adjustments=(Adjustment(words_of_somebody, -1),))
    page, terminal = render(report, audience), lines_of(report, audience)
    assert "<script>" not in page and "<b onclick" not in page and "\x1b" not in page + terminal
    assert "\u202e" not in page + terminal and "&lt;script&gt;" in page
