"""Tries a spec before students meet it: the reference passes, a stub earns nothing, mistakes are caught and named.

Derivations are tried next door. Everybody tried here is a pretender: functions of ours in this process, judged by the
same checks as a submission.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks.attempt import Attempt
from grader.checks.gradient import Gradient
from grader.checks.prints import Prints
from grader.checks.properties import Properties
from grader.checks.reference import KnownMistake, Pretender
from grader.checks.values import Values
from grader.draws.draws import Draws
from grader.grading.desk import Desk
from grader.grading.judge import judge
from grader.grading.stubs import STUBS
from grader.grading.validate_derivations import derivations, examples, try_derivations
from grader.grading.validate_driven import driven, mistakes_of_driven, try_driven
from grader.grading.validation import Margin, Tally, Validation
from grader.outcome import Outcome, Verdict
from grader.spec.model import Question

Function = Callable[..., Any]
Calling = Values | Gradient | Properties | Prints

#: The kinds that say which known mistake it was; a property says what does not hold instead.
NAMING = ("values", "gradient", "prints")
MOST = 1.0  # of what central differences may be off; above it the reference's gradient is not its loss's


def validate(desk: Desk, seeds: Sequence[str]) -> Validation:
    """Everything that the spec gets wrong under these seeds. Raises OurFault where the reference lacks a function."""
    tally = Tally()
    for seed in seeds:
        trial = _Trial(desk, seed, tally)
        trial.reference_passes()
        trial.stubs_earn_nothing()
        trial.mistakes_are_caught()
    deriving = [check for _, check in derivations(desk)]
    try_derivations(desk, seeds, tally)
    try_driven(desk, seeds[0], tally)
    calling = [check for question in desk.assignment.questions for check in _calling(question)]
    references = dict.fromkeys([*(check.reference for check in calling), *mistakes_of_driven(desk)])
    mistakes = sum(len(desk.reference.mistakes(name)) for name in references)
    return Validation(
        desk.assignment.slug, tuple(seeds), len(calling) + len(driven(desk)), mistakes, tally.flaws(),
        tuple(sorted(tally.raising)), tuple(tally.margins.values()), tuple(tally.said), len(deriving),
        sum(examples(check) for check in deriving),
    )  # fmt: skip


@dataclass(frozen=True)
class _Judged:
    """One check's outcome for one pretender."""

    check: Calling
    where: str
    outcome: Outcome

    @property
    def full(self) -> bool:
        return self.outcome.verdict is Verdict.PASSED and self.outcome.fraction == 1.0

    @property
    def said(self) -> str:
        finding = self.outcome.finding
        why = "; ".join(self.outcome.flags) or (finding.what if finding else "")
        return f"{self.outcome.verdict}: {why}" if why else str(self.outcome.verdict)


