"""What lateness costs one person for one hand-in, with the sentence that says so.

A day of lateness is 24 hours, whatever the clocks do meanwhile. A due date that moves keeps its time of day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from grader.grading.report import Adjustment, Report
from grader.policy.durations import counted, date_in_words, in_words, percent
from grader.policy.model import Extension, Late

_NOTHING = timedelta(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dates:
    """When something is due: for everybody, and for one person. Without a zone, as a clock on the wall shows it."""

    zone: ZoneInfo
    due: datetime
    own: datetime
    spared_by: tuple[str, ...] = ()  # what the later date comes from: "an extension", "extra time"

    @property
    def shown(self) -> str:
        """The person's due date, as a report prints it."""
        return f"{date_in_words(self.own)} ({self.zone.key})"

    def lateness(self, submitted: datetime) -> timedelta:
        """How long after the date that holds for everybody; negative before it."""
        return _elapsed(self.due, submitted, self.zone)

    def own_lateness(self, submitted: datetime) -> timedelta:
        """How long after the person's own date."""
        return _elapsed(self.own, submitted, self.zone)

    def is_closed(self, submitted: datetime, late: Late | None) -> bool:
        """Whether hand-ins no longer counted when this one came."""
        if late is None or late.closes is None:
            return False
        return _elapsed(self.own + max(late.closes, late.grace), submitted, self.zone) > _NOTHING


def dates(zone: ZoneInfo, due: datetime, extension: Extension | None, extra_time: timedelta) -> Dates:
    """A person's dates: extra time and an extension by some days add up; of two dates, the later one holds."""
    own, spared_by = due + extra_time, ["extra time"] if extra_time else []
    if extension is not None and extension.by:
        own, spared_by = own + extension.by, ["an extension", *spared_by]
    if extension is not None and extension.until is not None and extension.until > own:
        own, spared_by = extension.until, ["an extension"]
    return Dates(zone, due, own, tuple(spared_by))


def adjusted(report: Report, submitted: datetime, dates: Dates, late: Late | None, out_of: float) -> Adjustment | None:
    """What lateness changes, or None where somebody was in time."""
    behind, own = dates.lateness(submitted), dates.own_lateness(submitted)
    if behind <= _NOTHING:
        return None
    said = f"Handed in {in_words(behind)} late"
    if own <= _NOTHING:
        return Adjustment(f"{said}: covered by {_and(dates.spared_by)} until {date_in_words(dates.own)}.")
    if dates.is_closed(submitted, late) and late is not None and late.closes is not None:
        after = f"{in_words(late.closes)} after the {'due date' if dates.own == dates.due else 'extended due date'}"
        said = f"{said}, and hand-ins closed {after}"
        return _taken(said, report, max(report.score, 0.0), depends=True)
    if dates.own > dates.due:
        cover = "cover" if len(dates.spared_by) > 1 else "covers"
        said = f"{said}; {_and(dates.spared_by)} {cover} {in_words(behind - own)} of it"
    if late is None:
        return Adjustment(f"{said}: no points are lost for it.")
    return _penalty(said, report, own, late, out_of, rest=dates.own > dates.due)


def _penalty(said: str, report: Report, own: timedelta, late: Late, out_of: float, rest: bool) -> Adjustment:
    """What the days cost that no extension covers."""
    if own <= late.grace:
        the_rest = ", and the rest is" if rest else ": that is"
        return Adjustment(f"{said}{the_rest} within the {in_words(late.grace)} of grace, no points are lost.")
    days = ceil((own - late.grace) / _DAY)
    said = f"{said}, {'and the rest is ' if rest else ''}counted as {counted(days, 'day')}"
    said += f" after {in_words(late.grace)} of grace" if late.grace else ""
    said += f": {percent(late.per_day)} of {'the maximum' if late.of == 'maximum' else 'what was earned'} a day"
    said += f", {percent(late.cap)} at most" if late.cap < round(days * late.per_day, 9) else ""
    base = out_of if late.of == "maximum" else max(report.score, 0.0)
    penalty = round(min(days * late.per_day, late.cap) * base, 4)
    return _taken(said, report, penalty, depends=late.of == "earned")


def _taken(said: str, report: Report, penalty: float, depends: bool) -> Adjustment:
    """The penalty as a line: never more than was earned, and "so far" where marks that wait may change it."""
    taken = min(penalty, max(report.score, 0.0))
    said += f", −{counted(taken, 'point')}" if taken else ", no points are lost"
    said += ", which is all that was earned" if 0 < taken < penalty else ""
    said += " so far" if report.pending and (depends or taken < penalty) else ""
    return Adjustment(f"{said}.", -taken + 0.0)


def _elapsed(wall: datetime, submitted: datetime, zone: ZoneInfo) -> timedelta:
    """From a time on the course's wall to a moment, in whole seconds; an hour that comes twice ends late."""
    if submitted.tzinfo is None:
        submitted = submitted.replace(tzinfo=zone)
    ends = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    due = max(end.astimezone(UTC) for end in ends)
    return submitted.replace(microsecond=0) - due  # of two zones, so the difference is of moments


def _and(words: tuple[str, ...]) -> str:
    return " and ".join(words)
