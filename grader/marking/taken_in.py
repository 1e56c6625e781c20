"""A table with marks comes back: all of it is taken in, or nothing and every mistake in it is told at once.

Only the columns `read`, `points`, `comment` and `reason` decide anything; the others are compared, so that a column
which was sorted without the rest is noticed. Taking in the same table twice adds nothing.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.export import cells
from grader.marking.decided import in_force
from grader.marking.decisions import Signed, decided, where_of
from grader.marking.naming import of_check, of_person, of_question
from grader.marking.piece import Piece, Place
from grader.marking.table import COLUMNS, said, token
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.table import Table, TableMistakes, TableRow, read_table
from grader.report.words import number
from grader.store.event import Decision, Event
from grader.submission.text import shown

ASKED = ("read", "points")  # columns without which nothing can be taken in
_CLOSE = 1e-4  # spreadsheets cut long numbers to six digits or so
_AGAIN = "Export what waits once more and mark the answer that is there now, or empty this line's `points`."


class MarksRefused(Exception):
    """A table that was not taken in, with everything that is to be mended in it. Exit code 2."""

    exit_code = 2

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].what)
        self.findings = tuple(findings)


@dataclass(frozen=True)
class TakenIn:
    """What a table decides."""

    events: tuple[Event, ...]
    known: int  # lines that were taken in before
    empty: int  # lines without points
    notes: tuple[Finding, ...]


def taken_in(path: Path, found: Sequence[Piece], events: Sequence[Event], signed: Signed, secret: str = "") -> TakenIn:
    """What the table decides. found: all pieces there are. events: all that was decided, the oldest first.

    secret: by which it was exported, where nobody is named in it. Raises MarksRefused, and OSError where the file
    cannot be read.
    """
    name = shown(path.name)
    if not path.stat().st_size:
        raise MarksRefused([Finding(f"{name} is empty.", name, "`grade mark --export FILE` makes one.")])
    try:
        table = read_table(path, name)
    except TableMistakes as mistakes:
        raise MarksRefused(mistakes.findings) from mistakes
    return _Reading(table, _columns(table), _There(found, events, secret), signed).whole()


def _columns(table: Table) -> dict[str, int]:
    titles = [title.casefold() for title in table.header]
    if missing := [title for title in ASKED if title not in titles]:
        what = f"{table.name} has no column {' and none called '.join(f'`{one}`' for one in missing)}."
        advice = "Export the table once more with `grade mark --export FILE`, and keep its first line."
        raise MarksRefused([Finding(what, table.where(1), advice)])
    if twice := [title for title in COLUMNS if titles.count(title) > 1]:
        what = f"{table.name} has the column `{twice[0]}` more than once."
        raise MarksRefused([Finding(what, table.where(1), "Keep one of them.")])
    return {title: titles.index(title) for title in COLUMNS if title in titles}


class _There:
    """What there is to mark and what was decided, by the fingerprint in a line."""

    def __init__(self, found: Sequence[Piece], events: Sequence[Event], secret: str) -> None:
        # Where nobody is named in the table, no message about it names anybody either.
        self.found = tuple(one.unnamed() for one in found) if secret else tuple(found)
        self.pieces = {token(piece.place, piece.read, secret): piece for piece in self.found}
        self.events: dict[str, list[Event]] = {}
        for event in events:
            if event.decision is Decision.POINTS:
                self.events.setdefault(token(Place.of(event), event.read, secret), []).append(event)
        decisions = in_force(events)
        self.holds = {Place(*whose, *at): one for whose, each in decisions.items() for at, one in each.items()}


@dataclass
class _Reading:
    """One table while it is read."""

    table: Table
    columns: dict[str, int]
    there: _There
    signed: Signed
    mistakes: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # by fingerprint: the line that decides about it
    empty: int = 0
    known: int = 0

    def whole(self) -> TakenIn:
        events = [event for row in self.table.rows for event in self._decisions(row)]
        if self.mistakes:
            one = len(self.mistakes) == 1
            lines = "one of its lines is" if one else f"{len(self.mistakes)} of its lines are"
            raise MarksRefused([Finding(f"Nothing of {self.table.name} was taken in: {lines} to be mended."),
                                *self.mistakes])  # fmt: skip
        return TakenIn(tuple(events), self.known, self.empty, (*self.table.doubts, *self.notes))

    def _decisions(self, row: TableRow) -> Iterator[Event]:
        """What a line decides: one thing, or nothing."""
        if not self._text(row, "points"):
            self.empty += 1
            if self._text(row, "comment") or self._text(row, "reason"):
                self._note(row, "There are words in this line and no points, so nothing was decided.",
                           "Write points there, and import the table again.")  # fmt: skip
            return
        read = self._text(row, "read")
        try:
            self._refuse_twice(read, row)
            piece = self.there.pieces.get(read)
            if piece is None:
                self._taken_in_before(read, row)
                return
            self._compare(piece, row)
            points, comment, reason = (self._text(row, title) for title in ("points", "comment", "reason"))
            event = decided(piece, points, comment, reason, self.signed)
        except UserMistake as mistake:
            told = mistake.finding
            where = f"{self.table.where(row.line)}{f': {told.where}' if told.where else ''}"
            self.mistakes.append(Finding(told.what, where, told.advice))
            return
        if not self._is_known(read, event, row):
            self._tell_replaced(event, row)
            yield event

    def _refuse_twice(self, read: str, row: TableRow) -> None:
        first = self.lines.setdefault(read, row.line)
        if read and first != row.line:
            raise UserMistake(Finding(f"This decides again what line {first} decides.", "", "Keep one of the two."))

    def _taken_in_before(self, read: str, row: TableRow) -> None:
        """Counts a line about an answer that is gone, where it was taken in while it was there. Raises UserMistake."""
        points, comment = self._text(row, "points").replace(",", "."), " ".join(self._text(row, "comment").split())
        for event in self.there.events.get(read, ()):
            same = _close(points, number(event.points)) or not _as_number(points)
            if same and comment == " ".join(event.comment.split()):
                self.known += 1
                return
        raise UserMistake(self._gone(row))

    def _gone(self, row: TableRow) -> Finding:
        """Why there is nothing of a line's fingerprint. Raises UserMistake where one of its words fits nothing."""
        who, _, question, check = (self._text(row, title) for title in ("who", "assignment", "question", "check"))
        if not who:
            what = "There is no answer of this fingerprint: it has changed since, or the table was made otherwise."
            return Finding(what, "", f"A table made with --anonymous comes back with --anonymous. {_AGAIN}")
        mine = of_person(self.there.found, who)
        mine = tuple(one for one in mine if _same(question, said(one)[1])) or of_question(mine, question)
        mine = tuple(one for one in mine if _same(check, said(one)[2])) or of_check(mine, check)
        return Finding("The answer has changed since this table was made.", where_of(mine[0]), _AGAIN)

    def _compare(self, piece: Piece, row: TableRow) -> None:
        """Raises UserMistake where the line is about another place than its fingerprint."""
        told = zip(("who", "assignment", "question", "check"), (piece.place.who, *said(piece)), strict=True)
        for title, words in told:
            cell = self._text(row, title)
            if cell and not _same(cell, words):
                what = f"Its `read` belongs to {where_of(piece)}; its `{title}` says “{shown(cell, 60)}”."
                advice = "If some columns were sorted without the others, export the table once more."
                raise UserMistake(Finding(what, "", advice))

    def _is_known(self, read: str, event: Event, row: TableRow) -> bool:
        """Whether this was decided so before. What replaced it since is left, for this table is older than that."""
        alike = [one for one in self.there.events.get(read, ()) if _words(one) == _words(event)]
        if not alike:
            return False
        holds = self.there.holds.get(Place.of(event))
        if holds is None or _words(holds) != _words(event):
            self._note(row, "This was decided so before, and replaced or withdrawn since: it was left as it is.",
                       "`grade mark --history` shows it; `grade mark --override` decides anew.")  # fmt: skip
        self.known += 1
        return True

    def _tell_replaced(self, event: Event, row: TableRow) -> None:
        holds = self.there.holds.get(Place.of(event))
        if holds is not None and holds.read == event.read:
            by = f" of {shown(holds.by)}" if holds.by else ""
            what = f"{number(event.points)} replaces the {number(holds.points)}{by}."
            self._note(row, what, "Both are kept; `grade mark --history` shows them.")

    def _text(self, row: TableRow, title: str) -> str:
        return row.cells[self.columns[title]] if title in self.columns else ""

    def _note(self, row: TableRow, what: str, advice: str) -> None:
        self.notes.append(Finding(what, self.table.where(row.line), advice))


def _words(event: Event) -> tuple[float, str, str]:
    return event.points, event.comment, event.reason


def _same(cell: str, words: str) -> bool:
    """Whether a cell says these words, as far as spreadsheets keep them: without zeros before a number, and cut."""
    plain, there = (re.sub(r"[\s']+", "", text).casefold() for text in (cell, cells.words(words)))
    return plain == there or _close(plain, there)


def _close(one: str, other: str) -> bool:
    first, second = _as_number(one), _as_number(other)
    return first is not None and second is not None and math.isclose(first, second, rel_tol=_CLOSE)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
