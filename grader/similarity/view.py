"""A comparison as its page, its terminal lines and its JSON say it: names, shares in plain words, lines side by side.

Nothing here is escaped; the templates and the terminal do that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from grader.similarity.comparison import Comparison, Looked, Stretch, lines_of
from grader.similarity.hidden import without_names

MOST_STRETCHES = 8  # of a pair that are shown
MOST_LINES = 40  # of a stretch, on each side
_SMALL = 10  # people; in a smaller class nobody can tell what is common


@dataclass(frozen=True)
class Side:
    """One side of a stretch: where it stands, and its lines."""

    who: str
    file: str
    cell: int  # 0 outside of notebooks
    first: int
    last: int
    lines: tuple[tuple[int, str, bool], ...]  # number, text, whether something in it is alike
    more: int  # lines that are not shown

    @property
    def place(self) -> str:
        """Where in the file."""
        lines = f"line {self.first}" if self.first == self.last else f"lines {self.first}–{self.last}"
        return f"cell {self.cell}, {lines}" if self.cell else lines


@dataclass(frozen=True)
class PairView:
    """One pair as it is shown."""

    anchor: str
    first: str
    second: str
    said: str
    percents: tuple[int, int]
    stretches: tuple[tuple[Side, Side], ...]
    more: int  # stretches that are not shown
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """All that the page says, in its order."""

    title: str
    compared: str
    caution: str
    pairs: tuple[PairView, ...]
    weaker: tuple[tuple[str, str], ...]  # the pairs that are not shown
    members: tuple[tuple[str, ...], ...]  # of each group
    asides: tuple[str, ...]

    @property
    def more(self) -> str:
        return f"{_count(len(self.weaker), 'weaker pair')} not shown; the JSON names them." if self.weaker else ""

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(_all(group) for group in self.members)


def view(comparison: Comparison, title: str, anonymous: bool = False) -> View:
    """The comparison in words. anonymous: nobody's name, and none of what could give it away."""
    names = _names(comparison, anonymous)
    looked = {one.pair for one in comparison.looked}
    return View(
        title,
        f"{_count(len(comparison.hand_ins), 'hand-in')} of {_count(comparison.people, 'person', 'people')} compared.",
        _caution(comparison),
        tuple(_pair(number, one, comparison, names, anonymous) for number, one in enumerate(comparison.looked, 1)),
        tuple((names[one.first], names[one.second]) for one in comparison.noticed if one not in looked),
        tuple(tuple(names[one] for one in group) for group in comparison.groups),
        tuple(_asides(comparison, names, anonymous)),
    )


def _caution(comparison: Comparison) -> str:
    """What was taken for everybody's, or that nobody could tell."""
    if comparison.people < _SMALL:
        return (
            f"With {_count(comparison.people, 'person', 'people')} it can’t be told what everybody writes and what is "
            "unusual: expect pairs here that worked alone."
        )
    return (
        f"What the assignment gave, and what {comparison.common_from} or more people have, counts as everybody’s and "
        "is left out."
    )


def _names(comparison: Comparison, anonymous: bool) -> list[str]:
    if not anonymous:
        return [one.who for one in comparison.hand_ins]
    ranked = [number for pair in comparison.noticed for number in (pair.first, pair.second)]
    order = {number: place for place, number in enumerate(dict.fromkeys(ranked), 1)}
    return [f"Hand-in {order.get(number, 0) or 'without a pair'}" for number in range(len(comparison.hand_ins))]


def _pair(number: int, one: Looked, comparison: Comparison, names: Sequence[str], anonymous: bool) -> PairView:
    who = names[one.pair.first], names[one.pair.second]
    percents = _percent(one, 0), _percent(one, 1)
    whole = [comparison.hand_ins[place].who for place in (one.pair.first, one.pair.second)] if anonymous else []
    stretches = tuple((_side(each, 0, who[0], whole), _side(each, 1, who[1], whole))
                      for each in one.stretches[:MOST_STRETCHES])  # fmt: skip
    said = f"{percents[0]} % of {who[0]}’s own lines, {percents[1]} % of {who[1]}’s"
    more = len(one.stretches) - len(stretches)
    return PairView(f"pair-{number}", *who, said, percents, stretches, more, () if anonymous else one.remarks)


def _percent(one: Looked, side: int) -> int:
    """Rounded down: only all of it is 100 %."""
    shared, own = one.lines[side]
    return 100 * shared // own if own else 0


def _side(stretch: Stretch, side: int, who: str, hidden: Sequence[str]) -> Side:
    """One side. hidden: the names that nobody may read; none where names are shown."""
    piece = (stretch.first, stretch.second)[side]
    if hidden:
        piece = without_names(piece, f"a {PurePath(piece.file).suffix} file", hidden)
    begin, end = (stretch.region.first, stretch.region.second)[side]
    first, last = piece.at[begin], piece.at[end - 1]
    alike = lines_of(stretch, side)
    lines = tuple((piece.position(line)[1], piece.lines[line - 1], line in alike)
                  for line in range(first, min(last, first + MOST_LINES - 1) + 1))  # fmt: skip
    cell, start = piece.position(first)
    stop = piece.position(last)[1] if piece.position(last)[0] == cell else start + last - first
    return Side(who, piece.file, cell, start, stop, lines, max(0, last - first + 1 - MOST_LINES))


def _asides(comparison: Comparison, names: Sequence[str], anonymous: bool) -> list[str]:
    """What was not compared, and why."""
    said = []
    if comparison.too_short:
        count = _count(len(comparison.too_short), "hand-in")
        who = "" if anonymous else f": {_all([names[one] for one in comparison.too_short])}"
        said.append(f"Too short to say anything about, or nothing that can be read: {count}{who}.")
    people: dict[str, list[str]] = {}
    for one, name in zip(comparison.hand_ins, names, strict=True):
        people.setdefault(one.person, []).append(name)
    several = [one for one in people.values() if len(one) > 1]
    if anonymous and several:
        said.append(f"{_count(len(several), 'person', 'people')} handed in more than once; one’s own hand-ins are not "
                    "compared with each other.")  # fmt: skip
    elif several:
        said.extend(f"Taken for hand-ins of one person, and not compared with each other: {_all(one)}."
                    for one in several)  # fmt: skip
    for one, name in zip(comparison.hand_ins, names, strict=True):
        if one.left_out and not anonymous:
            said.append(f"Not read of {name}: {_all(list(one.left_out))}.")
    return said


def _all(names: Sequence[str], most: int = 12) -> str:
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _count(number: int, noun: str, nouns: str = "") -> str:
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"
