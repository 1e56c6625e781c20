"""Who may be exported yet: a missing mark is never a zero."""

from dataclasses import replace

import pytest

from grader.export.readiness import Terms, mark_of, named, told_unready
from grader.mistake_of_user import UserMistake
from grader.policy.gradebook import Standing
from tests.export.rows import BROKEN, EXCUSED, LATE, MISSING, UNGRADED, WAITING, mark, report, row


def test_only_what_was_decided_is_a_mark():
    assert mark_of(row("ann", 17.5), Terms()) == 17.5
    assert [mark_of(one, Terms()) for one in (UNGRADED, MISSING, EXCUSED, WAITING)] == [None] * 4
    assert mark_of(WAITING, Terms(so_far=True)) == 4.0


def test_an_adjustment_counts():
    assert mark_of(row("ann", made=report(mark(points=4), adjustments=(LATE,))), Terms()) == 2.0


def test_everybody_graded_missing_or_excused_is_ready():
    assert told_unready([row("ann"), MISSING, EXCUSED], Terms()) == ()
    assert told_unready([WAITING], Terms(so_far=True)) == ()


def test_who_is_not_ready_is_counted_and_named_with_what_to_do():
    with pytest.raises(UserMistake) as told:
        told_unready([row(who, standing=Standing.UNGRADED) for who in ("ann", "bo", "cem", "dan")], Terms())
    finding = told.value.finding
    assert finding.what == "4 people have handed in and not been graded: Ann, Bo, Cem and 1 more. Nothing was exported."
    assert finding.advice == (
        "run `grade PATH` again for what is not graded; "
        "`--mark-ungraded` leaves these people empty and exports the others."
    )


def test_a_row_that_says_graded_and_holds_no_report_is_not_ready():
    with pytest.raises(UserMistake):
        told_unready([replace(row("ann"), report=None), row("bo")], Terms(so_far=True))


def test_points_that_broke_on_our_side_are_no_lost_points():
    broken = row("ann", made=report(mark(points=16), mark(BROKEN)))
    with pytest.raises(UserMistake) as told:
        told_unready([broken], Terms())
    assert told.value.finding.what.startswith("One person has points that broke on our side: Ann.")
    assert "`grade validate SLUG`" in told.value.finding.advice
    assert mark_of(broken, Terms()) is None and mark_of(broken, Terms(so_far=True)) == 16.0


def test_marked_as_ungraded_they_are_told_with_the_first_reason():
    (finding,) = told_unready([row("ann"), UNGRADED, WAITING], Terms(mark_ungraded=True))
    assert finding.what == "2 people have no mark yet and are left empty: Uma (9) and Wim (6)."
    assert finding.advice == "Uma (9): Its archive cannot be opened."


def test_a_name_cannot_move_the_cursor():
    assert named([row("x", name="A\x1b[2J")]) == "A\\x1b[2J"
