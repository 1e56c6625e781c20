"""Hand-ins with the times that the instructor's tables give; they are believed before an export's."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo

from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.names import plain
from grader.policy.result import Result
from grader.policy.seats import Seats
from grader.policy.times import HandedIn
from grader.submission.text import shown


def timed(course: Course | None, results: Sequence[Result], seats: Seats) -> tuple[list[Result], list[Finding]]:
    """The results with their times, each with a zone; and the lines of the tables that fit no hand-in."""
    zone = course.file.timezone if course else None
    found = [_zoned(one, zone or UTC) for one in results]
    troubles: list[Finding] = []
    asked = {one.slug for one in results}
    for slug, lines in course.times.items() if course else ():
        if slug not in asked:
            continue
        places = _Places(found, slug, seats)
        unused = []
        for line in lines:
            meant = places.meant(line)
            if meant is None:
                unused.append(line)
            else:
                found[meant] = replace(found[meant], submitted=line.submitted)
        table = course.policy(slug).times if course else ""
        troubles += _unused(unused, table or "", slug)
    return found, troubles


class _Places:
    """Where the hand-ins of one assignment stand in the list of all, by whatever names them."""

    def __init__(self, results: Sequence[Result], slug: str, seats: Seats) -> None:
        self._results = results
        self._seats = seats
        self._words: dict[str, set[int]] = defaultdict(set)
        self._of_seat: dict[int, set[int]] = defaultdict(set)
        for place, one in enumerate(results):
            if one.slug == slug:
                for word in (one.who, one.person.id, one.person.email, one.person.login, plain(one.person.name)):
                    self._words[word.casefold()].add(place)
                for seat in seats.holders(one)[0]:
                    self._of_seat[seat].add(place)

    def meant(self, line: HandedIn) -> int | None:
        """The one hand-in of which a line speaks; of several attempts without a number, the last."""
        places = self._words.get(line.who.casefold()) if line.who else None
        places = places or self._words.get(plain(line.who) or "\n") or self._by_seat(line.who)
        if line.attempt is not None:
            places = {place for place in places if self._results[place].attempt == line.attempt}
        if len({self._results[place].who for place in places}) != 1:
            return None
        return max(places, key=lambda place: (self._results[place].attempt, place))

    def _by_seat(self, who: str) -> set[int]:
        meant = self._seats.look_up(who)
        return self._of_seat.get(meant[0], set()) if len(meant) == 1 else set()


def _zoned(result: Result, zone: tzinfo) -> Result:
    """A time without a zone is the course's own."""
    submitted = result.submitted
    if submitted is None or submitted.tzinfo is not None:
        return result
    return replace(result, submitted=submitted.replace(tzinfo=zone))


def _unused(lines: Sequence[HandedIn], table: str, slug: str) -> Iterator[Finding]:
    if lines:
        names = ", ".join(f"“{shown(one.who, 60)}” (line {one.line})" for one in lines[:5])
        more = ", …" if len(lines) > 5 else ""
        what = f"{len(lines)} of the times in {table} fit no hand-in, or several: {names}{more}."
        advice = f"Write who handed in `{slug}` as the folder or the roster names them, and `attempt` where it matters."
        yield Finding(what, table, advice)
