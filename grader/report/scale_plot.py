"""Draws one measured number among known levels as inline SVG: yours above the line, the levels in rows below it.

Places are percent of the page's width and letters keep their size, so a phone shows the same drawing; what does not
overlap on the narrowest page overlaps on none.
"""

from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from grader.outcome import Scale
from grader.report.scale import Line, Place, in_order, line_of, short
from grader.report.text import cut, one_line, width_of

NARROWEST = 300  # pixels
LETTER = 6.9  # pixels a column of text takes at most, on the average
LONGEST_LABEL = 28  # columns: two thirds of the narrowest page, so one of the three anchors always fits
ROW = 17
AXIS = 32  # pixels from the top
GAP = 8  # pixels between two labels, and between a label and another's leader
ANCHORS = {"middle": 0.5, "start": 0.0, "end": 1.0}  # the share of a label that stands left of its place


@dataclass(frozen=True)
class _Label:
    """A label where it stands: pixels on the narrowest page."""

    place: Place
    text: str
    row: int
    anchor: str

    @property
    def at(self) -> float:
        return NARROWEST * self.place.at / 100

    @property
    def left(self) -> float:
        return self.at - ANCHORS[self.anchor] * LETTER * width_of(self.text)

    @property
    def right(self) -> float:
        return self.left + LETTER * width_of(self.text)

    @property
    def is_within(self) -> bool:
        return self.left >= 0 and self.right <= NARROWEST

    def is_clear_of(self, other: "_Label") -> bool:
        """Whether neither text lies on the other, nor on the leader from the line to the other."""
        if self.row == other.row:
            return self.right + GAP <= other.left or other.right + GAP <= self.left
        upper, lower = (self, other) if self.row < other.row else (other, self)
        return not upper.left - GAP / 2 <= lower.at <= upper.right + GAP / 2


def scale_plot(scale: Scale, identifier: str) -> Markup:
    """The drawing; empty where nothing can be placed."""
    line = line_of(scale)
    if not line.places:
        return Markup("")
    labels = _in_rows([place for place in line.places if place.kind != "yours"])
    texts = Markup("").join(map(_words, labels))  # above all leaders, so that each text stays readable
    height = AXIS + 12 + ROW * _rows(labels)
    drawn = [_axis(line), *map(_tick, labels), texts]
    drawn += [_yours(place, line.passes) for place in line.places if place.kind == "yours"]
    return Markup(
        '<svg class="scale" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">From left to right: {3}.</desc>{4}</svg>'
    ).format(identifier, height, short(scale.name).replace('`', ''), in_order(scale), Markup("").join(drawn))


def _in_rows(places: list[Place]) -> list[_Label]:
    """From the right or from the left, whichever is clearer, then whichever needs fewer rows."""
    return min((_packed(places[::-1]), _packed(places)), key=lambda labels: (_crossings(labels), _rows(labels)))


def _crossings(labels: list[_Label]) -> int:
    return sum(not one.is_clear_of(other) for one, other in combinations(labels, 2))


def _rows(labels: list[_Label]) -> int:
    return 1 + max((label.row for label in labels), default=-1)


def _packed(places: list[Place]) -> list[_Label]:
    """Each in the first row where it is clear of those before it."""
    labels: list[_Label] = []
    for place in places:
        fits = [
            label
            for row in range(len(labels))
            for anchor in ANCHORS
            if (label := _Label(place, _text(place), row, anchor)).is_within
            and all(label.is_clear_of(other) for other in labels)
        ]
        # A row of its own has room; where its leader passes behind a text, the text's own edge keeps it readable.
        own = (_Label(place, _text(place), _rows(labels), anchor) for anchor in ANCHORS)
        labels.append(fits[0] if fits else next(label for label in own if label.is_within))
    return labels


def _text(place: Place) -> str:
    return f"{cut(one_line(place.name).replace('`', ''), LONGEST_LABEL - 1 - width_of(place.said))} {place.said}"


def _axis(line: Line) -> Markup:
    drawn = Markup('<line class="track" x1="0%" x2="100%" y1="{0}" y2="{0}"/>').format(AXIS)
    bound = next((place for place in line.places if place.kind == "bound"), None)
    if bound:
        good = 0 if bound.name == "passes up to" else 100
        drawn += Markup('<line class="passing" x1="{0}%" x2="{1}%" y1="{2}" y2="{2}"/>').format(
            good, _short(bound.at), AXIS
        )
    return drawn


def _tick(label: _Label) -> Markup:
    half = 7 if label.place.kind == "bound" else 4
    return Markup(
        '<line class="leader" x1="{0}%" x2="{0}%" y1="{2}" y2="{3}"/><line class="tick {4}" x1="{0}%" x2="{0}%" '
        'y1="{1}" y2="{2}"/>'
    ).format(_short(label.place.at), AXIS - half, AXIS + half, AXIS + 11 + ROW * label.row, label.place.kind)


def _words(label: _Label) -> Markup:
    return Markup('<text class="{} {}" x="{}%" y="{}">{}</text>').format(
        label.place.kind, label.anchor, _short(label.place.at), AXIS + 23 + ROW * label.row, label.text
    )


def _yours(place: Place, passes: bool | None) -> Markup:
    tone = {True: "good", False: "lost", None: "plain"}[passes]
    anchor = "start" if place.at < 25 else "end" if place.at > 75 else "middle"
    # An arrow along the line says that it ends before this number.
    shape = {0: "M-6-11H6L0-1z", 1: "M-4-13 7-7-4-1z", -1: "M4-13-7-7 4-1z"}[place.beyond]
    words = f"yours {place.said}" + (", beyond this line" if place.beyond else "")
    return Markup(
        '<svg x="{0}%" y="{1}"><path class="{2}" d="{3}"/></svg><text class="yours {2} {4}" x="{0}%" y="14">{5}</text>'
    ).format(_short(place.at), AXIS, tone, shape, anchor, words)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
