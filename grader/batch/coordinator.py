"""Grades a class: looks up what is known, has the rest worked on, and keeps every result as it comes.

The coordinator alone writes to the store. Whatever ends it, the next run goes on from what is kept.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from grader.batch.datasets import Datasets
from grader.batch.desks import Desks
from grader.batch.pool import Lost, Workers
from grader.batch.rests_on import RestsOn, as_written, rests_on
from grader.batch.tasks import Graded, ToGrade, content_of
from grader.outcome import Finding
from grader.store.rows import Figures, HandIn
from grader.store.store import Store
from grader.submission.empty import nothing_lies_there
from grader.submission.find import Found
from grader.wall.levels import Level


class Watcher(Protocol):
    """Who looks on while a class is graded: a progress bar, or nobody."""

    def begins(self, total: int, known: int) -> None:
        """So many hand-ins, of which so many need not be run."""

    def one(self, found: Found, figures: Figures | None) -> None:
        """A hand-in was run; None where it could not be graded."""


@dataclass(frozen=True)
class Timing:
    """What one hand-in took, in seconds."""

    who: str
    slug: str
    attempt: int
    wall: float
    cpu: float


@dataclass
class Ran:
    """What a run did."""

    number: int
    total: int
    known: int = 0  # hand-ins that nothing was run for
    timings: list[Timing] = field(default_factory=list)
    nothing_came: set[tuple[str, str, int]] = field(default_factory=set)  # who, the assignment, the attempt


@dataclass(frozen=True)
class _Place:
    """One hand-in's place in the run."""

    number: int
    found: Found
    content: str = ""
    key: str = ""
    problem: Finding | None = None
    empty: bool = False  # whether that is the problem


