"""Generators of arrays: random, one-hot, as written. Models only; numbers are drawn in `drawing`."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from grader.draws.generator import Finite, GeneratorBase
from grader.draws.sizes import Size


class Normal(GeneratorBase):
    """An array of standard normal numbers: `{normal: [V, D]}`."""

    sized = ("normal", "segments")

    normal: list[Size]
    """Its shape: letters, whole numbers or formulas."""
    scale: Finite = 1.0
    """What every number is multiplied by."""
    segments: dict[str, Size] | None = None
    """For a flat vector of parameters: the parts it is made of, in order: `{W1: Dx * H, b1: H}`."""

    @model_validator(mode="after")
    def _flat_with_segments(self) -> "Normal":
        if self.segments is not None and len(self.normal) != 1:
            raise ValueError("`segments` belong to a flat vector: give `normal` a single size")
        return self


class Uniform(GeneratorBase):
    """An array of numbers between two bounds: `{uniform: [N, D], low: -1, high: 1}`."""

    sized = ("uniform",)

    uniform: list[Size]
    """Its shape."""
    low: Finite = 0.0
    """No number is smaller."""
    high: Finite = 1.0
    """Every number is smaller than this."""

    @model_validator(mode="after")
    def _in_order(self) -> "Uniform":
        if self.low >= self.high:
            raise ValueError(f"`low: {self.low:g}` isn't smaller than `high: {self.high:g}`")
        return self


class OneHot(GeneratorBase):
    """Rows with a single 1 each: `{one_hot: [N, Dy]}`."""

    sized = ("one_hot",)

    one_hot: list[Size] = Field(min_length=1, max_length=2)
    """Rows and columns, or the length of a single vector."""


class Array(GeneratorBase):
    """An array of the numbers written: `{array: [[1000, 1001], [3, 4]]}`."""

    fixed = True

    array: Annotated[Any, AfterValidator(lambda value: _regular(value))]
    """Numbers, nested as deep as the array has axes; every row as long as the others."""
    dtype: Literal["float64", "float32", "int64", "bool"] = "float64"
    """The type of its numbers."""


def _regular(value: Any) -> Any:
    _shape(value)
    return value


def _shape(value: Any) -> tuple[int, ...]:
    if isinstance(value, bool | int | float):
        return ()
    if not isinstance(value, list):
        raise ValueError(f"{value!r} isn't a number")
    shapes = {_shape(part) for part in value}
    if len(shapes) > 1:
        raise ValueError("the rows of `array` have different lengths")
    return (len(value), *(shapes.pop() if shapes else ()))
