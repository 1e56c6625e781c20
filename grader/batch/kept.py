"""What the store has of everybody: of each attempt the latest hand-in, with its result or why there is none."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from grader.grading.report import Report
from grader.outcome import Finding
from grader.store.rows import HandIn, Run
from grader.store.store import Store

NOT_YET = "It is not graded yet: the run was stopped before its turn."


@dataclass(frozen=True)
class Kept:
    """The latest that the store has of one attempt of one person."""

    run: Run
    hand_in: HandIn

    @property
    def place(self) -> tuple[str, str, int]:
        """Who, the assignment, the attempt."""
        return self.hand_in.who, self.hand_in.slug, self.hand_in.attempt


def kept(store: Store, slug: str | None = None) -> list[Kept]:
    """The latest of everybody. Who is gone from a folder that was graded again later is gone from here, too."""
    found: dict[tuple[str, str, int], Kept] = {}
    later: list[tuple[frozenset[str], tuple[str, ...]]] = []  # of later runs: assignments, and what was graded
    for run in reversed(store.runs()):
        hand_ins = [one for one in store.hand_ins(run.number) if slug in (None, one.slug)]
        for one in hand_ins:
            entry = Kept(run, one)
            there = found.get(entry.place)
            if there is not None:
                found[entry.place] = _as_before(there, entry)
            elif not any(one.slug in slugs and _lay_in(one, paths) for slugs, paths in later):
                found[entry.place] = entry
        later.append((frozenset(one.slug for one in hand_ins), run.paths))
    return [found[place] for place in sorted(found)]


def _as_before(entry: Kept, earlier: Kept) -> Kept:
    """Whose turn has not come, in a run that goes on elsewhere or was stopped, has the result of an earlier run still,
    where that rests on the very same."""
    one, was = entry.hand_in, earlier.hand_in
    waits = one.result is None and one.problem is None and was.result is not None and was.content == one.content
    if not waits or entry.run.rests_on.get(one.slug) != earlier.run.rests_on.get(one.slug):
        return entry
    return Kept(entry.run, replace(one, result=was.result))


def _lay_in(hand_in: HandIn, paths: tuple[str, ...]) -> bool:
    """Whether it was found in one of these places."""
    where = json.loads(hand_in.about)["where"]
    return any(where == path or where.startswith((path + "/", path + "\\", path + ", ")) for path in paths)


def problems(entries: Iterable[Kept]) -> Iterator[tuple[str, str, Finding]]:
    """Who could not be graded, the assignment, and why."""
    for one in entries:
        if one.hand_in.result is None:
            yield (one.hand_in.who, one.hand_in.slug, one.hand_in.problem or Finding(NOT_YET))


def unreadable(who: str) -> Finding:
    """A stored result is of a version that wrote something else."""
    what = "A result in the store cannot be read by this version of the grader."
    return Finding(what, who, "Grade this hand-in again: the same command with --fresh. Marks by hand stay.")


def report_of(store: Store, hand_in: HandIn) -> tuple[Report | None, Finding | None]:
    """The stored report, or why there is none."""
    from grader.store.codec import Unreadable, unpacked  # here: who only asks whether it is there, unpacks nothing

    if hand_in.result is None:
        return None, hand_in.problem or Finding(NOT_YET)
    data = store.report(hand_in.result)
    try:
        report = unpacked(data) if data else None
    except Unreadable:
        report = None
    return (report, None) if isinstance(report, Report) else (None, unreadable(hand_in.who))
