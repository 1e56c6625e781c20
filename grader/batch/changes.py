"""Whose marks changed between two runs, and why: the spec, the reference, what was handed in, the grader, a person.

Compares what is kept, and runs nothing. A reason is named only where the mark that it explains has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.batch.kept import report_of
from grader.batch.rests_on import HEADING, OUT_OF, QUESTION, TITLE
from grader.grading.report import QuestionMark, Report
from grader.marking.decided import Decisions, in_force, marked
from grader.store.rows import HandIn, Run
from grader.store.store import Store

#: What each part is called where it is the reason; of a part that is a version, the versions are told.
WORDS = {
    "grader": "the grader's own source changed",
    "reference": "the reference changed",
    "given files": "the given files changed",
    "data": "the data sets changed",
    "settings": "the assignment's limits or settings changed",
    "sheet": "the sheet's questions or functions changed",
    "seed": "another seed was used",
    "level": "student code was confined at another level",
    "part of the sheet": "another part of the sheet was graded",
}
VERSIONS = ("Python", "machine", "numpy", "torch")


@dataclass(frozen=True)
class QuestionChange:
    """One question whose points changed; None where it is not in that report."""

    question: str  # its id
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Change:
    """One person's work whose marks changed; None where it is not graded in that run."""

    who: str
    slug: str
    attempt: int
    before: float | None
    after: float | None
    questions: tuple[QuestionChange, ...]
    why: tuple[str, ...]  # sentences without their full stops


@dataclass(frozen=True)
class _Side:
    """One hand-in in one of the two runs."""

    run: Run
    hand_in: HandIn
    decisions: Decisions
    report: Report | None

    @property
    def parts(self) -> Mapping[str, str]:
        """What its result rests on."""
        return self.run.rests_on.get(self.hand_in.slug, {})


def changes(store: Store, before: Run, after: Run) -> tuple[Change, ...]:
    """Every change, by who and the assignment. Raises StoreUnusable."""
    first, second = _sides(store, before), _sides(store, after)
    found = (_change(place, first.get(place), second.get(place)) for place in sorted({*first, *second}))
    return tuple(change for change in found if change is not None)


def _sides(store: Store, run: Run) -> dict[tuple[str, str, int], _Side]:
    decided = in_force(event for event in store.events() if event.number <= run.decided)
    found = {}
    for one in store.hand_ins(run.number):
        decisions = decided.get((one.who, one.slug), {})
        report, _ = report_of(store, one)
        found[one.who, one.slug, one.attempt] = _Side(run, one, decisions, report and marked(report, decisions))
    return found


def _change(place: tuple[str, str, int], before: _Side | None, after: _Side | None) -> Change | None:
    first, second = (side.report if side else None for side in (before, after))
    was, is_now = (report.score if report else None for report in (first, second))
    questions = tuple(_questions(first, second))
    if was == is_now and not questions:
        return None
    return Change(*place, was, is_now, questions, tuple(_why(before, after, [one.question for one in questions])))


def _questions(before: Report | None, after: Report | None) -> Iterator[QuestionChange]:
    """Questions with other points, or with points that wait or are left out where they were not."""
    first, second = _by_id(before), _by_id(after)
    for name in dict.fromkeys([*first, *second]):
        if name not in first or name not in second:
            if first and second:
                yield QuestionChange(name, *(side[name].score if name in side else None for side in (first, second)))
        elif _state(first[name]) != _state(second[name]):
            yield QuestionChange(name, first[name].score, second[name].score)


def _by_id(report: Report | None) -> dict[str, QuestionMark]:
    return {question.id: question for question in report.questions} if report else {}


def _state(question: QuestionMark) -> tuple[float, float, float]:
    return question.score, question.pending, question.excluded


def _why(before: _Side | None, after: _Side | None, questions: Sequence[str]) -> Iterator[str]:
    if before is None:
        yield "it was not handed in before"
        return
    if after is None:
        yield "it is no longer among what was graded"
        return
    if before.report is None or after.report is None:
        yield "it was not graded before" if before.report is None else "it could not be graded"
        return
    same = before.hand_in.content == after.hand_in.content
    if not same:
        yield "what was handed in changed"
    parts = list(_parts(before.parts, after.parts, questions))
    yield from parts
    touched = {place for place in {*before.decisions, *after.decisions}
               if before.decisions.get(place) != after.decisions.get(place)}  # fmt: skip
    decided = any(question in questions for question, _ in touched)
    if decided:
        yield "a person decided"
    elif same and not parts:
        yield "it was run again and came out otherwise"


def _parts(before: Mapping[str, str], after: Mapping[str, str], questions: Sequence[str]) -> Iterator[str]:
    for name in sorted({*before, *after} - {TITLE, OUT_OF, HEADING}):
        if before.get(name) == after.get(name):
            continue
        if name.startswith(QUESTION):
            if name.removeprefix(QUESTION) in questions:
                yield f"the spec of question {name.removeprefix(QUESTION)} changed"
        elif name in VERSIONS:
            yield f"{name} is {after.get(name, 'gone')}, and was {before.get(name, 'none')}"
        else:
            yield WORDS.get(name, f"{name} changed")
