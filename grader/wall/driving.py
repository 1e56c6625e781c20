"""The words for a driver that could not do its work: whose fault it is, where that can be told.

A driver is ours and runs beside the student's code. What it was given may be of a kind that it did not expect, and then
nobody has lost anything: a person looks.
"""

from typing import TYPE_CHECKING

from grader.code import CannotAnswer
from grader.outcome import Finding, Verdict
from grader.submission.text import shown

if TYPE_CHECKING:
    from grader.wall.answers import Raised  # which needs numpy; a spec is read without

#: The exception that drivers raise about what they were given; see `drivers/asked.py`.
NOT_AS_ASKED = "NotAsAsked"
_LONGEST = 400


def not_as_asked(what: str, trouble: "Raised") -> CannotAnswer:
    """A driver says what is not as the sheet asks: what, where and what to do, a line each."""
    lines = [shown(line, _LONGEST) for line in trouble.message.split("\n")]
    said, where, advice = [*lines, "", "", ""][:3]
    # The words may carry what the student's code returned, which could tell a hidden input.
    return CannotAnswer(Verdict.FAILED, Finding(said, where, advice, f"{what} does not answer as the sheet asks."))


def unforeseen(what: str, trouble: "Raised") -> CannotAnswer:
    """A driver failed on what the student's code gave it, and on no line of theirs."""
    finding = Finding(
        f"We could not run {what} the way the sheet describes it, and cannot tell why.",
        "",
        "Nothing is lost: a person will look at it. Compare names, arguments and what is returned with the sheet.",
    )
    flag = f"A driver failed on {what}: {shown(trouble.type)}: {shown(trouble.message, _LONGEST)}"
    return CannotAnswer(Verdict.NEEDS_PERSON, finding, flags=(flag,))
