"""What was found of one question, with what that rested on: enough to say it again without running anything.

A question's marks rest on more than its own spec. What an earlier question left behind (a function that hangs, a number
that was measured) decides what its first look sees; what is wrong elsewhere in the sheet decides where ours stands in.
Both are kept as fingerprints: where they are the same again, so are the marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from grader.grading.report import Mark, Report
from grader.outcome import Outcome, Verdict

#: Our fault, or a limit of a machine that had other work, too: looked at afresh each time.
NEVER_AGAIN = frozenset({Verdict.BROKEN, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.OUTPUT_EXCEEDED})

#: Measured numbers by the check and their names.
Measured = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class LeftBehind:
    """What the questions until here have left for those after them."""

    measured: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = ()
    stopped: tuple[tuple[str, str, Outcome], ...] = ()  # module, function, what ended the process
    troubles: tuple[tuple[str, Outcome], ...] = ()  # file, what importing it ran into
    texts: tuple[tuple[str, str], ...] = ()  # a text's name, and the sentence about it

    @property
    def fingerprint(self) -> str:
        """The same for what makes no difference to what comes after."""
        return _digest(self.measured, self.stopped, self.troubles, self.texts)


@dataclass(frozen=True)
class Looked:
    """One question's marks after the first look and after the last."""

    before: str  # fingerprint of what was left behind when it was first looked at
    first: tuple[Mark, ...]
    after: LeftBehind
    others: str  # fingerprint of what was wrong in the sheet
    marks: tuple[Mark, ...]
    finally_left: LeftBehind  # when it was last looked at

    @property
    def may_be_said_again(self) -> bool:
        """Whether nothing in it is our fault or a limit of the machine."""
        stopped = {outcome.verdict for _, _, outcome in self.after.stopped}
        verdicts = {mark.outcome.verdict for mark in (*self.first, *self.marks)} | stopped
        return not verdicts & NEVER_AGAIN


@dataclass(frozen=True)
class Graded:
    """A report, and what may be said again of its questions when it is made next time."""

    report: Report
    looked: Mapping[str, Looked]  # by the question's id

    @property
    def may_be_said_again(self) -> bool:
        """Whether the report as a whole may be."""
        return all(one.may_be_said_again for one in self.looked.values())


def wrong_elsewhere(wrong: set[str], doubtful: set[str], left: LeftBehind) -> str:
    """The fingerprint of what a second look rests on."""
    return _digest(sorted(wrong), sorted(doubtful), left.fingerprint)


def _digest(*values: Sequence[object]) -> str:
    # Every value is a frozen dataclass, a text or a number: its repr is the same wherever it was made.
    return sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()
