"""Where everybody stands: each person's line for each assignment, after everything that a course decides.

A pure function of stored results: no clock, nothing is run, nothing is read. A changed date is applied in no time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.grading.report import Adjustment, Report
from grader.outcome import Finding
from grader.policy.attempts import Attempt, Chosen, choose, said_of_group, with_lines
from grader.policy.course import UNDECIDED, Course
from grader.policy.doubts import doubts, unlisted
from grader.policy.gradebook import Row, Standing
from grader.policy.late import Dates, adjusted, dates
from grader.policy.model import AssignmentPolicy
from grader.policy.result import Result as Result  # whoever asks for standings finds what they are made of here
from grader.policy.seats import Seat, Seats
from grader.policy.timed import timed
from grader.submission.text import shown

_UNKNOWN_LATENESS = "Handed in late; how late isn't known here, so no points are taken for it."
_NOT_ASKED = "Excused from this assignment: it was read all the same, and no mark is asked."
_FLAG = "The platform says that this was late, and not when it came: no penalty could be computed."


@dataclass(frozen=True)
class Book:
    """Everybody's lines, by person and then by assignment, and what is in doubt."""

    rows: tuple[Row, ...]
    troubles: tuple[Finding, ...] = ()


def standings(course: Course | None, results: Sequence[Result]) -> Book:
    """The book of a class: who stands where, and every change of a mark as an adjustment in its report.

    `results` are all hand-ins of the class, every attempt of everybody. Somebody on the roster is missing only from
    assignments for which somebody handed in.
    """
    return _Standings(course, results).book()


class _Standings:
    """One book while it is made."""

    def __init__(self, course: Course | None, results: Sequence[Result]) -> None:
        self._course = course
        self._seats = Seats(course, results)
        self._results, told = timed(course, results, self._seats)
        self._troubles = [*(course.troubles if course else ()), *unlisted(course, results), *told]
        self._names = _Names(results)
        self._in_doubt: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._namesakes = Counter(seat.called for seat in self._seats.seats)

    def book(self) -> Book:
        handed_in: dict[tuple[int, str], list[tuple[Result, str]]] = defaultdict(list)
        for result in self._results:
            holders, group = self._seats.holders(result)
            for number in holders:
                handed_in[number, result.slug].append((result, group))
        sheets = _sheets(self._course, self._results)
        rows = [
            row
            for number, seat in self._in_order()
            for slug in sheets
            for row in self._row(seat, slug, handed_in[number, slug], sheets[slug])
        ]
        return Book(tuple(rows), (*self._troubles, *self._seats.troubles, *doubts(self._in_doubt)))

    def _in_order(self) -> list[tuple[int, Seat]]:
        """The roster's people in its order, then all others by name."""
        seats = list(enumerate(self._seats.seats))
        return sorted(
            seats, key=lambda at: (0, at[0], "") if at[1].enrolled else (1, 0, f"{at[1].who}\n{at[1].called}")
        )

    def _row(self, seat: Seat, slug: str, mine: list[tuple[Result, str]], sheet: tuple[str, float]) -> Iterator[Row]:
        """Somebody's line for one assignment; none for a stranger who handed in nothing."""
        excuse = seat.excuse(slug)
        if mine:
            row = self._handed_in(seat, slug, mine, asked=excuse is None)
        elif seat.enrolled is not None:
            row = Row(self._names.of(seat), slug, sheet[0], seat.person, Standing.MISSING, sheet[1], attempts=0)
        else:
            return
        if excuse is not None:
            report = row.report and with_lines(row.report, [Adjustment(_NOT_ASKED)])
            row = replace(row, standing=Standing.EXCUSED, why=_excused(excuse.reason), report=report)
        yield replace(row, ids=self._seats.ids(seat, [result for result, _ in mine]))

    def _handed_in(self, seat: Seat, slug: str, mine: list[tuple[Result, str]], asked: bool) -> Row:
        """The line of somebody of whom there is a hand-in."""
        policy = self._course.policy(slug) if self._course else UNDECIDED
        when = self._dates(seat, slug, policy)
        chosen = choose([_attempt(one, group, when, policy) for one, group in mine], policy.attempts)
        attempt, result = chosen.attempt, chosen.attempt.result
        who = self._names.of(seat, "" if attempt.group else result.who)
        if asked and chosen.unordered:
            self._in_doubt["order", slug].append(self._called(seat, who))
        if asked and attempt.in_doubt:
            self._in_doubt[attempt.in_doubt, slug].append(self._called(seat, who))
        row = Row(
            who, slug, result.title, seat.person, Standing.UNGRADED, result.out_of,
            why=result.why, attempt=chosen.number, attempts=chosen.of,
            number_kept=result.attempt, handed_in_as=result.who,
        )  # fmt: skip
        return self._graded(row, attempt.report, chosen, when) if attempt.report is not None else row

    def _called(self, seat: Seat, who: str) -> str:
        """Their name; of two of one name, how their hand-in is filed."""
        return who if self._namesakes[seat.called] > 1 else seat.called

    def _graded(self, row: Row, report: Report, chosen: Chosen, when: Dates | None) -> Row:
        """The line of somebody whose hand-in is graded, with the report as it is for them."""
        members = [self._seats.seats[number].called for number in self._seats.holders(chosen.attempt.result)[0]]
        lines = (said_of_group(chosen.attempt, members), *chosen.lines, *report.adjustments)
        report = replace(with_lines(report, lines), submission=row.who)
        if when is not None:
            report = replace(report, due=when.shown)
        if chosen.attempt.in_doubt == "lateness":
            report = replace(report, flags=(*report.flags, _FLAG))
        standing = Standing.WAITING if report.pending or chosen.may_rise else Standing.GRADED
        why = "Another attempt is not graded yet, and the best one counts." if chosen.may_rise else ""
        return replace(row, report=report, standing=standing, why=why)

    def _dates(self, seat: Seat, slug: str, policy: AssignmentPolicy) -> Dates | None:
        zone = self._course.file.timezone if self._course else None
        if policy.due is None or zone is None:
            return None
        return dates(zone, policy.due, seat.extension(slug), seat.extra_time)


