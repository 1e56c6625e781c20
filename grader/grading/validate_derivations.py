"""Tries a derivation check before students meet it: results are right, choices do what they must, examples are judged
as their writer says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.checks.derivation import Derivation
from grader.checks.deriving.wanted import WrongExample
from grader.derivation.answer import judge_formula
from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.span import NotRead
from grader.derivation.valuing.values import IllTyped
from grader.derivation.verdicts import Status
from grader.grading.desk import Desk
from grader.grading.validation import Tally


@dataclass(frozen=True)
class _Flaw:
    """One thing that is not as the spec says."""

    what: str
    advice: str


def derivations(desk: Desk) -> Iterator[tuple[str, Derivation]]:
    """Every derivation check with its question's title and its own."""
    for question in desk.assignment.questions:
        for check in question.checks:
            if isinstance(check, Derivation):
                yield f"{question.title}, “{check.title}”", check


def examples(check: Derivation) -> int:
    """How many chains it is proved with."""
    return len(check.examples.right) + len(check.examples.wrong)


def try_derivations(desk: Desk, seeds: Sequence[str], tally: Tally) -> None:
    """Puts into the tally what has to be mended. Each seed stands for worlds of its own.

    Examples are tried once, in the worlds that every student's answer is judged in: what becomes of them elsewhere
    is nobody's mark. Only where a slip is to be named is it looked for.
    """
    for where, check in derivations(desk):
        for number, seed in enumerate(seeds):
            for flaw in _flaws(check, check.asked(), number):
                tally.flaw(seed, flaw.what, where, flaw.advice)


def _flaws(check: Derivation, asked: Asked, number: int) -> Iterator[_Flaw]:
    for goal in asked.goals:
        yield from _goal(asked, goal, number)
    for place, wanted in enumerate(asked.properties):
        yield from _property(asked, len(asked.goals) + place, wanted, number)
    if number == 0:
        for chain in check.examples.right:
            yield from _right(asked, chain)
        for wrong in check.examples.wrong:
            yield from _wrong(asked, wrong)


def _goal(asked: Asked, goal: Goal, number: int) -> Iterator[_Flaw]:
    name = f"The result of “{goal.target.name}”"
    # Alone, so that a result without a left side can only be meant for this goal.
    # Its condition is said with it: without one, a line that names the case would be meant for all cases.
    said = rf"{goal.result} \quad \text{{for }} {goal.target.when}" if goal.target.when else goal.result
    judged = _judged(replace(asked, goals=(goal,)), said, number)
    if isinstance(judged, _Flaw):
        yield replace(judged, what=f"{name} can't be tried: {judged.what}")
        return
    chain = next(iter(judged.chains), None)
    if chain is None or not chain.final_right:
        yield _Flaw(f"{name} is not worth what its target is{_why(chain)}", "Correct the one or the other.")
    elif not chain.finished:
        advice = "Write the result without derivatives and without what `without` names, or shorten that list."
        yield _Flaw(f"{name} would not count as finished.", advice)


def _property(asked: Asked, place: int, wanted: Property, number: int) -> Iterator[_Flaw]:
    spellings = {one.name: one.spellings for one in asked.symbols.variables}
    spellings |= {one.name: one.spellings for one in asked.symbols.definitions}
    spelling = next(iter(spellings[wanted.name]), wanted.name)
    for choice in wanted.usual:
        judged = _judged(asked, f"{spelling} = {choice}", number)
        if isinstance(judged, _Flaw):
            yield replace(judged, what=f"The choice `{choice}` for `{wanted.name}` can't be tried: {judged.what}")
            continue
        chain = next((one for one in judged.chains if place in one.about), None)
        if chain is None or chain.status is not Status.HOLDS:
            what = f"The choice `{choice}` for `{wanted.name}` does not do what is asked of it{_why(chain)}"
            yield _Flaw(what, "Correct the choice, or the goals of the property.")


def _right(asked: Asked, example: str) -> Iterator[_Flaw]:
    judged = _judged(asked, example, 0)
    if isinstance(judged, _Flaw):
        yield replace(judged, what=f"The right example `{example}` can't be tried: {judged.what}")
        return
    doubtful = next((chain for chain in judged.chains if chain.status is not Status.HOLDS), None)
    if doubtful is not None or judged.unread or not judged.chains:
        said = "breaks" if doubtful is not None and doubtful.status is Status.BREAKS else "is not read"
        why = _why(doubtful) if doubtful is not None else _why_unread(judged)
        advice = "Students who write so would not get their marks: correct the example, or declare what it uses."
        yield _Flaw(f"The right example `{example}` {said}{why}", advice)
    elif not any(chain.about for chain in judged.chains):
        advice = "Begin it with a goal's target, or with a name that a property is asked of."
        yield _Flaw(f"The right example `{example}` is about none of the goals.", advice)


def _wrong(asked: Asked, example: WrongExample) -> Iterator[_Flaw]:
    name = f"The wrong example `{example.chain}`"
    judged = _judged(asked, example.chain, 0, explained=bool(example.slip))
    if isinstance(judged, _Flaw):
        yield replace(judged, what=f"{name} can't be tried: {judged.what}")
        return
    broken = next((chain for chain in judged.chains if chain.first_wrong is not None), None)
    if broken is None:
        doubtful = next((chain for chain in judged.chains if chain.status is Status.NOT_READ), None)
        why = _why(doubtful) if doubtful is not None else _why_unread(judged)
        said = "is not read" if doubtful is not None or judged.unread else "holds"
        yield _Flaw(f"{name} {said}{why}", "Nobody who writes so would be told: correct the example, or the notation.")
    elif broken.first_wrong != example.step:
        what = f"{name} breaks at step {broken.first_wrong} and not at step {example.step}{_why(broken)}"
        yield _Flaw(what, "Steps count from 0, the left side; correct `step`, or the example.")
    elif example.slip and not any(example.slip in slip.sentence for slip in broken.slips):
        said = "; ".join(f"“{slip.sentence}”" for slip in broken.slips) or "no slip is named"
        what = f"{name} is not explained by “{example.slip}”: {said}{'' if broken.slips else '.'}"
        yield _Flaw(what, "Correct the words in `slip`, or leave `slip` out.")


def _judged(asked: Asked, latex: str, number: int, explained: bool = False) -> Judged | _Flaw:
    try:
        return judge_formula(asked, latex, seed=number, explained=explained)
    except (NotRead, IllTyped, ValueError) as error:
        return _Flaw(f"{error}", "Correct the notation, or what is asked.")


def _why(chain: JudgedChain | None) -> str:
    """The first step that does not hold, with what is said of it; a full stop where there is none."""
    steps = chain.steps if chain is not None else ()
    step: JudgedStep | None = next((one for one in steps if one.status is not Status.HOLDS), None)
    return "." if step is None else f": at `{step.latex}`. {step.note}".rstrip()


def _why_unread(judged: Judged) -> str:
    return f": {judged.unread[0].finding.what}" if judged.unread else "."
