"""Where something stands in what a student wrote, and the one refusal of this room: `NotRead`."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of the student's own text: characters `start` up to, and without, `end`.

    What came out of a macro points at the macro's use, never into its definition.
    """

    start: int = 0
    end: int = 0

    def to(self, other: "Span") -> "Span":
        """The stretch from the beginning of this one to the end of the other."""
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span()


class NotRead(Exception):
    """A formula that is left to a person, and why. It never costs a point.

    what: words for the student, naming the thing; where: its place in the text that was given.
    symbol: the name as it was written, where an unknown name is the reason; else "".
    """

    def __init__(self, what: str, where: Span = NOWHERE, symbol: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.symbol = symbol