def _attempt(result: Result, group: str, when: Dates | None, policy: AssignmentPolicy) -> Attempt:
    """One hand-in as it would count for one person, with what lateness changes."""
    report = replace(result.report, adjustments=()) if result.report else None
    if when is None:
        return Attempt(result, group, report)
    if result.submitted is None:
        line = Adjustment(_UNKNOWN_LATENESS) if result.late else None
        attempt = Attempt(result, group, report and with_lines(report, [line]))
        if policy.late is None or result.late is False:
            return attempt
        return replace(attempt, in_doubt="lateness" if result.late else "time")
    closed = when.is_closed(result.submitted, policy.late)
    line = adjusted(report, result.submitted, when, policy.late, result.out_of) if report else None
    return Attempt(result, group, report and with_lines(report, [line]), closed)


def _sheets(course: Course | None, results: Sequence[Result]) -> dict[str, tuple[str, float]]:
    """Title and maximum of every assignment that somebody handed in, in the course's order, then by name."""
    there: dict[str, tuple[float, str]] = {}
    for one in results:
        there[one.slug] = max(there.get(one.slug, (one.out_of, one.title)), (one.out_of, one.title))
    listed = [slug for slug in (course.file.assignments if course else ()) if slug in there]
    ordered = [*listed, *sorted(there.keys() - set(listed))]
    return {slug: (there[slug][1], there[slug][0]) for slug in ordered}


def _excused(reason: str) -> str:
    said = shown(reason, 200).rstrip(". ")
    return f"Excused: {said}." if said else "Excused."


class _Names:
    """Under which name each person's reports are filed. No two people share one."""

    def __init__(self, results: Sequence[Result]) -> None:
        self._taken = {one.who.casefold() for one in results}
        self._given: dict[int, str] = {}

    def of(self, seat: Seat, who: str = "") -> str:
        """The name under which somebody handed in; else one that the roster gives them."""
        if who or seat.who:
            return who or seat.who
        if id(seat) not in self._given:
            usual = shown(seat.person.login or seat.called, 60)
            names = (usual, *(f"{usual} ({number})" for number in range(2, len(self._taken) + 3)))
            name = next(one for one in names if one.casefold() not in self._taken)
            self._taken.add(name.casefold())
            self._given[id(seat)] = name
        return self._given[id(seat)]
