"""What a check is given: both handles, the draws, the texts, and the written answer where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.checks.reference import Reference
from grader.code import Code
from grader.draws.draws import Draws
from grader.submission.model import Submission, WrittenAnswer

if TYPE_CHECKING:
    from grader.data.texts import Texts


def _no_texts() -> "Texts":
    from grader.data.texts import Texts  # here, because most assignments name no text

    return Texts()


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
    texts: "Texts" = field(default_factory=_no_texts)
    #: All that was handed in; None where functions of ours are tried.
    submission: Submission | None = None
    #: What the checks before this one measured of the same submission, by "question/check".
    measured: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
