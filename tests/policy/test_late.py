from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from grader.policy.durations import read_moment
from grader.policy.late import adjusted, dates
from grader.policy.model import Extension, Late
from tests.policy.handing_in import report_of

STEADY = settings(deadline=None, derandomize=True, database=None, max_examples=60)
BERLIN = ZoneInfo("Europe/Berlin")
TEN = {"per_day": "10 %"}


def lateness(when, late=TEN, score=80.0, due="2026-11-20 23:59", pending=0.0, extra="", **extension):
    """What a hand-in at a moment of Berlin's wall loses, and the line that says so."""
    moment = datetime.fromisoformat(when)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)
    granted = Extension(who="a", assignment="word2vec", **extension) if extension else None
    days = dates(BERLIN, read_moment(due), granted, timedelta(hours=float(extra or 0)))
    policy = Late(**late) if late else None
    line = adjusted(report_of(score, pending=pending), moment, days, policy, 80.0)
    return (line.points, line.what) if line else (0.0, "")


def test_each_day_that_was_begun_costs_its_share_of_the_maximum():
    said = "Handed in 2 days 3 hours late, counted as 3 days: 10 % of the maximum a day, −24 points."
    assert lateness("2026-11-23 02:59:59") == (-24.0, said)
    assert lateness("2026-11-23 02:59:59", score=60) == (-24.0, said)


def test_of_what_was_earned_where_the_course_says_so():
    said = "Handed in 1 second late, counted as 1 day: 10 % of what was earned a day, −6 points."
    assert lateness("2026-11-21 00:00", {**TEN, "of": "earned"}, 60) == (-6.0, said)
    assert lateness("2026-11-21 00:00", {**TEN, "of": "earned"}, 60, pending=20)[1].endswith("−6 points so far.")


@pytest.mark.parametrize(
    ("when", "points"),
    [
        ("2026-11-20 23:59:00", 0),
        ("2026-11-20 23:59:59", 0),
        ("2026-11-20 23:59:59.900", 0),
        ("2026-11-21 00:00:00", -8),
        ("2026-11-21 23:59:59", -8),
        ("2026-11-22 00:00:00", -16),
        ("2026-11-20 22:59:59+00:00", 0),
        ("2026-11-20 23:00:00+00:00", -8),
    ],
)
def test_the_last_second_of_a_minute_is_in_time_and_the_next_is_not(when, points):
    lost, line = lateness(when)
    assert lost == points
    assert bool(line) == bool(points)


def test_grace_costs_nothing_and_is_taken_off_before_days_are_counted():
    grace = {**TEN, "grace": "15 minutes"}
    said = "Handed in 15 minutes late: that is within the 15 minutes of grace, no points are lost."
    assert lateness("2026-11-21 00:14:59", grace) == (0, said)
    assert lateness("2026-11-21 00:15:00", grace)[0] == -8
    assert lateness("2026-11-22 00:14:59", grace)[0] == -8
    said = "Handed in 1 day 15 minutes late, counted as 2 days after 15 minutes of grace"
    assert lateness("2026-11-22 00:15:00", grace) == (-16, f"{said}: 10 % of the maximum a day, −16 points.")


def test_a_cap_ends_it():
    points, said = lateness("2026-11-30 12:00", {**TEN, "cap": "50 %"})
    assert points == -40
    assert said.endswith("counted as 10 days: 10 % of the maximum a day, 50 % at most, −40 points.")
    assert "at most" not in lateness("2026-11-23 12:00", {**TEN, "cap": "30 %"})[1]  # three days are 30 %


def test_nobody_gets_less_than_nothing():
    points, said = lateness("2026-11-23 12:00", score=10)
    assert points == -10
    assert said.endswith("−10 points, which is all that was earned.")
    assert lateness("2026-11-23 12:00", score=10, pending=20)[1].endswith("which is all that was earned so far.")
    assert lateness("2026-11-23 12:00", score=0)[1].endswith("10 % of the maximum a day, no points are lost.")


def test_what_comes_after_the_close_earns_nothing():
    closes = {**TEN, "cap": "50 %", "closes": "7 days"}
    assert lateness("2026-11-27 23:59:59", closes)[0] == -40
    said = "Handed in 7 days 1 second late, and hand-ins closed 7 days after the due date, −80 points."
    assert lateness("2026-11-28 00:00:00", closes) == (-80, said)
    assert lateness("2026-11-28 12:00:00", closes, by="1 day")[0] == -40
    said = "Handed in 9 days 1 second late, and hand-ins closed 7 days after the extended due date, −80 points."
    assert lateness("2026-11-30 00:00:00", closes, by="1 day") == (-80, said)


