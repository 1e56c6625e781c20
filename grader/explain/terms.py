"""A term of the reference is missing, flipped or weighed differently: the value as a sum of the reference's terms."""

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np

from grader.explain import factors
from grader.explain.observation import Subject
from grader.explain.sample import Floats, Pattern, Sample, holds
from grader.explain.wording import listed, mention, number

#: (term, its coefficient in words, the coefficient on each draw)
Weighed = tuple[str, str, list[float]]

_MOST_TERMS = 8


def terms(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    """Which terms enter wrongly; None where the terms do not tell, or do not add up to what is due."""
    names = [name for name in samples[0].terms if all(name in each.terms for each in samples)][:_MOST_TERMS]
    if len(names) < 2 or not all(_adds_up(each, names) for each in samples):
        return None
    named = _one(samples, names) or _two(samples, names)
    found = named or _fitted(samples, names)
    if found is None:
        return None
    what = f"In {subject.mention}, {listed([_words(name, weight) for name, weight, _ in found])}."
    return Pattern("terms", what, _advice(found), what if named else _without_weights(subject, found))


def _adds_up(sample: Sample, names: Sequence[str]) -> bool:
    total = sum((sample.terms[name] for name in names), np.zeros(sample.expected.shape))
    return bool(np.allclose(total, sample.expected, rtol=1e-9, atol=1e-12))


def _words(name: str, weight: str) -> str:
    term = mention(name)
    fixed = {
        "0": f"{term} is missing", "2": f"{term} is counted twice", "1/2": f"{term} is halved",
        "-1": f"{term} enters with the opposite sign",
    }  # fmt: skip
    return fixed.get(weight, f"{term} enters with {weight} where 1 is due")


def _without_weights(subject: Subject, found: Sequence[Weighed]) -> str:
    """What may be said of a hidden input: a fitted weight is a number of the student's choice."""
    terms = listed([mention(name) for name, _, _ in found])
    return f"In {subject.mention}, {terms} {'enter' if len(found) > 1 else 'enters'} with another weight than is due."


def _advice(found: Sequence[Weighed]) -> str:
    if len(found) > 1:
        return "The other terms are right: recheck these."
    name, weight, _ = found[0]
    if weight == "0":
        return f"Add {mention(name)}; the rest is right."
    return f"Recheck the {'sign' if weight == '-1' else 'factor'} of {mention(name)}; the rest is right."


def _changed(samples: Sequence[Sample], weighed: Sequence[Weighed]) -> list[Floats]:
    predictions = [each.expected.copy() for each in samples]
    for name, _, weights in weighed:
        for index, each in enumerate(samples):
            predictions[index] = predictions[index] + (weights[index] - 1) * each.terms[name]
    return predictions


def _one(samples: Sequence[Sample], names: Sequence[str]) -> tuple[Weighed, ...] | None:
    simple, of_dimensions = _weights(samples)
    for weights in (simple, of_dimensions):
        for (word, weight), name in product(weights, names):
            weighed = ((name, word, weight),)
            if holds(samples, _changed(samples, weighed), choices=len(names) * len(weights)):
                return weighed
    return None


def _weights(samples: Sequence[Sample]) -> tuple[list[tuple[str, list[float]]], list[tuple[str, list[float]]]]:
    """Constant weights, and those of the dimensions that differ over the draws."""
    simple = [("0", [0.0] * len(samples))]
    of_dimensions = []
    wrong = [each.case.dimensions for each in samples if not each.agrees]
    for factor in factors.candidates(samples[0].case.dimensions):
        try:
            weights = [factor.at(each.case.dimensions) for each in samples]
        except KeyError:  # a dimension that this draw does not have
            continue
        if not factor.letters:
            simple.append((factor.text, weights))
        elif np.all(np.isfinite(weights)) and factors.told_apart(factor, wrong):
            of_dimensions.append((factor.text, weights))
    return simple, of_dimensions


def _two(samples: Sequence[Sample], names: Sequence[str]) -> tuple[Weighed, ...] | None:
    weights = [("0", 0.0), ("-1", -1.0), ("2", 2.0), ("1/2", 0.5)]
    pairs = list(combinations(names, 2))
    for (one, other), (first, second) in product(pairs, product(weights, weights)):
        weighed = tuple((name, word, [value] * len(samples)) for name, (word, value) in ((one, first), (other, second)))
        if holds(samples, _changed(samples, weighed), choices=16 * len(pairs)):
            return weighed
    return None


def _fitted(samples: Sequence[Sample], names: Sequence[str]) -> tuple[Weighed, ...] | None:
    """Least squares over all draws together; worth telling where some terms keep the weight 1."""
    columns = np.stack([np.concatenate([each.terms[name].reshape(-1) for each in samples]) for name in names], axis=1)
    yours = np.concatenate([each.yours.reshape(-1) for each in samples])
    if len(yours) < len(names) + 2 or not (np.isfinite(columns).all() and np.isfinite(yours).all()):
        return None
    weights, _, rank, _ = np.linalg.lstsq(columns, yours, rcond=1e-9)
    if rank < len(names):
        return None
    weighed = tuple(
        (name, number(round(float(weight), 6)), [float(weight)] * len(samples))
        for name, weight in zip(names, weights, strict=True)
        if abs(weight - 1) > 1e-3
    )
    if not weighed or len(weighed) == len(names):
        return None
    return weighed if holds(samples, _changed(samples, weighed), fitted=len(names)) else None
