"""The one property that needs the reference: the same scores from the same parameters, or the mistake that explains."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.checks.modules.batches import Batch, Real
from grader.checks.modules.subject import Broken, Subject, gap, said, same
from grader.code import CannotAnswer, Code, Given, OurFault, Theirs
from grader.outcome import Diagnosis

Arrays = dict[str, Any]


def _given(subject: Subject) -> Broken | None:
    check, batches = subject.check, subject.batches
    chance = batches.draws.randomness("parameters")
    arrays = {name: chance.normal(size=shape) for name, shape in check.given.items()}
    batch = batches.batch()
    (yours,) = subject.read(_scores(subject, subject.attempt.student, arrays, batch, check.theirs()), [batch])
    ours = {name: Theirs((function,)) for name, function in check.reference.items()}
    (due,) = subject.read(_scores(subject, subject.attempt.reference, arrays, batch, ours), [batch])
    if same(yours, due) or _are_its_probabilities(yours, due):
        return None
    known = _known(subject, arrays, batch, yours)
    if known is not None:
        return known
    return said("With given parameters the model gives other scores than the sheet's formula.",
                f"one score is {gap(yours, due)}, yours first",
                "Work one score out by hand from small tables, and compare each step.")  # fmt: skip


def _are_its_probabilities(yours: Real, due: Real) -> bool:
    """That they are no logits is another property's to say."""
    if due.ndim > 1 or not ((yours > 0) & (yours < 1)).all():
        return False
    return same(np.log(yours / (1 - yours)), due)


def _scores(subject: Subject, code: Code, arrays: Arrays, batch: Batch, parts: Mapping[str, Theirs]) -> Any:
    check = subject.check
    return code.drive(
        "models.scores_filled", Given(check.driver), subject.beside("logits"), subject.beside("fill"), arrays,
        [list(batch)], seconds=check.seconds, **{**parts, **check.making},
    ).value  # fmt: skip


def _known(subject: Subject, arrays: Arrays, batch: Batch, yours: Real) -> Broken | None:
    """The known mistake of the model that gives the same scores."""
    if not subject.attempt.explained:
        return None
    check, reference = subject.check, subject.attempt.reference
    for mistake in reference.mistakes(check.answered_by):
        functions = {name: reference.find(name) for name in check.reference.values()}
        wrong = reference.pretender({**functions, check.answered_by: mistake.wrong})
        parts = {name: Theirs((function,)) for name, function in check.reference.items()}
        try:
            (theirs,) = subject.read(_scores(subject, wrong, arrays, batch, parts), [batch])
        except (CannotAnswer, OurFault):
            continue
        if same(yours, theirs):
            apart = float(np.abs(yours - theirs).max() / max(np.abs(theirs).max(), 1e-12))
            found = said(mistake.sentence, "on given parameters and a drawn batch", mistake.advice).finding
            return Broken(found, (Diagnosis(mistake.name, mistake.sentence, f"{apart:.1g}", mistake.advice),))
    return None


TRIES: Mapping[str, Callable[[Subject], Broken | None]] = {"given parameters": _given}
