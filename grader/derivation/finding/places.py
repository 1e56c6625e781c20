"""Where something stands: offsets in an answer's text to lines and columns, and pieces of it to steps."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from grader.derivation.finding.clauses import Part
from grader.derivation.span import Span
from grader.derivation.steps import Step
from grader.submission.answer import WrittenAnswer

#: Stretches of a text, each with its offset in the answer.
Pieces = list[tuple[int, str]]


@dataclass
class Formula:
    """The formula at hand: its text with its layout blanked, its place, and whether nothing of it was read yet.

    within: conditions that stood in its indices, and where.
    """

    blanked: str
    offset: int
    display: bool
    within: tuple[tuple[str, int], ...] = ()
    first: bool = True

    def pieces(self, part: Part) -> Pieces:
        """A part's text with its offset in the answer; nothing for a part that is empty."""
        if part.stretch is None:
            return []
        start, end = part.stretch
        return [(self.offset + start, self.blanked[start:end])]


class Places:
    """The lines of one answer."""

    def __init__(self, answer: WrittenAnswer) -> None:
        self.file = answer.file
        self._first = answer.line
        lengths = (len(line) + 1 for line in answer.text.split("\n"))
        self._starts = [0, *accumulate(lengths)]
        self._hidden: list[tuple[int, str]] = []

    def hide(self, stretches: Iterable[tuple[int, str]]) -> None:
        """Takes note of what steps leave out and still show: where it stands, and its text."""
        self._hidden.extend(stretches)

    def line(self, offset: int) -> int:
        """The line, in the student's file, of a character of the text."""
        return self._first + bisect_right(self._starts, offset) - 1

    def column(self, offset: int) -> int:
        """The column of a character, from 1."""
        return offset - self._starts[bisect_right(self._starts, offset) - 1] + 1

    def step(self, relation: str, pieces: Pieces, at: int) -> Step:
        """A step of its pieces, each with its offset, with blanks between them; without any, an empty one at `at`."""
        if not pieces:
            return Step(relation, "", Span(at, at), self.line(at), self.column(at), self.line(at), self.column(at))
        written: list[str] = []
        place = pieces[0][0]
        for start, text in pieces:
            written += [" " * (start - place), text]
            place = start + len(text)
        span = Span(pieces[0][0], place)
        ends = (self.line(place - 1), self.column(place - 1) + 1)
        latex = "".join(written)
        shown = self._whole(latex, span)
        return Step(relation, latex, span, self.line(span.start), self.column(span.start), *ends, shown)

    def _whole(self, latex: str, span: Span) -> str:
        """The text of a step with what it leaves out; "" where that is nothing."""
        first = bisect_left(self._hidden, (span.start, ""))
        last = bisect_left(self._hidden, (span.end, ""))
        if first == last:
            return ""
        whole = latex
        for start, text in self._hidden[first:last]:
            at = start - span.start
            whole = whole[:at] + text[: span.end - start] + whole[at + len(text) :]
        return whole
