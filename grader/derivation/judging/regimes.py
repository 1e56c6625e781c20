"""One chain in several limits: below and above λ = 1 are different questions, and a line may be right in one only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.derivation.judging.chain import Found
from grader.derivation.valuing.walks import names
from grader.derivation.verdicts import ChainVerdict, Status
from grader.derivation.worlds import Regime

_ONLY = "This holds only for {}; say so before it."


@dataclass(frozen=True)
class Combined:
    """The verdict over all limits; regime: the one it was found in, "" where all agree. name: its question's."""

    found: Found
    regime: Regime | None
    only: str = ""


def moving(regimes: Sequence[Regime]) -> frozenset[str]:
    """The names that tell one limit from another."""
    every = {name for regime in regimes for name in regime.intervals}
    return frozenset(name for name in every if len({regime.intervals.get(name) for regime in regimes}) > 1)


def combined(found: Mapping[Regime | None, Found], stated: bool) -> Combined:
    """One verdict. stated: the student said for which numbers the chain is meant, and only those limits are here.

    A line that holds what moves must hold in every limit; a line that is free of it (α_a ≈ 0) in one, the same for
    all lines of the chain.
    """
    regimes = [regime for regime in found if regime is not None]
    each = {regime: one.verdict for regime, one in found.items()}
    first = next(iter(found))
    if len(found) == 1 or len({_statuses(verdict) for verdict in each.values()}) == 1:
        return Combined(found[first], first)
    best = max(found, key=lambda regime: (_rank(each[regime]), found[regime].holding))
    if stated:
        worst = min(found, key=lambda regime: (_rank(each[regime]), found[regime].holding))
        return Combined(found[worst], worst)
    marked = moving(regimes)
    trees = [line.tree for line in found[best].lines]
    offset = len(trees) - len(each[best].steps)  # a lone expression is judged behind the target
    symbolic = [
        number
        for number in range(len(each[best].steps))
        if (tree := trees[number + offset]) is not None and names(tree) & marked
    ]
    broken = [n for n in symbolic if any(verdict.steps[n].status is Status.BREAKS for verdict in each.values())]
    if not broken:
        return Combined(found[best], best, best.name if best is not None else "")
    if any(n > broken[0] and n not in broken for n in symbolic):
        # A later line holds everywhere, so that this one was meant to.
        worst = next(r for r, verdict in each.items() if verdict.steps[broken[0]].status is Status.BREAKS)
        return Combined(found[worst], worst)
    return Combined(_left_open(found[best], broken, best.name if best is not None else ""), best)


def _statuses(verdict: ChainVerdict) -> tuple[Status, ...]:
    return tuple(step.status for step in verdict.steps)


def _rank(verdict: ChainVerdict) -> int:
    return {Status.HOLDS: 2, Status.NOT_READ: 1, Status.BREAKS: 0}[verdict.status]


def _left_open(found: Found, broken: Sequence[int], only: str) -> Found:
    steps = tuple(
        replace(step, status=Status.NOT_READ, why=_ONLY.format(only)) if number in broken else step
        for number, step in enumerate(found.verdict.steps)
    )
    first = next((number for number, step in enumerate(steps) if step.status is Status.BREAKS), None)
    return replace(found, verdict=replace(found.verdict, steps=steps, first_wrong=first))
