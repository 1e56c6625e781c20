"""One measured number among known levels: what is said of it, in which order, and how a number is printed.

The same on paper and on a terminal. `scale_plot` draws it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from grader.outcome import Level, Scale
from grader.report.text import cut, one_line

MOST_LEVELS = 12
LONGEST_NAME = 120
LONGEST_MEANING = 300
MOST_FACTS = 12
#: A name with one of these is of shares of 1, which are read in percent.
SHARES = ("accuracy", "share", "precision", "recall")
FARTHEST = 3.0  # of the levels' own span: what lies farther off stands at the line's end, with an arrow


@dataclass(frozen=True)
class Place:
    """One number on the line, from 0 to 100 of its length. `beyond`: -1 or 1 where the line ends before it."""

    name: str
    said: str
    at: float
    kind: str  # "yours", "bound" or "level"
    beyond: int = 0


@dataclass(frozen=True)
class Line:
    """All that is drawn: the numbers from left to right, and whether the line is logarithmic."""

    places: tuple[Place, ...]
    is_logarithmic: bool
    passes: bool | None  # None where no bound is given, or yours is no number


def line_of(scale: Scale) -> Line:
    """The numbers that can be placed, from left to right: a level that is not finite can't, nor can what is NaN."""
    logarithmic = is_logarithmic(scale)
    known = [(short(level.name), level.value, "level") for level in _levels(scale)]
    if scale.bound is not None and math.isfinite(scale.bound):
        known.append((_passes(scale), scale.bound, "bound"))
    yours = [] if math.isnan(scale.yours) else [("yours", scale.yours, "yours")]
    low, high = _ends([value for _, value, _ in known], scale.yours, logarithmic)
    places = [_placed(*each, low, high, scale, logarithmic) for each in known + yours]
    order = {"yours": 1, "bound": 0, "level": 0}
    return Line(tuple(sorted(places, key=lambda one: (one.at, order[one.kind]))), logarithmic, passes(scale))


def passes(scale: Scale) -> bool | None:
    """Whether yours is within the bound; None where there is none, or yours is no number."""
    if scale.bound is None or math.isnan(scale.yours):
        return None
    return scale.yours <= scale.bound if scale.less_is_better else scale.yours >= scale.bound


def is_logarithmic(scale: Scale) -> bool:
    """Perplexities are compared by factors; every other number by differences."""
    known = [level.value for level in _levels(scale)] + [scale.bound or 1.0]
    return "perplexity" in scale.name.lower() and all(value > 0 for value in known)


def printed(value: float, scale: Scale) -> str:
    """A number as it stands beside the line: four digits, shares in percent."""
    if any(word in scale.name.lower() for word in SHARES) and math.isfinite(value):
        return f"{f'{100 * value:.1f}'.removesuffix('.0')} %"
    return figure(value)


def figure(value: float) -> str:
    """Four digits: 43.68, 1,000,000, 1e+09, infinite, not a number."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    return f"{value:,.0f}" if 1e4 <= abs(value) < 1e7 else f"{value:.4g}"


def in_order(scale: Scale) -> str:
    """All numbers from left to right: what the drawing shows, for those who read it."""
    places = line_of(scale).places
    said = " · ".join(f"{one.name} {one.said}" for one in places)
    return f"{said} · yours is not a number" if math.isnan(scale.yours) else said


def in_words(scale: Scale) -> str:
    """Where yours lies, and what passes."""
    if scale.bound is None:
        return f"{_where(scale)}."
    return f"{_where(scale)}. {printed(scale.bound, scale)} or {'less' if scale.less_is_better else 'more'} passes."


def facts(scale: Scale) -> tuple[tuple[str, str], ...]:
    """What stands beside the number, each on one short line."""
    return tuple((short(name), short(value)) for name, value in scale.about[:MOST_FACTS])


def meanings(scale: Scale) -> tuple[tuple[str, str, str], ...]:
    """Name, number and meaning of each level that has one, best first."""
    levels = sorted(_levels(scale), key=lambda level: level.value, reverse=not scale.less_is_better)
    return tuple((short(each.name), printed(each.value, scale), cut(one_line(each.meaning[: 4 * LONGEST_MEANING]),
                  LONGEST_MEANING)) for each in levels if each.meaning)  # fmt: skip


def as_text(scale: Scale) -> Iterator[tuple[str, str]]:
    """Paragraphs for a terminal, each with its tone."""
    yield short(scale.name), "quiet"
    yield in_order(scale), "plain"
    if scale.about:
        yield ", ".join(f"{name}: {value}" for name, value in facts(scale)), "quiet"


def short(words: str) -> str:
    """On one line that fits a phone's page in a few rows."""
    return cut(one_line(words[: 4 * LONGEST_NAME]), LONGEST_NAME)


def _levels(scale: Scale) -> list[Level]:
    return [level for level in scale.levels[:MOST_LEVELS] if math.isfinite(level.value)]


def _passes(scale: Scale) -> str:
    return "passes up to" if scale.less_is_better else "passes from"


def _ends(known: list[float], yours: float, logarithmic: bool) -> tuple[float, float]:
    """The line's two ends. Yours widens it, unless it is so far off that the levels would fall into one."""
    ends = [_along(value, logarithmic) for value in known]
    own = _along(yours, logarithmic)
    if not ends:
        return (own, own) if math.isfinite(own) else (0.0, 0.0)
    low, high = min(ends), max(ends)
    room = FARTHEST * (high - low or max(abs(high), 1.0))
    if low - room <= own <= high + room:
        low, high = min(low, own), max(high, own)
    return low, high


def _along(value: float, logarithmic: bool) -> float:
    if not logarithmic or math.isnan(value):
        return value
    return math.log(value) if value > 0 else -math.inf


def _placed(name: str, value: float, kind: str, low: float, high: float, scale: Scale, logarithmic: bool) -> Place:
    along = _along(value, logarithmic)
    beyond = -1 if along < low else 1 if along > high else 0
    at = 3 + 94 * ((along - low) / (high - low) if high > low else 0.5)
    return Place(name, printed(value, scale), 50.0 * (1 + beyond) if beyond else at, kind, beyond)


def _where(scale: Scale) -> str:
    yours, levels = printed(scale.yours, scale), sorted(_levels(scale), key=lambda level: level.value)
    if not math.isfinite(scale.yours) or not levels:
        return f"Yours is {yours}"
    same = [level for level in levels if printed(level.value, scale) == yours]
    if same:
        return f"Yours, {yours}, equals {short(same[0].name)}"
    below = [level for level in levels if level.value < scale.yours]
    above = [level for level in levels if level.value > scale.yours]
    if not below or not above:
        side, nearest = ("below", above[0]) if above else ("above", below[-1])
        others = "" if len(levels) == 1 else "all levels; the nearest is "
        return f"Yours, {yours}, lies {side} {others}{_named(nearest, scale)}"
    return f"Yours, {yours}, lies between {_named(below[-1], scale)} and {_named(above[0], scale)}"


def _named(level: Level, scale: Scale) -> str:
    return f"{short(level.name)} ({printed(level.value, scale)})"
