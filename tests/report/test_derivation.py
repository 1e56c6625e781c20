"""Derivations as they are shown: every verdict a word and a mark, the break explained, nothing of it markup."""

import json
import re
from dataclasses import fields, replace
from html import unescape
from pathlib import Path

import pytest

from grader.grading.report import QuestionMark
from grader.outcome import (
    Derivation,
    DerivationChain,
    DerivationStep,
    Finding,
    Outcome,
    UnreadFormula,
    Verdict,
)
from grader.report.derivation import MOST_CHARACTERS, MOST_LINES, as_text, is_all_right, written
from grader.report.machine import as_json, dumps
from grader.report.page import render
from grader.report.text import width_of
from grader.report.view import page
from grader.report.words import is_unanswered

DOCS = Path(__file__).parents[2] / "docs"
HOSTILE = (
    r"\href{javascript:alert(1)}{x}",
    r"\text{<script>alert(1)</script>}",
    "<img src=x onerror=alert(1)>",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp.exe",
    "\ud800",
    "x" * 100_000,
    "{" * 5_000,
    r"\newcommand{\a}{" + "x" * 4_000 + "}" + r"\a" * 900,
    r"\label{q1-1} \eqref{q1-1}",
    "",
)


def chain(*verdicts, **more):
    left, *rest = verdicts
    steps = (DerivationStep("", "J", left), *(DerivationStep("=", "x", each) for each in rest))
    return DerivationChain("J", 7, steps, **more)


def only(*chains, **more):
    return Derivation("answers.md", chains, **more)


def words_of(found):
    return [(line.word, line.shape) for each in written(found).chains for line in each.lines]


def report_of(make, found, verdict=Verdict.PARTIAL, **more):
    outcome = Outcome(verdict, 0.5, Finding("Something breaks.", "", "Look again.", "A line breaks."), (found,))
    return make.report(QuestionMark("1", "One", (make.mark("a", 2, outcome, kind="derivation", **more),)))


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_verdict_has_its_word_and_its_shape(make):
    assert words_of(make.steps) == [
        ("", ""),
        ("holds", "passed"),
        ("breaks here", "failed"),
        ("follows from the wrong step", "follows"),
        ("breaks too", "failed"),
        ("rejoins here", "rejoins"),
        ("a person will read this", "needs_person"),
        ("breaks here", "failed"),
    ]


def test_a_left_side_alone_has_a_mark():
    assert words_of(only(chain("holds"))) == [("holds", "passed")]


def test_a_left_side_that_is_not_read_has_a_mark():
    assert words_of(only(chain("not_read", "holds")))[0] == ("a person will read this", "needs_person")


def test_the_first_break_is_found_where_nobody_named_it():
    assert [word for word, _ in words_of(only(chain("holds", "breaks", "breaks")))] == ["", "breaks here", "breaks too"]


@pytest.mark.parametrize("audience", ["student", "instructor"])
def test_each_line_of_the_page_has_word_and_shape(make, audience):
    html = render(report_of(make, make.steps), audience)
    marks = re.findall(r'<span class="mark [a-z]+"><svg class="shape".*?</svg><span class="word">([^<]+)</span>', html)
    for word in ("holds", "breaks here", "follows from the wrong step", "breaks too", "rejoins here",
                 "a person will read this"):  # fmt: skip
        assert word in marks, word
    assert html.count('<math display="block">') >= 7
    assert '<code class="latex">\\mystery{U}</code>' in html  # what can't be typeset stays what it was


def test_the_explanation_stands_right_beneath_the_broken_line(make):
    html = render(report_of(make, make.steps), "student")
    broken = next(item for item in re.findall(r"<li class=\"step.*?</li>", html, re.DOTALL) if "breaks here" in item)
    text = plain(broken)
    assert text.endswith("It is not equal to the line above. either The sign of u_o is flipped. "
                         "or The one-hot y is missing.")  # fmt: skip
    assert "numbers With V = 2 yours is 0.31, and 0.62 is due." in plain(html)


def test_one_explanation_says_why(make):
    found = only(chain("holds", "breaks", first_wrong=1, explanations=("A sign.",)))
    assert "why A sign." in plain(render(report_of(make, found), "student"))


def test_what_was_understood_can_be_unfolded(make):
    html = render(report_of(make, make.steps), "student")
    assert re.search(r'<details class="evidence understood">\s*<summary>What was understood</summary>', html)
    text = plain(html.split("What was understood")[1])
    assert "as written taken for" in text and "the softmax, (V,)" in text
    assert "line 31 ∂J/∂v_c = (-u_o + …) = (u_o + [U ŷ]) = [U (y + ŷ)] ≈ [U (ŷ - [2 y])]" in text
    assert "= [U (ŷ - y)] = not read" in text


