"""One generator becomes one value, with what is known about it: its axes' letters, what its rows mean.

Which sizes the dimensions have and which seed is used is decided in `draws`.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

import numpy as np

from grader.code import Given, Instance
from grader.draws import generators as g
from grader.draws.case import FunctionName
from grader.draws.sizes import DrawMistake, evaluate
from grader.draws.tokens import Stream, draw_stream


@dataclass(frozen=True)
class Place:
    """Where a value is drawn: which argument, with which sizes, beside which other arguments."""

    argument: str
    randomness: np.random.Generator
    dimensions: Mapping[str, int]
    generators: Mapping[str, g.GeneratorBase]  # all arguments'
    value_of: Callable[[str], Any]  # another argument's value

    def size(self, size: int | str) -> int:
        return evaluate(size, self.dimensions)

    def rows(self, size: int | str) -> int:
        """A number of rows to choose from, at least one."""
        number = self.size(size)
        if number < 1:
            raise DrawMistake(f"there is no row to draw from: `{size}` is {number}")
        return number


@dataclass(frozen=True)
class Drawn:
    """A value with its axes' letters and, for a dimension's letter, what some of its rows mean."""

    value: Any
    axes: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


def _axes(shape: Sequence[int | str]) -> tuple[str, ...]:
    return tuple(size if isinstance(size, str) else "" for size in shape)


def _meanings(size: int | str, rows: Mapping[int, str]) -> dict[str, Mapping[int, str]]:
    return {size: rows} if isinstance(size, str) and rows else {}


@singledispatch
def draw(generator: g.GeneratorBase, place: Place) -> Drawn:
    """One value. Raises DrawMistake."""
    raise DrawMistake(f"nobody knows how to draw {type(generator).__name__}")  # a generator without a line below


@draw.register
def _(generator: g.Normal, place: Place) -> Drawn:
    shape = [place.size(size) for size in generator.normal]
    value = np.asarray(generator.scale * place.randomness.standard_normal(shape))
    rows = _segments(generator, place, shape[0]) if generator.segments else {}
    return Drawn(value, _axes(generator.normal), rows)


def _segments(generator: g.Normal, place: Place, length: int) -> dict[str, Mapping[int, str]]:
    names = [name for name, size in (generator.segments or {}).items() for _ in range(place.size(size))]
    if len(names) != length:
        raise DrawMistake(
            f"the segments have {len(names)} entries together, the vector `{generator.normal[0]}` {length}"
        )
    return _meanings(generator.normal[0], dict(enumerate(names)))


@draw.register
def _(generator: g.Uniform, place: Place) -> Drawn:
    shape = [place.size(size) for size in generator.uniform]
    return Drawn(np.asarray(place.randomness.uniform(generator.low, generator.high, shape)), _axes(generator.uniform))


@draw.register
def _(generator: g.Index, place: Place) -> Drawn:
    row = int(place.randomness.integers(place.rows(generator.index)))
    return Drawn(row, (), _meanings(generator.index, {row: f"the row of {place.argument}"}))


def _choose(place: Place, rows: int, count: int, repeated: bool) -> list[int]:
    """Rows' numbers, one of them sure to come twice where that is asked and possible."""
    chosen = [int(row) for row in place.randomness.integers(rows, size=count)]
    if repeated and count > 1 and len(set(chosen)) == count:
        first, second = place.randomness.choice(count, size=2, replace=False)
        chosen[second] = chosen[first]
    return chosen


def _named(chosen: Sequence[int], noun: str, argument: str) -> dict[int, str]:
    def meaning(row: int) -> str:
        repeats = f"{noun} that repeats in" if chosen.count(row) > 1 else f"{noun} in"
        return f"the row of {repeats} {argument}"

    return {row: meaning(row) for row in sorted(set(chosen))}


@draw.register
def _(generator: g.Indices, place: Place) -> Drawn:
    chosen = _choose(place, place.rows(generator.indices), place.size(generator.count), generator.repeated)
    value = chosen if generator.as_ == "list" else np.array(chosen, dtype=np.int64)
    return Drawn(
        value, _axes([generator.count]), _meanings(generator.indices, _named(chosen, "an index", place.argument))
    )


@draw.register
def _(generator: g.OneHot, place: Place) -> Drawn:
    shape = [place.size(size) for size in generator.one_hot]
    columns = place.rows(generator.one_hot[-1])
    ones = place.randomness.integers(columns, size=shape[:-1])
    return Drawn(np.eye(columns)[ones], _axes(generator.one_hot))


