"""What a person gave and what a policy changed, in words: the same on paper and on a terminal.

Knows no HTML, and decides nothing: `audience.seen_by` has taken away before what a student may not read.
"""

from dataclasses import dataclass, replace

from grader.grading.report import ByHand, Mark, Report
from grader.outcome import Derivation, Evidence, Verdict
from grader.report.audience import Audience, is_later
from grader.report.text import one_line, visible
from grader.report.words import VERDICTS, number, points

WORD = "by a person"
CHANGED = "What was handed in has changed since a person marked it."
WAITED = "Why it waited for a person"
FLOOR = "No total is below 0."
WITHHELD = "What this changes is counted with the release."


@dataclass(frozen=True)
class Hand:
    """One check that a person marked."""

    said: str  # "A person set this to 2 of 3."
    comment: tuple[str, ...]  # paragraphs, as they were written
    fold: str  # above what the program had found
    is_open: bool  # whether that is unfolded: points are lost, and it says why
    replaced: bool  # whether there was a computed mark; else it waited
    about: tuple[tuple[str, str], ...] = ()  # a leading word and words, for the instructor


def hand_of(mark: Mark, audience: Audience) -> Hand | None:
    """What a person gave for this check; None where nobody did."""
    given = mark.by_hand
    if given is None:
        return None
    replaced = mark.outcome.verdict is not Verdict.NEEDS_PERSON
    earned = f"{number(given.points)} of {points(mark.points)}"
    said = f"A person set this to {earned}." if replaced else f"Marked by a person: {earned}."
    fold = f"What the program found: {VERDICTS[mark.outcome.verdict]}" if replaced else WAITED
    about = _about(mark, given) if audience == "instructor" else ()
    return Hand(said, _paragraphs(given.comment), fold, replaced and mark.lost > 0, replaced, about)


def settled(mark: Mark, evidence: Evidence) -> Evidence:
    """The evidence as it reads once a person has marked it: nothing in a derivation waits any longer."""
    return replace(evidence, waits=False) if mark.by_hand and isinstance(evidence, Derivation) else evidence


def flags_of(mark: Mark) -> tuple[str, ...]:
    """What to look at in this check: its own flags, and a person's mark for what has changed since."""
    return (CHANGED, *mark.outcome.flags) if mark.by_hand and mark.by_hand.changed_since else mark.outcome.flags


def adjusted(report: Report, audience: Audience) -> tuple[str, ...]:
    """What a policy changed after the marks, a line each: "71 − 8: Handed in 1 day late: 10 % a day."."""
    running, said = report.score, []
    for one in report.adjustments:
        sign = "+" if one.points > 0 else "−"
        amount = f"{_signed(running)} {sign} {number(abs(one.points))}: " if one.points else ""
        said.append(amount + one_line(one.what))
        running = round(running + one.points, 4)
    if running < 0:
        said.append(FLOOR)
    if said and any(is_later(mark, audience) for question in report.questions for mark in question.marks):
        said.append(WITHHELD)
    return tuple(said)


def _signed(value: float) -> str:
    return f"−{number(-value)}" if value < 0 else number(value)


def _paragraphs(comment: str) -> tuple[str, ...]:
    whole = "\n".join(line.rstrip() for line in visible(comment).split("\n"))
    return tuple(part.strip("\n") for part in whole.split("\n\n") if part.strip())


def _about(mark: Mark, given: ByHand) -> tuple[tuple[str, str], ...]:
    facts = (("reason", one_line(given.reason)), ("by", one_line(given.by)), ("computed", _computed(mark)))
    return tuple((lead, words) for lead, words in facts if words)


def _computed(mark: Mark) -> str:
    """What would count without that person; "" where it waited."""
    alone = replace(mark, by_hand=None)
    if alone.pending:
        return ""
    return "not counted" if alone.excluded else f"{number(alone.score)} of {points(mark.points)}"
