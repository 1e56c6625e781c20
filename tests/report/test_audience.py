import pytest

from grader.grading.report import QuestionMark
from grader.outcome import Finding, Outcome, Verdict
from grader.report.audience import HIDDEN_WORDS, seen_by
from grader.report.machine import as_json, dumps
from grader.report.page import render
from grader.report.terminal import render as on_terminal
from tests.report.measured import EVERY


def everything_shown(report, audience):
    """All bytes that this reader can get, of every kind."""
    terminal = on_terminal(report, verbose=True, width=200, colour=False, audience=audience)
    return render(report, audience) + dumps(as_json(report, audience)) + terminal


def test_no_hidden_value_flag_rubric_or_traceback_of_ours_reaches_the_student(everything):
    assert "SECRET" not in everything_shown(everything, "student")
    assert "0.7315" not in everything_shown(everything, "student")


def test_the_instructor_sees_all_of_it(everything):
    shown = everything_shown(everything, "instructor")
    for word in ("WHAT", "WHERE", "ENTRIES", "PRINT", "NOTE", "FLAG", "PART", "MISTAKE", "SENTENCE", "GAP", "COMMAND",
                 "FUNCTION", "TRACE", "RUBRIC", "ADVICE", "MEASURED"):  # fmt: skip
        assert f"SECRET-{word}" in render(everything, "instructor"), word
        assert f"SECRET-{word}" in shown, word


def test_a_hidden_check_keeps_title_verdict_score_category_and_advice(everything):
    for shown in (render(everything, "student"), on_terminal(everything, verbose=True, width=100, colour=False)):
        assert "loss on unseen words" in shown
        assert "The loss is half of what is due." in shown
        assert "Compare your loss with the sheet" in shown
        assert "0.0 / 3.0" in shown


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.PASSED])
def test_a_hidden_check_without_a_category_gets_plain_words(make, verdict):
    outcome = Outcome(verdict, 0.0, Finding("SECRET 0.5", "SECRET", ""))
    report = make.report(QuestionMark("1", "One", (make.mark("a", 2, outcome, visibility="hidden"),)))
    page = render(report, "student")
    assert "SECRET" not in page
    assert HIDDEN_WORDS[verdict] in page


def test_a_hidden_check_that_passes_says_only_that(make):
    outcome = Outcome(Verdict.PASSED, 1.0, notes=("SECRET",))
    report = make.report(QuestionMark("1", "One", (make.mark("a", 2, outcome, visibility="hidden"),)))
    assert seen_by(report, "student").questions[0].marks[0].outcome == Outcome(Verdict.PASSED, 1.0)


def test_no_total_gives_away_a_check_that_is_shown_after_the_release(make):
    pages = set()
    for fraction, verdict in ((1.0, Verdict.PASSED), (0.5, Verdict.PARTIAL), (0.0, Verdict.FAILED)):
        late = make.mark("late", 2, Outcome(verdict, fraction, Finding("x")), visibility="after release")
        report = make.report(QuestionMark("1", "One", (make.right("now", 3), late)))
        pages.add(everything_shown(report, "student"))
    assert len(pages) == 1
    page = pages.pop()
    assert "The result is shown after the release; until then its points wait." in page
    assert "2 more are shown after the release" in page
    assert "late" in page


def test_a_broken_check_says_on_the_students_page_that_it_costs_nothing(everything):
    page = render(everything, "student")
    assert "This check failed on our side, and costs you nothing." in page
    assert "Its 4 points are left out of the count." in page
    assert "not counted" in page


def test_the_student_sees_their_own_answer_without_the_rubric(everything):
    page = render(everything, "student")
    assert "Your answer" in page and "one-hot" in page
    assert "Rubric" not in page
    assert "Rubric" in render(everything, "instructor")


@pytest.mark.parametrize("visibility", ["hidden", "after release"])
@pytest.mark.parametrize("verdict", [Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_PERSON, Verdict.BROKEN])
def test_nothing_that_was_measured_in_a_hidden_check_or_before_the_release_is_told(make, visibility, verdict):
    outcome = Outcome(verdict, 0.0, Finding("It is 126.1.", category="It is as good as a unigram."), EVERY)
    report = make.report(QuestionMark("1", "One", (make.mark("a", 2, outcome, visibility=visibility),)))
    assert seen_by(report, "student").questions[0].marks[0].outcome.evidence == ()
    shown = everything_shown(report, "student")
    for word in ("126.1", "43.68", "oracle", "training loss", "113.7", "seductive", "word_vectors", "neutral"):
        assert word not in shown, word
        assert word in everything_shown(report, "instructor"), word


def test_what_is_measured_in_a_check_of_ours_that_broke_is_not_told(make):
    report = make.report(QuestionMark("1", "One", (make.mark("a", 2, Outcome(Verdict.BROKEN, evidence=EVERY)),)))
    assert "43.68" not in everything_shown(report, "student")


def test_both_readers_are_told_which_texts_were_used(measured):
    for audience in ("student", "instructor"):
        assert everything_shown(measured, audience).count("60,000 tokens") == 3
