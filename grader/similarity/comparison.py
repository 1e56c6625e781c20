"""All hand-ins for one assignment compared: which pairs are worth a look, and where. Gives no mark and no verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.similarity.class_index import ClassIndex, common_from, index
from grader.similarity.fingerprints import T
from grader.similarity.handed_in import HandIn
from grader.similarity.pairs import Pair, groups, pairs
from grader.similarity.piece import Piece
from grader.similarity.regions import Marked, Region, marked, regions
from grader.similarity.remarks import Remarks
from grader.similarity.starter import Starter

MOST_PAIRS = 50  # that are shown side by side
_MOST_CLOSELY = 500  # pairs whose lines are compared, too
#: Of a pair that is worth showing one has at least this share of its own lines from what both have: fingerprints alone
#: count the seams between what is everybody's and what is not.
_LEAST_LINES = 0.25


@dataclass(frozen=True)
class Stretch:
    """A region, and the two pieces that it is of."""

    first: Piece
    second: Piece
    region: Region


@dataclass(frozen=True)
class Looked:
    """A pair with what a person needs to look at it."""

    pair: Pair
    lines: tuple[tuple[int, int], tuple[int, int]]  # of each: own lines that both have, own lines in all
    stretches: tuple[Stretch, ...]
    remarks: tuple[str, ...]

    @property
    def share(self) -> float:
        """The greater of the two shares of own lines."""
        return max(shared / own if own else 0.0 for shared, own in self.lines)


@dataclass(frozen=True)
class Comparison:
    """What came out for one assignment. Numbers stand for places in `hand_ins`."""

    hand_ins: tuple[HandIn, ...]
    people: int
    common_from: int  # how many must have something for it to be everybody's
    looked: tuple[Looked, ...]
    noticed: tuple[Pair, ...]  # all of them
    groups: tuple[tuple[int, ...], ...]
    too_short: tuple[int, ...]  # nothing of them is long enough to be compared


def compare(hand_ins: Sequence[HandIn], starter: Starter) -> Comparison:
    """The comparison of a class; the same whatever order the hand-ins come in."""
    ordered = sorted(hand_ins, key=lambda one: one.who)
    found = index(ordered, starter)
    looking = _Looking(ordered, starter, found)
    compared = pairs(ordered, found)
    closely = {pair: looking.at(pair) for pair in compared[:_MOST_CLOSELY]}
    noticed = [pair for pair in compared if pair not in closely or closely[pair].share >= _LEAST_LINES]
    return Comparison(
        tuple(ordered),
        found.people,
        common_from(found.people),
        tuple(closely[pair] for pair in noticed[:MOST_PAIRS]),
        tuple(noticed),
        tuple(groups(noticed)),
        tuple(number for number, one in enumerate(ordered) if all(len(piece.codes) < T for piece in one.pieces)),
    )


class _Looking:
    """Looks at pairs closely; what was worked out for a hand-in is kept for its next pair."""

    def __init__(self, hand_ins: Sequence[HandIn], starter: Starter, found: ClassIndex) -> None:
        self._hand_ins, self._starter, self._common = hand_ins, starter, found.common
        self._remarks = Remarks(hand_ins, starter)
        self._marked: dict[int, list[Marked]] = {}

    def at(self, pair: Pair) -> Looked:
        """The pair's stretches, the longest first, and how many lines they take of each."""
        mine, others = self._pieces(pair.first), self._pieces(pair.second)
        found = [
            Stretch(one.piece, other.piece, region)
            for one in mine
            for other in others
            if one.places.keys() & other.places.keys()
            for region in regions(one, other)
        ]
        found.sort(key=lambda each: (-each.region.size, each.first.file, each.region.first, each.second.file))
        ours = {(id(each.first), line) for each in found for line in lines_of(each, 0)}
        theirs = {(id(each.second), line) for each in found for line in lines_of(each, 1)}
        lines = (len(ours), _own(mine)), (len(theirs), _own(others))
        return Looked(pair, lines, tuple(found), self._remarks.shared(pair.first, pair.second))

    def _pieces(self, number: int) -> list[Marked]:
        if number not in self._marked:
            pieces = self._hand_ins[number].pieces
            self._marked[number] = [marked(piece, self._starter.kgrams, self._common) for piece in pieces]
        return self._marked[number]


def lines_of(stretch: Stretch, side: int) -> set[int]:
    """The lines in which tokens are alike, of the first piece (0) or the second (1)."""
    piece = (stretch.first, stretch.second)[side]
    return {line for run in stretch.region.runs for line in piece.at[run[side] : run[side] + run[2]]}


def _own(pieces: Sequence[Marked]) -> int:
    return sum(len(piece.own_lines) for piece in pieces)
