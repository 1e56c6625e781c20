"""What an instructor writes about one reported number: what it is about, and what it is held against."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field


class MeasuredNumber(BaseModel):
    """A number that another check of the same submission measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: str
    """The check that measures it, `question-id/check title`. It stands before this one in the sheet."""
    name: str
    """What it measured: `perplexity`, `accuracy`, `tokens`."""


class Plausible(BaseModel):
    """Where any honest work falls."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float
    """The least."""
    most: float
    """The most."""


class ClaimedQuantity(BaseModel):
    """One number that students report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: dict[str, str] = {}
    """What it is about: an option for each aspect. An aspect with one option only needs no mention."""
    share: bool = False
    """It is a share of 1, such as an accuracy: 0.84, 84% and 84 are the same."""
    measured: MeasuredNumber | None = None
    """What it is held against."""
    recomputed: bool = False
    """The measured number is of the very thing that the claim is about: an array handed in, a function on a given
    text. Only then it earns or loses points. A number from a training that nobody repeated waits for a person."""
    relative: float = Field(default=0.005, ge=0, le=0.5)
    """The gap that is allowed, relative to what is measured; rounding to the digits given is always allowed."""
    absolute: float = Field(default=0.0, ge=0)
    """The gap that is allowed as it is, where that is more."""
    same_as: str = ""
    """Another claim of this check that must be the same number: a table and the text. A difference is for a person."""
    plausible: Plausible | None = None
    """Where any honest work falls. A number outside is pointed out to the person who reads it."""
    per: str = ""
    """What it counts by: `word`, `character`. Numbers by different units can't be compared, as the reader is told."""

    def allows(self, value: float, rounding: float, digits: int, measured: float) -> bool:
        """Whether a reported value agrees with the measured one."""
        rounded = rounding * 1.0001 if digits > 1 else 0.0
        # Who cuts digits off in place of rounding is as honest.
        cut = 2 * rounded if digits > 2 and abs(value) <= abs(measured) else rounded
        return abs(value - measured) <= max(self.relative * abs(measured), self.absolute, cut)


def wrong_ranges(claims: dict[str, ClaimedQuantity]) -> Iterator[tuple[str, str]]:
    """Claims whose plausible range is none, with what is wrong."""
    for name, claim in claims.items():
        if claim.plausible and not claim.plausible.least < claim.plausible.most:
            yield name, f"`least` of “{name}” is not below its `most`"
