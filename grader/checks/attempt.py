"""What a check is given: both handles, the draws, and the written answer where there is one."""

from dataclasses import dataclass, field

from grader.checks.reference import Reference
from grader.code import Code
from grader.draws.draws import Draws
from grader.submission.model import WrittenAnswer


@dataclass(frozen=True)
class Attempt:
    """One student's attempt at one check.

    A dataclass and not three parameters, because written checks need the answer and no code at all.
    explained: whether somebody reads why values are wrong; without a reader, only marks are worked out.
    """

    student: Code
    reference: Reference
    draws: Draws
    answer: WrittenAnswer | None = None
    attachments: tuple[str, ...] = field(default=())
    explained: bool = True