class Coordinator:
    """One run over a class."""

    def __init__(self, store: Store, desks: Desks, level: Level, watcher: Watcher, fresh: bool = False) -> None:
        self._store, self._desks, self._level, self._watcher, self._fresh = (store, desks, level, watcher, fresh)
        self._datasets = Datasets(store.files())
        self._rests: dict[str, RestsOn] = {}

    def run(self, paths: Sequence[Path], found: Sequence[Found], workers: Callable[[int], Workers]) -> Ran:
        """Grades everything that is not known. paths: where it was found. workers: called with how many tasks there
        are, where there are any.

        Raises StoreUnusable, and what stops a whole run: a spec that cannot be read, data that is not there.
        """
        places = [self._place(number, one) for number, one in enumerate(found)]
        self._store.read(self._datasets.read) if self._datasets.read else None
        known = {} if self._fresh else self._known(places)
        ran = Ran(self._begin(paths, places, known), len(places), sum(place.key in known for place in places))
        ran.nothing_came |= {place.found.place for place in places if place.empty}
        self._watcher.begins(len(places), ran.known)
        to_do = _each_once(place for place in places if place.key and place.key not in known)
        if to_do:
            self._work(ran, to_do, places, workers(len(to_do)))
        self._store.end(ran.number, _now())
        return ran

    # ---- what is known
    def _place(self, number: int, found: Found) -> _Place:
        rests = self._rest(found.slug)
        try:
            content = content_of(found)
        except OSError as trouble:
            what = f"This hand-in cannot be read: {trouble.strerror or type(trouble).__name__}."
            advice = "Give permission to read it, and run the same command again."
            return _Place(number, found, problem=Finding(what, found.where, advice))
        if (why := nothing_lies_there(found)) is not None:
            return _Place(number, found, content, problem=why, empty=True)
        return _Place(number, found, content, rests.whole(content))

    def _rest(self, slug: str) -> RestsOn:
        if slug not in self._rests:
            self._rests[slug] = self._looked_up(slug)
        return self._rests[slug]

    def _looked_up(self, slug: str) -> RestsOn:
        """What an assignment's results rest on: as it was kept for the same files, else as its spec says."""
        files = as_written(self._desks, slug, self._level)
        kept = self._store.rests(files)
        if kept is not None:
            return RestsOn(*json.loads(kept))
        desk = self._desks.desk(slug)
        rests = rests_on(desk, self._level, self._datasets)
        if not desk.assignment.data:  # data sets are looked at each time
            self._store.keep_rests(files, json.dumps([dict(rests.parts), dict(rests.sheet)]))
        return rests

    def _known(self, places: Iterable[_Place]) -> dict[str, Figures]:
        found = {place.key: self._store.figures(place.key) for place in places if place.key}
        return {key: figures for key, figures in found.items() if figures}

    def _begin(self, paths: Sequence[Path], places: Sequence[_Place], known: dict[str, Figures]) -> int:
        hand_ins = [
            HandIn(place.found.who, place.found.slug, place.found.attempt, about(place.found), place.content,
                   place.key if place.key in known else None, place.problem)
            for place in places
        ]  # fmt: skip
        parts = {slug: {**rests.parts, **rests.sheet} for slug, rests in self._rests.items()}
        return self._store.begin(_now(), [os.path.abspath(path) for path in paths], parts, hand_ins)  # noqa: PTH100

    # ---- what is run
    def _task(self, place: _Place) -> ToGrade:
        """Made when its turn comes: what is known of a whole class would fill the memory."""
        known = {} if self._fresh else self._store.looked(self._questions(place))
        return ToGrade(place.number, place.key, place.found, place.content, known)

    def _questions(self, place: _Place) -> dict[str, str]:
        rests = self._rest(place.found.slug)
        return {name: rests.question(name, place.content) for name in rests.questions}

    def _work(self, ran: Ran, to_do: Sequence[_Place], places: Sequence[_Place], workers: Workers) -> None:
        by_key: dict[str, list[_Place]] = {}
        for place in places:
            by_key.setdefault(place.key, []).append(place)
        again: list[int] = []
        for answer in workers.run(map(self._task, to_do)):
            if isinstance(answer, Lost) or (isinstance(answer, Graded) and answer.hit_a_limit and workers.crowded):
                # What other work on the machine may have caused is believed when it happens alone.
                again.append(answer.task.number if isinstance(answer, Lost) else answer.number)
            elif isinstance(answer, Graded):
                self._keep(ran, by_key[places[answer.number].key], answer)
        for answer in workers.run((self._task(places[number]) for number in sorted(again)), at_once=1):
            if isinstance(answer, Lost):
                answer = Graded(answer.task.number, None, _killed(answer))
            if isinstance(answer, Graded):
                self._keep(ran, by_key[places[answer.number].key], answer)

    def _keep(self, ran: Ran, places: Sequence[_Place], answer: Graded) -> None:
        """The result of hand-ins that are all the same."""
        if answer.result is None:
            problem = answer.problem or Finding("It could not be graded.")
            for place in places:
                # What is the same lies elsewhere all the same.
                where = place.found.where if problem.where == places[0].found.where else problem.where
                self._store.not_graded(ran.number, place.number, replace(problem, where=where))
                if answer.nothing_came:
                    ran.nothing_came.add(place.found.place)
        else:
            self._store.keep(places[0].key, answer.result, self._questions(places[0]))
            for place in places:
                self._store.graded(ran.number, place.number, place.key)
        found = places[0].found
        ran.timings.append(Timing(found.who, found.slug, found.attempt, answer.wall, answer.cpu))
        for place in places:
            self._watcher.one(place.found, answer.result.figures if answer.result else None)


def _each_once(places: Iterable[_Place]) -> list[_Place]:
    """The first of those that are the same."""
    first: dict[str, _Place] = {}
    for place in places:
        first.setdefault(place.key, place)
    return list(first.values())


def about(found: Found) -> str:
    """What a hand-in tells of whose it is and when it came, as JSON; `grader.batch.book` reads it."""
    members = [asdict(member) for member in found.members]
    submitted = found.submitted.isoformat() if found.submitted else None
    values = {"name": found.name, "id": found.id, "email": found.email, "members": members, "submitted": submitted,
              "late": found.late, "platform": found.platform, "where": found.where}  # fmt: skip
    return json.dumps(values, sort_keys=True)


def _killed(lost: Lost) -> Finding:
    what = f"The process that graded this hand-in ended twice ({lost.how}), the second time with nothing beside it."
    advice = "Look at it by hand, and send us what it does: nothing that is handed in should be able to do that."
    return Finding(what, lost.task.found.where if isinstance(lost.task, ToGrade) else "", advice)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
