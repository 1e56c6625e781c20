r"""What finding hands on: chains of steps with their places, the prose around them, and what could not be placed.

Text only: nothing here knows what a formula means.
"""

from dataclasses import dataclass

from grader.derivation.span import Span
from grader.outcome import Finding


@dataclass(frozen=True)
class Step:
    """One side of a chain, as it was written.

    relation: what leads to it, "" for a left side; else "=", "≈", ":=", "⇒", "≤" … (the forms of `relations`).
    latex: without alignment, numbering and comments, which are blanks: the character at `latex[k]` is the answer's
    character at `span.start + k`. line, column, end_line, end_column count from 1, the end column exclusive; the
    lines are those of the student's file, the columns those of the answer's text. written: the same with the
    conditions in indices, which are blanks in `latex`; "" where there are none.
    """

    relation: str
    latex: str
    span: Span
    line: int
    column: int
    end_line: int
    end_column: int
    written: str = ""

    @property
    def shown(self) -> str:
        """What the student wrote, to be shown to them."""
        return self.written or self.latex


@dataclass(frozen=True)
class Condition:
    r"""When a chain holds: "for all", `w \neq o`; "otherwise" with no LaTeX.

    carried: it was stated for an earlier formula, or in the prose before, and is taken to hold on.
    """

    words: str
    latex: str
    line: int
    carried: bool = False


@dataclass(frozen=True)
class Chain:
    """A left side and the steps that follow from it. A formula without any relation is a chain of its left side alone.

    steps[0] is the left side; its LaTeX is "" where a formula begins with a relation and nothing stands before it.
    lead: the prose right before it, such as "Hence". implied: it followed ⇒ within one formula.
    shared: its left side was written once, for this chain and an earlier one with another condition.
    """

    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...]
    file: str
    lead: str = ""
    display: bool = False
    implied: bool = False
    shared: bool = False

    @property
    def left(self) -> Step:
        """The left side."""
        return self.steps[0]

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line."""
        return min(step.line for step in self.steps), max(step.end_line for step in self.steps)


@dataclass(frozen=True)
class Prose:
    """Words between formulas, or within one."""

    text: str
    line: int


@dataclass(frozen=True)
class Unread:
    """A stretch of an answer that is left to a person, and what to say about it."""

    text: str
    line: int
    finding: Finding


@dataclass(frozen=True)
class Found:
    """All that an answer holds. macros: the student's own definitions, as text, in order."""

    chains: tuple[Chain, ...]
    prose: tuple[Prose, ...]
    unread: tuple[Unread, ...]
    macros: tuple[str, ...]
