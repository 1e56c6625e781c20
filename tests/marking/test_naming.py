"""Pieces found by what a person types."""

import pytest

from grader.marking.naming import of_assignment, of_check, of_person, of_question, the_one
from grader.marking.piece import pieces
from grader.mistake_of_user import UserMistake
from tests.marking.work import GRADIENT, LOSS, WHY, row

FOUND = pieces([row("ann", name="Ann Lee"), row("bo", name="Bo Ray"), row("bo", slug="lstm", name="Bo Ray")])


def told(choose, *given):
    with pytest.raises(UserMistake) as caught:
        choose(*given)
    return caught.value.finding.what, caught.value.finding.advice


@pytest.mark.parametrize("word", ["ann", "Ann Lee", "id-ann", "ann1", "ANN", "ann lee"])
def test_a_person_is_found_by_whatever_tells_who_it_is(word):
    assert {one.place.who for one in of_person(FOUND, word)} == {"ann"}


def test_an_unknown_person_gets_the_nearest_name():
    assert told(of_person, FOUND, "anne") == ("No student `anne` handed in.", "Did you mean `ann`?")
    assert told(of_person, FOUND, "zzz") == ("No student `zzz` handed in.", "Known are `ann`, `bo`.")
    assert told(of_person, (), "zzz")[1] == "Grade something first."


def test_a_name_that_two_people_have_is_never_guessed():
    twins = pieces([row("ann-1", name="Ann Lee"), row("ann-2", name="Ann Lee")])
    assert told(of_person, twins, "Ann Lee") == (
        "“Ann Lee” fits 2 people.", "Name the hand-in as it is filed: `ann-1`, `ann-2`.",
    )  # fmt: skip


@pytest.mark.parametrize("word", ["why", "1c", "1(c)", "1C", "Why"])
def test_a_question_is_found_by_number_id_or_title(word):
    assert {one.place.check for one in of_question(FOUND, word)} == {WHY}


def test_an_unknown_question_or_check_gets_the_nearest():
    assert told(of_question, FOUND, "whyy") == ("No question `whyy` is there.", "Did you mean `Why`?")
    assert told(of_question, FOUND, "9z")[1] == "Known are `1(a)`, `1(c)`, `2b`."
    assert told(of_check, FOUND, "gradient of") == ("No check `gradient of` is there.", "Did you mean `the gradient`?")


def test_a_check_is_found_by_how_its_title_begins_where_only_one_does():
    assert {one.place.check for one in of_check(FOUND, "the gr")} == {GRADIENT}
    assert {one.place.check for one in of_check(FOUND, "LOSS")} == {LOSS}


def test_an_unknown_assignment_gets_the_nearest():
    assert told(of_assignment, FOUND, "word2vex") == (
        "No assignment `word2vex` is in the store.", "Did you mean `word2vec`?",
    )  # fmt: skip


def test_what_fits_several_places_is_told_with_both():
    both = of_check(of_person(FOUND, "bo"), WHY)
    assert told(the_one, both) == (
        "That fits 2 checks.",
        "Name the question by its id, or add --assignment SLUG: `why` of `word2vec`, `why` of `lstm`.",
    )
    assert the_one(both[:1]) == both[0]


def test_hostile_words_move_no_cursor():
    assert told(of_person, FOUND, "a\x1b[2J")[0] == "No student `a\\x1b[2J` handed in."
