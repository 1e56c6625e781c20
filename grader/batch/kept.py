"""What the store has of everybody: of each attempt the latest hand-in, with its result or why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.grading.report import Report
from grader.outcome import Finding
from grader.store.store import HandIn, Run, Store

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
    """What the last run over a class found, and everything that was graded since."""
    found: dict[tuple[str, str, int], Kept] = {}
    complete: set[str] = set()  # assignments whose class was met
    for run in reversed(store.runs()):
        people: dict[str, set[str]] = {}
        for one in store.hand_ins(run.number):
            if one.slug not in complete and slug in (None, one.slug):
                found.setdefault((one.who, one.slug, one.attempt), Kept(run, one))
                people.setdefault(one.slug, set()).add(one.who)
        complete |= {name for name, them in people.items() if len(them) > 1}
    return [found[place] for place in sorted(found)]


def problems(entries: list[Kept]) -> Iterator[tuple[str, str, Finding]]:
    """Who could not be graded, the assignment, and why."""
    for one in entries:
        if one.hand_in.result is None:
            yield one.hand_in.who, one.hand_in.slug, one.hand_in.problem or Finding(NOT_YET)


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
