"""NaN and inf: how many, where they begin, and at which inputs."""

from collections.abc import Sequence

import numpy as np

from grader.explain.observation import Subject
from grader.explain.places import noun
from grader.explain.sample import Mask, Pattern, Sample
from grader.explain.wording import number, tuple_of

#: Above this magnitude an input is large enough to be the reason: exp of it fills a float32.
_LARGE = 80.0


def nonfinite(subject: Subject, samples: Sequence[Sample]) -> Pattern | None:
    """A fact, not a guess: said where any draw has NaN or inf and a number is due."""
    bad = [(each, each.wrong & ~np.isfinite(each.yours)) for each in samples]
    bad = [(each, mask) for each, mask in bad if mask.any()]
    if not bad:
        return None
    each, mask = bad[0]
    kind = _kind(each, mask)
    draws = "" if len(bad) == len(samples) else f" on {len(bad)} of {len(samples)} draws"
    extent = _extent(mask)
    where = f"{each.case.label}: {extent}{_begins(each, mask)}"
    found = [_input(*pair) for pair in bad]
    # An input explains nothing where the same happens without it.
    large = found[0] if all(one and found[0] and one[0] == found[0][0] for one in found) else None
    at = f", where `{large[0]}` reaches {number(large[1])}" if large else ""
    size = f" where `{large[0]}` is large" if large else ""
    what = f"{subject.title} is {kind}{draws}{at}."
    return Pattern("nonfinite", what, _advice(kind, bool(large)), f"{subject.title} is {kind}{size}.", where)


def _kind(each: Sample, mask: Mask) -> str:
    values = each.yours[mask]
    if np.isnan(values).all():
        return "NaN"
    if np.isinf(values).all():
        return "inf" if (values > 0).all() else "-inf" if (values < 0).all() else "inf or -inf"
    return "NaN or inf"


def _extent(mask: Mask) -> str:
    if mask.all():
        return "every entry" if mask.ndim else "the value"
    return f"{int(mask.sum())} of {mask.size} entries"


def _begins(each: Sample, mask: Mask) -> str:
    """The first index in row-major order; "from row 2 on" where every later row has some too."""
    if mask.all():
        return ""
    first = tuple(int(i) for i in np.argwhere(mask)[0])
    one = noun(each, 0)[0]
    if 0 < first[0] < mask.shape[0] - 1 and bool(np.all(mask[first[0] :])):
        return f", from {one} {first[0]} on"
    return f", first at {tuple_of(first)}"


def _input(each: Sample, mask: Mask) -> tuple[str, float] | None:
    """The argument whose large entries stand where the value is not finite, and nowhere else."""
    for name, value in each.case.arguments.items():
        if not isinstance(value, np.ndarray | float | int) or isinstance(value, bool):
            continue
        array = np.abs(np.asarray(value, dtype=np.float64)) if np.asarray(value).dtype.kind in "if" else np.zeros(0)
        if not array.size or float(array.max()) < _LARGE:
            continue
        found = _where_large(array, mask)
        if found is not None:
            return name, found
    return None


def _where_large(array: np.ndarray[tuple[int, ...], np.dtype[np.float64]], mask: Mask) -> float | None:
    if array.shape == mask.shape and not mask.all():
        inside, outside = array[mask], array[~mask]
        if float(inside.min()) > float(outside.max()):
            return float(inside.min())
        if mask.ndim == 2:
            rows, largest = mask.any(axis=1), array.max(axis=1)
            if not rows.all() and float(largest[rows].min()) > float(largest[~rows].max()):
                return float(largest[rows].min())
        return None
    return float(array.max())


def _advice(kind: str, large: bool) -> str:
    if large:
        return (
            "`np.exp` of more than about 709 is inf, and inf / inf is NaN: rewrite the formula so that the argument of "
            "`exp` is never large."
        )
    if "NaN" in kind:
        return "0 / 0, inf - inf and the logarithm of a negative number give NaN: look for the one that can occur."
    return "The logarithm of 0, a division by 0 and `exp` of a large number give inf: look for the one that can occur."
