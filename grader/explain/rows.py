"""Only some rows, columns or segments differ: which ones, and what stands there instead of what is due.

A place is named only where it is exactly the place that differs, on every draw; where it holds something on a draw
that agrees, it is not the place.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from grader.explain.observation import Subject
from grader.explain.places import Indices, Place, counts, places, segments
from grader.explain.relation import Relation
from grader.explain.sample import Mask, Pattern, Sample, holds
from grader.explain.scale import relation


def some_rows(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    """The sentence about the place that differs."""
    place = _place(subject, samples)
    if place is None:
        return None
    masks = [place.mask(each) for each in samples]
    inside = _once_each(subject, samples, place) or relation(samples, masks) or _laid_out(subject, samples, masks)
    only = "" if place.text.startswith("every ") else "only "
    what = f"{subject.title} differs {only}in {place.text}."
    if inside is None:
        return Pattern("rows", what, _advice(place, inside), what)
    said = f"{what} There it is {inside.text}."
    return Pattern("rows", said, _advice(place, inside), f"{what} There it is {inside.category}.")


def _advice(place: Place, inside: Relation | None) -> str:
    if place.repeats and (inside is None or inside.name == "repeats"):
        each = "draw" if "drawn" in place.text else "occurrence"
        return (
            f"Each {each} must add its own contribution. Where rows are added with `grad[idx] += …`, a repeated index "
            "is added once (see `np.add.at`)."
        )
    return inside.advice if inside else "The rest is right: compare how this part is computed with how the rest is."


def _once_each(subject: Subject, samples: Sequence[Sample], place: Place) -> Relation | None:
    """Whether every repeated row is the one due divided by how often it was drawn."""
    if not place.repeats:
        return None
    predictions = []
    for each in samples:
        predicted = each.expected.copy()
        rows = np.moveaxis(predicted, place.axis, 0)
        for index, count in counts(subject, each, place.axis).items():
            rows[index] /= count
        predictions.append(predicted)
    text = "what a single draw contributes: each repeat is counted once"
    return Relation("repeats", text, text) if holds(samples, predictions) else None


def _place(subject: Subject, samples: Sequence[Sample]) -> Place | None:
    wrong = [each for each in samples if not each.agrees]
    if {each.expected.ndim for each in samples} not in ({1}, {2}, {3}):
        return None
    for axis in range(wrong[0].expected.ndim):
        differing = [_differing(subject, each, axis) for each in wrong]
        if all(len(found) == each.expected.shape[axis] for found, each in zip(differing, wrong, strict=True)):
            continue  # all of them differ
        for place in places(subject, samples, axis, named_only=len(wrong) == 1):
            exact = all(place.choose(each) == found for each, found in zip(wrong, differing, strict=True))
            if exact and not any(_spoilable(place, each) for each in samples if each.agrees):
                return place
    return None


def _spoilable(place: Place, agreeing: Sample) -> bool:
    """Whether this draw, which agrees, has something in this place that the slip would have changed."""
    return bool(np.any(agreeing.expected[place.mask(agreeing)]))


def _differing(subject: Subject, sample: Sample, axis: int) -> Indices:
    """The rows that differ; a named segment counts whole where one of its entries does."""
    others = tuple(other for other in range(sample.wrong.ndim) if other != axis)
    found = frozenset(int(index) for index in np.flatnonzero(sample.wrong.any(axis=others)))
    parted = segments(subject, sample, axis).values()
    return found.union(*(part for part in parted if not found.isdisjoint(part)))


def _laid_out(subject: Subject, samples: Sequence[Sample], masks: Sequence[Mask]) -> Relation | None:
    """Whether a flat part holds the right matrix, transposed before it was flattened."""
    if samples[0].expected.ndim != 1:
        return None
    letters = sorted(set.intersection(*(set(each.case.dimensions) for each in samples)))
    for rows, columns in permutations(letters, 2):
        predictions = []
        for each, mask in zip(samples, masks, strict=True):
            shape = each.case.dimensions[rows], each.case.dimensions[columns]
            if shape[0] * shape[1] != int(mask.sum()):
                break
            predicted = each.expected.copy()
            predicted[mask] = each.expected[mask].reshape(shape).T.reshape(-1)
            predictions.append(predicted)
        if len(predictions) == len(samples) and holds(samples, predictions, choices=len(letters) ** 2):
            text = f"flattened from ({columns}, {rows}) where ({rows}, {columns}) is due"
            return Relation("layout", text, text, "Transpose that part before it is flattened.")
    return None
