"""What went wrong in one check, named so that the same slip of several people is one line of a table.

A known mistake is its name. Everything else is told by its finding's words, and only equal words are one slip: words
that differ in a number may have different reasons.
"""

from dataclasses import dataclass
from functools import lru_cache

from grader.grading.report import Mark
from grader.outcome import Verdict
from grader.report.text import cut, one_line

LONGEST = 300  # columns of a finding in a table
#: What is said of findings that nobody shares, or whose words could name somebody.
OTHERWISE = {
    Verdict.PARTIAL: "Right in part, and no known mistake explains the rest.",
    Verdict.FAILED: "Not right, and no known mistake explains it.",
    Verdict.CRASHED: "The code stopped with an error.",
    Verdict.TIMED_OUT: "The code was still running when its time was over.",
    Verdict.OUT_OF_MEMORY: "The code asked for more memory than the limit allows.",
    Verdict.OUTPUT_EXCEEDED: "The code wrote more than the limit allows.",
    Verdict.REJECTED: "What was handed in could not be accepted.",
}


@dataclass(frozen=True, order=True)
class Named:
    """One kind of slip in one question: two people who made it have equal ones."""

    question: str  # its id
    mistake: str  # a known mistake's name, or ""
    said: str  # its finding's words; "" for a known mistake, whose sentence may differ
    verdict: Verdict


@dataclass(frozen=True)
class Made:
    """A slip with the words for it."""

    named: Named
    sentence: str


def slip_of(question: str, mark: Mark) -> Made | None:
    """What cost marks in this check; None where nothing did, or where another check or a person says it."""
    outcome = mark.outcome
    if outcome.verdict not in OTHERWISE or mark.same_as or not mark.lost:
        return None
    if outcome.diagnoses:
        first = outcome.diagnoses[0]  # the closest
        return Made(Named(question, one_line(first.mistake), "", Verdict.FAILED), short(first.sentence))
    finding = outcome.finding
    said = short((finding.category or finding.what) if finding else "")
    return Made(Named(question, "", said, outcome.verdict), said or OTHERWISE[outcome.verdict])


@lru_cache(10_000)  # many people of a class read the same words
def short(words: str) -> str:
    """The words on one line of a bounded length."""
    return cut(one_line(words[: 4 * LONGEST]), LONGEST)
