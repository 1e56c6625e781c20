"""Whether the words that are shown next to a word are those with the greatest cosines, nearest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.arrays import Array
from reference.cbow.judging.vocabulary import counts, words
from reference.cbow.neighbours import nearest
from reference.judgement import Judgement, Unreadable
from reference.mistake import Mistake, mistakes_of

_V, _D, _ASKED, _NEIGHBOURS = 250, 5, 3, 10
_LEAST = 5  # neighbours that tell an order
ASPECTS = ("by cosine", "ten others")


@dataclass(frozen=True)
class Vectors:
    """Two tables with rows of very uneven lengths, and words to be validated."""

    words: list[str]
    counts: list[int]
    A: Array
    B: Array
    rows: list[int]

    @property
    def given(self) -> tuple[Any, ...]:
        return self.words, self.counts, self.A.astype(np.float32), self.B.astype(np.float32), self.rows

    def tables(self) -> Iterator[Array]:
        """Every table that a word's vector may be read from: the contexts', the centres', or both."""
        yield self.A
        yield self.B
        yield self.A + self.B
        yield np.hstack([self.A, self.B])
        unit = [table / np.linalg.norm(table, axis=1, keepdims=True) for table in (self.A, self.B)]
        yield unit[0] + unit[1]


def vectors(rng: np.random.Generator) -> Vectors:
    """Drawn until no word that is asked for stands next to another one, in any table and under any mistake; nor does
    row 0, which stands for unknown words in many notebooks."""
    while True:
        A, B = (_uneven(rng) for _ in range(2))
        rows = (1 + rng.permutation(_V - 1)[:_ASKED]).tolist()
        asked = Vectors(words(_V), counts(_V), A, B, rows)
        if all(_is_clear(table, rows) for table in asked.tables()):
            return asked


def _uneven(rng: np.random.Generator) -> Array:
    lengths = np.exp(rng.normal(scale=0.7, size=(_V, 1)))
    return np.asarray((rng.normal(size=(_V, _D)) * lengths).astype(np.float32).astype(np.float64))


def _is_clear(table: Array, rows: list[int]) -> bool:
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    for row in rows:
        near = nearest(table, row, _NEIGHBOURS + 1)
        gaps = -np.diff(unit[near] @ unit[row])
        if {0, *rows} & set(near.tolist()) or gaps.min() < 3e-5:
            return False
    return True


def judge_nearest(asked: Vectors, found: Any, printed: str) -> list[Judgement]:
    """The aspects of ASPECTS, of what is returned or else of what is printed."""
    value = found[1]
    tried = [shown for shown in (_returned(value, asked), _said(printed.rpartition("\f")[2], asked)) if shown]
    if not tried:
        if value is None and not printed.strip("\f\n "):
            raise Unreadable("nothing is returned or printed")
        return _open("The words that you show could not be told apart from the rest.")
    for shown in tried:
        judged = _right(shown, asked)
        if judged:
            return judged
    return _wrong(tried[0], asked)


Shown = dict[int, list[int]]


def _returned(value: Any, asked: Vectors) -> Shown:
    """The neighbours by the word that they belong to, from lists of words or rows in the order asked."""
    if not isinstance(value, list) or len(value) != len(asked.rows):
        return {}
    shown = {}
    for row, one in zip(asked.rows, value, strict=True):
        found = list(_rows_in(one, asked))
        keyed = isinstance(one, list) and len(one) == 2 and isinstance(one[1], list)  # of a dictionary, or a pair
        shown[row] = found[1:] if keyed and found[:1] == [row] else found
    return shown if all(len(one) >= _LEAST for one in shown.values()) else {}


def _rows_in(value: Any, asked: Vectors) -> Iterator[int]:
    if isinstance(value, str):
        yield from _spoken(value, asked)
    elif isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _V:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _rows_in(one, asked)


def _spoken(text: str, asked: Vectors) -> list[int]:
    places = {word: row for row, word in enumerate(asked.words)}
    return [places[word] for word in re.findall(r"[a-z]+", text[:50_000]) if word in places]


def _said(printed: str, asked: Vectors) -> Shown:
    """The same from what is printed: each word that was asked for, and what follows until the next one."""
    said = _spoken(printed, asked)
    starts: list[int] = []
    for row in asked.rows:
        try:
            starts.append(said.index(row, starts[-1] + 1 if starts else 0))
        except ValueError:
            return {}
    ends = [*starts[1:], len(said)]
    shown = {row: said[start + 1 : end] for row, start, end in zip(asked.rows, starts, ends, strict=True)}
    return shown if all(len(one) >= _LEAST for one in shown.values()) else {}


def _right(shown: Shown, asked: Vectors) -> list[Judgement]:
    """What is said where the order is that of some table's cosines; [] where it is not."""
    for table in asked.tables():
        due = {row: nearest(table, row, _V - 1).tolist() for row in shown}
        others = {row: [one for one in several if one != row] for row, several in shown.items()}
        if all(several == due[row][: len(several)] for row, several in others.items()):
            return [Judgement("by cosine", True), _number(shown, others)]
    return []


def _number(shown: Shown, others: Shown) -> Judgement:
    fewest, most = (function(len(one) for one in others.values()) for function in (min, max))
    if any(row in several for row, several in shown.items()) and fewest < _NEIGHBOURS:
        mistake = _named("the word as its own neighbour")
        return Judgement("ten others", False, mistake.sentence, "", mistake.advice, mistake=mistake)
    if (fewest, most) == (_NEIGHBOURS, _NEIGHBOURS):
        return Judgement("ten others", True)
    note = f"You show {fewest if fewest == most else f'{fewest} to {most}'} neighbours; ten are asked."
    return Judgement("ten others", True, notes=(note,))


def _named(name: str) -> Mistake:
    return next(one for one in mistakes_of(nearest) if one.name == name)


def _wrong(shown: Shown, asked: Vectors) -> list[Judgement]:
    for one in mistakes_of(nearest):
        for table in asked.tables():
            due = {row: [int(word) for word in one.wrong(table, row, _V - 1)] for row in shown}
            if all(several == due[row][: len(several)] for row, several in shown.items()):
                return _as_wrong(one.sentence, "", one.advice, one)
    row, several = next(iter(shown.items()))
    due_words = [asked.words[one] for one in nearest(asked.A, row, 3).tolist()]
    where = (f"`{asked.words[row]}`: yours {', '.join(asked.words[one] for one in several[:3])}, "
             f"expected {', '.join(due_words)}")  # fmt: skip
    what = "The words that you show are not those with the greatest cosines."
    return _as_wrong(what, where, "Divide each row by its length, take the products with the word's, sort downwards.")


def _as_wrong(what: str, where: str, advice: str, mistake: Mistake | None = None) -> list[Judgement]:
    return [Judgement(aspect, False, what, where, advice, mistake=mistake) for aspect in ASPECTS]


def _open(why: str) -> list[Judgement]:
    return [Judgement(aspect, None, why, "", "Nothing is lost: a person will look at it.") for aspect in ASPECTS]
