"""One `grade PATH…` from end to end: find, grade what is not known, put everybody's line together, write the pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.batch.coordinator import Coordinator, Ran, Watcher
from grader.batch.course_of import course_of, keep_course
from grader.batch.desks import Desks
from grader.batch.kept import Kept, kept, problems
from grader.batch.pages import refused
from grader.batch.pool import Drawing, Here, LocalWorkers, Workers
from grader.batch.telling import PLAIN, Telling, Terminal, Told
from grader.grading.report import Report
from grader.grading.seed import Seed
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.report.drafts import write_whole
from grader.store.store import Store
from grader.submission.find import Class
from grader.wall.slot import Slot

if TYPE_CHECKING:
    from grader.policy.course import Course
    from grader.policy.gradebook import Row

TIMINGS = "timings.json"
FEW = 2  # tasks
ANONYMOUS, SEED = "anonymous", "seed"  # settings' names


@dataclass(frozen=True)
class Order:
    """What is asked for."""

    out: Path
    store: Path
    course: Path | None = None  # the course's file; None for the one that the marks went by before
    without_course: bool = False
    jobs: int = 1
    fresh: bool = False
    scheduler: str = ""  # of a cluster; "" for this machine
    secret: str = ""  # by which people are numbered on the class page; "" where they are named
    terminal: Terminal = PLAIN
    whole_reports: bool = False  # whether the caller reads this run's reports


@dataclass(frozen=True)
class ClassRun:
    """What came of it."""

    ran: Ran
    told: Told  # of the assignments of this run: everybody the store knows
    not_graded: tuple[tuple[str, str, Finding], ...]  # of this run: who, the assignment, why
    nothing_came: tuple[tuple[str, str, Finding], ...]  # the same, where there is nothing to grade
    doubts: tuple[Finding, ...]  # hand-ins that could not be told
    not_written: tuple[Finding, ...]
    reports: tuple[Report, ...] = ()  # of this run, as they count, where they were asked for


def run(order: Order, desks: Desks, paths: Sequence[Path], there: Class, slot: Slot, watcher: Watcher) -> ClassRun:
    """Grades what was handed in. Raises StoreUnusable, and what stops a whole run."""
    doubts = tuple(trouble.finding for trouble in there.troubles)
    with Store(order.store) as store, _Crew(order, desks, slot) as crew:
        _refuse_practice(store, desks.seed)
        course = None if order.without_course else course_of(store, order.course)
        if order.course or order.without_course:
            keep_course(store, order.course)
        store.set(ANONYMOUS, "yes" if order.secret else "")
        ran = Coordinator(store, desks, slot.level, watcher, order.fresh).run(paths, there.found, crew.of)
        slugs = sorted({one.slug for one in there.found})
        told = Telling(store, order.out, course, order.secret, order.terminal).tell(slugs, doubts, crew.of)
        here = {(one.who, one.slug) for one in there.found}
        mine = [one for slug in slugs for one in kept(store, slug) if one.place[:2] in here]
        rows = _rows(store, mine, course) if order.whole_reports else ()
    reports = tuple(row.report for row in rows if row.report is not None and (row.who, row.slug) in here)
    not_written = (*told.not_written, *_write_timings(order.out / TIMINGS, ran))
    came = tuple(problems(one for one in mine if one.place not in ran.nothing_came))
    nothing = tuple(problems(one for one in mine if one.place in ran.nothing_came))
    return ClassRun(ran, told, came, nothing, doubts, not_written, reports)


def _refuse_practice(store: Store, seed: Seed) -> None:
    """Raises UserMistake where practice marks would take the place of real ones; keeps which they are."""
    if store.setting(SEED) == "secret" and not seed.secret:
        what = "The marks in this store were made with a secret seed; without it practice marks would take their place."
        advice = "Name the seed with `--seed-file FILE`, or try things in another place with `--out FOLDER`."
        raise UserMistake(Finding(what, str(store.path), advice))
    store.set(SEED, seed.kind)


def _rows(store: Store, mine: list[Kept], course: "Course | None") -> "tuple[Row, ...]":
    from grader.batch.book import book  # here: a class that is unchanged is told without it

    return book(store, mine, course).rows


def refresh(store: Path, out: Path, course: Path | None = None, terminal: Terminal = PLAIN) -> Told:
    """Writes the pages of everything that is kept once more, as it counts now; runs nothing that was handed in.

    course: as for a run. A class page of pseudonyms takes the secret seed, and waits for the next `grade`.
    Raises StoreUnusable, CourseMistakes, and UserMistake where the course's file is gone.
    """
    with Store(store) as opened:
        slugs = sorted({one.hand_in.slug for one in kept(opened)})
        telling = Telling(opened, out, course_of(opened, course), "", terminal, not opened.setting(ANONYMOUS))
        return telling.tell(slugs, (), lambda tasks: Drawing())


class _Crew:
    """The workers of a run: started when there is work for them, and the same for grading and for drawing."""

    def __init__(self, order: Order, desks: Desks, slot: Slot) -> None:
        self._order, self._desks, self._slot = order, desks, slot
        self._here: Workers | None = None
        self._many: Workers | None = None

    def of(self, tasks: int) -> Workers:
        """Workers for so many tasks; for very few, this process has them done before another one has started."""
        if tasks <= FEW and not self._many and not self._order.scheduler:
            self._here = self._here or Here(self._desks, self._slot)
            return self._here
        self._many = self._many or self._others(tasks)
        return self._many

    def _others(self, tasks: int) -> Workers:
        if self._order.scheduler:
            from grader.batch.cluster import Cluster  # distributed: only who has a cluster waits for it

            return Cluster(self._order.scheduler, self._desks, self._slot.level)
        return LocalWorkers(self._desks, min(self._order.jobs, tasks))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        for workers in (self._here, self._many):
            if workers is not None:
                workers.__exit__(*trouble)


def _write_timings(path: Path, ran: Ran) -> list[Finding]:
    """What each hand-in took; a file of its own, because no report may hold a clock."""
    rows = [
        {"who": one.who, "assignment": one.slug, "attempt": one.attempt,
         "seconds": round(one.wall, 3), "cpu_seconds": round(one.cpu, 3)}
        for one in sorted(ran.timings, key=lambda one: (one.who, one.slug, one.attempt))
    ]  # fmt: skip
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps({"run": ran.number, "known": ran.known, "graded": rows}, indent=1) + "\n")
    except OSError as trouble:
        return [refused(trouble, path)]
    return []
