"""What an instructor writes about a file that is handed in: arrays, or a picture."""

import math

from pydantic import BaseModel, ConfigDict, Field

from grader.checks.base import FunctionSpellings
from grader.draws.generator import ReferenceName


class Bounds(BaseModel):
    """What a number that we work out must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float | None = None
    """At least this."""
    most: float | None = None
    """At most this."""

    def holds(self, value: float) -> bool:
        """Whether a number is within; never for one that is not finite."""
        low = self.least is None or value >= self.least
        return math.isfinite(value) and low and (self.most is None or value <= self.most)

    @property
    def said(self) -> str:
        """The bounds in words."""
        ends = (("at least", self.least), ("at most", self.most))
        return " and ".join(f"{word} {end:.4g}" for word, end in ends if end is not None)


class SavedArrays(BaseModel):
    """Arrays that were saved: what is in them, and what they are worth."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shapes: dict[str, list[int]] = Field(min_length=1)
    """Each array's shape, by its name in the file; `""` for the only one of a `.npy` file."""
    untouched: ReferenceName | None = None
    """A function of the reference that gives the start of a training, by the same names: who hands that in trained
    nothing."""
    evaluation: ReferenceName | None = None
    """A function of the reference that is called with the arrays by name and with the text, and gives measured numbers
    by name. Without it a person decides: a shape alone earns nothing."""
    data: str = ""
    """The text for it: a name under the assignment's `data`. Where the real one is not there, a person decides."""
    bounds: dict[str, Bounds] = {}
    """What the measured numbers must be."""


class ShownPicture(BaseModel):
    """A picture that was drawn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = Field(default=1, ge=1, le=20)
    """How many are asked for."""
    width: int = Field(default=100, ge=1)
    """The least width, in pixels."""
    height: int = Field(default=75, ge=1)
    """The least height."""
    outputs: bool = False
    """A picture that stands below a cell of a notebook is one as well."""
    beside: FunctionSpellings = ()
    """Of several notebooks: the function or class, `module.name`, that stands in the same one as the pictures. Those of
    a notebook with nothing of the kind wait for a person."""
    not_beside: FunctionSpellings = ()
    """The same of other questions' pictures: theirs are none of this one's."""
