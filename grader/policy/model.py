"""A course as its instructor writes it down: `course.yaml`. Frozen, and a misspelt key is a mistake.

Reading the file, and the tables that it names, happens in `load`.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from grader.nearest import closest
from grader.policy.durations import Duration, Moment, Share

Text = Annotated[str, Field(min_length=1)]


def read_zone(value: Any) -> ZoneInfo:
    """A time zone by its name in the world's database. Raises ValueError."""
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        near = closest(str(value), available_timezones())
        advice = f"the nearest is `{near}`" if near else "write one such as `Europe/Berlin` or `UTC`"
        raise ValueError(f"`{value}` is no time zone that this machine knows: {advice}") from None


Zone = Annotated[ZoneInfo, PlainValidator(read_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Berlin"]})]


class Late(BaseModel):
    """What lateness costs. A day is 24 hours, and a day that was begun counts whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    per_day: Share
    """What each day costs: `10 %`."""
    of: Literal["maximum", "earned"] = "maximum"
    """Per cent of what: of all points of the sheet, or of those that were earned."""
    grace: Duration = timedelta(0)
    """Lateness that costs nothing, and that is taken off before days are counted: `15 minutes`."""
    cap: Share = 1.0
    """The most that lateness can cost, per cent of the same: `50 %`."""
    closes: Duration | None = None
    """How long after the due date hand-ins still count; later ones earn nothing: `7 days`."""


class AssignmentPolicy(BaseModel):
    """What a course decides about one assignment."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    due: Moment | None = None
    """When it is due, in the course's time zone: `2026-11-20 23:59`. A date alone means the end of that day."""
    late: Late | None = None
    """What lateness costs; without it, lateness is told and costs nothing."""
    attempts: Literal["best", "last"] = "last"
    """Which of several attempts counts: the last one, or the one with most points after its own lateness."""
    in_groups: bool = False
    """Whether one member's hand-in counts for the whole group that the roster or `groups` names."""
    times: Text | None = None
    """A CSV table of when people handed in, with the columns `who` and `submitted` (and `attempt`): it is believed
    before what an export says."""


class Extension(BaseModel):
    """A later due date for one person and one assignment."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    who: Text
    """The person's id, e-mail address, login or name."""
    assignment: Text
    """The assignment's short name."""
    until: Moment | None = None
    """The later due date: `2026-11-25 23:59`."""
    by: Duration | None = None
    """Or how much later: `3 days`, to the same time of day."""
    reason: str = ""
    """For your own records; no report prints it."""


class Excuse(BaseModel):
    """A person of whom nothing is asked: of one assignment, or of all."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    who: Text
    """The person's id, e-mail address, login or name."""
    assignment: Text | None = None
    """The assignment's short name; left out, all of them."""
    reason: str = ""
    """For the gradebook and the instructor's page; no student's report prints it."""


class CourseFile(BaseModel):
    """One course: who is in it, what is due when, and what the exceptions are."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    course_version: Literal[1]
    """The version of this format: 1."""
    timezone: Zone | None = None
    """The zone of every time in this file and its tables: `Europe/Berlin`. Needed where there is a time."""
    roster: Text | None = None
    """The CSV table of the course's people, beside this file: `roster.csv`, or a gradebook that was downloaded."""
    columns: dict[
        Literal["name", "id", "login", "email", "section", "group", "excused", "extra_time", "extension"], Text
    ] = {}
    """What the roster calls its columns, where its headers are others: `{id: Matrikelnummer}`."""
    groups: dict[Text, list[Text]] = {}
    """Groups by their names, with each member's id, e-mail address, login or name."""
    assignments: dict[Text, AssignmentPolicy] = {}
    """What holds for each assignment, by its short name."""
    extensions: list[Extension] = []
    """Later due dates."""
    excused: list[Excuse] = []
    """Who need not hand in what."""
    extra_time: dict[Text, Duration] = {}
    """Who has more time for every assignment, and how much: `{ann@example.edu: 48 hours}`."""
