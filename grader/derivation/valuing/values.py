"""What an expression is worth on one world: a scalar, or a matrix of two axes, that remembers what it was made of.

A vector is a column (n, 1) or a row (1, n), so that a missing transpose is seen; (1, 1) is always a scalar. Every value
keeps its sources and how a change of it reaches them, in values again: so a derivative can be derived once more.
"""

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]
#: From the adjoint of a value, and the value itself, the share of one of its sources.
Pullback: TypeAlias = "Callable[[Value, Value], Value]"


class Kind(Enum):
    """How a value behaves beside others."""

    PLAIN = "plain"  # its shape is what it is
    NUMBER = "number"  # a literal or a scalar declared to broadcast; a literal 0 takes any shape
    IDENTITY = "identity"  # a multiple of I, of any size; the array is the factor
    ONES = "ones"  # a multiple of the column of ones, of any length
    ONES_ROW = "row of ones"


class IllTyped(Exception):
    """Shapes that don't go together, so that what was written has no value. shapes: of what was to be combined."""

    def __init__(self, what: str, *shapes: Shape) -> None:
        super().__init__(what)
        self.what = what
        self.shapes = shapes


class Value:
    """One node of a computation. Never changed once made; compared by identity, because a derivative asks which."""

    __slots__ = ("array", "kind", "sources")

    def __init__(
        self, array: Array, sources: "tuple[tuple[Value, Pullback], ...]" = (), kind: Kind = Kind.PLAIN
    ) -> None:
        self.array = array
        self.sources = sources
        self.kind = kind

    @property
    def shape(self) -> Shape:
        """() or (rows, columns)."""
        return self.array.shape

    @property
    def is_scalar(self) -> bool:
        """A plain scalar or a number; I and the ones are neither scalar nor of any one shape."""
        return self.array.shape == () and self.kind in (Kind.PLAIN, Kind.NUMBER)

    @property
    def is_vector(self) -> bool:
        return self.array.ndim == 2 and 1 in self.array.shape

    @property
    def is_flexible(self) -> bool:
        """I or ones: takes its size from its surroundings."""
        return self.kind in (Kind.IDENTITY, Kind.ONES, Kind.ONES_ROW)

    @property
    def is_zero(self) -> bool:
        """A literal zero, which stands for the zero of any shape."""
        return self.kind is Kind.NUMBER and not self.array.any()

    def __repr__(self) -> str:
        return f"Value({self.array.tolist()}, {self.kind.value})"


def plain(array: ArrayLike) -> Value:
    """A value without sources; a one-dimensional array becomes a column, and a single entry a scalar."""
    found = np.asarray(array, dtype=np.float64)
    if found.ndim == 1:
        found = found[:, None]
    return Value(found.reshape(()) if found.size == 1 else found)


def number(size: float) -> Value:
    """A literal."""
    return Value(np.asarray(size, dtype=np.float64), kind=Kind.NUMBER)


def flexible(kind: Kind, factor: float = 1.0) -> Value:
    """The identity or the ones, of a size that the surroundings decide."""
    return Value(np.asarray(factor, dtype=np.float64), kind=kind)


def ones_like(value: Value) -> Value:
    """Ones of a value's shape."""
    return Value(np.ones(value.shape))


def unit(shape: Shape, place: int) -> Value:
    """Zeros of a shape with a single 1 at a place, counted along the rows."""
    array = np.zeros(shape)
    array.reshape(-1)[place] = 1.0
    return Value(array)
