"""The numbers beside a finding: the worst entries, the share that differs, a map of where."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.draws.case import Case
from grader.explain.observation import Subject
from grader.explain.places import meanings
from grader.explain.sample import Floats, Sample
from grader.explain.wording import listed, number, number_pair, tuple_of
from grader.outcome import DifferenceMap, Entry, Evidence, WorstEntries

MOST_ENTRIES = 3
MOST_SHADES = 24  # a side of the map; a larger matrix is pooled into that many
_SMALL = 6  # an example shows arguments of up to this many numbers


def worst_of(samples: Sequence[Sample]) -> Sample:
    """The draw whose greatest gap is largest against what is allowed; the first of equals."""
    wrong = [each for each in samples if not each.agrees]
    return max(wrong, key=lambda each: float(np.max(_excess(each))))


def _excess(each: Sample) -> Floats:
    room = np.maximum(each.allowed, np.finfo(np.float64).tiny)
    with np.errstate(all="ignore"):
        return np.where(each.wrong, each.gap / room, 0.0)


def evidence(subject: Subject, samples: Sequence[Sample]) -> tuple[Evidence, ...]:
    """The worst entries of the worst draw and, where only part of a matrix differs, its map."""
    worst = worst_of(samples)
    found: list[Evidence] = [worst_entries(subject, worst)]
    if worst.wrong.ndim == 2 and min(worst.wrong.shape) > 1 and not worst.wrong.all():
        found.append(_map(subject, worst))
    return tuple(found)


def worst_entries(subject: Subject, worst: Sample) -> WorstEntries:
    """At most three entries, the largest gap first."""
    order = np.argsort(-np.where(worst.wrong, worst.gap, -1.0), axis=None, kind="stable")
    count = min(MOST_ENTRIES, int(worst.wrong.sum()))
    return WorstEntries(subject.name, _axes(subject, worst), tuple(_entry(worst, int(flat)) for flat in order[:count]))


def _entry(worst: Sample, flat: int) -> Entry:
    index = tuple(int(i) for i in np.unravel_index(flat, worst.yours.shape))
    yours, expected = number_pair(float(worst.yours[index]), float(worst.expected[index]))
    return Entry(index, yours, expected, number(float(worst.allowed[index])))


def _axes(subject: Subject, worst: Sample) -> tuple[str, ...]:
    known = subject.axes
    return known if known is not None and len(known) == worst.yours.ndim else ("",) * worst.yours.ndim


def where(subject: Subject, samples: Sequence[Sample]) -> str:
    """The share, the worst entry and the draw, in one line."""
    worst = worst_of(samples)
    entry = worst_entries(subject, worst).entries[0]
    numbers = f"yours {entry.yours}, expected {entry.expected} (allowed gap {entry.allowed})"
    if not entry.index:
        return f"{worst.case.label}: {numbers}"
    differ = int(worst.wrong.sum())
    share = "every entry differs" if worst.wrong.all() else f"{differ} of {worst.wrong.size} entries differ"
    return f"{worst.case.label}: {share}{_rows(worst)}; worst at {tuple_of(entry.index)}: {numbers}"


def _rows(worst: Sample) -> str:
    """ ", all in rows 2 and 4" where that says more than the share."""
    if worst.wrong.ndim != 2:
        return ""
    rows = [str(row) for row in np.flatnonzero(worst.wrong.any(axis=1))]
    if len(rows) > 4 or len(rows) == len(worst.wrong):
        return ""
    return f", all in row{'s' if len(rows) > 1 else ''} {listed(rows)}"


def _map(subject: Subject, worst: Sample) -> DifferenceMap:
    shades = np.where(worst.wrong & ~np.isfinite(worst.gap), 0.0, np.where(worst.wrong, worst.gap, 0.0))
    shades = shades / shades.max() if shades.max() > 0 else shades
    shades = np.where(worst.wrong, np.maximum(shades, 0.05), 0.0)  # what differs is seen, however little
    shades = np.where(worst.wrong & ~np.isfinite(worst.gap), 1.0, shades)
    pooled = _pooled(_pooled(shades).T).T
    rows = meanings(subject, worst, 0) if len(pooled) == len(shades) else {}
    lines = tuple(tuple(round(float(shade), 4) for shade in line) for line in pooled)
    return DifferenceMap(subject.name, _axes(subject, worst), lines, dict(rows))


def _pooled(shades: Floats) -> Floats:
    """At most so many rows, each the darkest of its share."""
    if len(shades) <= MOST_SHADES:
        return shades
    return np.stack([part.max(axis=0) for part in np.array_split(shades, MOST_SHADES)])


def smallest_example(subject: Subject, samples: Sequence[Sample]) -> str:
    """The draw with the fewest entries, with its arguments where they are short."""
    each = min((each for each in samples if not each.agrees), key=lambda each: (_size(each.case), each.yours.size))
    given = [f"{name} = {_short(value)}" for name, value in each.case.arguments.items() if _numbers(value) <= _SMALL]
    if not given or each.yours.size > _SMALL or len(given) < len(_numeric(each.case)):
        return ""
    return f"At {', '.join(given)} yours is {_short(each.yours)}, expected {_short(each.expected)}."


def _numeric(case: Case) -> list[Any]:
    return [value for value in case.arguments.values() if isinstance(value, np.ndarray | int | float | list | tuple)]


def _size(case: Case) -> int:
    return sum(int(np.size(value)) for value in case.arguments.values() if isinstance(value, np.ndarray))


def _numbers(value: Any) -> int:
    """How many numbers it holds; too many to show where it is none."""
    return int(np.size(value)) if isinstance(value, np.ndarray | int | float) else _SMALL + 1


def _short(value: Any) -> str:
    array = np.asarray(value)
    if array.ndim == 0:
        return str(bool(array)) if array.dtype.kind == "b" else number(float(array))
    return "[" + ", ".join(_short(part) for part in array) + "]"
