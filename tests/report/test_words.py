from dataclasses import replace

import pytest

from grader.grading.report import QuestionMark
from grader.outcome import Answer, Finding, Outcome, Verdict
from grader.report import words
from grader.report.audience import seen_by


def waiting(make, title="essay", points=20, **more):
    return make.mark(title, points, Outcome(Verdict.NEEDS_PERSON), **more)


def failing(make, title, points, what="different", **more):
    return make.trouble(Verdict.FAILED, title, what, points=points, **more)


def test_every_verdict_has_a_word_of_its_own():
    assert set(words.VERDICTS) == set(Verdict)
    assert len(set(words.VERDICTS.values())) == len(Verdict)


def test_next_names_question_check_and_points(make):
    small, large = failing(make, "small", 1, "one"), failing(make, "the repeated negatives", 3, "two")
    report = make.report(QuestionMark("2b", "Sampling", (small, large)))
    assert words.next_thing(report, "student") == "Next: question 2b, “the repeated negatives” (3 points)."
    assert words.next_thing(report, "instructor").startswith("Costs most: question 2b")


def test_next_names_a_question_by_title_where_its_id_is_no_number(make):
    report = make.report(QuestionMark("naive-softmax", "Naive softmax", (failing(make, "loss", 1),)))
    assert words.next_thing(report, "student") == "Next: “Naive softmax”, “loss” (1 point)."


def test_next_counts_checks_that_failed_for_one_reason_together(make):
    same = [failing(make, title, 2, "There is no `word2vec.py`.") for title in "abc"]
    report = make.report(QuestionMark("1", "One", (failing(make, "x", 5, "other"), *same)))
    said = words.next_thing(report, "student")
    assert said == "Next: question 1, “a” and 2 more checks for the same reason (6 points)."
    report = make.report(QuestionMark("1", "One", tuple(same[:2])))
    said = words.next_thing(report, "student")
    assert said == "Next: question 1, “a” and one more check for the same reason (4 points)."


def test_next_counts_the_checks_that_follow_from_a_gate(make):
    def gated(count):
        follow = [make.trouble(Verdict.SKIPPED, f"s{n}", "Not looked at.", points=2) for n in range(count)]
        marks = (failing(make, "gate", 1, "wrong"), *follow)
        return make.report(QuestionMark("1", "One", marks), QuestionMark("2", "Two", (failing(make, "x", 2),)))

    said = words.next_thing(gated(2), "student")
    assert said == "Next: question 1, “gate” and 2 more checks that follow from it (5 points)."
    said = words.next_thing(gated(1), "student")
    assert said == "Next: question 1, “gate” and one more check that follows from it (3 points)."


def test_next_never_joins_hidden_checks_for_their_words_are_general(make):
    marks = tuple(make.mark(title, 2, Outcome(Verdict.FAILED, 0.0, Finding("x")), "hidden") for title in "ab")
    report = seen_by(make.report(QuestionMark("1", "One", marks)), "student")
    assert words.next_thing(report, "student") == "Next: question 1, “a” (2 points)."


def test_next_says_when_there_is_nothing_to_mend(make):
    perfect = make.report(QuestionMark("1", "One", (make.right("a"),)))
    assert words.next_thing(perfect, "student") == "Every point is earned; nothing is left to mend."
    waits = make.report(QuestionMark("1", "One", (make.right("a"), waiting(make))))
    assert words.next_thing(waits, "student") == "Nothing to mend: what is left waits."
    assert words.next_thing(make.report(), "student") == "Nothing was counted yet."
    broken = make.report(QuestionMark("1", "One", (make.right("a"), make.mark("b", 4, Outcome(Verdict.BROKEN)))))
    assert words.next_thing(broken, "student") == "Every point that counts is earned; nothing is left to mend."


def test_beside_the_score_stands_what_waits_and_what_is_left_out(make):
    broken = make.mark("b", 4, Outcome(Verdict.BROKEN))
    extra = make.right("e", 2, extra_credit=True)
    report = make.report(QuestionMark("1", "One", (make.right("a"), waiting(make), broken, extra)))
    assert [said for _, said in words.beside_score(report, "student")] == [
        "20 more wait for a person",
        "2 of the 3 are extra credit",
        "4 points are left out of the count: something broke on our side, and it costs you nothing",
    ]
    assert words.beside_score(report, "instructor")[-1][1].endswith("and it costs nobody a point")


def test_next_counts_a_check_that_only_names_another_one_with_it(make):
    marks = (failing(make, "a", 1, "one"), failing(make, "b", 2, "two"),
             replace(failing(make, "c", 3, "The same as under “a”."), same_as="a"))  # fmt: skip
    report = make.report(QuestionMark("1", "One", marks))
    said = words.next_thing(report, "student")
    assert said == "Next: question 1, “a” and one more check for the same reason (4 points)."


def unanswered(make, title, points=3, **more):
    found = Finding("No answer was found.", "", "Put it into a Markdown file.")
    return make.mark(title, points, Outcome(Verdict.NEEDS_PERSON, 0.0, found, **more), kind="essay")


def test_what_has_no_answer_is_said_once_at_the_head(make):
    answered = make.mark("read", 5, Outcome(Verdict.NEEDS_PERSON, evidence=(Answer("because"),)), kind="essay")
    report = make.report(*(QuestionMark(name, "W", (unanswered(make, "w"),)) for name in ("1a", "1b", "1c")),
                         QuestionMark("2", "R", (answered,)))  # fmt: skip
    which, advice = words.unanswered(report, "student")
    assert (which, advice) == ("No answer was found to 1a, 1b and 1c.", "Put it into a Markdown file.")
    assert words.beside_score(report, "student")[0][1] == "14 more wait for a person (no answer was found to 9 of them)"
    said = words.next_thing(report, "student")
    assert said == "Nothing to mend in what was found; some written answers were not found."
    first = report.questions[0].marks[0]
    assert words.said_of(first, "student") == Finding("No answer was found.")
    assert words.said_of(answered, "student") is None


