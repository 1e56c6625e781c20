from datetime import timedelta

import pytest

from grader.policy.durations import date_in_words, in_words, percent, read_duration, read_moment, read_share


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-20", "20 November 2026, 23:59"),
        ("2026-11-20 23:59", "20 November 2026, 23:59"),
        ("2026-11-20T9:05", "20 November 2026, 09:05"),
        ("2026-11-20 12:00:30", "20 November 2026, 12:00:30"),
        ("2028-02-29", "29 February 2028, 23:59"),
    ],
)
def test_a_date_is_read_and_said(text, said):
    assert date_in_words(read_moment(text)) == said


def test_a_time_without_seconds_lasts_to_the_end_of_its_minute():
    assert read_moment("2026-11-20 23:59").second == 59


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20.11.2026", "write it as `2026-11-20 23:59`"),
        ("2026-11-20 23:59+01:00", "isn't a date that is read here"),
        ("2026-02-29", "no date of the calendar"),
        ("2026-11-20 24:00", "no time of a day"),
        ("0206-11-20", "the year 206"),
        (20261120, "isn't a date"),
    ],
)
def test_other_dates_are_refused(text, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        read_moment(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15 minutes", timedelta(minutes=15)),
        ("1 week", timedelta(days=7)),
        ("48 hours", timedelta(days=2)),
        ("1.5 days", timedelta(hours=36)),
        ("2 days and 12 hours", timedelta(days=2, hours=12)),
        ("1 Day, 30 seconds", timedelta(days=1, seconds=30)),
    ],
)
def test_a_length_of_time_is_read(text, length):
    assert read_duration(text) == length


@pytest.mark.parametrize("text", ["3", 3, "three days", "3 dayss", "-3 days", "days", "", None, "90000 weeks"])
def test_other_lengths_are_refused(text):
    with pytest.raises(ValueError, match=r"3 days|ten years"):
        read_duration(text)


def test_a_share_needs_its_sign_as_a_bare_number_could_be_points():
    assert read_share("10 %") == read_share("10%") == 0.1
    assert percent(read_share("12.5 %")) == "12.5 %"
    for wrong in ("10", 10, "110 %", "-5 %", None):
        with pytest.raises(ValueError, match=r"`10 %`|everything"):
            read_share(wrong)


def test_a_length_is_said_in_its_two_greatest_units():
    assert in_words(timedelta(days=2, hours=3, minutes=5)) == "2 days 3 hours"
    assert in_words(timedelta(days=1, seconds=1)) == "1 day 1 second"
    assert in_words(timedelta(0)) == "0 seconds"
