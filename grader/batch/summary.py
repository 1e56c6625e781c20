"""Counts a class: the rows of a gradebook become what the class page shows.

Whose name may be told is decided here. With a secret, people are numbered, and no words go on that could name somebody:
a finding may quote a file's name, a flag another student, a policy the members of a group. Known mistakes are our own
words, and stay.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.batch.pseudonyms import pseudonyms
from grader.batch.slips import OTHERWISE, Named
from grader.batch.tally import Heading, Stop, Tally, tally
from grader.outcome import Finding
from grader.policy.gradebook import Row
from grader.report.class_summary import Asked, ClassSummary, Flag, Place, Score, Slip, Stuck, Student
from grader.report.files import address
from grader.report.text import one_line


def summarise(rows: Iterable[Row], troubles: Sequence[Finding] = (), secret: str = "") -> ClassSummary:
    """One assignment's rows, counted; their order makes no difference. With a secret, nobody is named.

    Reports are let go one by one, so an iterator over a large class may be given.
    Raises ValueError where there is no row, and UserMistake where the secret is none.
    """
    tallies = [tally(row) for row in rows]
    if not tallies:
        raise ValueError("a class without a row has no summary")
    names = pseudonyms((one.key for one in tallies), secret) if secret else _told_apart(tallies)
    people = sorted(((names[one.key], one) for one in tallies), key=lambda pair: (pair[0].casefold(), *_order(pair)))
    return _Class(tuple(people), bool(secret)).summary(troubles)


def _order(pair: tuple[str, Tally]) -> tuple[str, str]:
    return pair[0], pair[1].key


def _told_apart(tallies: Sequence[Tally]) -> dict[str, str]:
    """Names; those that several people have, with how each hand-in is filed."""
    often = Counter(one.called.casefold() for one in tallies)
    return {one.key: _with_file(one) if often[one.called.casefold()] > 1 else one.called for one in tallies}


def _with_file(one: Tally) -> str:
    who = one_line(one.row.who)
    return who if who.startswith(f"{one.called} (") else f"{one.called} ({who})"  # intake has told them apart already


@dataclass(frozen=True)
class _Class:
    """Everybody by the name that is shown, in its order."""

    people: tuple[tuple[str, Tally], ...]
    anonymous: bool

    def summary(self, troubles: Sequence[Finding]) -> ClassSummary:
        rows = [one.row for _, one in self.people]
        sheet = self._sheet()
        return ClassSummary(
            min(row.slug for row in rows), min(row.title for row in rows), max(row.out_of for row in rows),
            tuple(self._student(name, one, sheet) for name, one in self.people),
            tuple(self._asked(sheet)),
            self._slips(sheet), self._stuck(sheet, "waiting"), self._stuck(sheet, "broken"),
            () if self.anonymous else tuple(troubles), len(troubles) if self.anonymous else 0,
            _commonest(one.due for _, one in self.people if one.due),
            tuple(sorted(Counter(one.made for _, one in self.people if one.made).items(), key=_most_first)),
            any(one.practice for _, one in self.people), self.anonymous,
        )  # fmt: skip

    def _sheet(self) -> tuple[Heading, ...]:
        """The questions: as most reports have them, then those that only others have."""
        counted = Counter(one.headings for _, one in self.people)
        sheets = sorted(counted, key=lambda each: (-counted[each], -len(each), each))
        found = {heading.id: heading for sheet in reversed(sheets) for heading in sheet}
        order = dict.fromkeys(heading.id for sheet in sheets for heading in sheet)
        return tuple(found[each] for each in order)

    def _student(self, name: str, one: Tally, sheet: Sequence[Heading]) -> Student:
        row, scores = one.row, _by_id(one)
        there = "" if self.anonymous or not one.headings else address(row.who, row.slug)
        return Student(
            name, row.standing.value, there, one.points, round(sum(each.waits for each in one.scores), 4),
            tuple(scores.get(heading.id) for heading in sheet), self._changes(one), self._flags(one),
            "" if self.anonymous else one_line(row.why),
        )  # fmt: skip

    def _changes(self, one: Tally) -> tuple[str, ...]:
        told = tuple(filter(None, (amount if self.anonymous else ": ".join(filter(None, (amount, what)))
                                   for amount, what in one.changes)))  # fmt: skip
        attempts = (f"attempt {one.row.attempt} of {one.row.attempts}",) if one.row.attempts > 1 else ()
        return told + attempts

    def _flags(self, one: Tally) -> tuple[Flag, ...]:
        if not self.anonymous or not one.flags:
            return one.flags
        return (Flag(f"{len(one.flags)} flag{'' if len(one.flags) == 1 else 's'}"),)

    def _place(self, name: str, address_of: str) -> Place:
        return Place(name, "" if self.anonymous else address_of)

    def _asked(self, sheet: Sequence[Heading]) -> Iterator[Asked]:
        """Each question, as everybody answered it."""
        everybody: dict[str, list[tuple[Score, float]]] = {heading.id: [] for heading in sheet}
        for _, one in self.people:
            for heading, score, worth in zip(one.headings, one.scores, one.worth, strict=True):
                everybody[heading.id].append((score, worth))
        for heading in sheet:
            scores = [score for score, _ in everybody[heading.id]]
            yield Asked(
                _label(heading, sheet), heading.title, max(worth for _, worth in everybody[heading.id]),
                round(sum(each.earned for each in scores), 4), round(sum(each.of for each in scores), 4),
                sum(not each.lost and not each.waits for each in scores),
                sum(each.lost > 0 for each in scores), sum(each.waits > 0 for each in scores),
            )  # fmt: skip

    # ---- tables over everybody
    def _slips(self, sheet: Sequence[Heading]) -> tuple[Slip, ...]:
        """The commonest first; what only one person did and what has no name is joined, and stands last."""
        found: dict[Named, dict[str, Place]] = {}
        sentences: dict[Named, str] = {}
        for name, one in self.people:
            for made, there in one.slips:
                named = self._told(made.named)
                found.setdefault(named, {}).setdefault(one.key, self._place(name, there))
                sentences[named] = min(sentences.get(named, made.sentence), made.sentence)
        joined: dict[Named, dict[str, Place]] = {}
        for named, people in found.items():
            alone = not named.mistake and len(people) == 1
            kept = replace(named, said="") if alone else named
            joined.setdefault(kept, {}).update(people)
        places = _places(sheet)
        slips = [(places[named.question][0], _slip(named, people, sentences.get(named, ""), places[named.question][1]))
                 for named, people in joined.items()]  # fmt: skip
        slips.sort(key=lambda pair: (pair[1].other, -len(pair[1].people), pair[0], pair[1].name, pair[1].said))
        return tuple(slip for _, slip in slips)

    def _told(self, named: Named) -> Named:
        return replace(named, said="") if self.anonymous else named

    def _stuck(self, sheet: Sequence[Heading], what: str) -> tuple[Stuck, ...]:
        """Checks that wait or are broken, in the sheet's order."""
        found: dict[Stop, list[Place]] = {}
        for name, one in self.people:
            for stop, there in one.waiting if what == "waiting" else one.broken:
                found.setdefault(stop, []).append(self._place(name, there))
        places = _places(sheet)
        return tuple(
            Stuck(places[stop.question][1], stop.check, stop.points, tuple(found[stop]))
            for stop in sorted(found, key=lambda stop: (places[stop.question], stop))
        )


