"""What one submission earned: marks by question, with totals as properties. No rendering here."""

from dataclasses import dataclass

from grader.outcome import Outcome, Verdict
from grader.submission.module import LeftOut as LeftOut  # reports speak of it, so they find it here


def _round(points: float) -> float:
    return round(points, 4) + 0.0  # + 0.0 turns -0.0 into 0.0


@dataclass(frozen=True)
class ByHand:
    """What a person gave for one check: it counts in place of what was computed, or of what was waiting."""

    points: float
    comment: str = ""  # for the student
    reason: str = ""  # why a computed mark was replaced; for the instructor
    by: str = ""  # who marked; for the instructor
    changed_since: bool = False  # what was handed in is not what that person read


@dataclass(frozen=True)
class Adjustment:
    """What a policy changes after the marks: a late penalty, an extension that spared one."""

    what: str  # a sentence: "Handed in 2 days late: 10 % a day."
    points: float = 0.0  # added to the score; negative for a penalty


@dataclass(frozen=True)
class Mark:
    """One check's outcome with its points."""

    title: str
    kind: str
    points: float
    visibility: str  # "public", "hidden" or "after release"
    outcome: Outcome
    extra_credit: bool = False
    reproduce: str = ""  # the command that runs this one check again
    function: str = ""  # the function under test, as the spec spells it
    same_as: str = ""  # the check of the same question whose finding this one's repeats
    by_hand: ByHand | None = None

    @property
    def pending(self) -> float:
        """Points that wait for a person."""
        return self.points if self.outcome.verdict is Verdict.NEEDS_PERSON and not self.by_hand else 0.0

    @property
    def excluded(self) -> float:
        """Points that nobody can earn or lose because the check is broken on our side."""
        return self.points if self.outcome.verdict is Verdict.BROKEN and not self.by_hand else 0.0

    @property
    def score(self) -> float:
        """Points earned."""
        if self.by_hand:
            return _round(self.by_hand.points)
        return 0.0 if self.pending or self.excluded else _round(self.points * self.outcome.fraction)

    @property
    def max_score(self) -> float:
        """Points that were at stake here and are decided: 0 for extra credit, what waits and what is broken."""
        return 0.0 if self.extra_credit else _round(self.points - self.pending - self.excluded)

    @property
    def lost(self) -> float:
        """Points at stake that were not earned, extra credit aside."""
        return max(0.0, _round(self.max_score - self.score))


@dataclass(frozen=True)
class QuestionMark:
    """One question of the sheet with its marks, in the sheet's order."""

    id: str
    title: str
    marks: tuple[Mark, ...]

    @property
    def score(self) -> float:
        return _round(sum(mark.score for mark in self.marks))

    @property
    def max_score(self) -> float:
        return _round(sum(mark.max_score for mark in self.marks))

    @property
    def pending(self) -> float:
        return _round(sum(mark.pending for mark in self.marks))

    @property
    def excluded(self) -> float:
        return _round(sum(mark.excluded for mark in self.marks))

    @property
    def lost(self) -> float:
        return _round(sum(mark.lost for mark in self.marks))


@dataclass(frozen=True)
class Report:
    """One graded submission. Holds no clock reading: the same submission gives the same report, byte for byte."""

    assignment: str  # slug
    title: str
    submission: str  # who
    level: str  # "C"; see docs/security.md
    level_meaning: str
    seed: str  # "public" or "secret"
    questions: tuple[QuestionMark, ...]
    due: str = ""
    notes: tuple[str, ...] = ()  # about the submission as a whole; no mark lost
    flags: tuple[str, ...] = ()  # instructor only
    left_out: tuple[LeftOut, ...] = ()
    attachments: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()  # ("grader", "0.1.0"), ("Python", "3.11"), …
    texts: tuple[str, ...] = ()  # which text was trained and measured on, a sentence each without its full stop
    adjustments: tuple[Adjustment, ...] = ()  # in the order in which they are applied

    @property
    def score(self) -> float:
        """Points earned by the work, before any adjustment."""
        return _round(sum(question.score for question in self.questions))

    @property
    def final(self) -> float:
        """Points that count: earned, and adjusted by the course's policy; never below zero."""
        return max(0.0, _round(self.score + sum(one.points for one in self.adjustments)))

    @property
    def max_score(self) -> float:
        return _round(sum(question.max_score for question in self.questions))

    @property
    def pending(self) -> float:
        return _round(sum(question.pending for question in self.questions))

    @property
    def excluded(self) -> float:
        return _round(sum(question.excluded for question in self.questions))
