"""Draws and probabilities that are the same on every machine, to the last bit.

Probabilities are whole numbers of units, `UNIT` of them in all; a draw is a whole number below `UNIT`. No logarithm, no
sum of an unknown order and no method of numpy's Generator that its next version may change has a part in them: only a
bit generator's raw bits, whose stream numpy promises to keep (its NEP 19).
"""

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]
Real: TypeAlias = npt.NDArray[np.float64]

UNIT = 2**32


class Dice:
    """Whole numbers, fractions and orders from one source. Raises TypeError for a source whose raw draws are short."""

    def __init__(self, randomness: np.random.Generator) -> None:
        if not isinstance(randomness.bit_generator, np.random.PCG64):  # others may give 32 bits a draw
            raise TypeError(f"PCG64 is needed, and this is {type(randomness.bit_generator).__name__}")
        self._bits = randomness.bit_generator

    def units(self, count: int) -> Whole:
        """(count,), each from 0 to UNIT - 1."""
        return (self._bits.random_raw(count) >> np.uint64(32)).astype(np.int64)

    def fractions(self, *shape: int) -> Real:
        """Numbers from 0 to below 1, exact multiples of 1 / UNIT."""
        return (self.units(math.prod(shape)) / UNIT).reshape(shape)

    def below(self, limit: int, count: int) -> Whole:
        """(count,), each from 0 to limit - 1, even but for one part in UNIT / limit."""
        return self.units(count) * limit // UNIT

    def order(self, count: int) -> Whole:
        """The numbers from 0 to count - 1 in random order."""
        return np.argsort(self._bits.random_raw(count), kind="stable").astype(np.int64)

    def bells(self, *shape: int) -> Real:
        """Nearly normal numbers: the sum of twelve fractions, less six. No logarithm or cosine, so exact anywhere."""
        total = np.zeros(shape)
        for _ in range(12):
            total += self.fractions(*shape)
        return total - 6.0


def shares(weights: Real) -> Whole:
    """Units in proportion to the weights, UNIT in all; where a weight is zero, none, and elsewhere at least one.

    weights: (n,), not negative, some of them positive. What rounding leaves over goes to the largest.
    """
    total = math.fsum(weights.tolist())
    units = np.floor(weights / total * UNIT).astype(np.int64)
    units[(weights > 0) & (units == 0)] = 1
    units[int(np.argmax(weights))] += UNIT - int(units.sum())
    return units


def powers(base: float, count: int) -> Real:
    """1, base, base squared …, by multiplication: `pow` is another one on every machine."""
    values = [1.0]
    while len(values) < count:
        values.append(values[-1] * base)
    return np.array(values)


def stairs(units: Whole) -> list[int]:
    """Where each outcome's units end: `bisect_right(stairs, draw)` is the outcome of a draw."""
    return [int(end) for end in np.cumsum(units)]
