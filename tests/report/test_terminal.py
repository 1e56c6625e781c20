import re

import pytest

from grader.grading.report import QuestionMark
from grader.outcome import Finding, Outcome, Verdict
from grader.report.terminal import render
from grader.report.text import width_of


def shown(report, **more):
    return render(report, **{"verbose": False, "width": 80, "colour": False, **more})


def test_a_report_is_about_ten_lines(perfect):
    assert shown(perfect).splitlines() == [
        "alice, Word2vec: naive softmax and negative sampling",
        "20 / 20",
        "1a  Sigmoid                                         ████████████           4 / 4",
        "1b  Naive softmax loss and its gradient             ████████████         12 / 12",
        "2   Stochastic gradient descent                     ████████████           4 / 4",
        "Every point is earned; nothing is left to mend.",
    ]


def test_the_bar_shows_earned_lost_and_waiting(everything):
    assert re.search(r"^2b  Negative sampling +█████·····▒▒ +5\.0 / 11\.0$", shown(everything), re.MULTILINE)


def test_what_waits_and_the_next_thing_are_said(everything):
    text = shown(everything)
    assert "19.5 / 37 · 14 more wait for a person" in text
    assert "Next: question 2b, “the repeated negatives” (3 points)." in text
    assert text.endswith("practice marks: public seed")


def test_many_questions_keep_to_ten_lines_and_those_with_most_to_win(make):
    questions = [QuestionMark(str(n), f"Question {n}", (make.right("a"),)) for n in range(1, 12)]
    questions[7] = QuestionMark("8", "The hard one", (make.trouble(Verdict.FAILED, "a", "x"),))
    text = shown(make.report(*questions, seed="public"))
    assert len(text.splitlines()) == 10
    assert "The hard one" in text
    assert "and 6 more questions: 6 complete" in text


def test_the_rest_is_counted_by_what_is_to_be_done(make):
    waits = make.mark("e", 5, Outcome(Verdict.NEEDS_PERSON))
    lost = [QuestionMark(str(n), "Lost", (make.trouble(Verdict.FAILED, "a", "x"),)) for n in range(1, 7)]
    others = [QuestionMark("7", "Waits", (waits,)), QuestionMark("8", "Right", (make.right("a"),))]
    assert "and 3 more questions: 1 complete, 1 with points to win, 1 waits" in shown(make.report(*lost, *others))


def test_findings_come_when_asked_for(everything):
    text = shown(everything, verbose=True)
    assert "    in part          the repeated negatives " in text
    assert "        where: case 3, K = 12: 10 of 35 entries differ" in text
    assert "        try:   Each draw must add its own contribution" in text
    assert "        note:  Your gradient of `centerWordVec` is (1, D)" in text
    assert "Both checks of question 1 pass." in text
    assert "left out: q4_DAN.ipynb, cell 7" in text
    assert "later            speed of a full epoch" in text
    assert "try:" not in shown(everything)


def test_what_to_do_about_missing_answers_is_said_once(make):
    found = Finding("No answer to this question was found.", "", "Put it into a Markdown file.")
    marks = [make.mark("why", 3, Outcome(Verdict.NEEDS_PERSON, 0.0, found), kind="essay") for _ in "abc"]
    text = shown(make.report(*(QuestionMark(f"1{n}", "W", (each,)) for n, each in zip("abc", marks, strict=True))),
                 verbose=True)  # fmt: skip
    assert text.count("Put it into a Markdown file.") == 1
    assert "No answer was found to 1a, 1b and 1c. Put it into a Markdown file." in text
    assert text.count("    no answer was found\n") == 3 and "No answer to this question" not in text


def test_the_instructor_reads_flags_and_the_command(everything):
    text = shown(everything, verbose=True, audience="instructor")
    assert "        flag:  The same line stands in two other submissions." in text
    assert "        again: grade --assignment word2vec --only '2b/the repeated negatives' submissions/alice" in text


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("audience", ["student", "instructor"])
def test_nothing_a_student_wrote_can_move_the_cursor(hostile, verbose, audience):
    text = shown(hostile, verbose=verbose, audience=audience)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]", text)
    assert not verbose or "\\x1b]0;owned\\x07" in text


def test_colours_are_there_only_when_asked_for(everything):
    assert "\x1b[" not in shown(everything)
    coloured = shown(everything, colour=True)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == shown(everything)


@pytest.mark.parametrize("width", [20, 60, 80, 300])
@pytest.mark.parametrize("name", ["everything", "measured"])
def test_no_line_is_wider_than_the_terminal(request, name, width):
    room = max(40, min(width, 100))
    text = shown(request.getfixturevalue(name), width=width, verbose=True)
    assert max(map(width_of, text.splitlines())) <= room


def test_a_bar_never_hides_a_small_loss(make):
    small = make.mark("b", 100, Outcome(Verdict.PARTIAL, 0.999))
    assert "███████████·" in shown(make.report(QuestionMark("1", "One", (small,))))


def test_what_was_measured_comes_when_asked_for(measured):
    text = shown(measured, verbose=True, width=90)
    for line in ("oracle 43.68 · passes up to 51 · unigram 123.4 · yours 126.1 · uniform 500 ·",
                 "tokens: 4,096, unknown words: 3.1 %, characters: 21,380",
                 "Yours begins at 6.2 and ends at 4.909 at step 3,900. The reference's begins at 6.2",
                 "1 very negative     12   100    20     7     0   139",
                 "✓ agrees: dev perplexity; reported 113.7, measured 113.6", "  size: 1,024 × 768 pixels",
                 "✓ holds: “A gorgeous , witty , seductive movie .”; label positive, predicted"):  # fmt: skip
        assert f"\n        {line}\n" in text, line
    assert "\ntexts: the chain language of 500 words, 60,000 tokens" in text
    assert "43.68" not in shown(measured) and "texts:" not in shown(measured)
