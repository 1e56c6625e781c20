"""Tries the checks that run a driver before students meet them: the reference passes, with what margin and in what
time; a stub earns nothing; each known mistake loses marks in one of them.

Trainings take seconds, so each is tried under the first seed alone, and a mistake only until one check has caught it.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.checks.attempt import Attempt
from grader.checks.driven import DrivenCheck
from grader.draws.draws import Draws
from grader.grading.desk import Desk
from grader.grading.judge import judge
from grader.grading.stubs import STUBS
from grader.grading.validation import Tally
from grader.outcome import Outcome, Scale, Verdict
from grader.spec.model import Question

Function = Callable[..., Any]
Place = tuple[Question, DrivenCheck]

#: The cheapest kinds first: what one of them catches, no training is run for.
ORDER = ("module", "perplexity", "accuracy", "training")
#: A limit of time is so many times what the reference needs; below this many seconds nobody is near it.
TIMES, FLOOR = 3.0, 10.0


def driven(desk: Desk) -> list[Place]:
    """Every check that runs a driver, with its question; the cheapest kinds first."""
    checks = [(question, check) for question in desk.assignment.questions for check in question.checks]
    found: list[Place] = [(question, check) for question, check in checks if isinstance(check, DrivenCheck)]
    return sorted(found, key=lambda place: ORDER.index(place[1].kind) if place[1].kind in ORDER else len(ORDER))


def mistakes_of_driven(desk: Desk) -> Mapping[str, tuple[str, str]]:
    """The reference's functions that only drivers call: their names, and where students keep theirs."""
    called = {
        check.answered_by
        for question in desk.assignment.questions
        for check in question.checks
        if check.code_asked and not isinstance(check, DrivenCheck)
    }
    names = {}
    for _, check in driven(desk):
        for name, spellings in check.uses.items():
            if check.reference[name] not in called:
                names[check.reference[name]] = (name, spellings[0])
    return names


def try_driven(desk: Desk, seed: str, tally: Tally) -> None:
    """Puts into the tally what has to be mended, and the margins."""
    trial = _Trial(desk, seed, tally)
    for place in driven(desk):
        trial.reference_passes(place)
        trial.stubs_earn_nothing(place)
    for reference in mistakes_of_driven(desk):
        trial.mistakes_are_caught(reference)


class _Trial:
    """Pretenders before the checks that run drivers, under one seed."""

    def __init__(self, desk: Desk, seed: str, tally: Tally) -> None:
        self._desk, self._seed, self._tally = desk, seed, tally

    def reference_passes(self, place: Place) -> None:
        check = place[1]
        started = time.process_time()
        outcome = self._outcome(place, self._functions(check))
        took = time.process_time() - started
        if outcome.verdict is not Verdict.PASSED or outcome.fraction < 1:
            self._flaw(f"The reference does not pass “{check.title}” ({_said(outcome)}).", place,
                       "Mend the driver, the reference or the threshold; nobody could get these points.")  # fmt: skip
        for margin in _margins(outcome):
            self._tally.said.append(f"{_where(place)}: {margin}; {took:.1f} s of CPU for the reference")
        if check.seconds < max(FLOOR, TIMES * took):
            self._flaw(
                f"The reference takes {took:.1f} s of “{check.title}”, and `seconds` is {check.seconds:g}.", place,
                f"Allow at least {max(FLOOR, TIMES * took):.0f} seconds: students write slower code.",
            )  # fmt: skip

    def stubs_earn_nothing(self, place: Place) -> None:
        for title, stub in STUBS.items():
            functions = {name: stub(right) for name, right in self._functions(place[1]).items()}
            if self._outcome(place, functions).fraction > 0:
                self._flaw(f"A function that {title} earns points.", place,
                           "Judge what only a right model can give, before anything else.")  # fmt: skip

    def mistakes_are_caught(self, reference: str) -> None:
        places = [place for place in driven(self._desk) if reference in place[1].reference.values()]
        for mistake in self._desk.reference.mistakes(reference):
            if not any(self._loses(place, reference, mistake.wrong) for place in places):
                self._flaw(f"The known mistake “{mistake.name}” of `{reference}` keeps full marks.", places[0],
                           "Add a property that it breaks, or move the threshold.")  # fmt: skip

    def _loses(self, place: Place, reference: str, wrong: Function) -> bool:
        functions = self._functions(place[1])
        for name, spellings in place[1].uses.items():
            if place[1].reference[name] == reference:
                functions[spellings[0]] = wrong
        outcome = self._outcome(place, functions)
        if outcome.verdict is Verdict.BROKEN:
            self._flaw(f"The check breaks on a known mistake of `{reference}` ({_said(outcome)}).", place,
                       "A student with this mistake would lose nothing: mend what failed on our side.")  # fmt: skip
        return outcome.fraction < 1 and outcome.verdict not in (Verdict.BROKEN, Verdict.NEEDS_PERSON)

    def _functions(self, check: DrivenCheck) -> dict[str, Function]:
        return {
            spellings[0]: self._desk.reference.find(check.reference[name]) for name, spellings in check.uses.items()
        }

    def _outcome(self, place: Place, functions: Mapping[str, Function]) -> Outcome:
        question, check = place
        draws = Draws(self._seed, self._desk.assignment.slug, question.id, check.title)
        student = self._desk.reference.pretender(functions)
        return judge(check, Attempt(student, self._desk.reference, draws, texts=self._desk.texts))

    def _flaw(self, what: str, place: Place, advice: str) -> None:
        self._tally.flaw(self._seed, what, _where(place), advice)


def _where(place: Place) -> str:
    return f"{place[0].title}, “{place[1].title}”"


def _said(outcome: Outcome) -> str:
    finding = outcome.finding
    why = "; ".join(outcome.flags) or (finding.what if finding else "")
    return f"{outcome.verdict}: {why}" if why else str(outcome.verdict)


def _margins(outcome: Outcome) -> Iterator[str]:
    """What the reference reached beside what is asked."""
    for scale in outcome.evidence:
        if isinstance(scale, Scale) and scale.bound is not None:
            yield f"{scale.name} {scale.yours:.4g}, asked {scale.bound:.4g}"
