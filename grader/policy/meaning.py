"""Mistakes of a course that no single key shows: people whom nobody knows, dates that do not fit together."""

from collections.abc import Iterator
from typing import Literal

from grader.nearest import closest, nearest
from grader.policy.directory import Directory
from grader.policy.model import CourseFile, Excuse, Extension
from grader.policy.roster import Roster
from grader.spec.places import Trouble
from grader.spec.yaml import Place
from grader.submission.text import shown

_ROSTER: Place = ("roster",)


def misfits(file: CourseFile, roster: Roster | None) -> Iterator[Trouble]:
    """Everything in a course's file that does not fit the rest of it, or the roster."""
    yield from _without_zone(file)
    yield from _unasked(file)
    people = _Known(file, roster)
    given = dict(people.given("extensions"))
    for i, extension in enumerate(file.extensions):
        place: Place = ("extensions", i)
        yield from _unfit(extension, file, place)
        yield from people.unknown(extension.who, (*place, "who"))
        yield from _again(given, people.key(extension.who), extension.assignment, place, "extension")
    given = dict(people.given("excused"))
    for i, excuse in enumerate(file.excused):
        yield from _unlisted(excuse, file, ("excused", i))
        yield from people.unknown(excuse.who, ("excused", i, "who"))
        yield from _again(given, people.key(excuse.who), excuse.assignment or "", ("excused", i), "excuse")
    for who in file.extra_time:
        yield from people.unknown(who, ("extra_time", who))
        if people.has_extra_time(who):
            yield Trouble(
                ("extra_time", who), f"The roster, too, gives `{shown(who)}` extra time.", "Keep one of the two."
            )
    yield from _groups(file, people)
    yield from _of_roster(file, roster)


def _without_zone(file: CourseFile) -> Iterator[Trouble]:
    timed = (("assignments", slug) for slug, one in file.assignments.items() if one.due or one.times)
    place = next(timed, None)
    if file.timezone is None and place:
        yield Trouble(place, "`timezone` is missing, and this needs one.", "Add `timezone: Europe/Berlin`, or yours.")


def _unasked(file: CourseFile) -> Iterator[Trouble]:
    for slug, policy in file.assignments.items():
        if policy.late and policy.due is None:
            place = ("assignments", slug, "late")
            yield Trouble(place, f"`{slug}` has `late` and no due date.", "Add `due: 2026-11-20 23:59`.")
    if file.columns and file.roster is None:
        yield Trouble(("columns",), "`columns` are those of a roster, and there is none.", "Add `roster: roster.csv`.")


def _unfit(extension: Extension, file: CourseFile, place: Place) -> Iterator[Trouble]:
    """An extension of nothing, by nothing, or to a date before the one that holds for all."""
    if (extension.until is None) == (extension.by is None):
        yield Trouble(place, "An extension takes either `until` or `by`.", "Write one of the two.")
    if any(_unlisted(extension, file, place)):
        yield from _unlisted(extension, file, place)
        return
    due = file.assignments[extension.assignment].due
    if due is None:
        what = f"`{extension.assignment}` has no due date that could be extended."
        yield Trouble(place, what, "Add `due` to that assignment.")
    elif extension.until is not None and extension.until < due:
        yield Trouble((*place, "until"), "This extension ends before the due date.", "Correct one of the two dates.")


def _unlisted(one: Extension | Excuse, file: CourseFile, place: Place) -> Iterator[Trouble]:
    slug = one.assignment
    if slug is not None and slug not in file.assignments:
        advice = _sentence(nearest(slug, file.assignments)) or "Add it there."
        yield Trouble((*place, "assignment"), f"`{shown(slug)}` is none of `assignments`.", advice)


def _again(given: dict[tuple[str, str], Place], who: str, slug: str, place: Place, noun: str) -> Iterator[Trouble]:
    if given.setdefault((who, slug), place) != place:
        where = "the roster has one" if given[who, slug] == _ROSTER else "one stands above"
        what = f"A second {noun} of the same person for the same assignment: {where}."
        yield Trouble(place, what, "Keep one of the two.")


class _Known:
    """The roster's people and the names of groups, as a course's file names them."""

    def __init__(self, file: CourseFile, roster: Roster | None) -> None:
        self._directory = Directory() if roster else None
        self._people = roster.people if roster else ()
        for one in roster.people if roster else ():
            assert self._directory is not None
            self._directory.add(one.person, one.ids)

    def key(self, who: str) -> str:
        """The same for two words that mean the same person."""
        meant = self._directory.look_up(who) if self._directory else []
        return f"#{meant[0]}" if len(meant) == 1 else who

    def given(self, what: Literal["extensions", "excused"]) -> Iterator[tuple[tuple[str, str], Place]]:
        """The exceptions that the roster itself gives, by person and assignment."""
        for number, one in enumerate(self._people):
            for exception in one.extensions if what == "extensions" else one.excused:
                yield (f"#{number}", exception.assignment or ""), _ROSTER

    def has_extra_time(self, who: str) -> bool:
        """Whether the roster gives somebody extra time."""
        return any(self.key(who) == f"#{number}" for number, one in enumerate(self._people) if one.extra_time)

    def unknown(self, who: str, place: Place) -> Iterator[Trouble]:
        """A word that means nobody on the roster, or several."""
        if self._directory is None:
            return
        meant = self._directory.look_up(who)
        if not meant:
            near = closest(who, self._directory.names)
            advice = f"Did you mean `{shown(near)}`?" if near else "Write an id, an e-mail address, a login or a name."
            yield Trouble(place, f"`{shown(who)}` is nobody on the roster.", advice)
        elif len(meant) > 1:
            what = f"`{shown(who)}` means {len(meant)} people on the roster."
            yield Trouble(place, what, "Write the person's id or e-mail address.")


def _groups(file: CourseFile, people: _Known) -> Iterator[Trouble]:
    member_of: dict[str, str] = {}
    for group, members in file.groups.items():
        for i, who in enumerate(members):
            place = ("groups", group, i)
            yield from people.unknown(who, place)
            first = member_of.setdefault(people.key(who), group)
            if first != group:
                yield Trouble(place, f"`{shown(who)}` is in two groups: {first} and {group}.", "Keep one of the two.")


def _of_roster(file: CourseFile, roster: Roster | None) -> Iterator[Trouble]:
    """What the roster's cells say about assignments that the course's file does not fit."""
    for one in roster.people if roster else ():
        extensions = (trouble for each in one.extensions for trouble in _unfit(each, file, _ROSTER))
        excuses = (trouble for each in one.excused for trouble in _unlisted(each, file, _ROSTER))
        for trouble in (*extensions, *excuses):
            yield Trouble(_ROSTER, f"Line {one.line} of the roster: {trouble.what}", trouble.advice)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}" if text else ""
