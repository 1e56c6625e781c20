"""Where two pieces are alike: shared fingerprints, grown token by token and merged into stretches.

What the starter or the class has in common is no part of a stretch, so a stretch ends where that begins.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.similarity.fingerprints import K, hashes, winnowed
from grader.similarity.piece import Piece

_MOST_PLACES = 8  # of one fingerprint in one piece
_GAP = 14  # tokens between two stretches that are one with something put in


@dataclass(frozen=True)
class Marked:
    """A piece with its own fingerprints and what of it is everybody's."""

    piece: Piece
    places: dict[int, list[int]]  # of each fingerprint that is its own
    everybodys: bytearray  # by token

    @property
    def own_lines(self) -> frozenset[int]:
        """The lines in which something is its own."""
        return frozenset(line for line, common in zip(self.piece.at, self.everybodys, strict=True) if not common)


@dataclass(frozen=True)
class Region:
    """A stretch of tokens of each piece, ends excluded, and the tokens in it that are alike."""

    first: tuple[int, int]
    second: tuple[int, int]
    runs: tuple[tuple[int, int, int], ...]  # where in the first, where in the second, how many tokens

    @property
    def size(self) -> int:
        return sum(length for _, _, length in self.runs)


def marked(piece: Piece, starter: Collection[int], common: Collection[int]) -> Marked:
    """The piece with what is its own told from what is everybody's."""
    values = hashes(piece.codes)
    everybodys = bytearray(len(piece.codes))
    for place, value in enumerate(values):
        if value in starter:
            everybodys[place : place + K] = b"\1" * K
    places: dict[int, list[int]] = defaultdict(list)
    for value, place in winnowed(values, starter):
        if value in common:
            everybodys[place : place + K] = b"\1" * K
        elif len(places[value]) < _MOST_PLACES:
            places[value].append(place)
    # What is left between is too short to be found again, so it is no part of what is compared.
    for rest in re.finditer(rb"\0+", bytes(everybodys)):
        if rest.end() - rest.start() < K:
            everybodys[rest.start() : rest.end()] = b"\1" * (rest.end() - rest.start())
    return Marked(piece, dict(places), everybodys)


def regions(one: Marked, other: Marked) -> list[Region]:
    """The stretches that two pieces share, in the order of the first; no token is in two of them."""
    runs = sorted(_runs(one, other), key=lambda run: (-run[2], run))
    taken = bytearray(len(one.piece.codes)), bytearray(len(other.piece.codes))
    free = sorted(part for run in runs for part in _free(run, taken))
    merged: list[list[tuple[int, int, int]]] = []
    for run in free:
        if merged and _continues(merged[-1][-1], run):
            merged[-1].append(run)
        else:
            merged.append([run])
    return [_region(each) for each in merged]


def _runs(one: Marked, other: Marked) -> Iterator[tuple[int, int, int]]:
    """Every shared fingerprint, grown to both sides as far as the tokens are alike and nobody else's."""
    seeds = sorted(
        (here - there, here)
        for value, places in one.places.items()
        for here in places
        for there in other.places.get(value, ())
    )
    done: tuple[int, int] = (0, -1)  # the diagonal, and how far it was grown
    for shift, here in seeds:
        if done[0] == shift and here < done[1]:
            continue
        begin, end = _grown(one, other, here, here - shift)
        done = (shift, end)
        if end - begin >= K:
            yield begin, begin - shift, end - begin


def _grown(one: Marked, other: Marked, here: int, there: int) -> tuple[int, int]:
    """From where to where, in the first piece, the two are alike around a place."""
    end = here
    while _alike(one, other, end, end - here + there):
        end += 1
    begin = here
    while _alike(one, other, begin - 1, begin - 1 - here + there):
        begin -= 1
    return begin, end


def _alike(one: Marked, other: Marked, here: int, there: int) -> bool:
    if not (0 <= here < len(one.everybodys) and 0 <= there < len(other.everybodys)):
        return False
    mine = one.piece.codes[here] == other.piece.codes[there]
    return mine and not one.everybodys[here] and not other.everybodys[there]


def _free(run: tuple[int, int, int], taken: tuple[bytearray, bytearray]) -> Iterator[tuple[int, int, int]]:
    """The parts of a run of which neither side is in a longer one."""
    here, there, length = run
    begin = 0
    for step in range(length + 1):
        if step == length or taken[0][here + step] or taken[1][there + step]:
            if step - begin >= K:
                yield here + begin, there + begin, step - begin
                taken[0][here + begin : here + step] = b"\1" * (step - begin)
                taken[1][there + begin : there + step] = b"\1" * (step - begin)
            begin = step + 1


def _continues(before: tuple[int, int, int], run: tuple[int, int, int]) -> bool:
    gaps = run[0] - before[0] - before[2], run[1] - before[1] - before[2]
    return all(0 <= gap <= _GAP for gap in gaps)


def _region(runs: Sequence[tuple[int, int, int]]) -> Region:
    (here, there, _), (last, other, length) = runs[0], runs[-1]
    return Region((here, last + length), (there, other + length), tuple(runs))
