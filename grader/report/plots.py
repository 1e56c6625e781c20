"""Small drawings as inline SVG: points by question, and where a matrix differs.

No script, no style attribute, no fixed colour: classes carry the page's colours, shades are opacity, so both schemes
and a grey printer work. Each drawing has a title and a description for those who can't see it.
"""

import re

from markupsafe import Markup

from grader.grading.report import QuestionMark, Report
from grader.outcome import DifferenceMap
from grader.report.text import cut, one_line
from grader.report.words import label, name, number, points

MOST_CELLS = 64  # rows or columns that are drawn; the explanations pool far earlier
ROW = 15  # height of a row and of the text beside it
LONGEST_LABEL = 40
# What a draw calls a row, in a sentence and beside a map: there it is a row already.
_ROW_OF = re.compile(r"the row of (?:an? \w+ (?:that (?=repeats))?)?")


def points_bar(report: Report) -> Markup:
    """One thin bar: a part's width is a question's points; filled is earned, empty lost, hatched waiting."""
    parts = [(question, question.max_score + question.pending) for question in report.questions]
    total = sum(width for _, width in parts)
    if total <= 0:
        return Markup("")
    drawn, said, left = [], [], 0.0
    runs: list[tuple[str, float, float]] = []  # questions in a row may share one number
    for question, width in parts:
        if width > 0:
            start, share = 100 * left / total, 100 * width / total
            drawn.append(_part(question, start, share))
            said.append(_in_words(question))
            number = label(question).replace("(", "").replace(")", "")
            if runs and runs[-1][0] == number:
                share, start = share + runs[-1][2], runs.pop()[1]
            runs.append((number, start, share))
            left += width
    drawn += [_below(*run) for run in runs]
    return Markup(
        '<svg class="bar" role="img" aria-labelledby="bar-title bar-desc" width="100%" height="30">'
        '<title id="bar-title">Points by question</title><desc id="bar-desc">{}</desc>'
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="hatch" x1="1" y1="0" x2="1" y2="5"/></pattern></defs>{}</svg>'
    ).format(" ".join(said), Markup("").join(drawn))


def _part(question: QuestionMark, start: float, width: float) -> Markup:
    whole = question.max_score + question.pending
    earned = width * min(question.score, question.max_score) / whole
    waiting = width * question.pending / whole
    pieces = [_box("track", start, width - waiting)] if width > waiting else []
    if earned:
        pieces.append(_box("earned", start, earned))
    if waiting:
        pieces.append(_box("hatched", start + width - waiting, waiting))
    if start:
        pieces.append(Markup('<line class="gap" x1="{0}%" x2="{0}%" y1="0" y2="12"/>').format(_short(start)))
    return Markup("").join(pieces)


def _below(number: str, start: float, width: float) -> Markup:
    # A phone's bar is 350 pixels wide, so a digit and a letter need this much of it.
    if width < 2.2 * len(number) or not number:
        return Markup("")
    return Markup('<text x="{}%" y="27">{}</text>').format(_short(start + width / 2), number)


def _box(kind: str, start: float, width: float) -> Markup:
    return Markup('<rect class="{}" x="{}%" y="1" width="{}%" height="10"/>').format(kind, _short(start), _short(width))


def _in_words(question: QuestionMark) -> str:
    waits = f", {number(question.pending)} waiting" if question.pending else ""
    return f"{label(question) or name(question)}: {number(question.score)} of {points(question.max_score)}{waits}."


