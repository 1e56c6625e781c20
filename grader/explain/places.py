"""Names for some rows, columns or segments of a value, in the words of the draw: "the rows drawn more than once".

Only proposes; whether a place is where a value differs, `rows` decides.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from grader.explain.observation import Subject
from grader.explain.sample import Mask, Sample
from grader.explain.wording import listed

Indices = frozenset[int]
Choose = Callable[[Sample], Indices]

_TIMES = re.compile(r"drawn (\d+) times?$")
_OF_SEVERAL = re.compile(r"the row of an? (?P<noun>\w+) (?P<repeats>that repeats )?in (?P<text>.+)")
_OF_ALL = re.compile(r" of (?!.* that )\w+ in ")
_JOINED = re.compile(r"\s*[,;]\s*|\s+and\s+")


@dataclass(frozen=True)
class Place:
    """Some indices of one axis, named."""

    text: str
    axis: int
    choose: Choose
    repeats: bool = False  # the rows drawn more than once, or of words that repeat

    def mask(self, sample: Sample) -> Mask:
        """The place's entries on this draw."""
        mask = np.zeros(sample.expected.shape, dtype=bool)
        np.moveaxis(mask, self.axis, 0)[sorted(self.choose(sample))] = True
        return mask


def places(subject: Subject, samples: Sequence[Sample], axis: int, *, named_only: bool = False) -> Iterator[Place]:
    """Named places first, then those that have a position only: on a single draw a position may be chance."""
    one, many = noun(samples[0], axis)
    tags = {id(each): _tags(subject, each, axis, (one, many)) for each in samples}  # once: a vocabulary has many rows
    found = {tag: _tagged(tags, tag) for tag in _in_order(list(tags.values()), many)}
    for tag, choose in found.items():
        yield Place(tag, axis, choose, "drawn more than once" in tag or " that repeat in " in tag)
    for tag, choose in found.items():
        every = "every part" if tag.startswith("`") else f"every {one}"
        yield Place(f"{every} but {tag.removesuffix(' ' + one)}", axis, _all_but(choose, axis))
    for size in range(2, min(len(found), 5)):
        for several in combinations(found, size):
            yield Place(listed(several), axis, _any_of([found[tag] for tag in several]))
    for word, position in () if named_only else (("first", 0), ("last", -1)):
        yield Place(f"the {word} {one}", axis, _at(position, axis))
        yield Place(f"every {one} but the {word}", axis, _all_but(_at(position, axis), axis))


def noun(sample: Sample, axis: int) -> tuple[str, str]:
    """What the axis counts: one and many."""
    if sample.expected.ndim == 1:
        return "entry", "entries"
    return [("row", "rows"), ("column", "columns")][axis] if axis < 2 else ("slice", "slices")


def meanings(subject: Subject, sample: Sample, axis: int) -> Mapping[int, str]:
    """What the draw says about the indices of this axis."""
    axes = subject.axes
    return sample.case.rows.get(axes[axis], {}) if axes and axis < len(axes) else {}


def counts(subject: Subject, sample: Sample, axis: int) -> dict[int, int]:
    """How often each drawn row was drawn."""
    found = {}
    for index, text in meanings(subject, sample, axis).items():
        for part in _JOINED.split(text.replace("twice", "2 times").replace("once", "1 time")):
            if match := _TIMES.search(part):
                found[index] = int(match[1])
    return found


def segments(subject: Subject, sample: Sample, axis: int) -> dict[str, list[int]]:
    """The named parts of a flat vector with their entries, where the draw names a part for every entry."""
    told = meanings(subject, sample, axis)
    if len(told) < sample.expected.shape[axis] or not all(text.isidentifier() for text in told.values()):
        return {}
    found: dict[str, list[int]] = {}
    for index in range(sample.expected.shape[axis]):
        found.setdefault(told.get(index, ""), []).append(index)
    return found


def _tags(subject: Subject, sample: Sample, axis: int, nouns: tuple[str, str]) -> dict[int, set[str]]:
    """The places that each index belongs to; every index belongs to one."""
    one, many = nouns
    told, length = meanings(subject, sample, axis), sample.expected.shape[axis]
    if parted := segments(subject, sample, axis):
        return {index: {f"`{name}`"} for name, indices in parted.items() for index in indices}
    drawn = counts(subject, sample, axis)
    found: dict[int, set[str]] = {}
    for index in range(length):
        parts = [part for part in _JOINED.split(told.get(index, "")) if part and not _is_count(part)]
        tags = {tag for part in parts for tag in _phrases(part, one, many)}
        if index in drawn:
            tags |= {f"the {many} drawn", f"the {many} drawn {'once' if drawn[index] == 1 else 'more than once'}"}
        if not tags and told:
            tags = {f"the {many} never drawn" if drawn else f"the other {many}"}
        found[index] = tags
    return found


def _is_count(part: str) -> bool:
    return part in ("drawn once", "drawn twice") or _TIMES.fullmatch(part) is not None


def _phrases(part: str, one: str, many: str) -> tuple[str, ...]:
    """A meaning as the places that it puts a row in: a word that repeats in a text is a word of it, too."""
    if match := _OF_SEVERAL.fullmatch(part):
        words = {"word": "words", "index": "indices"}.get(match["noun"], f"{match['noun']}s")
        kind = "repeat" if match["repeats"] else "come once"
        return f"the {many} of {words} that {kind} in {match['text']}", f"the {many} of {words} in {match['text']}"
    if part.startswith("the row of "):
        return (f"the {one} of {part.removeprefix('the row of ')}",)
    return (part if part.startswith("the ") else f"the {many} {part}",)


def _in_order(tables: Sequence[Mapping[int, set[str]]], many: str) -> list[str]:
    """The most telling first."""
    found: dict[str, None] = {}
    for table in tables:
        for tags in table.values():
            found.update(dict.fromkeys(sorted(tags)))
    last = (f"the {many} drawn", f"the {many} never drawn", f"the other {many}")
    wide = {tag: tag in last or _OF_ALL.search(tag) is not None for tag in found}
    return sorted(found, key=lambda tag: wide[tag])


def _tagged(tables: Mapping[int, Mapping[int, set[str]]], tag: str) -> Choose:
    return lambda sample: frozenset(index for index, tags in tables[id(sample)].items() if tag in tags)


def _all_but(choose: Choose, axis: int) -> Choose:
    return lambda sample: frozenset(range(sample.expected.shape[axis])) - choose(sample)


def _any_of(several: Sequence[Choose]) -> Choose:
    return lambda sample: frozenset().union(*(choose(sample) for choose in several))


def _at(position: int, axis: int) -> Choose:
    return lambda sample: frozenset({position % sample.expected.shape[axis]})