def _slip(named: Named, people: dict[str, Place], sentence: str, question: str) -> Slip:
    other = not named.mistake and not named.said
    said = OTHERWISE[named.verdict] if other else sentence
    ordered = tuple(sorted(people.values(), key=lambda place: (place.name.casefold(), place.name, place.page)))
    return Slip(question, named.mistake, said, ordered, other)


def _label(heading: Heading, sheet: Sequence[Heading]) -> str:
    """The sheet's number, else the question's place in it."""
    return heading.label or f"no. {sheet.index(heading) + 1}"


def _places(sheet: Sequence[Heading]) -> dict[str, tuple[int, str]]:
    """By id: a question's place in the sheet, and how a table names it: the number where no other has the same."""
    often = Counter(heading.label for heading in sheet)
    named = [
        heading.label if often[heading.label] == 1 and heading.label else f"{heading.label} {heading.title}".strip()
        for heading in sheet
    ]
    return {heading.id: (place, said) for place, (heading, said) in enumerate(zip(sheet, named, strict=True))}


def _by_id(one: Tally) -> dict[str, Score]:
    return {heading.id: score for heading, score in zip(one.headings, one.scores, strict=True)}


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _commonest(words: Iterable[str]) -> str:
    counted = sorted(Counter(words).items(), key=_most_first)
    return counted[0][0] if counted else ""
