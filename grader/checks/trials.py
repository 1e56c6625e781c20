"""Calls the student and the reference on the same draws, and takes the returned values apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.code import CannotAnswer, Code, Parameter, Reply
from grader.draws.case import Case
from grader.explain.wording import type_of
from grader.outcome import Finding, Verdict

AGAIN = ", called once more"  # at the end of a label


@dataclass(frozen=True)
class Trial:
    """One draw: what was given, what came back, what is due. Both values are tuples as long as `returns`."""

    case: Case
    arguments: tuple[Any, ...]  # as given to the student
    full_arguments: tuple[Any, ...]  # all of the spec's, as given to the reference
    reply: Reply
    values: tuple[Any, ...]
    expected: tuple[Any, ...]
    unwrapped: bool = False  # one value came in a tuple of one

    @property
    def again(self) -> bool:
        """Whether an earlier trial had the same arguments."""
        return self.case.label.endswith(AGAIN)


def cases(check: CallingCheck, attempt: Attempt) -> list[Case]:
    """The check's draws. Raises OurFault where the spec asks for something that cannot be drawn."""
    return attempt.draws.cases(check.arguments, check.variants, check.dimensions, check.draws)


def run_trials(check: CallingCheck, attempt: Attempt) -> list[Trial]:
    """All draws in one crossing of the wall, the first once more at the end. Raises CannotAnswer, OurFault."""
    drawn = _and_the_first_again(cases(check, attempt))
    full = [tuple(attempt.reference.resolve(case.arguments).values()) for case in drawn]
    kept = kept_arguments(check, attempt.student)
    mine = [tuple(arguments[i] for i in kept) for arguments in full]
    replies = _ask(check, attempt.student, drawn, mine)
    trials = []
    for case, arguments, given, reply in zip(drawn, mine, full, replies, strict=True):
        expected = attempt.reference.call((check.reference,), *given).value
        values, unwrapped = _taken_apart(check, reply.value)
        due = tuple(expected) if len(check.returns) > 1 else (expected,)
        trials.append(Trial(case, arguments, given, reply, values, due, unwrapped))
    return trials


def _and_the_first_again(drawn: list[Case]) -> list[Case]:
    """A function that keeps something from call to call is right the first time only."""
    return [*drawn, replace(drawn[0], label=f"{drawn[0].label}{AGAIN}")] if len(drawn) > 1 else drawn


def _ask(check: CallingCheck, student: Code, drawn: Sequence[Case], arguments: Sequence[Sequence[Any]]) -> list[Reply]:
    try:
        return student.call_many(check.function, arguments)
    except CannotAnswer as trouble:
        if trouble.at is None or not 0 <= trouble.at < len(drawn):
            raise
        raise placed(trouble, drawn[trouble.at]) from None


def placed(trouble: CannotAnswer, case: Case) -> CannotAnswer:
    """The same trouble, saying on which draw it came where it came of a call."""
    finding = trouble.outcome.finding
    if trouble.at is None or finding is None:
        return trouble
    draw = f"on {case.label}"
    where = f"{finding.where}, {draw}" if finding.where else draw
    return CannotAnswer.of(replace(trouble.outcome, finding=replace(finding, where=where)))


def kept_arguments(check: CallingCheck, student: Code) -> list[int]:
    """Positions of the arguments that this student's function takes: a sister course leaves some out."""
    names = list(check.arguments)
    taken = student.parameters(check.function) if check.optional else None
    return list(range(len(names))) if taken is None else _aligned(names, check.optional, taken)


def _aligned(names: Sequence[str], optional: Sequence[str], taken: Sequence[Parameter]) -> list[int]:
    """Walks along both lists. An optional argument is given where the parameter has its name, or must have a value
    and there is room: names vary, but a parameter with a default of its own may be something else (`h=1e-4`)."""
    kept: list[int] = []
    for i, name in enumerate(names):
        here = taken[len(kept)] if len(kept) < len(taken) else None
        due = sum(later not in optional for later in names[i + 1 :])
        room = len(taken) - len(kept) > due
        named = here is not None and _plain(here.name) == _plain(name)
        if name not in optional or named or (here is not None and here.required and room):
            kept.append(i)
    return kept


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _taken_apart(check: CallingCheck, value: Any) -> tuple[tuple[Any, ...], bool]:
    """The returned values, one a name in `returns`. Raises CannotAnswer where there are more or fewer."""
    count = len(check.returns)
    if count == 1:
        single = type(value) is tuple and len(value) == 1
        return ((value[0] if single else value),), single
    if type(value) in (tuple, list) and len(value) == count:
        return tuple(value), False
    raise CannotAnswer(Verdict.FAILED, _wrong_count(check, value))


def _wrong_count(check: CallingCheck, value: Any) -> Finding:
    name = check.function[0].rpartition(".")[2]
    due = ", ".join(check.returns)
    if value is None:
        what = f"`{name}` returns nothing; it is asked to return {len(check.returns)} values."
        return Finding(what, "", f"End it with `return`: {due}.", what)
    listed = type(value) in (tuple, list)
    count = len(value) if listed else 1
    got = f"{count} {'value' if count == 1 else 'values'}" + ("" if listed else f" ({type_of(value)})")
    what = f"`{name}` returns {got}; {len(check.returns)} are asked."
    # How many come back is the student's choice, and could tell a hidden input.
    category = f"`{name}` does not return the {len(check.returns)} values that are asked."
    return Finding(what, "", f"Return, in this order: {due}.", category)


def in_place_notes(check: CallingCheck, trials: Sequence[Trial], student: Code) -> tuple[str, ...]:
    """Which arguments were changed where they stood: noted, never charged."""
    kept = kept_arguments(check, student)
    names = list(check.arguments)
    changed = sorted({kept[position] for trial in trials for position in trial.reply.changed if position < len(kept)})
    return tuple(f"`{names[i]}` is changed in place; the caller's array is no longer what it was." for i in changed)
