"""The two small epochs that a training is run for, and what comes back of one as arrays. Judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.arrays import Array
from reference.cbow.judging.vocabulary import counts, words
from reference.judgement import Unreadable

_V, _D, _N = 200, 24, 5
_FEW = 3
_MANY, _ROWS, _SMALL = 125, 32, 4  # batches, windows in each, dimensions


@dataclass(frozen=True)
class Epoch:
    """Two small epochs: a few batches that tell everything, and many of one window over and over, for the noise."""

    words: list[str]
    counts: list[int]
    few: dict[str, Any]
    many: dict[str, Any]

    @property
    def given(self) -> tuple[Any, ...]:
        return self.words, self.counts, self.few, self.many


def epoch(rng: np.random.Generator) -> Epoch:
    """Windows of different words, whose contexts are independent; their words are rare, so that none is drawn often."""
    rare = 60 + rng.permutation(_V - 60)[: _FEW * _N * 3]
    few = {"tables": _tables(rng, _D, 0.6), "batches": list(rare.reshape(_FEW, _N, 3).astype(np.int64))}
    window = 60 + rng.permutation(_V - 60)[:3]
    batch = np.tile(window, (_ROWS, 1)).astype(np.int64)
    many = {"tables": _tables(rng, _SMALL, 0.8), "batches": [batch.copy() for _ in range(_MANY)]}
    return Epoch(words(_V), counts(_V), few, many)


def _tables(rng: np.random.Generator, D: int, scale: float) -> list[Any]:
    return [rng.normal(scale=scale, size=(_V, D)).astype(np.float32) for _ in range(2)]


@dataclass(frozen=True)
class Run:
    """One way of running an epoch, as arrays."""

    whose: str
    names: list[str]
    few: list[tuple[list[Array], list[Array]]]  # tables before, gradients
    many: list[list[Array]]  # gradients
    moved: bool


def read(run: Mapping[str, Any]) -> Run:
    """A run as it came back over the wall. Raises Unreadable where its arrays are not those of the small epochs."""

    def arrays(several: Any, D: int) -> list[Array]:
        made = [np.asarray(one, dtype=np.float64) for one in several]
        if any(one.shape != (_V, D) for one in made) or not 1 <= len(made) <= 4:
            raise Unreadable("tables of other sizes came back")
        return made

    few = [(arrays(before, _D), arrays(gradients, _D)) for before, gradients in run["steps"]]
    many = [arrays(gradients, _SMALL) for _, gradients in run["many"]]
    return Run(str(run["whose"]), [str(name) for name in run["names"]], few, many, bool(run["moved"]))
