"""From a judged derivation to an outcome: decided where every goal is, and else waiting for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.checks.attempt import Attempt
from grader.checks.deriving import told
from grader.checks.deriving.evidence import evidence
from grader.checks.deriving.marks import Mark, marks
from grader.derivation.asked import Asked
from grader.derivation.chains import find
from grader.derivation.judged import Judged
from grader.outcome import Answer, Outcome, Part, Verdict
from grader.submission.answer import WrittenAnswer

#: Fewer words than these lead from formula to formula: "Hence we get".
FEWEST_WORDS = 4


def outcome(
    asked: Asked, judged: Judged, points: Mapping[str, float], carried: float, answer: WrittenAnswer, attempt: Attempt
) -> Outcome:
    """points: of `result`, of `chain`, or of both. carried: what a step earns that follows from a wrong one."""
    found = marks(asked, judged, carried, _has_more(answer, attempt))
    shown = evidence(asked, judged, answer.file)
    shares = {part: _share(found, part) for part in points}
    flags = tuple(told.flags(found, answer.file))
    if None in shares.values():
        files = (*answer.images, *attempt.attachments)
        finding = told.waiting(found, tuple(points), asked, judged, answer.file)
        return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, (shown, Answer(answer.text, files)), flags=flags)
    shown = replace(shown, waits=False)
    parts = tuple(Part(part, (shares[part] or 0.0) * worth, worth) for part, worth in points.items())
    if all(share == 1.0 for share in shares.values()):
        return Outcome(Verdict.PASSED, 1.0, None, (shown,), flags=flags, parts=parts)
    fraction = sum(part.earned for part in parts) / (sum(part.points for part in parts) or 1.0)
    verdict = Verdict.PARTIAL if any(shares.values()) else Verdict.FAILED
    return Outcome(verdict, fraction, told.loss(found, tuple(points), answer.file), (shown,), flags=flags, parts=parts)


def _share(found: Sequence[Mark], part: str) -> float | None:
    """What all goals together earn of a part, by their shares; None while one of them is undecided."""
    earned = [(mark.earned(part), mark.share) for mark in found]
    if any(share is None for share, _ in earned):
        return None
    return sum((share or 0.0) * weight for share, weight in earned) / sum(weight for _, weight in earned)


def _has_more(answer: WrittenAnswer, attempt: Attempt) -> bool:
    """Whether words, pictures or files stand beside the formulas in which a derivation may be."""
    words = sum(len(prose.text.split()) for prose in find(answer).prose)
    return words >= FEWEST_WORDS or bool(answer.images or attempt.attachments)
