"""What `grade mark` works with: everything there is to mark, the queue that was asked for, and who signs."""

import getpass
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.problems import OURS, shown
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.marking.decisions import Signed
    from grader.marking.history import Entry
    from grader.marking.piece import Piece
    from grader.policy.gradebook import Row
    from grader.store.event import Event


@dataclass(frozen=True)
class MarkingDesk:
    """The options that say where the marks are, which of them, and whose decisions these are."""

    store: Path | None
    out: Path | None
    course: Path | None
    assignment: str | None
    question: str | None
    who: str | None
    anonymous: bool
    seed_file: Path | None
    by: str | None

    @property
    def store_file(self) -> Path:
        return self.store or (self.out or options.REPORTS) / options.STORE

    @property
    def pages(self) -> Path:
        """Where the pages lie that show marks."""
        return self.out or self.store_file.parent

    @cached_property
    def rows(self) -> "Sequence[Row]":
        """Everybody's lines with whole reports. Raises StoreUnusable, CourseMistakes, UserMistake."""
        from grader.batch.book import book_of
        from grader.marking.naming import of_assignment
        from grader.marking.piece import pieces

        rows = book_of(self.store_file, self.assignment, self.course).rows
        if self.assignment and not rows:
            of_assignment(pieces(book_of(self.store_file, None, self.course).rows), self.assignment)
        return rows

    @cached_property
    def everything(self) -> "tuple[Piece, ...]":
        """Every piece there is."""
        from grader.marking.piece import pieces

        return pieces(self.rows)

    def chosen(self, who: str | None, question: str | None) -> "tuple[Piece, ...]":
        """The pieces of somebody, of a question, or of both. Raises UserMistake with the nearest words."""
        from grader.marking.naming import of_person, of_question

        found = of_person(self.everything, who) if who else self.everything
        return of_question(found, question) if question else found

    def one(self, place: Sequence[str]) -> "Piece":
        """The piece of that student, question and check. Raises UserMistake."""
        from grader.marking.naming import of_check, the_one

        who, question, check = place
        return the_one(of_check(self.chosen(who, question), check))

    def queue(self) -> "tuple[Piece, ...]":
        """What waits of what was asked for; where somebody is named and nothing waits, what was marked before."""
        from grader.marking.queue import waiting

        queue = waiting(self.rows, self.secret())
        if not (self.who or self.question):
            return queue
        chosen = self.chosen(self.who, self.question)
        places = {piece.place for piece in chosen}
        queue = tuple(piece for piece in queue if piece.place in places)
        return queue or tuple(piece for piece in chosen if self.who and piece.given is not None)

    def events(self) -> "list[Event]":
        """Everything that was ever decided, the oldest first."""
        from grader.store.store import Store

        with Store(self.store_file, writable=False) as store:
            return store.events(self.assignment)

    @cached_property
    def _in_force(self) -> "dict[tuple[str, str], dict[tuple[str, str], Event]]":
        from grader.marking.decided import in_force

        return in_force(self.events())

    def is_decided(self, piece: "Piece") -> bool:
        """Whether somebody has decided about a piece, also since the queue was read."""
        place = piece.place
        return (place.question, place.check) in self._in_force.get((place.who, place.slug), {})

    def history(self) -> "tuple[Entry, ...]":
        """The same with what became of it."""
        from grader.marking.history import history

        return history(self.events(), self.everything)

    def keep(self, events: "Sequence[Event]") -> None:
        """Adds decisions. Raises StoreUnusable."""
        from grader.store.store import Store

        with Store(self.store_file) as store:
            store.add(events)

    def signed(self) -> "Signed":
        """Who decides, and the time."""
        from grader.marking.decisions import Signed

        by = self.by or ""
        if not by:
            with suppress(OSError, KeyError, ImportError):  # a container's user may have no name
                by = getpass.getuser()
        return Signed(by, datetime.now().astimezone().isoformat(timespec="seconds"))

    def secret(self, leaves: bool = False) -> str:
        """By what unnamed answers are shuffled; "" where people are named. leaves: whether it goes into a table.

        Raises UserMistake.
        """
        if not self.anonymous:
            return ""
        from grader.grading.seed import find_seed

        seed = find_seed(self.seed_file)
        if seed.secret or not leaves:
            return seed.text
        what = "A table without names needs a secret: with the public seed, whoever has the names can tell who is who."
        raise UserMistake(Finding(what, "--anonymous", "Name the file of your secret seed: `--seed-file FILE`."))

    def refresh(self) -> int:
        """Writes the pages anew, as marks count now. The exit code."""
        from grader.batch.class_run import refresh

        told = refresh(self.store_file, self.pages, self.course)
        for trouble in (*told.laid_aside, *told.not_written):
            click.echo(shown(trouble), err=True)
        if not told.not_written:
            click.echo(f"The pages in {self.pages} show it.")
        return OURS if told.not_written else 0
