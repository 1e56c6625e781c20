"""When people handed in, from a table of the instructor's: `who,submitted`, and `attempt` where there are several."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from grader.outcome import Finding
from grader.policy.table import Table, TableMistakes
from grader.submission.text import shown

_WHO = ("who", "id", "name", "login", "email")
_SUBMITTED = ("submitted", "time", "date")


@dataclass(frozen=True)
class HandedIn:
    """One line of a table of times."""

    who: str
    submitted: datetime  # with its zone
    line: int
    attempt: int | None = None  # None: the only one, or the last


def read_times(table: Table, zone: ZoneInfo) -> tuple[HandedIn, ...]:
    """Every line of the table; a time without a zone is the course's. Raises TableMistakes with all that is wrong."""
    header = [one.casefold() for one in table.header]
    who = next((header.index(one) for one in _WHO if one in header), None)
    submitted = next((header.index(one) for one in _SUBMITTED if one in header), None)
    if who is None or submitted is None:
        missing = "who" if who is None else "submitted"
        advice = "Its header should be `who,submitted` or `who,submitted,attempt`."
        raise TableMistakes([Finding(f"{table.name} has no column `{missing}`.", table.where(1), advice)])
    attempt = header.index("attempt") if "attempt" in header else None
    found: list[HandedIn] = []
    mistakes: list[Finding] = []
    seen: dict[tuple[str, int | None], int] = {}
    for row in table.rows:
        number = row.cells[attempt] if attempt is not None else ""
        try:
            one = HandedIn(row.cells[who], read_instant(row.cells[submitted], zone), row.line, _attempt(number))
        except ValueError as error:
            advice = "Write it as `2026-11-20 23:59`, with seconds and a zone (`+01:00`, `Z`) where they are known."
            mistakes.append(Finding(f"{str(error)[:1].upper()}{str(error)[1:]}.", table.where(row.line), advice))
            continue
        first = seen.setdefault((one.who, one.attempt), one.line)
        if first != one.line:
            what = f"“{shown(one.who)}” stands twice; first on line {first}."
            mistakes.append(Finding(what, table.where(one.line), "Number several attempts in a column `attempt`."))
        found.append(one)
    if mistakes:
        raise TableMistakes(mistakes)
    return tuple(found)


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """A moment with its zone: the text's own, else the course's. Raises ValueError.

    An hour that a clock shows twice is taken as the earlier of the two: in favour of whoever handed in.
    """
    if not re.match(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", text):
        raise ValueError(f"`{shown(text, 40)}` is no date with a time of day")
    try:
        moment = datetime.fromisoformat(re.sub(r"(?<=\d) (UTC|(?=[+-]\d{2}))", lambda at: "Z" if at[1] else "", text))
    except ValueError:
        raise ValueError(f"`{shown(text, 40)}` is no date with a time of day") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _attempt(cell: str) -> int | None:
    if not cell:
        return None
    if not re.fullmatch(r"[1-9]\d{0,5}", cell):
        raise ValueError(f"`{shown(cell, 40)}` is no number of an attempt")
    return int(cell)