def difference_map(found: DifferenceMap, identifier: str) -> Markup:
    """Where a matrix differs, a cell a square: the darker, the larger the gap. Rows that mean something say what."""
    shades = [row[:MOST_CELLS] for row in found.shades[:MOST_CELLS]]
    columns = max((len(row) for row in shades), default=0)
    if not columns:
        return Markup("")
    cell = max(4, min(ROW, 240 // columns))
    labels = {row: _meaning(text) for row, text in sorted(found.rows.items()) if 0 <= row < len(shades)}
    gutter = 26
    label_room = 14 + 7 * max((min(len(text), LONGEST_LABEL) for text in labels.values()), default=-2)
    width, height = gutter + cell * columns + max(label_room, 2), ROW * len(shades) + 2
    drawn = [_row(row, shade, cell, gutter) for row, shade in enumerate(shades)]
    drawn += [_label(row, text, gutter + cell * columns) for row, text in labels.items()]
    step = 1 if len(shades) <= 12 else 4
    drawn += [
        Markup('<text class="number" x="{}" y="{}">{}</text>').format(gutter - 7, ROW * row + 12, row)
        for row in range(len(shades))
        if row % step == 0 or row in labels
    ]
    return Markup(
        '<svg class="map" role="img" aria-labelledby="{0}-title {0}-desc" viewBox="0 0 {1} {2}" width="{1}" '
        'height="{2}"><title id="{0}-title">Where {3} differs</title><desc id="{0}-desc">{4}</desc>{5}</svg>'
    ).format(
        identifier, width, height, one_line(found.name).replace("`", ""), map_in_words(found), Markup("").join(drawn)
    )


def _row(row: int, shades: tuple[float, ...], cell: int, gutter: int) -> Markup:
    pieces = []
    for column, shade in enumerate(shades):
        place = Markup('x="{}" y="{}" width="{}" height="{}"').format(
            gutter + cell * column, ROW * row + 1, cell - 1, ROW - 1
        )
        pieces.append(Markup('<rect class="agrees" {}/>').format(place))
        if not shade <= 0:  # NaN is a difference too
            strength = 0.25 + 0.75 * min(max(shade, 0.0), 1.0) if shade == shade else 1.0
            pieces.append(Markup('<rect class="differs" {} fill-opacity="{}"/>').format(place, _short(strength)))
    return Markup("").join(pieces)


def _meaning(text: str) -> str:
    """ "repeats in outsideWords" for "the row of a word that repeats in outsideWords"."""
    return _ROW_OF.sub("", one_line(text))


def _label(row: int, text: str, left: int) -> Markup:
    return Markup('<text class="meaning" x="{}" y="{}">{}</text>').format(
        left + 8, ROW * row + 12, cut(text, LONGEST_LABEL)
    )


def map_in_words(found: DifferenceMap) -> str:
    """What the map shows, for those who read it: the rows that differ and their meanings."""
    wrong = [row for row, shades in enumerate(found.shades) if any(not shade <= 0 for shade in shades)]
    if not wrong:
        return "All rows agree."
    named = [f"{row} ({_meaning(found.rows[row])})" if row in found.rows else str(row) for row in wrong]
    if len(wrong) == 1:
        return f"Row {named[0]} differs; the others agree."
    rest = "no row agrees" if len(wrong) == len(found.shades) else "the others agree"
    return f"Rows {', '.join(named[:-1])} and {named[-1]} differ; {rest}."


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def shape(verdict: str) -> Markup:
    """The small shape beside a verdict's word, or a step's; each has its own."""
    return Markup('<svg class="shape" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16">{}</svg>').format(
        Markup(_SHAPES[verdict])
    )


_CIRCLE = '<circle class="line" cx="8" cy="8" r="6"/>'
_SHAPES = {
    "passed": '<path class="line" d="M2.5 8.5 6.5 12.5 13.5 3.5"/>',
    "partial": _CIRCLE + '<path class="solid" d="M8 2a6 6 0 0 0 0 12z"/>',
    "failed": '<path class="line" d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5"/>',
    "crashed": '<path class="solid" d="M9.5 1 3 9h4l-1 6 7-8.5H9z"/>',
    "timed_out": _CIRCLE + '<path class="line" d="M8 4.5V8l2.5 2"/>',
    "out_of_memory": '<rect class="line" x="2.5" y="2.5" width="11" height="11"/><path class="solid" d="M5 5h6v6H5z"/>',
    "output_exceeded": '<path class="line" d="M2.5 3.5h11M2.5 8h11M2.5 12.5h11"/>',
    "rejected": _CIRCLE + '<path class="line" d="M4 4l8 8"/>',
    "skipped": '<path class="line" d="M2.5 8h11"/>',
    "needs_person": _CIRCLE,
    "broken": '<path class="line" d="M8 2.5 14 13.5H2z"/>',
    "by_hand": '<path class="line" d="M2.5 13.5 3.5 10 11 2.5 13.5 5 6 12.5z"/>',
    # Steps of a derivation: one that is wrong because the one above it is, and one that is back on the way.
    "follows": '<path class="line" d="M8 2v11M4 9.5 8 13.5 12 9.5"/>',
    "rejoins": '<path class="line" d="M3 3v4.5q0 3 3 3h7.5M10 7l3.5 3.5L10 14"/>',
    "later": '<path class="line" d="M4 2.5h8M4 13.5h8M5 2.5c0 4 6 7 6 11M11 2.5c0 4-6 7-6 11"/>',
}
