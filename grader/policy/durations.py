"""Dates, durations and shares as an instructor writes them, and the words that a report has for them."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

_UNITS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_LONGEST = timedelta(days=3650)
_PART = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(week|day|hour|minute|second)s?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}:\d{2})(:\d{2})?)?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def read_moment(value: Any) -> datetime:
    """A date and a time of day, without a zone: the last second of what was written. Raises ValueError.

    `23:59` lasts until 23:59:59, and a date alone until the end of its day: nobody is late by the seconds that a
    sheet does not print.
    """
    if isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else str(value)
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(f"`{text[:40]}` isn't a date that is read here: write it as `2026-11-20 23:59`")
    date, minutes, seconds = match.groups()
    try:
        moment = datetime.fromisoformat(f"{date} {(minutes or '23:59').zfill(5)}{seconds or ':59'}")
    except ValueError:
        raise ValueError(f"`{text}` is no date of the calendar, or no time of a day") from None
    if not 1990 <= moment.year <= 2200:
        raise ValueError(f"`{text}` lies in the year {moment.year}: is that meant")
    return moment


def read_duration(value: Any) -> timedelta:
    """`3 days`, `48 hours`, `1 day 12 hours`; raises ValueError for anything else."""
    if isinstance(value, timedelta):
        return value
    text = value.strip().lower() if isinstance(value, str) else ""
    if not re.fullmatch(rf"{_PART.pattern}(?:(?:\s*,|\s+and)?\s+{_PART.pattern})*", text):
        advice = "write a number and a unit, as in `15 minutes`, `48 hours` or `3 days`"
        raise ValueError(f"`{value}` isn't a length of time: {advice}")
    length = timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text)))
    if length > _LONGEST:
        raise ValueError(f"`{value}` is longer than ten years: is that meant")
    return length


def read_share(value: Any) -> float:
    """`10 %` as 0.1. Raises ValueError; a bare number, too, which might be points."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*%", value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"`{value}` isn't a share: write it with its sign, as in `10 %`")
    if (share := float(match.group(1)) / 100) > 1:
        raise ValueError(f"`{value}` is more than everything: 100 % is the most")
    return share


Moment = Annotated[
    datetime,
    PlainValidator(read_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([ T]+\d{1,2}:\d{2}(:\d{2})?)?$"}),
]
Duration = Annotated[
    timedelta, PlainValidator(read_duration), WithJsonSchema({"type": "string", "examples": ["15 minutes", "3 days"]})
]
Share = Annotated[
    float, PlainValidator(read_share), WithJsonSchema({"type": "string", "pattern": r"^\d{1,3}(\.\d{1,4})?\s*%$"})
]


def in_words(length: timedelta) -> str:
    """A length of time in its two greatest units: "2 days 3 hours"; "0 seconds" for none."""
    rest, parts = int(length.total_seconds()), []
    for unit, size in list(_UNITS.items())[1:]:
        number, rest = divmod(rest, size)
        if number:
            parts.append(counted(number, unit))
    return " ".join(parts[:2]) or "0 seconds"


def date_in_words(moment: datetime) -> str:
    """A date with its time of day: "20 November 2026, 23:59"; seconds only where they are not a minute's last."""
    seconds = "" if moment.second == 59 else f":{moment.second:02}"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}{seconds}"


def percent(share: float) -> str:
    """0.1 as "10 %"."""
    return f"{round(share * 100, 4):g} %"


def counted(number: float, noun: str) -> str:
    """A number with its noun: "1 day", "2.5 points"."""
    shown = f"{round(number, 4):g}" if abs(number) < 100_000 else f"{number:,.0f}"
    return f"{shown} {noun}{'' if abs(number) == 1 else 's'}"
