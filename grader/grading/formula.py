"""Tries one formula against a question of a spec: the same judging as in grading, and no submission."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks.derivation import Derivation
from grader.derivation.answer import judge_formula
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status
from grader.mistake_of_user import UserMistake
from grader.nearest import nearest
from grader.outcome import Finding
from grader.spec.model import Assignment, Question
from grader.submission.labels import read_label


@dataclass(frozen=True)
class Tried:
    """One formula as one check judged it."""

    check: Derivation
    judged: Judged

    @property
    def status(self) -> Status:
        """Breaks if any step does; holds only if all was read and holds."""
        found = {chain.status for chain in self.judged.chains}
        if Status.BREAKS in found:
            return Status.BREAKS
        return Status.HOLDS if found == {Status.HOLDS} and not self.judged.unread else Status.NOT_READ

    @property
    def rank(self) -> tuple[bool, ...]:
        """How well a check fits: what the formula is about, then how much of it is understood and holds."""
        about = any(chain.about for chain in self.judged.chains)
        return about, self.status is Status.HOLDS, self.status is Status.BREAKS


def checks(assignment: Assignment, name: str) -> tuple[Derivation, ...]:
    """The derivation checks of a question, by its short name or its label ("1b", "1.b", "Question 1 (b)").

    Raises UserMistake where there is no such question, or nothing in it that formulas are tried against.
    """
    questions = tuple(_named(assignment, name))
    found = tuple(check for one in questions for check in one.checks if isinstance(check, Derivation))
    if found:
        return found
    known = [one for one in assignment.questions if any(isinstance(check, Derivation) for check in one.checks)]
    listed = ", ".join(f"`{one.id}` ({one.title})" for one in known) or "none"
    if questions:
        what = f"Question `{name}` of {assignment.slug} asks for no derivation."
        raise UserMistake(Finding(what, assignment.slug, f"Formulas can be tried against: {listed}."))
    close = nearest(name, [one.id for one in known])
    advice = f"{close[0].upper()}{close[1:]}. " if close else ""
    what = f"There is no question `{name}` in {assignment.slug}."
    raise UserMistake(Finding(what, assignment.slug, f"{advice}Formulas can be tried against: {listed}."))


def _named(assignment: Assignment, name: str) -> Iterator[Question]:
    """The question of that name or label; else all whose label begins with it ("5.b" for "5.b.i"); else the one
    that it is a part of ("P1b" of "P1")."""
    wanted = {_plain(name), *_labels(name)}
    exact = [one for one in assignment.questions if wanted & _all_names(one)]
    found = exact or [one for one in assignment.questions if any(_begins(each, wanted) for each in _all_names(one))]
    whole = max(
        (part for one in assignment.questions for part in _all_names(one) if _plain(name).startswith(part)),
        key=len,
        default="",
    )
    yield from found or [one for one in assignment.questions if whole and whole in _all_names(one)]


def _all_names(question: Question) -> set[str]:
    titled = _labels(question.title)
    return {_plain(question.id), *titled, *(_plain(label) for label in question.labels)}.union(
        *(_labels(label) for label in question.labels)
    )


def _begins(name: str, wanted: set[str]) -> bool:
    return any(name.startswith(each) and each and each[0].isdigit() for each in wanted)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _labels(text: str) -> set[str]:
    label = read_label(text)
    return {"".join(label.parts)} if label else set()


def tried(found: Sequence[Derivation], latex: str, seed: int = 0) -> Tried:
    """The formula judged by the check that it fits best; of equals the first."""
    return max((Tried(check, judge_formula(check.asked(), latex, seed)) for check in found), key=lambda one: one.rank)


def as_data(one: Tried) -> dict[str, Any]:
    """The verdict for machines. Steps count from 0, the left side, through all chains of the formula."""
    steps: list[JudgedStep] = []
    first_wrong = rejoins = None
    slips: list[str] = []
    for chain in one.judged.chains:
        if first_wrong is None and chain.first_wrong is not None:
            first_wrong = len(steps) + chain.first_wrong
            rejoins = None if chain.rejoins is None else len(steps) + chain.rejoins
            slips = [slip.sentence for slip in chain.slips]
        steps += chain.steps
    return {
        "verdict": one.status.value,
        "steps": [{"latex": step.latex, "verdict": step.status.value, "note": step.note} for step in steps],
        "first_wrong": first_wrong,
        "rejoins": rejoins,
        "slip": " Or: ".join(slips) or None,
        "counterexample": _counterexample(one.judged.chains),
        "result": _result(one.judged.chains),
        "unread": [
            {"line": unread.line, "latex": unread.text, "why": unread.finding.what, "advice": unread.finding.advice}
            for unread in one.judged.unread
        ],
    }


def _counterexample(chains: Sequence[JudgedChain]) -> str | None:
    return next((chain.counterexample for chain in chains if chain.counterexample), None)


def _result(chains: Sequence[JudgedChain]) -> bool | None:
    """Whether what the question asks for is reached; None where no chain is about it, or it wasn't read."""
    decided = [chain for chain in chains if chain.about and chain.final_right is not None]
    return any(chain.final_right and chain.finished for chain in decided) if decided else None
