"""Batches for a model to read, drawn on this side, and what is due for them. Nothing is asked here."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.module import Module, Reads
from grader.draws.draws import Draws

Whole = NDArray[np.int64]
Real = NDArray[Any]  # in the model's own precision

TEXTS, LONGEST = 6, 9
ROWS = 24

#: What is read at once: the arrays that `logits` takes.
Batch = tuple[Whole, ...]


@dataclass(frozen=True)
class Batches:
    """All that one check draws."""

    check: Module
    draws: Draws

    def batch(self, name: str = "first") -> Batch:
        """The batch of that name, the same each time."""
        chance = self.draws.randomness("batch", name)
        return _DRAWN[self.check.reads](self.check, chance)

    def target(self, name: str = "first") -> NDArray[Any]:
        """What a model should say of that batch: classes, or 0.0 and 1.0 for rows."""
        chance = self.draws.randomness("target", name)
        shape = self.shape(self.batch(name))[:1] if self.check.reads != "sequences" else self.batch(name)[0].shape
        if self.check.reads == "rows":
            return (np.arange(shape[0]) % 2).astype(np.float64)
        return np.asarray(chance.integers(self.check.classes, size=shape))

    def example(self, name: str = "first") -> list[Any]:
        """The batch of that name and what is due for it, as they cross."""
        return [list(self.batch(name)), self.target(name)]

    def shape(self, batch: Batch) -> tuple[int, ...]:
        """The shape of a batch's scores."""
        read = batch[0].shape
        by_reader: dict[Reads, tuple[int, ...]] = {
            "texts": (read[0], self.check.classes),
            "sequences": (*read, self.check.classes),
            "rows": read[:1],
        }
        return by_reader[self.check.reads]

    @cached_property
    def seeds(self) -> tuple[int, int]:
        """What two fresh models are made from."""
        first, second = self.draws.randomness("models").integers(1, 2**31, size=2).tolist()
        return first, second


def texts(rows: list[list[int]], width: int = 0) -> Batch:
    """Texts of any lengths as words and mask, padded at the end."""
    longest = max(width, *(len(row) for row in rows))
    ids = np.array([row + [0] * (longest - len(row)) for row in rows], dtype=np.int64)
    masks = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows], dtype=np.int64)
    return ids, masks


def words_of(batch: Batch) -> list[list[int]]:
    """The texts of a batch without their padding."""
    ids, masks = batch
    return [row[mask == 1].tolist() for row, mask in zip(ids, masks, strict=True)]


def one_by_one(batch: Batch) -> list[Batch]:
    """Each of a batch's texts or rows alone. A text keeps its padding: that is another property."""
    return [tuple(array[row : row + 1] for array in batch) for row in range(len(batch[0]))]


def _texts(check: Module, chance: np.random.Generator) -> Batch:
    """Lengths 1 and LONGEST are always there; word 0 is padding and in no text."""
    lengths = [1, LONGEST, *chance.integers(2, LONGEST, size=TEXTS - 2).tolist()]
    return texts([chance.integers(1, check.vocabulary, size=length).tolist() for length in lengths])


def _sequences(check: Module, chance: np.random.Generator) -> Batch:
    """No character twice in one text, so that what each of them does can be told apart."""
    return (np.array([chance.permutation(check.vocabulary)[:LONGEST] for _ in range(TEXTS)], dtype=np.int64),)


def _rows(check: Module, chance: np.random.Generator) -> Batch:
    return (np.array([chance.permutation(check.vocabulary)[:3] for _ in range(ROWS)], dtype=np.int64),)


_DRAWN = {"texts": _texts, "sequences": _sequences, "rows": _rows}
