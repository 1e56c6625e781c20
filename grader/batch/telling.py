"""Tells what a class came to: everybody's pages, a page for each class, and the lines that a terminal shows of it.

Where nothing has changed since they were written, nothing is read or drawn: that a class is unchanged is seen by the
keys of its results alone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch import earlier
from grader.batch.kept import Kept, kept
from grader.batch.pages import Pages, refused
from grader.batch.pool import Workers
from grader.outcome import Finding
from grader.report.files import class_page
from grader.store.fingerprints import of_texts
from grader.store.store import Store

if TYPE_CHECKING:
    from grader.policy.course import Course
    from grader.policy.gradebook import Row


@dataclass(frozen=True)
class Told:
    """What a terminal says of some classes."""

    classes: tuple[str, ...] = ()  # a text for each class; none for one person's work
    troubles: tuple[Finding, ...] = ()  # of the policy: who could not be matched, what is in doubt
    broken: bool = False  # whether a check is broken on our side or the instructor's
    not_written: tuple[Finding, ...] = ()
    pages: tuple[str, ...] = ()  # where all of them lie, also those that were there already
    laid_aside: tuple[Finding, ...] = ()  # pages from before that count no more; told when it is done


@dataclass(frozen=True)
class Terminal:
    """How wide it is, and whether it shows colours."""

    width: int = 80
    colour: bool = False


PLAIN = Terminal()


class Telling:
    """One folder of pages, and the store that they are drawn from. secret: numbers people on the class page."""

    def __init__(
        self, store: Store, out: Path, course: "Course | None", secret: str = "", terminal: Terminal = PLAIN,
        with_class: bool = True,
    ) -> None:  # fmt: skip
        self._store, self._out, self._course, self._secret, self._terminal = store, out, course, secret, terminal
        self._pages, self._with_class = Pages(store, out), with_class

    def tell(self, slugs: Sequence[str], doubts: Sequence[Finding], workers: Callable[[int], Workers]) -> Told:
        """Writes what is not there yet. doubts: of intake, which the page of the class names, too."""
        entries = {slug: kept(self._store, slug) for slug in slugs}
        shows = self._fingerprint(entries, doubts)
        said = self._store.said(shows)
        known = _read(said) if said is not None else None
        if known is not None and self._pages.are_there(map(Path, known.pages)):
            told = known
        else:
            told = self._told(entries, doubts, workers)
            if not told.not_written:
                self._store.say(shows, _written(told))
        self._pages.tidy()
        return told

    def _told(
        self, entries: dict[str, list[Kept]], doubts: Sequence[Finding], workers: Callable[[int], Workers]
    ) -> Told:
        from grader.batch.book import book  # here: a class that is unchanged is told without it

        everybody = [one for each in entries.values() for one in each]
        made = book(self._store, everybody, self._course, slim=True)
        not_written = self._pages.write(made.rows, everybody, workers)
        not_written += self._pages.lay_aside(entries)
        lines = []
        for slug in entries:
            rows = [row for row in made.rows if row.slug == slug]
            if len(rows) > 1 and self._with_class:
                text, trouble = self._class(slug, rows, (*doubts, *made.troubles))
                lines.append(text)
                not_written += trouble
        broken = any(row.report.excluded for row in made.rows if row.report is not None)
        pages = tuple(str(path.absolute()) for path in self._pages.paths)
        aside = earlier.told(self._pages.laid_aside, self._out)
        return Told(tuple(lines), made.troubles, broken, tuple(not_written), pages, aside)

    def _class(self, slug: str, rows: "Sequence[Row]", troubles: Sequence[Finding]) -> tuple[str, list[Finding]]:
        """The page of one class is written; what the terminal says of it, and why it could not be written."""
        from grader.batch.summary import summarise
        from grader.report import class_text
        from grader.report.class_page import render_class

        summary = summarise(rows, troubles, self._secret)
        path = class_page(self._out, slug, summary.anonymous)
        self._pages.paths.append(path)
        not_written: list[Finding] = []
        try:
            self._pages.put(path, self._pages.drawn_by, render_class(summary))
        except OSError as trouble:
            not_written = [refused(trouble, path)]
        terminal = self._terminal
        return class_text.render_class(summary, str(path), width=terminal.width, colour=terminal.colour), not_written

    # ---- whether anything has changed
    def _fingerprint(self, entries: dict[str, list[Kept]], doubts: Sequence[Finding]) -> str:
        rows = [
            repr((one.place, one.hand_in.result, one.hand_in.problem, one.hand_in.about))
            for each in entries.values()
            for one in each
        ]
        # An event is only ever added, so the last one's number tells them all.
        events = self._store.last_event
        course, drawn_by = repr(self._course), self._pages.drawn_by
        here = [str(self._out.absolute()), self._secret, repr(self._terminal), str(self._with_class)]
        return of_texts(*here, drawn_by, course, str(events), repr(doubts), *rows)


def _written(told: Told) -> str:
    return json.dumps({**asdict(told), "not_written": [], "laid_aside": []})


def _read(said: str) -> Told:
    values = json.loads(said)
    troubles = tuple(Finding(**one) for one in values["troubles"])
    return Told(tuple(values["classes"]), troubles, values["broken"], pages=tuple(values["pages"]))
