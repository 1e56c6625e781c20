"""The student's value is right, but as something else: another returned value, or the transpose of this one."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.explain.agreement import agree
from grader.explain.evidence import worst_entries
from grader.explain.letters import due_shape
from grader.explain.observation import SIBLINGS, Explanation, Observation, Subject
from grader.explain.sample import sample
from grader.explain.wording import mention, tuple_of
from grader.outcome import Evidence, Finding, Shapes
from grader.tolerance import Purpose


def another_value(
    subject: Subject, observations: Sequence[Observation], wrong: Sequence[Observation], purpose: Purpose
) -> Explanation | None:
    """Whether every wrong value is another one's right value. These hold whatever the shapes are."""
    return _sibling(subject, wrong, purpose) or _transpose(subject, observations, wrong, purpose)


def _sibling(subject: Subject, wrong: Sequence[Observation], purpose: Purpose) -> Explanation | None:
    for name in wrong[0].named(SIBLINGS):
        if all(_is(each, each.named(SIBLINGS).get(name), purpose) for each in wrong):
            what = f"{subject.title} is what is due as {mention(name)}."
            advice = "Recheck the order of the returned values and which array each contribution is added to."
            finding = Finding(what, wrong[0].case.label, advice, what)
            return Explanation(finding, _numbers(subject, wrong[0], purpose), "sibling")
    return None


def _is(observation: Observation, sibling: Any, purpose: Purpose) -> bool:
    if sibling is None or not np.any(sibling):  # zeros are everybody's
        return False
    return agree(observation.yours, sibling, purpose).ok


def _transpose(
    subject: Subject, observations: Sequence[Observation], wrong: Sequence[Observation], purpose: Purpose
) -> Explanation | None:
    if not all(_turned(each, purpose) for each in observations):
        return None
    oblong = [each for each in wrong if np.shape(each.yours) != np.shape(each.expected)]
    if not oblong:
        what = f"{subject.title} is the transpose of what is due."
        finding = Finding(what, wrong[0].case.label, "Return the transpose.", what)
        return Explanation(finding, _numbers(subject, wrong[0], purpose), "transposed")
    due = due_shape(subject, oblong[0].case, [np.shape(oblong[0].expected)])
    mine, theirs = tuple_of(due[::-1]), tuple_of(due)
    what = f"{subject.title} is transposed: {mine} where {theirs} is due. Its transpose is right."
    category = what if not any(axis.isdigit() for axis in due) else f"{subject.title} is transposed."
    finding = Finding(what, oblong[0].case.label, "Return the transpose.", category)
    return Explanation(finding, (Shapes(subject.name, mine, theirs),), "transposed")


def _turned(observation: Observation, purpose: Purpose) -> bool:
    if np.ndim(observation.expected) != 2 or np.ndim(observation.yours) != 2:
        return False
    turned = np.asarray(observation.yours).T
    return turned.shape == np.shape(observation.expected) and agree(turned, observation.expected, purpose).ok


def _numbers(subject: Subject, observation: Observation, purpose: Purpose) -> tuple[Evidence, ...]:
    agreement = agree(observation.yours, observation.expected, purpose, subject)
    if agreement.array is None:
        shapes = [tuple_of(np.shape(value)) for value in (observation.yours, observation.expected)]
        return (Shapes(subject.name, *shapes),)
    return (worst_entries(subject, sample(observation, agreement, purpose)),)