def test_what_is_attached_may_be_the_answer(make):
    pdf = unanswered(make, "w", evidence=(Answer("", ("written.pdf",)),))
    assert words.unanswered(make.report(QuestionMark("1", "One", (pdf,))), "student") == ("", "")


def test_a_report_without_any_answer_says_so_of_all_that_waits(make):
    report = make.report(QuestionMark("1", "One", (unanswered(make, "w"),)))
    assert words.beside_score(report, "student")[0][1] == "3 more wait for a person (no answer was found to them)"
    report = make.report(QuestionMark("1", "One", (unanswered(make, "w", 1),)))
    assert words.beside_score(report, "student")[0][1] == "1 more waits for a person (no answer was found to it)"


def test_one_point_is_spoken_of_in_the_singular(make):
    broken = make.mark("b", 1, Outcome(Verdict.BROKEN))
    late = make.right("l", 1, visibility="after release")
    report = seen_by(make.report(QuestionMark("1", "One", (waiting(make, points=1), broken, late))), "student")
    said = [text for _, text in words.beside_score(report, "student")]
    assert said[0] == "1 more waits for a person"
    assert said[1] == "1 more is shown after the release"
    assert said[2].startswith("1 point is left out")


@pytest.mark.parametrize(("value", "text"), [(3.0, "3 points"), (1.0, "1 point"), (2.5, "2.5 points"),
                                             (1 / 3, "0.3333 points"), (0.0, "0 points")])  # fmt: skip
def test_points_in_a_sentence(value, text):
    assert words.points(value) == text


def test_a_column_of_points_has_the_same_digits_everywhere(make):
    whole = make.report(QuestionMark("1", "One", (make.right("a", 2),)))
    half = make.report(QuestionMark("1", "One", (make.right("a", 2), make.right("b", 2.5))))
    third = make.report(QuestionMark("1", "One", (make.mark("a", 1, Outcome(Verdict.PARTIAL, 1 / 3)),)))
    assert [words.digits(each) for each in (whole, half, third)] == [0, 1, 2]
    assert words.mark_points(half.questions[0].marks[0], "student", 1) == "2.0 / 2.0"
    assert words.mark_points(third.questions[0].marks[0], "student", 2) == "0.33 / 1.00"


def test_points_beside_a_check_that_is_not_decided(make):
    assert words.mark_points(waiting(make), "student", 0) == "20 wait"
    assert words.mark_points(waiting(make, points=1), "student", 0) == "1 waits"
    assert words.mark_points(make.later_check(), "student", 0) == "2 later"
    assert words.mark_points(make.mark("b", 4, Outcome(Verdict.BROKEN)), "student", 0) == "not counted"
    assert words.mark_points(make.right("e", 2, extra_credit=True), "student", 0) == "+2 extra"


def test_praise_is_a_fact(make):
    def praise(count, name="1"):
        return words.praise(QuestionMark(name, "One", tuple(make.right(f"{n}") for n in range(count))))

    assert praise(12) == "All 12 checks of question 1 pass."
    assert praise(2) == "Both checks of question 1 pass."
    assert praise(1) == "The one check of question 1 passes."
    assert praise(3, "naive-softmax") == "All 3 checks of this question pass."
    assert praise(0) == ""
    assert words.praise(QuestionMark("1", "One", (make.right("a"), waiting(make)))) == ""


@pytest.mark.parametrize("name", ["1", "2b", "12", "a", "3.1", "2a-ii", "b.2"])
def test_an_id_that_is_the_sheets_number_is_shown(name):
    assert words.label(QuestionMark(name, "Sigmoid", ())) == name


@pytest.mark.parametrize("name", ["naive-softmax", "sgd", "<b>", "1\n", ""])
def test_an_id_that_is_a_name_is_not_mistaken_for_a_number(name):
    assert words.label(QuestionMark(name, "Sigmoid", ())) == ""


@pytest.mark.parametrize(
    ("title", "label", "name"),
    [
        ("2(a) The loss", "2(a)", "The loss"),
        ("2a. The loss", "2a", "The loss"),
        ("2a The loss", "2a", "The loss"),
        ("3.1 The loss", "3.1", "The loss"),
        ("4: The loss", "4", "The loss"),
        ("B(ii) The loss", "B(ii)", "The loss"),
        ("2 layers", "", "2 layers"),
        ("1000 words", "", "1000 words"),
        ("f(x) and g(x)", "", "f(x) and g(x)"),
        ("2(a)", "", "2(a)"),
    ],
)
def test_the_sheets_number_is_taken_from_a_title_that_begins_with_it(title, label, name):
    question = QuestionMark("some-name", title, ())
    assert (words.label(question), words.name(question)) == (label, name)


def test_next_names_the_title_where_several_questions_share_a_number(make):
    wrong = QuestionMark("y", "2(a) The loss", (failing(make, "values", 1),))
    alone, shared = make.report(wrong), make.report(QuestionMark("x", "2(a) Sigmoid", ()), wrong)
    assert words.next_thing(alone, "student") == "Next: question 2(a), “values” (1 point)."
    assert words.next_thing(shared, "student") == "Next: “2(a) The loss”, “values” (1 point)."