def test_the_instructor_who_has_to_read_finds_it_unfolded(make):
    assert '<details class="evidence understood" open>' in render(report_of(make, make.steps), "instructor")


def test_what_was_not_read_says_where_why_and_what_to_do(make):
    text = plain(render(report_of(make, make.steps), "student"))
    assert "line 52 J >> 0 ≫ compares sizes. try Say what is equal to what." in text


def test_a_derivation_without_a_flaw_is_folded(make):
    found = only(chain("holds", "holds"))
    assert is_all_right(found) and not is_all_right(make.steps)
    passed = report_of(make, found, Verdict.PASSED)
    assert "<summary>Your derivation</summary>" in render(passed, "student")
    assert "<summary>The derivation</summary>" in render(passed, "instructor")


def test_lines_that_hold_and_do_not_suffice_are_not_folded(make):
    assert "Your derivation" not in render(report_of(make, only(chain("holds", "holds")), Verdict.PARTIAL), "student")


def test_a_goal_is_named_where_the_left_side_does_not_say_it(make):
    said, other = chain("holds", "breaks"), replace(chain("holds", "breaks"), goal=r"\nabla J")
    assert [each.goal for each in written(only(said, other)).chains] == ["", r"\nabla J"]
    assert "toward ∇ J" in plain(render(report_of(make, only(other)), "student"))


def test_a_list_says_in_words_what_its_marks_show(make):
    shown = written(make.steps).chains
    assert shown[0].in_words.startswith("Derivation in answers.md, line 31: ")
    assert shown[0].in_words.endswith("breaks at expression 3 of 7, rejoins at expression 6")
    assert written(only(chain("holds", "holds"))).chains[0].in_words.endswith("every step holds")
    assert written(only(chain("holds", "not_read"))).chains[0].in_words.endswith("a person will read part of it")


@pytest.mark.parametrize("visibility", ["hidden", "after release"])
def test_a_hidden_derivation_shows_a_student_none_of_it(make, visibility):
    html = render(report_of(make, make.steps, visibility=visibility), "student")
    assert "answers.md" not in html and "<math" not in html and 'class="chain"' not in html
    assert ("A line breaks." in html and "Look again." in html) == (visibility == "hidden")
    assert "answers.md" in render(report_of(make, make.steps, visibility=visibility), "instructor")


def test_a_derivation_that_waits_is_no_missing_answer(make):
    def waits(found):
        mark = make.mark("a", 2, Outcome(Verdict.NEEDS_PERSON, evidence=(found,)), kind="derivation")
        return is_unanswered(mark, "student")

    assert not waits(make.steps) and not waits(only(unread=(UnreadFormula(1, "x", "y"),)))
    assert waits(only())


def test_the_terminal_shows_a_line_a_step_and_the_explanation_beneath(make):
    assert [text for text, _ in as_text(make.steps, 60)] == [
        "answers.md, line 31",
        r"  \frac{\partial J}{\partial v_c}",
        r"✓ = -u_o + \sum_x \hat y_x u_x",
        "    The sum runs over all words.",
        r"✗ = u_o + U \hat y",
        "    breaks here: It is not equal to the line above.",
        "    either: The sign of `u_o` is flipped.",
        "    or: The one-hot `y` is missing.",
        "    read as: (u_o + [U ŷ])",
        r"✗ = U(y + \hat y)",
        "    follows from the wrong step",
        r"✗ ≈ U(\hat y - 2y)",
        "    breaks too",
        "    read as: [U (ŷ - [2 y])]",
        r"✓ = U(\hat y - y)",
        "    rejoins here",
        r"? = \mystery{U}",
        r"    a person will read this: `\mystery` is no name that we",
        "    know.",
        "answers.md, line 40",
        r"✗ -\log \hat y_o",
        "    breaks here: A loss is asked for.",
        "    numbers: With V = 2 yours is 0.31, and 0.62 is due.",
        "answers.md, line 52",
        "? J >> 0",
        "    a person will read this: `≫` compares sizes.",
        "    try: Say what is equal to what.",
    ]


def test_a_long_formula_is_shortened_to_the_terminal():
    step = DerivationStep("=", "x + " * 500, "holds")
    rows = [text for text, _ in as_text(only(DerivationChain("J", 1, (step,))), 50)]
    assert rows[1].endswith("…") and width_of(rows[1]) == 50


