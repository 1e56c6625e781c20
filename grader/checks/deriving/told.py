"""What is said of a derivation in a finding: the first thing that costs or waits, where it stands, what to do.

An advice is read under hidden checks, too, and so holds nothing of what was worked out.
"""

from collections.abc import Iterator, Sequence

from grader.checks.deriving.marks import Mark, is_aside
from grader.derivation.asked import Asked
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status
from grader.outcome import Finding
from grader.submission.text import shown

LONGEST = 120  # characters of a step that fit into a message

_STEP_BREAKS = "A step of the derivation does not follow."
_NOT_THERE = "The derivation is right and does not reach a result."
_NO_STEPS = "How the result comes about is not written."
_READ_BY_A_PERSON = "A part of the derivation is left to a person."
_BREAKS_AND_WAITS = f"{_STEP_BREAKS} {_READ_BY_A_PERSON}"
_MEND = "Work this step out once more, then go through the steps after it."
_PLAINLY = "A line with the sheet's own names, and brackets around what belongs together, is read most surely."
_WRITE_STEPS = "Write down the steps between, each behind its own `=`."


def loss(marks: Sequence[Mark], parts: Sequence[str], file: str) -> Finding:
    """Why not everything is earned: the first wrong step as one reads down the page, or else what is missing.

    parts: those that earn points, `result`, `chain`, or both.
    """
    lost = [each for each in marks if any(each.earned(part) != 1.0 for part in parts)]
    if (broken := _first_break(lost)) is not None:
        return _break(*broken, file)
    mark = lost[0]
    last = mark.chains[-1].steps[-1]
    if not mark.ends_right:
        what = f"{_named(mark)}: what is written is right, and it is not yet a result."
        advice = "Go on until no derivative is left to be taken, and only names that the question allows remain."
        return Finding(what, _where(file, last), advice, _NOT_THERE)
    right = "The result is right" if mark.result else "What is written is right"
    return Finding(
        f"{_named(mark)}: {right}; how it comes about is not written.", _where(file, last), _WRITE_STEPS, _NO_STEPS
    )


def _first_break(marks: Sequence[Mark]) -> tuple[Mark, JudgedChain] | None:
    """The first chain that breaks as one reads down the page, with what it is about."""
    broken = [(mark, chain) for mark in marks for chain in mark.chains if chain.first_wrong is not None]
    return min(broken, key=lambda one: one[1].steps[0].line, default=None)


def _break(mark: Mark, chain: JudgedChain, file: str) -> Finding:
    assert chain.first_wrong is not None
    step = chain.steps[chain.first_wrong]
    why = " Or: ".join(slip.sentence for slip in chain.slips) or step.note or chain.counterexample
    what = f"Line {step.line} does not follow. {why}".strip()
    if mark.ends_right and not mark.differs:
        what += f" Your last line about {_named(mark)} is right."
    return Finding(what, _where(file, step), _MEND, _STEP_BREAKS)


def waiting(marks: Sequence[Mark], parts: Sequence[str], asked: Asked, judged: Judged, file: str) -> Finding:
    """Why a person has to look, with what was understood, and how to write it so that it is read.

    A step that is known to break is told before that: it breaks whatever a person makes of the rest.
    """
    first = next(_reasons(marks, parts, asked, judged, file), Finding("The derivation could not be judged."))
    understood = " ".join(filter(None, map(_so_far, marks)))
    what = f"{first.what} A person will read it.{' Understood so far: ' + understood if understood else ''}"
    if (broken := _first_break(marks)) is None:
        return Finding(what, first.where, first.advice, _READ_BY_A_PERSON)
    told = _break(*broken, file)
    return Finding(f"{told.what} Besides: {what}", told.where, told.advice, _BREAKS_AND_WAITS)


def _reasons(marks: Sequence[Mark], parts: Sequence[str], asked: Asked, judged: Judged, file: str) -> Iterator[Finding]:
    """What could not be decided, the most telling first."""
    about = [chain for mark in marks for chain in mark.chains]
    for step in _unread(about, asked):
        yield Finding(f"Line {step.line} could not be judged. {step.note}".strip(), _where(file, step), _PLAINLY)
    for one in judged.unread:
        yield Finding(one.finding.what, one.finding.where or f"{file}, line {one.line}", one.finding.advice)
    # What is about nothing that is asked may have been meant for it.
    for step in _unread(judged.chains, asked):
        yield Finding(f"Line {step.line} could not be judged. {step.note}".strip(), _where(file, step), _PLAINLY)
    for mark in marks:
        if not mark.chains:
            advice = "Begin with what is derived, as the sheet writes it, and an `=`: so it is known what it is about."
            yield Finding(f"No formula was found that says what {_named(mark)} is.", file, advice)
        elif any(mark.earned(part) is None for part in parts):
            yield _undecided(mark, file)


def _unread(chains: Sequence[JudgedChain], asked: Asked) -> Iterator[JudgedStep]:
    return (
        step
        for chain in chains
        for step in chain.steps
        if step.status is Status.NOT_READ and not is_aside(chain, step, asked)
    )


def _undecided(mark: Mark, file: str) -> Finding:
    last = mark.chains[-1].steps[-1]
    if mark.lacks_steps and mark.result is not None:
        what = f"{_named(mark)} stands there without the steps that lead to it; they may stand elsewhere."
        return Finding(what, _where(file, last), _WRITE_STEPS)
    advice = "One chain from what is asked to the last line, with an `=` between all of its steps, is read best."
    return Finding(f"Whether {_named(mark)} is answered could not be decided.", _where(file, last), advice)


def _so_far(mark: Mark) -> str:
    """What was understood about one goal, "" for nothing."""
    steps = [step for chain in mark.chains for step in chain.steps[1:]]
    holding = sum(step.status is Status.HOLDS for step in steps)
    if not holding:
        return ""
    count = f"{holding} of its {len(steps)} steps {'holds' if holding == 1 else 'hold'}"
    if holding == len(steps):
        count = "its step holds" if holding == 1 else f"all its {holding} steps hold"
    return f"{_named(mark)}: {count}{', and its result is right' if mark.ends_right else ''}."


def flags(marks: Sequence[Mark], file: str) -> Iterator[str]:
    """What an instructor should look at though it is decided."""
    for mark in marks:
        for chain in mark.chains:
            if chain.first_wrong is not None and chain.final_right:
                line = chain.steps[chain.first_wrong].line
                yield f"{_named(mark)}: a right last line after a step that breaks ({file}, line {line})."
        if mark.differs:
            yield f"{_named(mark)}: two chains about it end differently."


def _named(mark: Mark) -> str:
    return mark.name if not mark.name.startswith("\\") and "\\" not in mark.name else f"`{mark.name}`"


def _where(file: str, step: JudgedStep) -> str:
    return f"{file}, line {step.line}: `{shown(' '.join(step.latex.split()), LONGEST)}`"
