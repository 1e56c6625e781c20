"""Who sits in the class: everybody on the roster, and everybody else who handed in; and whose each hand-in is.

What the course's file says about a person (an extension, extra time) is laid on their seat here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from grader.outcome import Finding
from grader.policy.course import Course
from grader.policy.directory import Directory
from grader.policy.model import Excuse, Extension
from grader.policy.names import plain
from grader.policy.result import Result
from grader.policy.roster import Enrolled
from grader.submission.person import Person
from grader.submission.text import shown

FEW = 3  # people on no roster of whom each has a message


@dataclass
class Seat:
    """One person with what the course grants them."""

    person: Person
    enrolled: Enrolled | None = None
    who: str = ""  # the name under which they hand in themselves; "" where they never did
    group: str = ""
    extensions: list[Extension] = field(default_factory=list)
    excused: list[Excuse] = field(default_factory=list)
    extra_time: timedelta = timedelta(0)

    @property
    def called(self) -> str:
        person = self.person
        return person.name or person.login or person.email or person.id or self.who

    def extension(self, slug: str) -> Extension | None:
        """The extension for one assignment."""
        return next((one for one in self.extensions if one.assignment == slug), None)

    def excuse(self, slug: str) -> Excuse | None:
        """The excuse from one assignment, or from all."""
        return next((one for one in self.excused if one.assignment in (None, slug)), None)


class Seats:
    """Every seat by its number, the roster's first."""

    def __init__(self, course: Course | None, results: Sequence[Result]) -> None:
        self._course = course
        self.seats: list[Seat] = []
        self.troubles: list[Finding] = []
        self._on_no_roster: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
        self._directory = Directory()
        for one in course.people or () if course else ():
            self.seats.append(_enrolled(one))
            self._directory.add(one.person, one.ids)
        self._named_groups = {plain(name): name for name in self._group_names() if plain(name)}
        self._own = self._personal(results)
        self._members = self._of_exports(results)
        self._grant()
        self._by_group: dict[str, list[int]] = defaultdict(list)
        for number, seat in enumerate(self.seats):
            if seat.group:
                self._by_group[seat.group].append(number)

    def holders(self, result: Result) -> tuple[list[int], str]:
        """Whose hand-in it is, and the name of the group that handed it in, "" for a person's own."""
        key = _key(result)
        if key in self._members:
            return self._members[key], result.called
        own = self._own.get(key)
        if own is None:
            group = self._group_of(result)
            return self._by_group[group] or self._nobodys(result, group), group
        group = self.seats[own].group
        if group and self._course is not None and self._course.policy(result.slug).in_groups:
            return self._by_group[group], group
        return [own], ""

    def _nobodys(self, result: Result, group: str) -> list[int]:
        """A seat for the hand-in of a group of which nobody is known: it is shown, and not lost."""
        self.seats.append(Seat(result.person, who=result.who))
        self._by_group[group] = [len(self.seats) - 1]
        what = f"The group “{shown(group)}” handed in, and nobody is known to be in it."
        self.troubles.append(Finding(what, shown(result.who), "Write its members into the roster's column `group`."))
        return self._by_group[group]

    def ids(self, seat: Seat, results: Sequence[Result]) -> tuple[str, ...]:
        """By what else a gradebook may know somebody: the roster's second ids, and the platform's of their own work.

        Of a group's work the platform's id is the group's or another member's, and is nobody's here.
        """
        own = [one.person.id for one in results if self._is_own(one, seat)]
        others = (*(seat.enrolled.ids if seat.enrolled else ()), *own)
        return tuple(one for one in dict.fromkeys(others) if one and one != seat.person.id)

    def _is_own(self, result: Result, seat: Seat) -> bool:
        number = self._own.get(_key(result))
        return number is not None and self.seats[number] is seat

    def look_up(self, word: str) -> list[int]:
        """The seats that a word of the instructor's means."""
        return self._directory.look_up(word)

    def _group_names(self) -> Iterator[str]:
        if self._course is not None:
            yield from self._course.file.groups
            yield from (one.group for one in self._course.people or () if one.group)

    def _group_of(self, result: Result) -> str:
        """The course's group of whose name a hand-in is."""
        known = self._named_groups
        return known.get(plain(result.person.name), "") or known.get(plain(result.who), "")

    def _personal(self, results: Sequence[Result]) -> dict[tuple[str, Person], int]:
        """The seat of everybody who handed in themselves; those whom nobody knows get one of their own."""
        found: dict[tuple[str, Person], int] = {}
        strangers: dict[str, int] = {}
        for result in sorted(results, key=_order):
            key = _key(result)
            if result.members or key in found:
                continue
            meant = self._directory.whose(result.person, result.who) if self._is_roster else []
            group = self._group_of(result)
            if group and not meant:
                continue
            if len(meant) == 1 and not group:
                found[key] = meant[0]
                seat = self.seats[meant[0]]
                seat.who, seat.person = seat.who or result.who, _filled(seat.person, result.person)
                continue
            if result.who not in strangers:
                strangers[result.who] = len(self.seats)
                self.seats.append(Seat(result.person, who=result.who))
                self._doubt(result, meant, group)
            found[key] = strangers[result.who]
        self._say_who_is_on_no_roster()
        for who, number in strangers.items():  # only now: a stranger is never taken for another one
            self._directory.add(self.seats[number].person, logins=(who,))
        return found

    def _of_exports(self, results: Sequence[Result]) -> dict[tuple[str, Person], list[int]]:
        """The seats of the members of every group that an export names."""
        found: dict[tuple[str, Person], list[int]] = {}
        for result in sorted(results, key=_order):
            if result.members and _key(result) not in found:
                seats = [self._member(one, result) for one in result.members]
                found[_key(result)] = list(dict.fromkeys(seats))
        return found

    def _member(self, person: Person, result: Result) -> int:
        meant = self._directory.whose(person, "")
        if len(meant) == 1:
            return meant[0]
        self.seats.append(Seat(person))
        if self._is_roster:
            self._doubt(result, meant, "", person)
        return self._directory.add(person)

    @property
    def _is_roster(self) -> bool:
        return self._course is not None and self._course.people is not None

    def _doubt(self, result: Result, meant: list[int], group: str, person: Person | None = None) -> None:
        """Says that a hand-in has no place on the roster, or several."""
        if not self._is_roster and not group:
            return
        called = shown((person or result.person).name or result.who)
        names = [f"“{shown(self.seats[number].called)}”{self._id_of(number)}" for number in meant]
        names += [f"the group “{shown(group)}”"] if group else []
        what = f"The hand-in of “{called}” fits {' and '.join(names)}: whose it is was not guessed."
        advice = (
            f"It is graded all the same. Write `{shown(result.who)}` into the roster's column `login` for its person."
        )
        if not names:
            what = f"“{called}” handed in and is nobody on the roster."
        if person is not None:
            advice = "They are graded all the same. Write the id or e-mail address of the export into the roster."
        doubt = Finding(what, f"{shown(result.who)}, {result.slug}", advice)
        if names or person is not None:
            self.troubles.append(doubt)
        else:
            self._on_no_roster[result.slug].append((called, doubt))

    def _id_of(self, number: int) -> str:
        known = self.seats[number].person.id
        return f" ({shown(known)})" if known else ""

    def _say_who_is_on_no_roster(self) -> None:
        """A few by name; of many one message, since the roster is then another one than the platform's."""
        for slug, told in self._on_no_roster.items():
            if len(told) <= FEW:
                self.troubles += [doubt for _, doubt in told]
                continue
            names = ", ".join(called for called, _ in told[:FEW])
            what = f"{len(told)} people handed in and are nobody on the roster: {names}, …."
            advice = (
                "They are graded all the same. If it is this class's roster, take the gradebook that a platform gives "
                "out in its place, or write the folders' names into its column `login`."
            )
            self.troubles.append(Finding(what, slug, advice))

    def _grant(self) -> None:
        """Lays what the course's file says about people on their seats."""
        if self._course is None:
            return
        file, name = self._course.file, self._course.name
        for extension in file.extensions:
            for seat in self._meant(extension.who, f"An extension of {name}"):
                seat.extensions.append(extension)
        for excuse in file.excused:
            for seat in self._meant(excuse.who, f"An excuse of {name}"):
                seat.excused.append(excuse)
        for who, length in file.extra_time.items():
            for seat in self._meant(who, f"The extra time of {name}"):
                seat.extra_time += length
        for group, members in file.groups.items():
            for who in members:
                for seat in self._meant(who, f"The group “{shown(group)}” of {name}"):
                    seat.group = group

    def _meant(self, who: str, what: str) -> Iterator[Seat]:
        meant = self._directory.look_up(who)
        if len(meant) == 1:
            yield self.seats[meant[0]]
            return
        fits = "nobody who handed in" if not meant else f"{len(meant)} people"
        advice = "Write the person's id or e-mail address, or the name of the folder."
        self.troubles.append(Finding(f"{what} is for `{shown(who)}`, which fits {fits}.", "", advice))


def _enrolled(one: Enrolled) -> Seat:
    return Seat(one.person, one, "", one.group, [*one.extensions], [*one.excused], one.extra_time)


def _filled(known: Person, told: Person) -> Person:
    """What the roster knows of a person, and what only the hand-in tells."""
    return Person(
        known.name or told.name,
        known.id or told.id,
        known.login or told.login,
        known.email or told.email,
        known.section or told.section,
    )


def _key(result: Result) -> tuple[str, Person]:
    return result.who, result.person


def _order(result: Result) -> tuple[str, str, int]:
    return result.who, result.slug, result.attempt
