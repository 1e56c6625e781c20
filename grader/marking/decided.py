"""Applies what people decided to a report: the latest decision about a check counts, whatever is graded again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from grader.grading.report import ByHand, Mark, Report
from grader.outcome import Answer, Derivation
from grader.store.event import Decision, Event

#: By the question's id and the check's title.
Decisions = Mapping[tuple[str, str], Event]


def in_force(events: Iterable[Event]) -> dict[tuple[str, str], dict[tuple[str, str], Event]]:
    """By who and the assignment: what is decided. Of several decisions about one check the last one counts.

    events: in the order in which they were made.
    """
    found: dict[tuple[str, str], dict[tuple[str, str], Event]] = {}
    for event in events:
        decided, place = found.setdefault((event.who, event.slug), {}), (event.question, event.check)
        decided.pop(place, None)
        if event.decision is Decision.POINTS:
            decided[place] = event
    return {whose: decided for whose, decided in found.items() if decided}


def marked(report: Report, decisions: Decisions) -> Report:
    """The report with the points that people gave. A decision about a check that is no longer there changes nothing."""
    if not decisions:
        return report
    questions = tuple(
        replace(
            question, marks=tuple(mark_with(mark, decisions.get((question.id, mark.title))) for mark in question.marks)
        )
        for question in report.questions
    )
    return replace(report, questions=questions)


def mark_with(mark: Mark, event: Event | None) -> Mark:
    """The mark with what a person gave; without anybody's where nothing is decided."""
    if event is None:
        return replace(mark, by_hand=None) if mark.by_hand else mark
    changed = bool(event.read) and event.read != fingerprint(mark)
    return replace(mark, by_hand=ByHand(event.points, event.comment, event.reason, event.by, changed))


def fingerprint(mark: Mark) -> str:
    """Of what a person reads to mark a check: the answer, the derivation's lines, else what was computed."""
    read: list[str] = []
    for each in mark.outcome.evidence:
        if isinstance(each, Answer):
            read += [each.text, *each.attachments]
        elif isinstance(each, Derivation):
            read += [step.latex for chain in each.chains for step in chain.steps]
            read += [formula.text for formula in each.unread]
    read = read or [mark.outcome.verdict, f"{mark.outcome.fraction:.6f}"]
    return sha256("\0".join(read).encode("utf-8", "surrogatepass")).hexdigest()