@draw.register
def _(generator: g.WordMapping, place: Place) -> Drawn:
    words = _made_up(place.size(generator.mapping), place.randomness)
    order = place.randomness.permutation(len(words))
    if len(words) > 1 and np.array_equal(order, np.arange(len(words))):
        order = order[::-1]  # a row must never be told by a word's position
    return Drawn({words[row]: int(row) for row in order})


def _made_up(count: int, randomness: np.random.Generator) -> list[str]:
    """Distinct lower-case words of two or more syllables that mean nothing."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < count:
        length = 2 if len(words) < 1000 else 3
        words["".join(str(part) for part in randomness.choice(syllables, size=length))] = None
    return list(words)


def _mapping(name: str, place: Place) -> tuple[dict[str, int], str]:
    """A mapping among the arguments, and the letter or formula that counts its words."""
    generator = place.generators.get(name)
    if not isinstance(generator, g.WordMapping):
        raise DrawMistake(f"`{name}` is no argument with a `mapping`")
    mapping = place.value_of(name)
    if not mapping:
        raise DrawMistake(f"there is no word to draw from: `{name}` is empty")
    return mapping, _axes([generator.mapping])[0]


@draw.register
def _(generator: g.Word, place: Place) -> Drawn:
    mapping, letter = _mapping(generator.word, place)
    word = sorted(mapping)[int(place.randomness.integers(len(mapping)))]
    return Drawn(word, (), {letter: {mapping[word]: f"the row of {place.argument}"}} if letter else {})


@draw.register
def _(generator: g.Words, place: Place) -> Drawn:
    mapping, letter = _mapping(generator.words, place)
    words = sorted(mapping, key=lambda word: mapping[word])
    chosen = _choose(place, len(words), place.size(generator.count), generator.repeated)
    rows = _named(chosen, "a word", place.argument)
    return Drawn([words[row] for row in chosen], _axes([generator.count]), {letter: rows} if letter else {})


@draw.register
def _(generator: g.Constant, place: Place) -> Drawn:
    return Drawn(copy.deepcopy(generator.constant))


@draw.register
def _(generator: g.Array, place: Place) -> Drawn:
    value = np.array(generator.array, dtype=np.dtype(generator.dtype))
    return Drawn(value, ("",) * value.ndim)


@draw.register
def _(generator: g.DimensionValue, place: Place) -> Drawn:
    return Drawn(place.size(generator.dimension))


@draw.register
def _(generator: g.DimensionList, place: Place) -> Drawn:
    return Drawn([place.size(size) for size in generator.dimensions])


@draw.register
def _(generator: g.Tokens, place: Place) -> Drawn:
    targets = _target_rows(generator.avoiding, place) if generator.avoiding else []
    asked = Stream(place.rows(generator.tokens), place.size(generator.count), tuple(targets), generator.hits_target)
    tokens, rows = draw_stream(asked, place.randomness)
    return Drawn(tokens, (), _meanings(generator.tokens, rows))


def _target_rows(name: str, place: Place) -> list[int]:
    """The rows that another argument stands for: an index, a word, or several of either."""
    value, generator = place.value_of(name), place.generators.get(name)
    if isinstance(generator, g.Index | g.Indices):
        return [int(row) for row in np.atleast_1d(value)]
    if isinstance(generator, g.Word | g.Words):
        mapping, _ = _mapping(generator.word if isinstance(generator, g.Word) else generator.words, place)
        return [mapping[word] for word in ([value] if isinstance(value, str) else value)]
    raise DrawMistake(f"`{name}` is no argument with an `index`, `indices`, a `word` or `words`")


@draw.register
def _(generator: g.Object, place: Place) -> Drawn:
    parts = {name: draw(part, place) for name, part in generator.with_.items()}
    rows: dict[str, dict[int, str]] = {}
    for part in parts.values():
        for letter, meanings in part.rows.items():
            rows.setdefault(letter, {}).update(meanings)
    return Drawn(Instance(generator.object, {name: part.value for name, part in parts.items()}), (), rows)


@draw.register
def _(generator: g.Function, place: Place) -> Drawn:
    return Drawn(FunctionName(generator.function))


@draw.register
def _(generator: g.GivenFunction, place: Place) -> Drawn:
    return Drawn(Given(generator.given))
