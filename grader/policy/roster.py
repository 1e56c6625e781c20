"""The people of a course, from its roster: the course's own table, or a gradebook that was downloaded.

Matching them with what was handed in happens in `directory` and `seats`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from grader.nearest import closest
from grader.outcome import Finding
from grader.policy.cells import read_excuses, read_extensions, read_extra_time
from grader.policy.model import Excuse, Extension
from grader.policy.table import Table, TableMistakes, TableRow
from grader.submission.person import Person
from grader.submission.text import shown

#: What each column is called, by the course's own name for it: ours, then Canvas's, Moodle's and Gradescope's.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "name": ("name", "student", "full name", "student name"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "family name"),
    "id": ("id", "sid", "identifier", "student id"),
    "other_id": ("sis user id", "id number"),
    "login": ("login", "sis login id", "username"),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "section": ("section", "sections"),
    "group": ("group", "groups", "team"),
    "excused": ("excused",),
    "extra_time": ("extra_time", "extra time"),
    "extension": ("extension", "extensions"),
}
_OURS = {"name", "id", "login", "email", "section", "group", "excused", "extra_time", "extension"}
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+")  # what a spreadsheet makes of a long number


@dataclass(frozen=True)
class Enrolled:
    """One line of a roster."""

    person: Person
    line: int  # of the table, from 1
    ids: tuple[str, ...] = ()  # other numbers of the same person: Canvas's SIS User ID, Moodle's ID number
    group: str = ""
    excused: tuple[Excuse, ...] = ()
    extensions: tuple[Extension, ...] = ()
    extra_time: timedelta = timedelta(0)


@dataclass(frozen=True)
class Roster:
    """Everybody on a roster, in its order."""

    people: tuple[Enrolled, ...]
    doubts: tuple[Finding, ...] = ()


def read_roster(table: Table, columns: Mapping[str, str] | None = None) -> Roster:
    """The people of a table. `columns` says which headers stand for what, before the usual ones.

    Raises TableMistakes with everything that would have to be guessed.
    """
    places, mistakes = _places(table, columns or {})
    people: list[Enrolled] = []
    for row in table.rows if not mistakes else ():
        if not _is_nobody(row, table):
            try:
                people.append(_enrolled(row, places, table))
            except TableMistakes as told:
                mistakes += told.findings
    mistakes += _twice(people, table)
    if not people and not mistakes:
        mistakes.append(Finding(f"{table.name} names nobody.", table.where(1), "Write one line a person."))
    if mistakes:
        raise TableMistakes(mistakes)
    return Roster(tuple(people), (*table.doubts, *_unread(table, places)))


def _places(table: Table, columns: Mapping[str, str]) -> tuple[dict[str, int], list[Finding]]:
    """Which column of the table holds what."""
    header = [_folded(one) for one in table.header]
    places, mistakes = {}, []
    for field, usual in SPELLINGS.items():
        told = columns.get(field)
        spelt = next((one for one in ((_folded(told),) if told else usual) if _folded(one) in header), None)
        if told and spelt is None:
            near = closest(told, table.header)
            advice = f"Did you mean `{shown(near)}`?" if near else "Correct `columns` in the course's file."
            mistakes.append(Finding(f"{table.name} has no column `{shown(told)}`.", table.where(1), advice))
        elif spelt is not None:
            if header.count(_folded(spelt)) > 1:
                what = f"{table.name} has the column `{shown(spelt)}` twice."
                mistakes.append(Finding(what, table.where(1), "Keep one of the two."))
            places[field] = header.index(_folded(spelt))
    if not mistakes and not places.keys() & {"name", "id", "last"}:
        what = f"{table.name} has neither a column `name` nor a column `id`."
        advice = "Put a header above it, or say in the course's file what they are called: `columns: {name: …}`."
        mistakes.append(Finding(what, table.where(1), advice))
    return places, mistakes


def _enrolled(row: TableRow, places: Mapping[str, int], table: Table) -> Enrolled:
    cells = {field: row.cells[place] for field, place in places.items()}
    name = cells.get("name") or " ".join(filter(None, (cells.get("first", ""), cells.get("last", ""))))
    numbers = [_number(cells.get(field, "")) for field in ("id", "other_id")]
    ids = list(dict.fromkeys(filter(None, numbers)))
    person = Person(name, ids[0] if ids else "", cells.get("login", ""), cells.get("email", ""))
    person = Person(person.name, person.id, person.login, person.email, cells.get("section", ""))
    where = table.where(row.line)
    if not name and not person.id:
        advice = "Write one of them, or take the line out."
        raise TableMistakes([Finding("This line has neither a name nor an id.", where, advice)])
    if shortened := next(filter(_SHORTENED.fullmatch, ids), None):
        advice = "A spreadsheet shortened it: format the column as text, and paste the ids again."
        raise TableMistakes([Finding(f"`{shortened}` is no whole id.", where, advice)])
    who = person.id or person.email or person.login or name
    try:
        return Enrolled(
            person,
            row.line,
            tuple(ids[1:]),
            cells.get("group", ""),
            read_excuses(cells.get("excused", ""), who),
            read_extensions(cells.get("extension", ""), who),
            read_extra_time(cells.get("extra_time", "")),
        )
    except ValueError as error:
        said = str(error)
        advice = "docs/course.md, “The roster”, shows how it is written."
        raise TableMistakes([Finding(f"{said[0].upper()}{said[1:]}.", where, advice)]) from None


def _is_nobody(row: TableRow, table: Table) -> bool:
    """Whether a row of Canvas's gradebook is about no student: the points possible, and the student who only tests."""
    if not {"student", "section"} <= {_folded(one) for one in table.header}:
        return False
    first = row.cells[0].casefold()
    return first in ("", "points possible", "student, test")


def _twice(people: list[Enrolled], table: Table) -> Iterator[Finding]:
    """What names two lines at once; and names that nothing else tells apart."""
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in people:
        person = one.person
        for number in dict.fromkeys((person.id, *one.ids)):
            seen["id", number].append(one.line)
        seen["login", person.login.casefold()].append(one.line)
        seen["e-mail address", person.email.casefold()].append(one.line)
        if not (person.id or person.login or person.email):
            seen["name", person.name].append(one.line)
    for (what, value), lines in seen.items():
        if value and len(lines) > 1:
            where = f"{table.name}, lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
            advice = "Give each person one of their own." if what != "name" else "Add a column `id` or `email`."
            yield Finding(f"The {what} “{shown(value)}” stands {_times(len(lines))}.", where, advice)


def _unread(table: Table, places: Mapping[str, int]) -> Iterator[Finding]:
    """Columns that are nearly one of ours, and so are not read."""
    for place, header in enumerate(table.header):
        near = closest(header, _OURS - places.keys())
        if near and place not in places.values() and _folded(header)[:1] == near[0]:
            what = f"The column `{shown(header)}` of {table.name} is not read."
            yield Finding(what, table.where(1), f"Did you mean `{near}`?")


def _number(cell: str) -> str:
    """An id without the word that Moodle puts before it: "Participant 123" is 123, in every language."""
    match = re.fullmatch(r"[^\W\d][^\d]*\s(\d+)|Teilnehmer/in(\d+)", cell)
    return (match.group(1) or match.group(2)) if match else cell


def _folded(header: str) -> str:
    return " ".join(header.split()).casefold()


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"
