"""From each fingerprint to the hand-ins that have it: which of them are common, and which hand-ins are worth comparing.

The work grows with the class, not with its square: what many people share is never counted pair by pair.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from grader.similarity.fingerprints import hashes, winnowed
from grader.similarity.handed_in import HandIn
from grader.similarity.starter import Starter

_FEW = 8  # people; where more share a fingerprint, only neighbours in the list of them are counted
_WORTH = 4  # fingerprints shared, from which two hand-ins are compared
_FEWEST_COMMON = 3


@dataclass(frozen=True)
class ClassIndex:
    """All hand-ins by their own fingerprints: those that neither the starter nor much of the class has."""

    own: tuple[frozenset[int], ...]  # by the number of the hand-in
    common: frozenset[int]
    spread: Mapping[int, int]  # people who share a fingerprint, where they are several
    people: int
    candidates: tuple[tuple[int, int], ...]

    def weight(self, print_: int) -> float:
        """How rare a fingerprint is: 1 where one or two people have it, falling to 0 as the whole class does."""
        there = self.spread.get(print_, 1)
        return 1.0 if there <= 2 else math.log(self.people / there) / math.log(self.people / 2)

    def weights(self, prints: frozenset[int]) -> float:
        # Summed in a fixed order: a set's own order is no property of the class.
        return math.fsum(self.weight(one) for one in prints)


def common_from(people: int) -> int:
    """How many must have something for it to be common: more than a third of the class, and at least three."""
    return max(_FEWEST_COMMON, people // 3 + 1)


def index(hand_ins: Sequence[HandIn], starter: Starter) -> ClassIndex:
    """The index of a class."""
    prints = [_prints(one, starter) for one in hand_ins]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(prints):
        for value in one:
            holders[value].append(number)
    people = len({one.person for one in hand_ins})
    spread = {value: count for value, them in holders.items()
              if len(them) > 1 and (count := len({hand_ins[number].person for number in them})) > 1}  # fmt: skip
    common = frozenset(value for value, count in spread.items() if count >= common_from(people))
    rare = (holders[value] for value in spread if value not in common)
    worth = Counter(pair for them in rare for pair in _pairs(them))
    candidates = sorted(
        pair for pair, count in worth.items()
        if count >= _WORTH and hand_ins[pair[0]].person != hand_ins[pair[1]].person
    )  # fmt: skip
    return ClassIndex(tuple(one - common for one in prints), common, spread, people, tuple(candidates))


def _prints(hand_in: HandIn, starter: Starter) -> frozenset[int]:
    return frozenset(
        value for piece in hand_in.pieces for value, _ in winnowed(hashes(piece.codes), starter.kgrams)
    )  # fmt: skip


def _pairs(them: Sequence[int]) -> Iterator[tuple[int, int]]:
    return combinations(them, 2) if len(them) <= _FEW else pairwise(them)
