"""Writes the pages of a class: those that would say something else than what lies there already, and no others."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.earlier import earlier
from grader.batch.kept import Kept
from grader.batch.pool import Workers
from grader.batch.rests_on import of_grader
from grader.batch.tasks import Shown, ToShow
from grader.grading.report import Report
from grader.marking.decided import in_force
from grader.outcome import Finding
from grader.report.drafts import remove_left, write_whole
from grader.report.files import file_name
from grader.resources import templates_folder
from grader.store.fingerprints import of_sources, of_texts
from grader.store.store import Store

if TYPE_CHECKING:
    from grader.policy.gradebook import Row


@dataclass(frozen=True)
class _Page:
    """Both pages of one row: where they go, and the fingerprint of what they show."""

    student: Path
    instructor: Path
    shows: str
    task: ToShow


def student_page(out: Path, who: str, slug: str) -> Path:
    """Where somebody's own page lies."""
    return out / file_name(who) / f"{file_name(slug)}.html"


class Pages:
    """The pages in one folder."""

    def __init__(self, store: Store, out: Path) -> None:
        self._store, self._out = store, out
        self._there = store.pages()
        #: Every page that belongs here now.
        self.paths: list[Path] = []
        #: Every page that did, and has another name since.
        self.laid_aside: list[Path] = []
        #: The fingerprint of the program and the templates that draw pages.
        self.drawn_by = of_texts(of_grader(), of_sources(templates_folder(), suffixes=()))

    def write(self, rows: "Sequence[Row]", entries: Sequence[Kept], workers: Callable[[int], Workers]) -> list[Finding]:
        """Writes what is not there yet; what could not be drawn or written, in three parts."""
        being_drawn: dict[int, _Page] = {}

        def tasks() -> Iterator[ToShow]:
            for page in self._pages(rows, entries):
                self.paths += (page.student, page.instructor)
                if not self._is_there(page):
                    being_drawn[page.task.number] = page
                    yield page.task

        troubles: list[Finding] = []
        for answer in workers(len(rows)).run(tasks()):
            if not isinstance(answer, Shown):
                troubles.append(Finding("A page could not be drawn: the process that drew it ended.", str(self._out)))
            elif answer.problem:
                troubles.append(answer.problem)
            else:
                troubles += self._put(being_drawn.pop(answer.number), answer)
        return troubles

    def lay_aside(self, slugs: Iterable[str]) -> list[Finding]:
        """Gives every page that is here from before, and belongs here no more, another name; what refused that."""
        names = {f"{file_name(slug)}{ending}" for slug in slugs for ending in (".html", ".instructor.html")}
        out, now = self._out.absolute(), {path.absolute() for path in self.paths}
        there = (path for path in map(Path, self._there) if path.parent.parent == out and path.name in names)
        refusals = []
        for path in there:
            try:
                if path not in now and path.is_file():
                    self._remember(path.replace(earlier(path)), self._there[str(path)][0])
                    self.laid_aside.append(path)
            except OSError as trouble:
                refusals.append(refused(trouble, path))
        return refusals

    def tidy(self) -> None:
        """Removes what a run that was killed left half written where these pages lie."""
        for folder in {self._out, *(path.parent for path in self.paths)}:
            remove_left(folder)

    def are_there(self, paths: Iterable[Path]) -> bool:
        """Whether these pages lie there as they were last written."""
        known = {path: self._there.get(str(path.absolute())) for path in paths}
        return all(one is not None and self._untouched(path, one[0]) for path, one in known.items())

    def put(self, path: Path, shows: str, text: str) -> None:
        """Writes one page and remembers it. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        self._remember(path, shows)

    def _remember(self, path: Path, shows: str) -> None:
        status = path.stat()
        self._store.wrote([(str(path.absolute()), shows, status.st_size, status.st_mtime_ns)])

    def _pages(self, rows: "Sequence[Row]", entries: Sequence[Kept]) -> Iterator[_Page]:
        """One for each report that counts; of a group's hand-in, one for each member, whose dates may differ."""
        decisions, by_place = (in_force(self._store.events()), {one.place: one for one in entries})
        seen: set[tuple[str, str]] = set()
        for number, row in enumerate(rows):
            one = by_place.get((row.handed_in_as, row.slug, row.number_kept))
            if row.report is None or one is None or one.hand_in.result is None or (row.who, row.slug) in seen:
                continue
            seen.add((row.who, row.slug))
            data = self._store.report(one.hand_in.result)
            if data is None:
                continue
            given = decisions.get((row.handed_in_as, row.slug), {})
            task = ToShow(number, data, row.who, row.report.due, given, row.report.adjustments)
            student = student_page(self._out, row.who, row.slug)
            shows = self._fingerprint(data, row.report, given.values())
            yield _Page(student, student.with_suffix(".instructor.html"), shows, task)

    def _fingerprint(self, data: bytes, report: Report, decisions: Iterable[object]) -> str:
        # Of the report itself: what hit a limit is made again under the same key.
        changes = [json.dumps(asdict(one)) for one in (*report.adjustments, *decisions)]  # type: ignore[call-overload]
        return of_texts(self.drawn_by, sha256(data).hexdigest(), report.submission, report.due, *changes)

    def _is_there(self, page: _Page) -> bool:
        return self._untouched(page.student, page.shows) and self._untouched(page.instructor, page.shows)

    def _untouched(self, path: Path, shows: str) -> bool:
        known = self._there.get(str(path.absolute()))
        if known is None or known[0] != shows:
            return False
        try:
            status = path.stat()
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == known[1:]

    def _put(self, page: _Page, shown: Shown) -> Iterator[Finding]:
        try:
            self.put(page.student, page.shows, shown.student)
            self.put(page.instructor, page.shows, shown.instructor)
            for path in (earlier(page.student), earlier(page.instructor)):
                if self._untouched(path, self._there.get(str(path.absolute()), ("",))[0]):
                    path.unlink()
        except OSError as trouble:
            yield refused(trouble, page.student)


def refused(trouble: OSError, path: Path) -> Finding:
    """A full disk, a folder without permission."""
    what = f"The machine refused to write a page: {trouble.strerror or type(trouble).__name__}."
    return Finding(what, str(path), "Make room or give permission there, and run the same command again.")
