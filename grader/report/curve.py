"""A loss by step, drawn as inline SVG and said in words: yours thick, the reference's thin.

The line is stretched to the page's width and letters keep their size, so a phone shows the same drawing.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from grader.outcome import Curve
from grader.report.scale import figure, short

MOST_POINTS = 400  # that are drawn of one line
MOST_CROSSES = 40
HEIGHT = 150
TOP = 8
#: Beyond this a loss is as good as infinite, and differences would overflow.
LARGEST = 1e100
FACTOR = 1000  # between the least and the largest from which on the heights are logarithmic


@dataclass(frozen=True)
class _Heights:
    """How a loss becomes a height."""

    low: float
    high: float
    ticks: tuple[float, ...]
    is_logarithmic: bool

    def of(self, value: float) -> float:
        """Percent from the top."""
        low, here, high = (math.log(each) if self.is_logarithmic else each for each in (self.low, value, self.high))
        return 100 * (high - here) / (high - low)


def curve_plot(curve: Curve, identifier: str) -> Markup:
    """The drawing; empty where no value is finite."""
    finite = [value for value in (*curve.yours, *curve.reference) if is_finite(value)]
    if not finite:
        return Markup("")
    heights = _heights(min(finite), max(finite))
    last = max(len(curve.yours), len(curve.reference)) - 1
    drawn = [_grid(heights), _steps(last * curve.steps)]
    drawn += [_line("reference", curve.reference, last, heights), _line("yours", curve.yours, last, heights)]
    drawn += [_crosses(curve.yours, last)]
    name = short(curve.name).replace("`", "")
    return Markup(
        '<svg class="curve" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>{4}</svg>'
    ).format(identifier, TOP + HEIGHT + 24, name, curve_in_words(curve), Markup("").join(drawn))


def curve_in_words(curve: Curve) -> str:
    """Where each line begins and ends, its least value, and what is no number."""
    said = [_said("Yours", curve.yours, curve.steps)]
    if curve.reference:
        said.append(_said("The reference's", curve.reference, curve.steps))
    odd = [number for number, value in enumerate(curve.yours) if not is_finite(value)]
    if odd:
        verb = "is" if len(odd) == 1 else "are"
        said.append(
            f"{len(odd):,} of your {len(curve.yours):,} values {verb} not finite (NaN or infinite), "
            f"the first at step {odd[0] * curve.steps:,}."
        )
    return " ".join(said)


def curve_key(curve: Curve) -> str:
    """How to read the drawing; "" where there is none."""
    finite = [value for value in (*curve.yours, *curve.reference) if is_finite(value)]
    if not finite:
        return ""
    said = ["thick: yours"] + (["thin: the reference's"] if curve.reference else [])
    if any(not is_finite(value) for value in curve.yours):
        said.append("a cross: not finite")
    if _heights(min(finite), max(finite)).is_logarithmic:
        said.append("heights are logarithmic")
    every = math.ceil(max(len(curve.yours), len(curve.reference)) / MOST_POINTS)
    if every > 1:
        said.append(f"each point is the mean of {every:,}")
    return "; ".join(said)


def as_text(curve: Curve) -> Iterator[tuple[str, str]]:
    """Paragraphs for a terminal, each with its tone."""
    yield short(curve.name), "quiet"
    yield curve_in_words(curve), "plain"


def is_finite(value: float) -> bool:
    """Whether it can be drawn."""
    return abs(value) <= LARGEST  # false for NaN too


def _said(whose: str, values: tuple[float, ...], steps: int) -> str:
    finite = [(value, number * steps) for number, value in enumerate(values) if is_finite(value)]
    if not finite:
        return f"{whose} has no finite value."
    (first, _), (end, last), (least, where) = finite[0], finite[-1], min(finite)
    if len(finite) == 1:
        return f"{whose} has one finite value, {figure(first)}."
    at = f"at step {last:,}"
    ends = f"ends at {figure(end)} {at}" if is_finite(values[-1]) else f"is last finite {at}, with {figure(end)}"
    lowest = "" if where == last else f"; its least is {figure(least)} at step {where:,}"
    return f"{whose} begins at {figure(first)} and {ends}{lowest}."


def _heights(low: float, high: float) -> _Heights:
    if low > 0 and high / low > FACTOR:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        stride = math.ceil((last - first) / 4)
        powers = range(first, last + stride, stride)
        return _Heights(10.0 ** powers[0], 10.0 ** powers[-1], tuple(10.0**power for power in powers), True)
    ticks = round_ticks(low, high)
    return _Heights(ticks[0], ticks[-1], ticks, False)


def round_ticks(low: float, high: float) -> tuple[float, ...]:
    """Three to six round numbers in equal distances, from at most `low` to at least `high`."""
    span = high - low if high - low > 1e-9 * max(abs(low), abs(high)) else max(abs(high), 1.0)
    power = 10.0 ** math.floor(math.log10(span))
    distance = next(each * power for each in (0.2, 0.25, 0.5, 1, 2, 2.5) if span / (each * power) <= 4)
    first, last = math.floor(low / distance), math.ceil(high / distance)
    return tuple(distance * number for number in range(first, max(last, first + 1) + 1))


def _grid(heights: _Heights) -> Markup:
    return Markup("").join(
        Markup('<line class="track" x1="0%" x2="100%" y1="{0}" y2="{0}"/><text class="end" x="-7" y="{1}">{2}</text>')
        .format(_short(y), _short(y + 4), figure(tick))
        for tick in heights.ticks
        for y in (TOP + HEIGHT * heights.of(tick) / 100,)
    )  # fmt: skip


def _steps(last: int) -> Markup:
    """Round numbers of steps below the lines."""
    ticks = [tick for tick in round_ticks(0, last) if tick <= last and tick == int(tick)] if last else [0]
    y = TOP + HEIGHT + 17
    drawn = [
        Markup('<text class="{}" x="{}%" y="{}">{:,}</text>').format(
            "start" if not tick else "end" if tick > 0.9 * last else "middle",
            _short(100 * tick / last if last else 0), y, int(tick)
        )
        for tick in ticks
    ]  # fmt: skip
    drawn.append(Markup('<text class="end" x="-7" y="{}">step</text>').format(y))
    return Markup("").join(drawn)


def _thinned(values: tuple[float, ...]) -> list[tuple[float, float]]:
    """At most MOST_POINTS pairs of place and value; means of neighbours, not finite where one of them is not."""
    every = math.ceil(len(values) / MOST_POINTS)
    groups = [(start, values[start : start + every]) for start in range(0, len(values), every)] if every else []
    return [
        (start + (len(group) - 1) / 2, sum(group) / len(group) if all(map(is_finite, group)) else math.nan)
        for start, group in groups
    ]


def _line(kind: str, values: tuple[float, ...], last: int, heights: _Heights) -> Markup:
    points = [(_across(at, last), value) for at, value in _thinned(values)]
    runs = [list(run) for finite, run in groupby(points, lambda point: is_finite(point[1])) if finite]
    if not runs:
        return Markup("")
    path = "".join(
        "M" + "L".join(f"{_short(10 * x)} {_short(heights.of(value))}" for x, value in run) + "h2" * (len(run) == 1)
        for run in runs
    )
    return Markup(
        '<svg y="{}" width="100%" height="{}" viewBox="0 0 1000 100" preserveAspectRatio="none">'
        '<path class="{}" d="{}"/></svg>'
    ).format(TOP, HEIGHT, kind, path)


def _crosses(values: tuple[float, ...], last: int) -> Markup:
    """Where a value is not finite, at the top edge."""
    places = [at for at, value in _thinned(values) if not is_finite(value)]
    shown = places[:: math.ceil(len(places) / MOST_CROSSES)] if places else []
    return Markup("").join(
        Markup('<svg x="{}%" y="{}"><path class="cross" d="M-3-3 3 3M3-3-3 3"/></svg>').format(
            _short(_across(at, last)), TOP
        )
        for at in shown
    )


def _across(at: float, last: int) -> float:
    """Percent from the left."""
    return 100 * at / last if last else 0.0


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
