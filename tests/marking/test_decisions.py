"""What a person typed: points, letters, and what is wrong with them."""

import pytest

from grader.marking.decisions import LETTERS, LONGEST, decided, points_of, withdrawn
from grader.marking.piece import pieces
from grader.mistake_of_user import UserMistake
from grader.outcome import Outcome, Verdict
from grader.store.event import Decision
from tests.marking.work import GRADIENT, LOSS, SIGNED, piece, row, with_decisions


def refused(*given, of=None):
    with pytest.raises(UserMistake) as caught:
        decided(of or piece(), *given, SIGNED)
    finding = caught.value.finding
    return finding.what, finding.where, finding.advice


@pytest.mark.parametrize(
    ("typed", "points"),
    [("2", 2), ("2.5", 2.5), ("2,5", 2.5), (" .5 ", 0.5), (",5", 0.5), ("0", 0), ("3.", 3), ("+1", 1), ("-0", 0),
     ("1,33333", 1.3333), ("٣", 3)],
)  # fmt: skip
def test_points_are_read_with_a_point_or_a_comma(typed, points):
    assert points_of(piece(), typed) == (points, ())


@pytest.mark.parametrize("typed", ["", "two", "1.000,5", "1e3", "nan", "inf", "2/3", "2 of 3", "1 2", "½"])
def test_what_is_no_number_is_told(typed):
    what, where, advice = refused(typed, "", "", of=piece(GRADIENT))
    assert what == f"“{typed}” is no number of points." and where == "ann, word2vec, 2b: the gradient"
    assert advice == "Write points from 0 to 4, with a decimal point or comma."


def test_criteria_are_ticked_by_their_letters_and_added_up():
    event = decided(piece(), "ca", "", "", SIGNED)
    assert event.points == 2.5
    assert event.reason == "Met: names the loss (1); says why (1.5)."
    for typed in ("a c", "A,C", "a+c", "a; c"):
        assert points_of(piece(), typed)[0] == 2.5


def test_no_letter_of_a_rubric_is_one_that_a_prompt_takes_for_something_to_do():
    assert not set("sbuqm") & set(LETTERS) and len(set(LETTERS)) == len(LETTERS) == 21


def test_a_letter_that_the_rubric_does_not_have_is_told():
    assert refused("az", "", "") == (
        "The rubric has no criterion z.",
        "ann, word2vec, 1(c): why it falls",
        "Write points from 0 to 3, with a decimal point or comma, or the letters of what is met, such as `ac`.",
    )


def test_a_letter_twice_is_told():
    what, _, advice = refused("aca", "", "")
    assert what == "Criterion a is ticked twice."
    assert advice == "Name each criterion once, or write the points as a number up to 3."


def test_more_than_the_check_is_worth_needs_the_word_extra():
    assert refused("3.5", "", "") == (
        "3.5 is more than the 3 points that this check is worth.",
        "ann, word2vec, 1(c): why it falls",
        "Write points from 0 to 3, with a decimal point or comma, or the letters of what is met, such as `ac`. Where "
        "more is meant, write `3.5 extra`.",
    )
    assert decided(piece(), "3.5 extra", "", "", SIGNED).points == 3.5
    assert decided(piece(), "3,5EXTRA", "", "", SIGNED).points == 3.5


def test_less_than_nothing_is_refused_with_extra_or_without():
    assert refused("-1", "", "")[0] == "-1 is less than nothing."
    assert refused("-1 extra", "", "")[0] == "-1 is less than nothing."


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.NEEDS_PERSON])
def test_a_computed_mark_is_replaced_only_with_a_reason(verdict):
    computed = piece(LOSS, computed=Outcome(verdict))
    assert refused("2", "fine", " ", of=computed) == (
        "This replaces a mark that was computed, and no reason is given.",
        "ann, word2vec, 1(a): loss",
        "Give one, such as `the reference was wrong here`.",
    )
    assert decided(computed, "2", "", "it is right", SIGNED).reason == "it is right"


def test_a_decision_says_what_it_is_about_who_made_it_and_what_was_read():
    event = decided(piece(who="ann"), "2,5", " Well put.\r\nYes. ", "", SIGNED)
    assert (event.who, event.slug, event.question, event.check) == ("ann", "word2vec", "why", "why it falls")
    assert (event.decision, event.points, event.comment) == (Decision.POINTS, 2.5, "Well put.\nYes.")
    assert (event.by, event.at, event.read) == ("prof", SIGNED.at, piece().read)


def test_nothing_unseen_is_kept():
    assert decided(piece(), "1", "a\x1b[31mb\x00", "", SIGNED).comment == "a\\x1b[31mb\\x00"


def test_words_without_end_are_refused():
    what, _, advice = refused("1", "x" * (LONGEST + 1), "")
    assert what == "The comment has 10,001 characters, more than 10,000."
    assert advice == "Say it shorter, or name a place where more stands."


def test_withdrawing_needs_something_to_withdraw():
    with pytest.raises(UserMistake) as caught:
        withdrawn(piece(), "", SIGNED)
    finding = caught.value.finding
    assert finding.what == "Nobody has marked this by hand, so there is nothing to withdraw."
    assert finding.advice == "`grade mark --history` lists what was decided."


def test_withdrawn_makes_it_wait_again():
    given = decided(piece(), "2", "", "", SIGNED)
    [after] = with_decisions([row()], [given])
    mark = after.report.questions[1].marks[0]
    assert mark.score == 2 and not mark.pending
    one = next(one for one in pieces([after]) if one.given)
    event = withdrawn(one, "a slip", SIGNED)
    assert (event.decision, event.reason) == (Decision.WITHDRAWN, "a slip")
    [after] = with_decisions([row()], [given, event])
    assert after.report.questions[1].marks[0].pending == 3
