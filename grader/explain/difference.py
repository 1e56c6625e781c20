"""Why a student's values differ from those due, seen on several draws; "we can't tell" where no pattern holds.

The order is one of trust: facts about type, shape and NaN first, then what holds for every entry, then for a part,
then for the reference's terms. A pattern that fails on one draw is not said.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.explain import reading
from grader.explain.agreement import Agreement, agree, expected_numbers
from grader.explain.another import another_value
from grader.explain.arrangement import arrangement
from grader.explain.evidence import evidence, smallest_example, where
from grader.explain.nonfinite import nonfinite
from grader.explain.observation import Explanation, Observation, Subject
from grader.explain.precision import precision
from grader.explain.rows import some_rows
from grader.explain.sample import Pattern, Sample, sample
from grader.explain.scale import relation
from grader.explain.shapes import Misshapen, wrong_shape
from grader.explain.terms import terms
from grader.explain.wording import tuple_of
from grader.outcome import Finding
from grader.tolerance import Purpose


def explain(subject: Subject, observations: Sequence[Observation], purpose: Purpose) -> Explanation:
    """Why the values disagree. Raises ValueError where none of them does."""
    # A prediction from inf or from huge numbers fails; it need not warn as well.
    with np.errstate(all="ignore"):
        return _explanation(subject, observations, purpose)


def _explanation(subject: Subject, observations: Sequence[Observation], purpose: Purpose) -> Explanation:
    agreements = [agree(each.yours, each.expected, purpose, subject) for each in observations]
    if all(each.ok for each in agreements):
        raise ValueError("there is nothing to explain: every value agrees")
    misfits = [(o, a) for o, a in zip(observations, agreements, strict=True) if a.problem is not None]
    kind = _kind(subject, misfits, len(observations))
    if kind is not None:
        return kind
    wrong = [o for o, a in zip(observations, agreements, strict=True) if not a.ok]
    other = another_value(subject, observations, wrong, purpose)
    if other is not None:
        return other
    if misfits:
        return _shape(subject, [o for o, _ in misfits], len(observations), purpose)
    pairs = zip(observations, agreements, strict=True)
    found = _numbers(subject, [sample(observation, agreement, purpose) for observation, agreement in pairs])
    return _in_half_precision(found) if any(_is_half(each.yours) for each in wrong) else found


def _is_half(value: Any) -> bool:
    return bool(np.asarray(value).dtype == np.float16)


def _in_half_precision(explanation: Explanation) -> Explanation:
    """The same, with what may be the whole reason: what was rounded away comes back by no later conversion."""
    advice = "Half precision (float16) keeps three digits: compute in float64 and return that."
    finding = explanation.finding
    unknown = explanation.pattern == "unknown"
    return replace(
        explanation, finding=replace(finding, advice=advice if unknown else f"{finding.advice} {advice}".strip())
    )


def _kind(subject: Subject, misfits: Sequence[tuple[Observation, Agreement]], whole: int) -> Explanation | None:
    """None, a text, a mapping: a value that is no array of numbers at all."""
    found = [agreement.problem for each, agreement in misfits if not _is_array(subject, each)]
    first = found[0] if found else None
    if first is None:
        return None
    some = "" if len(found) == whole else f"on {len(found)} of {whole} draws"
    place = "; ".join(filter(None, (first.where, some)))
    return Explanation(replace(first, where=place), (), "type")


def _is_array(subject: Subject, observation: Observation) -> bool:
    """Whether only the shape can be at fault."""
    due = expected_numbers(observation.expected)
    if due is None:
        return False
    return not isinstance(reading.numbers(observation.yours, subject, truth_values=due.dtype.kind == "b"), Finding)


def _shape(subject: Subject, misfits: Sequence[Observation], whole: int, purpose: Purpose) -> Explanation:
    found = [Misshapen(each.case, np.asarray(each.yours), np.asarray(each.expected)) for each in misfits]
    pattern, shapes = wrong_shape(subject, found, purpose)
    first = found[0]
    place = f"{first.case.label}: yours {tuple_of(first.yours.shape)}, due {tuple_of(first.expected.shape)}"
    some = "" if len(found) == whole else f"; on {len(found)} of {whole} draws"
    return Explanation(Finding(pattern.what, place + some, pattern.advice, pattern.category), (shapes,), pattern.name)


def _numbers(subject: Subject, samples: Sequence[Sample]) -> Explanation:
    tried = (nonfinite, _whole, arrangement, _part, terms, precision)
    found = (each(subject, samples) for each in tried)
    pattern = next((pattern for pattern in found if pattern), None) or _unknown(subject)
    place = "; ".join(filter(None, (pattern.where or where(subject, samples), _share(samples))))
    if pattern.name == "unknown" and (example := smallest_example(subject, samples)):
        place = f"{place}. {example}"
    finding = Finding(pattern.what, place, pattern.advice, pattern.category)
    return Explanation(finding, evidence(subject, samples), pattern.name)


def _share(samples: Sequence[Sample]) -> str:
    wrong = sum(not each.agrees for each in samples)
    return "" if wrong == len(samples) else f"{wrong} of {len(samples)} draws disagree"


def _whole(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    found = relation(samples)
    if found is None:
        return None
    title = subject.title
    return Pattern(found.name, f"{title} is {found.text}.", found.advice, f"{title} is {found.category}.")


def _part(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    """Only some rows; with the term that is at fault there, where the terms tell."""
    rows = some_rows(subject, samples)
    term = terms(subject, samples) if rows else None
    if rows is None or term is None:
        return rows
    what, category = f"{rows.what} {term.what}", f"{rows.category} {term.category}"
    return replace(rows, what=what, category=category, advice=term.advice)


def _unknown(subject: Subject) -> Pattern:
    what = f"{subject.title} disagrees with the value due. We can't tell which slip this is."
    advice = "Follow the smallest case by hand, line by line, and compare each step with the handout's formula."
    return Pattern("unknown", what, advice, what)
