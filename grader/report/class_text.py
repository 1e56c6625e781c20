"""The end of a class on a terminal: how it went, in about ten lines. The same text when piped, but for the colours.

What people wrote is one line of visible characters each: nothing in it can move the cursor.
"""

import textwrap
from collections.abc import Iterator

from grader.report.class_summary import ClassSummary, Slip
from grader.report.class_words import by_difficulty, people, percent, spread, standings
from grader.report.terminal import NARROWEST, WIDEST, Paint, paint_of
from grader.report.text import cut, one_line
from grader.report.words import number

MOST_SLIPS = 3
HARDEST = 2
MOST_BROKEN = 2
LONGEST = 50  # columns of a question's title
WIDE_ENOUGH = 60  # columns of a terminal that has room for the dots
LEVELS = " .:"  # no, one or two dots in a line; two lines on each other
LINES = 2


def render_class(summary: ClassSummary, page: str, *, width: int, colour: bool) -> str:
    """The lines without a last line feed; `page` is where the class page lies."""
    room = max(NARROWEST, min(width, WIDEST))
    return "\n".join(_lines(summary, page, room, paint_of(colour)))


def _lines(summary: ClassSummary, page: str, room: int, paint: Paint) -> Iterator[str]:
    title = f"{one_line(summary.title or summary.slug)}: {people(len(summary.students))}"
    yield paint(cut(title, room), "bold")
    yield from _wrapped(" · ".join(words for _, words in standings(summary)), room)
    yield from (paint(line, "lost") for line in _wrong(summary, room))
    yield from _wrapped(spread(summary), room)
    if room >= WIDE_ENOUGH:
        yield from _dots(summary, room)
    yield from _hardest(summary, room)
    yield from _slips(summary, room)
    if summary.practice:
        yield paint("practice marks: public seed", "quiet")
    yield f"the class page: {one_line(page)}"


def _wrong(summary: ClassSummary, room: int) -> Iterator[str]:
    if summary.broken:
        told = [f"{each.question}, {each.check} ({people(len(each.people))})" for each in summary.broken[:MOST_BROKEN]]
        rest = len(summary.broken) - len(told)
        more = f"; and {rest:,} more" if rest else ""
        yield from _wrapped(f"broke on our side, and costs nobody a point: {'; '.join(told)}{more}", room)
    if troubles := len(summary.troubles) + summary.untold:
        yield f"{troubles:,} {'message' if troubles == 1 else 'messages'} about single hand-ins"


def _hardest(summary: ClassSummary, room: int) -> Iterator[str]:
    hard = [asked for asked in by_difficulty(summary) if asked.share is not None and asked.share < 1][:HARDEST]
    if hard:
        told = (f"{cut(one_line(f'{asked.label} {asked.title}'), LONGEST)} ({percent(asked)})" for asked in hard)
        yield from _wrapped(f"hardest: {', '.join(told)}", room)


def _slips(summary: ClassSummary, room: int) -> Iterator[str]:
    common = [slip for slip in summary.slips if not slip.other][:MOST_SLIPS]
    if common:
        yield "commonest:"
        most = max(len(f"{len(slip.people):,}") for slip in common)
        yield from (cut(f"  {len(slip.people):>{most},}  {_told(slip)}", room) for slip in common)


def _told(slip: Slip) -> str:
    return one_line(f"{slip.question}: {slip.name or slip.said}")


def _dots(summary: ClassSummary, room: int) -> Iterator[str]:
    """Everybody's points along one line, a few dots high."""
    marks = summary.marks
    if len(marks) < 2 or summary.out_of <= 0:
        return
    end = number(summary.out_of)
    columns = min(40, room - len(end) - 4)
    counts = [0] * columns
    for mark in marks:
        counts[max(0, min(columns - 1, int(columns * mark / summary.out_of)))] += 1
    each = -(-max(counts) // (LINES * (len(LEVELS) - 1)))  # people a dot stands for, at most
    dots = [-(-count // each) for count in counts]
    if above := _row(dots, 1).rstrip():
        yield f"  {above}"
    said = f"  a dot: up to {people(each)}" if each > 1 else ""
    yield f"0 {_row(dots, 0)} {end}{said}"[:room]


def _row(dots: list[int], line: int) -> str:
    high = len(LEVELS) - 1
    return "".join(LEVELS[max(0, min(high, count - line * high))] for count in dots)


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(one_line(text), room, subsequent_indent="  ", break_on_hyphens=False)
