"""How large each dimension is in one draw: distinct as a rule, equal once, at its extremes once.

A formula that is right on square matrices only, or for one K only, has to meet a draw that shows it.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, model_validator

from grader.draws.sizes import LARGEST, DrawMistake

if TYPE_CHECKING:
    from numpy.random import Generator as Randomness


class DimensionRange(BaseModel):
    """How large a dimension may be. With `min: 1` one draw has exactly 1 and another exactly `max`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    min: int = Field(default=3, ge=1, le=LARGEST)
    """Smallest size."""
    max: int = Field(default=9, ge=1, le=LARGEST)
    """Largest size."""

    @model_validator(mode="after")
    def _in_order(self) -> "DimensionRange":
        if self.min > self.max:
            raise ValueError(f"`min: {self.min}` is larger than `max: {self.max}`")
        return self


DEFAULT_RANGE = DimensionRange()


class Shape(StrEnum):
    """What is special about the dimensions of one draw."""

    DISTINCT = "distinct"
    MOST = "most"  # what may be 1 is as large as it gets
    SQUARE = "square"
    LEAST = "least"  # what may be 1 is 1


#: One round of draws; further draws are distinct.
ROUND = (Shape.DISTINCT, Shape.MOST, Shape.SQUARE, Shape.LEAST, Shape.DISTINCT)


def draw_dimensions(
    letters: Iterable[str], ranges: Mapping[str, DimensionRange], shape: Shape, randomness: "Randomness"
) -> dict[str, int]:
    """A size for every letter, in the order given. Letters without a range of their own have 3 to 9.

    Raises DrawMistake, naming the letters, where there are fewer sizes than letters that should differ.
    """
    asked = {letter: ranges.get(letter, DEFAULT_RANGE) for letter in letters}
    pinned: dict[str, int] = {}
    if shape is Shape.SQUARE:
        side = int(randomness.integers(DEFAULT_RANGE.min, DEFAULT_RANGE.max + 1))
        pinned = {letter: side for letter, span in asked.items() if span.min <= side <= span.max}
    elif shape in (Shape.LEAST, Shape.MOST):
        ends = {letter: span for letter, span in asked.items() if span.min == 1}
        pinned = {letter: 1 if shape is Shape.LEAST else span.max for letter, span in ends.items()}
    free = [letter for letter in asked if letter not in pinned]
    found = _distinct(free, asked, frozenset(pinned.values()), randomness)
    if found is None:
        spans = ", ".join(f"{letter} from {asked[letter].min} to {asked[letter].max}" for letter in asked)
        raise DrawMistake(f"there are too few sizes for dimensions that should all differ: {spans}")
    sizes = pinned | found
    return {letter: sizes[letter] for letter in asked}


def _distinct(
    free: list[str], asked: Mapping[str, DimensionRange], taken: frozenset[int], randomness: "Randomness"
) -> dict[str, int] | None:
    """Distinct sizes for the free letters, or None where there are none: a matching by augmenting paths."""
    candidates = {letter: _candidates(asked[letter], len(asked) + len(taken), randomness) for letter in free}
    holder: dict[int, str] = {}

    def seat(letter: str, tried: set[int]) -> bool:
        for size in candidates[letter]:
            if size in taken or size in tried:
                continue
            tried.add(size)
            if size not in holder or seat(holder[size], tried):
                holder[size] = letter
                return True
        return False

    if not all(seat(letter, set()) for letter in free):
        return None
    return {letter: size for size, letter in holder.items()}


def _candidates(span: DimensionRange, rivals: int, randomness: "Randomness") -> list[int]:
    """The sizes of a range in random order; a window of a wide one, which is still enough for everybody."""
    sizes = span.max - span.min + 1
    width = min(sizes, 10 * rivals)
    start = span.min + int(randomness.integers(0, sizes - width + 1))
    return [start + int(step) for step in randomness.permutation(width)]