class _Trial:
    """All pretenders under one seed."""

    def __init__(self, desk: Desk, seed: str, tally: Tally) -> None:
        self._desk, self._seed, self._tally = desk, seed, tally
        self._right: dict[str, Function] = {
            check.function[0]: desk.reference.find(check.reference)
            for question in desk.assignment.questions
            for check in _calling(question)
        }

    # ---- the reference
    def reference_passes(self) -> None:
        """Full marks in every check, and gradients that central differences confirm."""
        student = self._desk.reference.pretender(self._right)
        for question in self._desk.assignment.questions:
            for check in _calling(question):
                judged = self._judge(question, check, student)
                if not judged.full:
                    self._flaw(
                        f"The reference `{check.reference}` does not pass its own check ({judged.said}).", judged.where,
                        "Mend the reference or the check's arguments; nobody could get these points.",
                    )  # fmt: skip
                elif isinstance(check, Gradient):
                    self._margins(question, check, student)

    def _margins(self, question: Question, check: Gradient, student: Pretender) -> None:
        for name, share in _shares(check, self._attempt(question, check, student)):
            where = _where(question, check)
            self._tally.margin(Margin(where, name, share))
            if not share <= MOST:
                self._flaw(
                    f"The reference's `{name}` is not the gradient of its own `{check.loss}`: central differences are "
                    f"{share:.4g} times the allowed gap away.", where,
                    f"Recheck `{check.reference}`, or draw arguments at which the loss is smooth.",
                )  # fmt: skip

    # ---- a stub
    def stubs_earn_nothing(self) -> None:
        """No points for functions that compute nothing, whatever they return."""
        for title, stub in STUBS.items():
            student = self._desk.reference.pretender({name: stub(right) for name, right in self._right.items()})
            for question in self._desk.assignment.questions:
                for judged in self._judged(question, student, explained=False):
                    if judged.outcome.fraction > 0:
                        self._flaw(
                            f"A function that {title} earns points.", judged.where,
                            "Put a check that it fails before this one, with `gate: true`.",
                        )  # fmt: skip

    # ---- known mistakes
    def mistakes_are_caught(self) -> None:
        """Each loses marks in a check of its function and is named in one."""
        for function, reference in self._functions():
            for mistake in self._desk.reference.mistakes(reference):
                self._mistake(function, reference, mistake)

    def _functions(self) -> Iterator[tuple[str, str]]:
        pairs = [
            (check.function[0], check.reference)
            for question in self._desk.assignment.questions
            for check in _calling(question)
        ]
        yield from dict.fromkeys(pairs)

    def _mistake(self, function: str, reference: str, mistake: KnownMistake) -> None:
        student = self._desk.reference.pretender({**self._right, function: mistake.wrong})
        caught: list[_Judged] = []
        tried: list[_Judged] = []
        for question in self._desk.assignment.questions:
            for judged in self._judged(question, student, function):
                tried.append(judged)
                if judged.outcome.verdict is Verdict.BROKEN:
                    self._flaw(
                        f"The check breaks on the known mistake “{mistake.name}” ({judged.said}).", judged.where,
                        "A student with this mistake would lose nothing: mend what failed on our side.",
                    )  # fmt: skip
                elif judged.outcome.fraction < 1:
                    caught.append(judged)
                    if mistake.name in _names(judged):
                        return
        self._uncaught_or_unnamed(reference, mistake, tried, caught)

    def _uncaught_or_unnamed(
        self, reference: str, mistake: KnownMistake, tried: list[_Judged], caught: list[_Judged]
    ) -> None:
        subject = f"The known mistake “{mistake.name}” of `{reference}`"
        if not caught:
            where = "; ".join(judged.where for judged in tried)
            self._flaw(
                f"{subject} keeps full marks.", where,
                "Draw arguments on which it differs: repeated indices, other sizes, equal sizes, larger numbers.",
            )  # fmt: skip
        elif any(judged.outcome.verdict is Verdict.CRASHED for judged in caught):
            self._tally.raising.add(f"“{mistake.name}” of `{reference}`")
        elif any(judged.check.kind in NAMING for judged in tried):
            others = sorted({name for judged in caught for name in _names(judged)})
            named = f"; named instead: {', '.join(f'“{name}”' for name in others)}" if others else ""
            self._flaw(
                f"{subject} loses marks and is not named{named}.", "; ".join(judged.where for judged in caught),
                "Let a check draw arguments on which only this mistake gives these values, or merge two mistakes that "
                "are one.",
            )  # fmt: skip

    # ---- judging
    def _judged(
        self, question: Question, student: Pretender, function: str = "", explained: bool = True
    ) -> Iterator[_Judged]:
        """The question's calling checks (of one function), as far as its gates let them be looked at."""
        for check in _calling(question):
            if function and check.function[0] != function:
                continue
            judged = self._judge(question, check, student, explained)
            yield judged
            if check.gate and not judged.full:
                return

    def _judge(self, question: Question, check: Calling, student: Pretender, explained: bool = True) -> _Judged:
        outcome = judge(check, self._attempt(question, check, student, explained))
        return _Judged(check, _where(question, check), outcome)

    def _attempt(self, question: Question, check: Calling, student: Pretender, explained: bool = True) -> Attempt:
        draws = Draws(self._seed, self._desk.assignment.slug, question.id, check.title)
        return Attempt(student, self._desk.reference, draws, explained=explained)

    def _flaw(self, what: str, where: str, advice: str) -> None:
        self._tally.flaw(self._seed, what, where, advice)


def _calling(question: Question) -> list[Calling]:
    return [check for check in question.checks if isinstance(check, Calling)]


def _where(question: Question, check: Calling) -> str:
    return f"{question.title}, “{check.title}”"


def _names(judged: _Judged) -> set[str]:
    return {diagnosis.mistake for diagnosis in judged.outcome.diagnoses}


def _shares(check: Gradient, attempt: Attempt) -> Iterator[tuple[str, float]]:
    """For each gradient its greatest gap to central differences on the smallest draw, as a share of the allowed."""
    import numpy as np

    from grader.checks.differences import own_gradient
    from grader.checks.trials import run_trials
    from grader.tolerance import Purpose, tolerance_for

    trials = run_trials(check, attempt)
    for place, name in enumerate(check.returns):
        if not name.startswith("d "):
            continue
        trial = min(trials, key=lambda each: int(np.size(each.expected[place])))
        numeric = own_gradient(check, attempt, trial, name[2:].strip(), check.returns.index(check.loss))
        if numeric is not None:
            allowed = tolerance_for(np.dtype(np.float64), Purpose.CENTRAL_DIFFERENCE).allowed(numeric)
            gap = np.abs(np.reshape(trial.values[place], numeric.shape) - numeric)
            yield name, float(np.max(gap / allowed))
