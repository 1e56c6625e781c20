"""A sampler's stream of rows: some drawn more than once, the target in between where that is asked.

The stream is what the given sampler hands out one by one; nothing here knows how a sampler is written.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from grader.draws.sizes import DrawMistake


@dataclass(frozen=True)
class Stream:
    """What a stream has to be like: `count` of it will be used, none of them a target."""

    rows: int
    count: int
    targets: tuple[int, ...] = ()
    hits_target: bool = False


def draw_stream(asked: Stream, randomness: np.random.Generator) -> tuple[list[int], dict[int, str]]:
    """The stream and what its rows mean ("drawn 3 times", "never drawn"), as far as that is sure."""
    pool = [row for row in range(asked.rows) if row not in asked.targets]
    if not pool:
        raise DrawMistake("every row is a target: none is left to draw")
    # Longer than needed, so that code which draws too often is told by its result and not by an empty stream.
    length = 4 * asked.count + 16
    stream = [pool[int(choice)] for choice in randomness.integers(len(pool), size=length)]
    if asked.count > 1 and len(set(stream[: asked.count])) == asked.count:
        first, second = randomness.choice(asked.count, size=2, replace=False)
        stream[second] = stream[first]
    meanings = _meanings(asked, stream)
    if asked.hits_target and asked.count:
        for target in sorted(set(asked.targets)):
            place = int(randomness.integers(asked.count))
            stream[place:place] = [target, target]  # twice, so that asking once whether it is the target won't do
    return stream, meanings


def _meanings(asked: Stream, stream: list[int]) -> dict[int, str]:
    if asked.hits_target and len(set(asked.targets)) > 1:
        return {}  # which rows are used depends on which target is avoided when
    drawn = Counter(stream[: asked.count])
    words = {0: "never drawn", 1: "drawn once", 2: "drawn twice"}
    return {
        row: words.get(drawn[row], f"drawn {drawn[row]} times") for row in range(asked.rows) if row not in asked.targets
    }
