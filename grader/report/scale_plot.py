"""Draws one measured number among known levels as inline SVG: yours above the line, the levels in rows below it.

Places are percent of the page's width and letters keep their size, so a phone shows the same drawing; what does not
overlap on the narrowest page overlaps on none.
"""

from dataclasses import dataclass, replace
from itertools import combinations

from markupsafe import Markup

from grader.outcome import Scale
from grader.report.scale import Line, Place, in_order, line_of, short
from grader.report.text import cut, width_of

NARROWEST = 300  # pixels
LETTER = 6.9  # pixels a column of text takes at most, on the average
LONGEST_LABEL = 28  # columns: two thirds of the narrowest page, so one of the three anchors always fits
ROW = 17
AXIS = 32  # pixels from the top
GAP = 8  # pixels between two labels, and between a label and another's leader
ANCHORS = {"start": 0.0, "end": 1.0, "middle": 0.5}  # the share of a label that stands left of its place


@dataclass(frozen=True)
class _Label:
    """A label where it stands: pixels on the narrowest page."""

    place: Place
    text: str
    anchor: str
    left: float
    right: float
    row: int = 0

    @property
    def at(self) -> float:
        return NARROWEST * self.place.at / 100

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
    yours = [_yours(place, line.passes) for place in line.places if place.kind == "yours"]
    drawn += yours or [Markup('<text class="yours" x="0%" y="14">yours is not a number</text>')]
    return Markup(
        '<svg class="scale" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">From left to right: {3}.</desc>{4}</svg>'
    ).format(identifier, height, _bare(short(scale.name)), _bare(in_order(scale)), Markup("").join(drawn))


def _in_rows(places: list[Place]) -> list[_Label]:
    """The clearest of a few ways to fill rows, then the one with the fewest rows."""
    orders = (sorted(places, key=lambda place: abs(place.at - 50)), places[::-1], places)
    ways = [_packed(order, is_centred) for order in orders for is_centred in (True, False)]
    return min(ways, key=lambda labels: (_crossings(labels), _rows(labels)))


def _crossings(labels: list[_Label]) -> int:
    return sum(not one.is_clear_of(other) for one, other in combinations(labels, 2))


def _rows(labels: list[_Label]) -> int:
    return 1 + max((label.row for label in labels), default=-1)


def _packed(places: list[Place], is_centred: bool) -> list[_Label]:
    """Each in the first row where it is clear of those before it."""
    labels: list[_Label] = []
    for place in places:
        anchored = _anchored(place, is_centred)
        here = (replace(label, row=row) for row in range(len(labels)) for label in anchored)
        clear = (label for label in here if all(label.is_clear_of(other) for other in labels))
        # A row of its own has room; where its leader passes behind a text, the text's own edge keeps it readable.
        labels.append(next(clear, replace(anchored[0], row=_rows(labels))))
    return labels


def _anchored(place: Place, is_centred: bool) -> list[_Label]:
    """The ways to keep a label within the page: all, the middle first, or the one beside its leader."""
    text = _text(place)
    width, at = LETTER * width_of(text), NARROWEST * place.at / 100
    labels = [_Label(place, text, anchor, at - share * width, at + (1 - share) * width)
              for anchor, share in ANCHORS.items()]  # fmt: skip
    within = [label for label in labels if label.left >= 0 and label.right <= NARROWEST]
    return within[::-1] if is_centred else within[:1]


def _text(place: Place) -> str:
    return f"{cut(_bare(place.name), LONGEST_LABEL - 1 - width_of(place.said))} {place.said}"


def _bare(words: str) -> str:
    """Without the marks of code, which a drawing can't set."""
    return words.replace("`", "")


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