def test_an_extension_spares_what_it_covers_and_says_so():
    said = "Handed in 2 days late: covered by an extension until 23 November 2026, 23:59."
    assert lateness("2026-11-22 23:59:59", by="3 days") == (0, said)
    said = "Handed in 3 days 3 hours late; an extension covers 1 day of it, and the rest is counted as 3 days"
    points, line = lateness("2026-11-24 02:59:59", by="1 day")
    assert (points, line) == (-24, f"{said}: 10 % of the maximum a day, −24 points.")
    assert lateness("2026-11-20 12:00", by="1 day") == (0, "")


def test_an_extension_s_date_counts_from_where_it_ends():
    assert lateness("2026-11-25 23:59:59", until="2026-11-25 23:59")[0] == 0
    assert lateness("2026-11-26 00:00:00", until="2026-11-25 23:59")[0] == -8


def test_extra_time_and_an_extension_add_up():
    said = "Handed in 3 days late: covered by an extension and extra time until 23 November 2026, 23:59."
    assert lateness("2026-11-23 23:59:59", by="1 day", extra="48") == (0, said)
    said = "Handed in 3 days late; an extension and extra time cover 2 days of it, and the rest is counted as 1 day"
    assert lateness("2026-11-23 23:59:59", by="1 day", extra="24")[1].startswith(said)
    assert "covered by extra time" in lateness("2026-11-21 12:00", until="2026-11-21 23:59", extra="48")[1]


def test_without_a_policy_lateness_is_told_and_costs_nothing():
    assert lateness("2026-11-21 11:59:59", None) == (0, "Handed in 12 hours late: no points are lost for it.")


def test_a_day_is_24_hours_when_the_clocks_change():
    assert lateness("2026-10-25 23:59:59", due="2026-10-24 23:59")[1].startswith(
        "Handed in 1 day 1 hour late, counted as 2"
    )
    assert lateness("2027-03-28 23:59:59", due="2027-03-27 23:59")[1].startswith(
        "Handed in 23 hours late, counted as 1 day"
    )


def test_a_date_that_moves_keeps_its_time_of_day_when_the_clocks_change():
    assert lateness("2026-10-25 23:59:59", due="2026-10-24 23:59", by="1 day")[1].startswith(
        "Handed in 1 day 1 hour late: c"
    )
    assert lateness("2026-10-26 00:00:00", due="2026-10-24 23:59", by="1 day")[0] == -8


def test_an_hour_that_comes_twice_ends_late_and_one_that_never_comes_is_no_trap():
    assert lateness("2026-10-25 01:30:59+00:00", due="2026-10-25 02:30")[0] == 0  # 02:30 for the second time
    assert lateness("2026-10-25 01:31:00+00:00", due="2026-10-25 02:30")[0] == -8
    assert lateness("2027-03-28 01:30:59+00:00", due="2027-03-28 02:30")[0] == 0  # 02:30 would be 03:30 by then


def test_moments_at_the_ends_of_the_calendar_are_moments():
    berlin = dates(BERLIN, read_moment("2026-11-20 23:59"), None, timedelta(0))
    for moment in (datetime.min, datetime.max):
        adjusted(report_of(80), moment.replace(tzinfo=UTC), berlin, Late(**TEN), 80.0)


MINUTES = some.integers(0, 60 * 24 * 40)
POLICIES = some.fixed_dictionaries(
    {"per_day": some.sampled_from(["5 %", "10 %", "33.3 %"]), "cap": some.sampled_from(["20 %", "50 %", "100 %"])},
    optional={
        "grace": some.sampled_from(["15 minutes", "2 days"]),
        "closes": some.sampled_from(["1 day", "7 days"]),
        "of": some.sampled_from(["maximum", "earned"]),
    },
)


def points_after(minutes, late, score, **more):
    moment = datetime(2026, 10, 20, 12, tzinfo=UTC) + timedelta(minutes=minutes)
    return lateness(moment.isoformat(), late, score, due="2026-10-20 13:59", **more)[0]


@STEADY
@given(MINUTES, MINUTES, POLICIES, some.integers(0, 80))
def test_who_comes_later_never_loses_less(one, other, late, score):
    early, later = sorted((one, other))
    assert points_after(later, late, score) <= points_after(early, late, score) <= 0


@STEADY
@given(MINUTES, POLICIES, some.integers(0, 80))
def test_nobody_loses_more_than_the_cap_while_hand_ins_are_open_nor_more_than_was_earned(minutes, late, score):
    lost = -points_after(minutes, late, score)
    assert lost <= score
    late.pop("closes", None)
    base = score if late.get("of") == "earned" else 80
    assert -points_after(minutes, late, score) <= float(late["cap"].split()[0]) / 100 * base + 1e-9


@STEADY
@given(MINUTES, POLICIES, some.integers(0, 80), some.sampled_from(["1 hour", "1 day", "9 days"]))
def test_an_extension_never_costs_anything(minutes, late, score, by):
    assert points_after(minutes, late, score, by=by) >= points_after(minutes, late, score)
