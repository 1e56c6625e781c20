"""Properties of learning: autograd's slopes against central differences of the loss, and what one step does."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from grader.checks.modules.every import surprise
from grader.checks.modules.subject import Broken, CannotTell, Subject, gap, said, same
from grader.code import CannotAnswer
from grader.outcome import Verdict

#: By precision: the step on either side (as the driver takes it), and what two slopes may differ by, relative and not.
_STEP = {True: 1e-6, False: 1e-2}
_RELATIVE = {True: 1e-3, False: 0.3}
_ABSOLUTE = {True: 1e-7, False: 3e-4}
_RATES = (1.0, 0.1, 0.01, 0.001)
_MOST_NAMED = 4


def _arrive(subject: Subject) -> Broken | None:
    """The loss changes with a parameter exactly as its gradient says. A parameter that is not used has neither."""
    cut: set[str] | None = None
    bent: set[str] | None = None
    moves = False
    for seed in subject.batches.seeds:  # a kink of a ReLU that lies on the way is there under one seed only
        missing, wrong, moved = _differing(subject, seed)
        moves = moves or moved
        cut = missing if cut is None else cut & missing
        bent = wrong | missing if bent is None else bent & (wrong | missing)
    if cut:
        return said(
            f"No gradient arrives at {_named(cut)}, though the loss depends on {'it' if len(cut) == 1 else 'them'}.",
            "after one `backward()` on a drawn batch",
            "Leave `.detach()`, `.data`, `torch.no_grad()` and `.item()` out of the way from the parameters to the "
            "loss.",
        )
    if bent:
        return said(
            f"The gradient by {_named(bent)} is not that of the loss: a part of the way is cut off.",
            "compared with central differences of the same loss",
            "Nothing may be detached between the first input and the loss: a state that is carried from step to step "
            "carries the gradient, too.",
        )
    if not moves:
        return said(
            "The loss depends on none of the parameters that are learnt.",
            "each was moved a little, forth and back",
            "Compute the scores from layers and `nn.Parameter`s, not from copies of their numbers.",
        )
    return None


def _differing(subject: Subject, seed: int) -> tuple[set[str], set[str], bool]:
    """The parameters at which no gradient arrives, those at which a wrong one does, and whether any moves the loss."""
    exact, rows = _slopes(subject, seed)
    missing, wrong, moved = set(), set(), False
    for name, slope, ahead, behind in rows:
        due = (ahead - behind) / (2 * _STEP[exact])
        allowed = _RELATIVE[exact] * abs(due) + _ABSOLUTE[exact]
        moved = moved or abs(due) > 3 * _ABSOLUTE[exact]
        if not slope and abs(due) > 3 * _ABSOLUTE[exact]:
            missing.add(name)
        elif not abs((slope or 0.0) - due) <= allowed:  # a slope that is nan agrees with nothing
            wrong.add(name)
    return missing, wrong, moved


def _slopes(subject: Subject, seed: int) -> tuple[bool, list[tuple[str, float | None, float, float]]]:
    """In float64, or in float32 where a model insists on it. Raises CannotTell, CannotAnswer."""
    arguments = (subject.beside("logits"), subject.loss, subject.batches.example(), seed)
    try:
        return True, _rows(subject.ask("slopes", *arguments, True))
    except CannotAnswer as trouble:
        if trouble.outcome.verdict not in (Verdict.CRASHED, Verdict.NEEDS_PERSON):
            raise
    return False, _rows(subject.ask("slopes", *arguments, False))


def _rows(found: Any) -> list[tuple[str, float | None, float, float]]:
    rows: list[tuple[str, float | None, float, float]] = []
    for row in found if type(found) is list else ():
        name, slope, ahead, behind = row if type(row) is list and len(row) == 4 else (None,) * 4
        if type(name) is not str or type(ahead) is not float or type(behind) is not float:
            raise CannotTell("the slopes are no numbers")
        if not (math.isfinite(ahead) and math.isfinite(behind)):
            what = "The loss of a fresh model is no number: nan or inf."
            advice = "Look for a division by zero and for a logarithm of zero."
            raise CannotAnswer(Verdict.FAILED, said(what, "on a drawn batch", advice).finding)
        rows.append((name, slope if type(slope) is float else None, ahead, behind))
    if not rows:
        raise CannotTell("the model has no parameter that can be learnt")
    return rows


def _named(parameters: set[str]) -> str:
    names = sorted(parameters)
    more = len(names) - _MOST_NAMED
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
    return f"{listed} and {more} more" if more > 0 else listed


def _step_lowers(subject: Subject) -> Broken | None:
    """One step against the gradient, at some rate, lowers the loss that is computed here from the scores."""
    batches = subject.batches
    target = batches.target()
    found = subject.ask("stepped", subject.beside("logits"), subject.loss, batches.example(), list(_RATES),
                        batches.seeds[0])  # fmt: skip
    if type(found) is not list or len(found) != len(_RATES):
        raise CannotTell("its steps could not be read")
    walks = [subject.read(pair, [batches.batch()] * 2) for pair in found]
    losses = [(surprise(before, target), surprise(after, target)) for before, after in walks]
    if any(end < start for start, end in losses):
        return None
    if all(same(before, after) for before, after in walks):
        return said("A step against the gradient changes nothing.", "on one drawn batch",
                    "The gradient must reach the parameters: see that nothing is detached on the way.")  # fmt: skip
    start, end = losses[-1]
    return said(
        "A step against the gradient raises the loss.",
        f"on one drawn batch, at every rate from {_RATES[0]:g} to {_RATES[-1]:g}; with the last {start:.4g} becomes "
        f"{end:.4g}",
        "What is minimised must be the cross entropy itself: check its sign, and that the softmax is taken once.",
    )


def _same_steps(subject: Subject) -> Broken | None:
    batches = subject.batches
    asked = (subject.beside("logits"), subject.loss, batches.example(), 2, batches.seeds[0])
    first, second = subject.read([subject.ask("walked", *asked) for _ in range(2)], [batches.batch()] * 2)
    if same(first, second):
        return None
    return said(
        "Two trainings of two steps from the same seed end in different models.",
        f"one score is {gap(first, second)}",
        "Draw from torch's, numpy's or Python's own generators, which a seed rules, and from nothing else: no clock, "
        "no `default_rng()` without a seed, no order of a set.",
    )


TRIES: Mapping[str, Callable[[Subject], Broken | None]] = {
    "gradients arrive": _arrive,
    "a step lowers the loss": _step_lowers,
    "same seed, same steps": _same_steps,
}