@pytest.mark.parametrize("latex", HOSTILE, ids=lambda latex: ascii(latex[:12]))
def test_hostile_latex_is_data_wherever_it_stands(make, latex):
    steps = tuple(DerivationStep(latex[:300], latex, verdict, latex[:300], latex) for verdict in
                  ("holds", "breaks", "not_read"))  # fmt: skip
    hostile = DerivationChain(latex, 1, steps, 1, None, (latex[:300],), latex[:300])
    found = Derivation(latex[:300], (hostile,), (UnreadFormula(3, latex, latex[:300], latex[:300]),), ((latex, latex),))
    report = report_of(make, found)
    html = render(report, "student")
    assert not re.search(r"<(?:script|img|a )|href=|onerror=[^&]*>", re.sub(r"&lt;.*?&gt;", "", html))
    assert len(html) < 2_000_000
    for text in (html, "\n".join(text for text, _ in as_text(found, 80))):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert html == render(report_of(make, found), "student")
    assert dumps(as_json(report)).isascii()


def test_the_page_bounds_what_it_shows_and_says_what_is_missing(make):
    many = only(*(chain("holds", "breaks") for _ in range(MOST_LINES)))
    assert sum(len(each.lines) for each in written(many).chains) == MOST_LINES
    assert written(many).missing == MOST_LINES
    assert "200 more lines stand in the file itself." in plain(render(report_of(make, many), "student"))
    step = DerivationStep("=", "x" * 8_000, "breaks")
    heavy = only(DerivationChain("J", 1, (step,) * 100))
    assert len(written(heavy).chains[0].lines) == MOST_CHARACTERS // 8_000
    assert [text for text, _ in as_text(heavy, 80)][-1] == "88 more lines stand in the file itself."


def test_an_answer_without_a_chain_is_shown_as_well(make):
    found = only(unread=(UnreadFormula(3, "a picture", "It can't be read."),))
    text = plain(render(report_of(make, found), "student"))
    assert "a person will read this line 3 a picture It can't be read." in text and "What was understood" not in text


def test_the_same_derivation_gives_the_same_bytes(make):
    one, other = report_of(make, make.steps), report_of(make, replace(make.steps))
    assert render(one, "instructor") == render(other, "instructor")
    assert dumps(as_json(one)) == dumps(as_json(other))


def test_json_holds_every_field_as_data(make):
    found = as_json(report_of(make, make.steps), "student")["questions"][0]["checks"][0]["evidence"][0]
    assert found["kind"] == "derivation" and list(found)[1:] == [each.name for each in fields(Derivation)]
    assert found["chains"][0]["first_wrong"] == 2 and found["chains"][1]["rejoins"] is None
    assert found["chains"][0]["steps"][3] == {
        "relation": "=", "latex": r"U(y + \hat y)", "verdict": "breaks", "note": "", "understood": "[U (y + ŷ)]",
        "carried": True,
    }  # fmt: skip
    assert found["names"] == [[r"\hat y", "the softmax, (V,)"]]
    json.dumps(found)


@pytest.mark.parametrize(("of", "kind"), [("a chain", DerivationChain), ("a step", DerivationStep),
                                          ("`unread`", UnreadFormula)])  # fmt: skip
def test_every_field_is_documented(of, kind):
    text = (DOCS / "report-format.md").read_text("utf-8").split(f"| of {of} | meaning |\n")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [each.name for each in fields(kind)]


def test_students_are_told_what_each_mark_means(make):
    text = (DOCS / "for-students.md").read_text("utf-8")
    for word, _ in words_of(make.steps):
        assert not word or f"| {word} |" in text, word


def test_the_view_keeps_the_evidence_itself(make):
    assert page(report_of(make, make.steps), "student").questions[0].checks[0].evidence[0].evidence is make.steps


def test_once_all_is_decided_nobody_is_promised_a_reader():
    found = only(chain("holds", "not_read"), unread=(UnreadFormula(3, "a picture", "It can't be read.", "T."),))
    decided = replace(found, waits=False)
    [one] = written(decided).chains
    assert (one.lines[1].word, one.lines[1].tone) == ("not read; no mark rests on it", "quiet")
    assert one.in_words.endswith("part of it was not read")
    text = "\n".join(line for line, _ in as_text(decided, 80))
    assert "person" not in text and "try:" not in text and "not read; no mark rests on it: It can't be read." in text
