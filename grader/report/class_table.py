"""The table of everybody: a row a person, written once and shown in several orders. Ends where a page would.

The orders are anchors, for there is no script; the style sheet shows the one that was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.report.class_summary import Asked, ClassSummary, Score, Standing, Student
from grader.report.class_words import TONES, people

MOST_IN_THREE_ORDERS = 500  # above, the table stands once, by name
MOST_IN_TABLE = 2_000  # above, it is left to the exported CSV
ORDERS = (("by-name", "by name"), ("by-points", "by points"), ("by-waiting", "by what waits"))
SHORT: dict[Standing, str] = {"ungraded": "not graded", "missing": "nothing", "excused": "excused"}


@dataclass(frozen=True)
class Head:
    """One question's column."""

    label: str
    title: str
    points: str


@dataclass(frozen=True)
class Cell:
    """One person's points for one question."""

    points: str = ""  # "" where none are decided
    tone: str = ""
    waits: bool = False  # a person gives more


@dataclass(frozen=True)
class Row:
    """One person's row."""

    name: str
    page: str
    points: str
    tone: str
    waits: str
    cells: tuple[Cell, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """One order of the rows."""

    anchor: str
    words: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Everybody, or as many as a page holds."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    orders: tuple[Order, ...]
    changes: bool  # whether anybody's points were changed
    missing: str  # who is not in it, in a sentence; "" where all are


def table_of(summary: ClassSummary) -> Table:
    """The table of a class."""
    places = _digits(summary)
    count = len(summary.students)
    shown = summary.students if count <= MOST_IN_TABLE else ()
    orders = _orders(shown)
    missing = ""
    if count > MOST_IN_TABLE:
        missing = f"A table of {people(count)} is no page: all of them stand in the exported CSV."
    elif count > MOST_IN_THREE_ORDERS:
        missing = (
            f"Sorted by name only, for {people(count)} in several orders are no page; the exported CSV can be sorted."
        )
    heads = tuple(Head(each.label, each.title, f"{each.points:.{places}f}") for each in summary.questions)
    rows = tuple(_row(one, summary.questions, places) for one in shown)
    return Table(heads, rows, orders, any(one.changes for one in shown), missing)


def _digits(summary: ClassSummary) -> int:
    """How many digits after the point the table's numbers need, two at most."""
    values = {
        value for one in summary.students for score in one.scores if score for value in (score.earned, score.waits)
    }
    values |= {one.points for one in summary.students if one.points is not None}
    return next((count for count in (0, 1) if all(abs(round(value, count) - value) < 1e-9 for value in values)), 2)


def _row(one: Student, questions: Sequence[Asked], places: int) -> Row:
    points = SHORT.get(one.standing, "") if one.points is None else f"{one.points:.{places}f}"
    waits = f"{one.waits:.{places}f}" if one.waits else ""
    cells = tuple(_cell(score, places) for score in one.scores or (None,) * len(questions))
    return Row(one.name, one.page, points, TONES.get(one.standing, "") if one.points is None else "", waits, cells,
               one.changes)  # fmt: skip


def _cell(score: Score | None, places: int) -> Cell:
    if score is None:
        return Cell()
    if score.waits and not score.of:
        return Cell("", "waiting", True)
    return Cell(f"{score.earned:.{places}f}", "lost" if score.lost else "", bool(score.waits))


def _orders(students: Sequence[Student]) -> tuple[Order, ...]:
    if not students:
        return ()
    by_name = range(len(students))
    if len(students) > MOST_IN_THREE_ORDERS:
        return (Order(*ORDERS[0], tuple(by_name)),)
    by_points = sorted(by_name, key=lambda each: _least_last(students[each].points))
    by_waiting = sorted(by_name, key=lambda each: (-students[each].waits, students[each].standing != "ungraded"))
    return tuple(
        Order(anchor, words, tuple(order))
        for (anchor, words), order in zip(ORDERS, (by_name, by_points, by_waiting), strict=True)
    )


def _least_last(points: float | None) -> tuple[bool, float]:
    return (True, 0.0) if points is None else (False, -points)
