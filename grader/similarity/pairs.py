"""Two hand-ins and how much of what is each one's own they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.similarity.class_index import ClassIndex
from grader.similarity.handed_in import HandIn

#: From here on a pair is worth a look; docs/similarity.md says by which measurement.
LEAST_SHARE = 0.35
LEAST_RARE = 8.0


@dataclass(frozen=True)
class Pair:
    """Two hand-ins by their numbers, and what they share."""

    first: int
    second: int
    rare: float  # fingerprints shared, each by how rare it is
    shares: tuple[float, float]  # of each one's own fingerprints, weighed alike

    @property
    def strength(self) -> float:
        """By what pairs are ranked: much that is rare, and much of what one of the two has."""
        return self.rare * max(self.shares)


def pairs(hand_ins: Sequence[HandIn], found: ClassIndex) -> list[Pair]:
    """Every pair worth a look, the strongest first."""
    compared = (_pair(first, second, found) for first, second in found.candidates)
    noticed = [one for one in compared if one.rare >= LEAST_RARE and max(one.shares) >= LEAST_SHARE]
    return sorted(noticed, key=lambda one: (-round(one.strength, 6), hand_ins[one.first].who, hand_ins[one.second].who))


def groups(noticed: Iterable[Pair]) -> list[tuple[int, ...]]:
    """Three and more hand-ins that pairs link together, each group in order, the largest first."""
    linked: dict[int, set[int]] = {}
    for pair in noticed:
        both = linked.get(pair.first, {pair.first}) | linked.get(pair.second, {pair.second})
        for one in both:
            linked[one] = both
    unique = {tuple(sorted(group)) for group in linked.values() if len(group) > 2}
    return sorted(unique, key=lambda group: (-len(group), group))


def _pair(first: int, second: int, found: ClassIndex) -> Pair:
    shared = found.weights(found.own[first] & found.own[second])
    one, other = (found.weights(found.own[number]) for number in (first, second))
    return Pair(first, second, shared, (shared / one if one else 0.0, shared / other if other else 0.0))
