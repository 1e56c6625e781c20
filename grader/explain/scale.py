"""The whole value, or a part of it, is a simple function of what is due: zero, negative, a multiple, shifted."""

from collections.abc import Sequence

import numpy as np

from grader.explain import factors
from grader.explain.relation import Relation, describe
from grader.explain.sample import Floats, Mask, Sample, holds
from grader.explain.wording import number, number_pair


def relation(samples: Sequence[Sample], masks: Sequence[Mask] | None = None) -> Relation | None:
    """The simplest relation that holds on every draw inside the masks, everything outside them being right."""
    parts = [np.ones(s.expected.shape, dtype=bool) for s in samples] if masks is None else list(masks)
    return _zero(samples, parts) or _multiple(samples, parts) or _offset(samples, parts)


def _inside(samples: Sequence[Sample], masks: Sequence[Mask], changed: Sequence[Floats]) -> list[Floats]:
    return [np.where(m, c, s.expected) for s, m, c in zip(samples, masks, changed, strict=True)]


def _zero(samples: Sequence[Sample], masks: Sequence[Mask]) -> Relation | None:
    if not holds(samples, _inside(samples, masks, [0 * s.expected for s in samples]), choices=2):
        return None
    advice = "Check that every contribution is added to the value that is returned."
    return Relation("zero", "zero", "zero", advice)


def _multiple(samples: Sequence[Sample], masks: Sequence[Mask]) -> Relation | None:
    values = []
    for each, mask in zip(samples, masks, strict=True):
        due = each.expected[mask]
        if not each.agrees and np.any(due):
            values.append((each.case.dimensions, float(each.yours[mask] @ due) / float(due @ due)))
    if not values or not all(np.isfinite(value) for _, value in values):
        return None
    return (
        _named(samples, masks, values)
        or _constant(samples, masks, values[0][1])
        or _per_draw(samples, masks, [value for _, value in values])
    )


def _scaled(samples: Sequence[Sample], masks: Sequence[Mask], by: Sequence[float]) -> list[Floats]:
    return _inside(samples, masks, [f * s.expected for f, s in zip(by, samples, strict=True)])


def _named(
    samples: Sequence[Sample], masks: Sequence[Mask], values: list[tuple[factors.Dimensions, float]]
) -> Relation | None:
    tried = len(factors.candidates(values[0][0]))
    found = []
    for factor in factors.named(values):
        by = [factor.at(each.case.dimensions) for each in samples]
        choices = tried if factor.letters else 10
        if np.all(np.isfinite(by)) and holds(samples, _scaled(samples, masks, by), choices=choices):
            found.append(factor)
    return describe(found, values[0][0]) if found else None


def _constant(samples: Sequence[Sample], masks: Sequence[Mask], value: float) -> Relation | None:
    if not holds(samples, _scaled(samples, masks, [value] * len(samples)), fitted=1):
        return None
    text = f"{number_pair(value, 1.0)[0]} times what is due, on every draw"
    advice = "Look for one factor that is too much, or one that lacks."
    return Relation("factor", text, "a constant multiple of what is due", advice)


def _per_draw(samples: Sequence[Sample], masks: Sequence[Mask], values: list[float]) -> Relation | None:
    wrong = [each for each in samples if not each.agrees]
    differ = max(values) - min(values) > 1e-3 * abs(values[0])
    if not differ or len(values) < len(wrong) or any(each.wrong.sum() < 2 for each in wrong):
        return None
    drawn = iter(values)
    by = [1.0 if each.agrees else next(drawn) for each in samples]
    if not holds(samples, _scaled(samples, masks, by), fitted=len(wrong)):
        return None
    shown = ", ".join(number(value) for value in values[:3])
    text = f"a multiple of what is due, with another factor on each draw ({shown}{', …' if len(values) > 3 else ''})"
    category = "a multiple of what is due, with another factor on each draw"
    return Relation("factor", text, category, "Directions are right: look for a division or a norm that differs.")


def _offset(samples: Sequence[Sample], masks: Sequence[Mask]) -> Relation | None:
    differences = [(s.yours - s.expected)[m & s.wrong] for s, m in zip(samples, masks, strict=True)]
    all_of_them = np.concatenate(differences)
    if not all_of_them.size:
        return None
    offset = float(np.median(all_of_them))
    if not holds(samples, _inside(samples, masks, [s.expected + offset for s in samples]), fitted=1):
        return None
    way = "larger" if offset > 0 else "smaller"
    text = f"{way} than what is due by the same amount everywhere ({number(abs(offset))})"
    category = f"{way} than what is due by the same amount everywhere"
    return Relation("offset", text, category, "Look for a constant that is added or left out.")
