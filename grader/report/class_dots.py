"""A class's marks as a strip of dots: one dot a person, equal marks stacked. Too many people for dots become columns.

Inline SVG without script or style: across, lengths are shares of the width; upwards they are letters (em), so that the
style sheet makes the dots of a phone smaller. Who waits for a person has an open dot. The table below says the same.
"""

from collections import Counter
from collections.abc import Sequence
from math import ceil, floor

from markupsafe import Markup

from grader.report.class_summary import ClassSummary, Student
from grader.report.class_words import people, spread
from grader.report.text import one_line
from grader.report.words import number

ACROSS = 61  # dots beside each other: as many as a phone has room for
HIGHEST = 32  # dots on each other
COMFORTABLE = 16  # above, equal marks stand beside each other where there is room
MOST_DOTS = 500
FEWEST_COLUMNS = 8
MOST_LABELS = 7
COLUMN = 14  # height of the highest column, in letters
#: Points that one column may cover.
STEPS = (0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 250.0, 500.0, 1000.0)
SLACK = 1e-6  # points are rounded to four digits


def strip(summary: ClassSummary) -> Markup:
    """Everybody who has a mark, along the points; nothing where nobody has one."""
    marked = [one for one in summary.students if one.is_marked]
    if not marked:
        return Markup("")
    marked.sort(key=lambda one: one.points or 0.0)  # equals stay ordered by name
    top = max(summary.out_of, marked[-1].points or 0.0)
    step, dots = _step([one.points or 0.0 for one in marked], top)
    columns: list[list[Student]] = [[] for _ in range(_column(top, step) + 1)]
    for one in marked:
        columns[_column(one.points or 0.0, step)].append(one)
    if dots:
        drawn, height = _dots(columns, summary.out_of)
    else:
        drawn, height = _columns(columns, step)
    return _figure(drawn, height, summary, len(marked), dots) + _axis(len(columns), step) + _caption(step, dots)


def _column(points: float, step: float) -> int:
    return max(0, floor(points / step + SLACK))


def _step(marks: Sequence[float], top: float) -> tuple[float, bool]:
    """How many points a column covers, and whether there is room for a dot a person."""
    roomy = [step for step in STEPS if FEWEST_COLUMNS <= _column(top, step) + 1 <= ACROSS] or [top / FEWEST_COLUMNS]
    exact = [step for step in roomy if all(abs(mark / step - round(mark / step)) < SLACK for mark in marks)]
    finest = max(exact, default=roomy[0])  # finer ones would only stand apart
    for step in (each for each in roomy if each >= finest):
        heights = Counter(_column(mark, step) for mark in marks)
        across = ACROSS // (_column(top, step) + 1)
        if len(marks) <= MOST_DOTS and ceil(max(heights.values()) / across) <= HIGHEST:
            return step, True
    return finest, False


def _dots(columns: Sequence[Sequence[Student]], out_of: float) -> tuple[Markup, float]:
    tallest = max(len(column) for column in columns)
    across = min(ACROSS // len(columns), ceil(tallest / COMFORTABLE))
    rows = ceil(tallest / across)
    drawn = []
    for position, column in enumerate(columns):
        for place, one in enumerate(column):
            row, beside = divmod(place, across)
            missing = across - min(across, len(column) - row * across)  # a row that is not full stands in the middle
            left = 100 * (position + (beside + 0.5 + missing / 2) / across) / len(columns)
            drawn.append(_dot(one, left, rows - row - 0.5, out_of))
    return Markup("").join(drawn), rows


def _dot(one: Student, left: float, top: float, out_of: float) -> Markup:
    kind = "open" if one.standing == "waiting" else "full"
    waits = f", {number(one.waits)} more wait" if one.waits else ""
    said = f"{one_line(one.name)}: {number(one.points or 0.0)} of {number(out_of)}{waits}"
    circle = Markup('<circle class="{}" cx="{}%" cy="{}em" r=".4em"><title>{}</title></circle>').format(
        kind, _short(left), _short(top), said
    )
    # Nobody has to step through hundreds of dots: the same links stand in the table.
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(one.page, circle) if one.page else circle


def _columns(columns: Sequence[Sequence[Student]], step: float) -> tuple[Markup, float]:
    most = max(len(column) for column in columns)
    width = 100 / len(columns)
    drawn = []
    for position, column in enumerate(columns):
        if column:
            height = COLUMN * len(column) / most
            drawn.append(
                Markup('<rect class="full" x="{}%" y="{}em" width="{}%" height="{}em"><title>{}</title></rect>').format(
                    _short(position * width + 0.1 * width), _short(COLUMN - height), _short(0.8 * width),
                    _short(height), f"{_covers(position, step)}: {people(len(column))}",
                )
            )  # fmt: skip
    return Markup("").join(drawn), COLUMN


def _covers(position: int, step: float) -> str:
    return f"{number(position * step)} to under {number((position + 1) * step)}"


def _figure(drawn: Markup, height: float, summary: ClassSummary, count: int, dots: bool) -> Markup:
    return Markup(
        '<svg class="dots" role="group" aria-labelledby="dots-title dots-desc" width="100%" height="{}em">'
        '<title id="dots-title">{}</title><desc id="dots-desc">{}</desc>{}</svg>'
    ).format(
        _short(height + 0.3), f"Points of {people(count)}, {'a dot each' if dots else 'in columns'}",
        spread(summary), drawn,
    )  # fmt: skip


def _axis(count: int, step: float) -> Markup:
    """The points under the columns' middles, a few of them."""
    every = next(each for each in (1, 2, 5, 10, 20, 50) if count / each <= MOST_LABELS or each == 50)
    labels = [
        Markup('<text x="{}%" y="17">{}</text>').format(_short(100 * (place + 0.5) / count), number(place * step))
        for place in range(0, count, every)
    ]
    return Markup(
        '<svg class="axis" aria-hidden="true" width="100%" height="22"><line x1="0" x2="100%" y1="1" y2="1"/>{}</svg>'
    ).format(Markup("").join(labels))


def _caption(step: float, dots: bool) -> Markup:
    who = (
        "A dot is a person, an open one waits for marks by hand."
        if dots
        else "A column is as high as its people are many."
    )
    return Markup("<figcaption>{} Along the line: points, in steps of {}; at {} stands {}.</figcaption>").format(
        who, number(step), number(step), _covers(1, step)
    )


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
