"""The class page: one assignment, everybody, on one file that needs nothing else. Decides how much of it is shown.

What broke on our side comes first. Lists fold; above some numbers of people they end, and say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.outcome import Finding
from grader.report.class_dots import strip
from grader.report.class_summary import Asked, ClassSummary, Place, Slip, Standing, Stuck, Student
from grader.report.class_table import table_of
from grader.report.class_words import by_difficulty, people, percent, spread, standings
from grader.report.text import one_line
from grader.report.words import PRACTICE, number, points

NAMED = 2  # people whom a folded list names
MOST_LISTED = 120  # people in one folded list
MOST_SLIPS = 100
MOST_FLAGGED = 200
MOST_FLAGS = 5  # of one person
MOST_TROUBLES = 100
ABSENT: tuple[tuple[Standing, str], ...] = (
    ("ungraded", "Not graded"), ("missing", "Handed in nothing"), ("excused", "Excused"),
)  # fmt: skip


def render_class(summary: ClassSummary) -> str:
    """The page. The same summary gives the same text, and it is always valid UTF-8."""
    from grader.report.page import rendered  # here, because pages cost jinja2

    return rendered("class.html", "class.css", page=page(summary), dots=strip(summary), table=table_of(summary))


@dataclass(frozen=True)
class Folded:
    """A list of people: how many, a line that is always read, and all of them unless that line names them."""

    count: str
    begins: tuple[Place, ...]  # where nothing is folded
    said: str  # "Ada, Bea and 11 more"
    places: tuple[Place, ...]
    more: str  # what is said of those beyond the list; "" where all stand in it


@dataclass(frozen=True)
class Absent:
    """Those without marks for one reason; each may have a sentence of its own."""

    heading: str
    students: tuple[Student, ...]
    more: str


@dataclass(frozen=True)
class Flagged:
    """One person's flags."""

    student: Student
    flags: tuple[tuple[str, str], ...]  # words, and where they stand
    more: str


@dataclass(frozen=True)
class Page:
    """All of the page but the dots and the table."""

    title: str
    sheet: str
    median: str
    out_of: str
    beside: tuple[tuple[str, str], ...]
    spread: str
    practice: str
    broken: tuple[tuple[str, Folded], ...]
    troubles: tuple[Finding, ...]
    more_troubles: str
    questions: tuple[tuple[Asked, str], ...]  # the hardest first, each with its share
    slips: tuple[tuple[Slip, Folded], ...]
    more_slips: str
    waiting: tuple[tuple[Stuck, str, Folded], ...]
    absent: tuple[Absent, ...]
    flagged: tuple[Flagged, ...]
    more_flagged: str
    made: tuple[str, ...]


def page(summary: ClassSummary) -> Page:
    """The page of a class."""
    quartiles, flagged = summary.quartiles, [one for one in summary.students if one.flags]
    marked = len(summary.marks)
    median = (("plain", f"is the median of {people(marked)}"),) if marked else ()
    return Page(
        one_line(summary.title or summary.slug), _sheet(summary), number(round(quartiles[1], 2)) if quartiles else "–",
        number(summary.out_of), median + standings(summary), spread(summary), PRACTICE if summary.practice else "",
        tuple((_broke(each), _folded(each.people)) for each in summary.broken),
        summary.troubles[:MOST_TROUBLES], _more_troubles(summary),
        tuple((each, percent(each)) for each in by_difficulty(summary)),
        tuple((each, _folded(each.people)) for each in summary.slips[:MOST_SLIPS]),
        _more(len(summary.slips) - MOST_SLIPS, "rarer finding", "rarer findings"),
        tuple((each, points(each.points), _folded(each.people)) for each in summary.waiting),
        tuple(_absent(summary, *each) for each in ABSENT if summary.count(each[0])),
        tuple(map(_flagged, flagged[:MOST_FLAGGED])), _more(len(flagged) - MOST_FLAGGED, "person", "people"),
        tuple(f"{words} ({people(count)})" if len(summary.made) > 1 else words for words, count in summary.made),
    )  # fmt: skip


def _sheet(summary: ClassSummary) -> str:
    due = f"due {one_line(summary.due)}" if summary.due else ""
    whom = "pseudonyms" if summary.anonymous else "for the instructor"
    return " · ".join(filter(None, (f"a class of {people(len(summary.students))}", due, whom)))


def _broke(each: Stuck) -> str:
    verb = "is" if each.points == 1 else "are"
    return f"{each.question}, {each.check}: its {points(each.points)} {verb} left out of the count"


def _more_troubles(summary: ClassSummary) -> str:
    if summary.untold:
        one = summary.untold == 1
        return (
            f"{summary.untold:,} {'message' if one else 'messages'} about single hand-ins may name people, so not here."
        )
    return _more(len(summary.troubles) - MOST_TROUBLES, "message", "messages")


def _folded(places: Sequence[Place]) -> Folded:
    count = f"{len(places):,}"
    if len(places) <= NAMED:
        return Folded(count, tuple(places), "", (), "")
    begins = ", ".join(place.name for place in places[:NAMED])
    more = _more(len(places) - MOST_LISTED, "person", "people")
    return Folded(count, (), f"{begins} and {len(places) - NAMED:,} more", tuple(places[:MOST_LISTED]), more)


def _absent(summary: ClassSummary, standing: Standing, heading: str) -> Absent:
    who = [one for one in summary.students if one.standing == standing]
    more = _more(len(who) - MOST_LISTED, "person", "people")
    return Absent(f"{heading} ({len(who):,})", tuple(who[:MOST_LISTED]), more)


def _flagged(student: Student) -> Flagged:
    told = tuple((flag.words, flag.page) for flag in student.flags[:MOST_FLAGS])
    return Flagged(student, told, _more(len(student.flags) - MOST_FLAGS, "flag", "flags"))


def _more(rest: int, one: str, several: str) -> str:
    return f"and {rest:,} more {one if rest == 1 else several}" if rest > 0 else ""
