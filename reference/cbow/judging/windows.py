"""Whether rows are the full windows of some sentences: [left, right, centre], each once and in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.cbow.judging.vocabulary import counts, words
from reference.cbow.rows import Row, get_tokenized_dataset
from reference.judgement import Judgement, Unreadable
from reference.mistake import Mistake, mistakes_of

_V = 14


@dataclass(frozen=True)
class Sentences:
    """Sentences of rows of a small vocabulary; one is too short for a window, and none says a word twice."""

    words: list[str]
    counts: list[int]
    rows: list[list[int]]

    @property
    def given(self) -> tuple[Any, ...]:
        return self.words, self.counts, self.rows


def sentences(rng: np.random.Generator) -> Sentences:
    """Seven sentences of 3 to 9 words, and one of two."""
    lengths = [*rng.permutation(range(3, 10)).tolist(), 2]
    rows = [rng.permutation(_V)[:length].tolist() for length in lengths]
    return Sentences(words(_V), counts(_V), rows)


def judge_windows(asked: Sentences, found: Any, printed: str) -> list[Judgement]:
    """Aspects: "columns" and "every window". Any order of the same rows is fine, and any numbering of the words."""
    forms = [_Form(*one) for one in found]
    if not forms:
        raise Unreadable("no form of the data set gave rows")
    due = get_tokenized_dataset(asked.rows)
    best = next((form for form in forms if _same(form.rows, due)), None)
    if best is not None:
        return _right(best)
    if any(form.rows != form.again for form in forms):
        why = "Your rows are others each time, so that they can't be compared with ours."
        return [_open(aspect, why) for aspect in ("columns", "every window")]
    return _wrong(max(forms, key=lambda form: _shared(form.rows, due)).rows, due, asked)


@dataclass(frozen=True)
class _Form:
    """How the sentences were given, and what came back."""

    name: str
    rows: list[Row]
    again: list[Row]


def _same(rows: list[Row], due: list[Row]) -> bool:
    """Whether the rows are those that are due: the same multiset, or, in order, the same under another numbering."""
    return sorted(rows) == sorted(due) or _renumbered(rows, due)


def _renumbered(rows: list[Row], due: list[Row]) -> bool:
    if [len(row) for row in rows] != [len(row) for row in due]:
        return False
    pairs = {(a, b) for row, other in zip(rows, due, strict=True) for a, b in zip(row, other, strict=True)}
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def _shared(rows: list[Row], due: list[Row]) -> int:
    return len({tuple(row) for row in rows} & {tuple(row) for row in due}) + (len(rows) == len(due))


def _right(form: _Form) -> list[Judgement]:
    notes = () if form.name == "a list of words" else (f"`get_tokenized_dataset` was given {form.name} an item.",)
    return [Judgement("columns", True, notes=notes), Judgement("every window", True)]


def _open(aspect: str, why: str) -> Judgement:
    return Judgement(aspect, None, why, "", "Nothing is lost: a person will look at it.")


def _wrong(rows: list[Row], due: list[Row], asked: Sentences) -> list[Judgement]:
    if not rows or any(len(row) != 3 for row in rows):
        return _other_rows(rows)
    known = _known(rows, asked)
    if known is None and _holds(rows, due):
        why = "Besides all full windows your rows hold others: perhaps windows that are cut off at a sentence's end."
        return [Judgement("columns", True), _open("every window", why)]
    columns = sorted(map(tuple, map(sorted, rows))) == sorted(map(tuple, map(sorted, due)))
    what = known.sentence if known else _what(rows, due, columns)
    advice = known.advice if known else "Compare them with the windows of the sheet's example, one by one."
    where = _where(rows, due)
    right_columns = not columns and _shared(rows, due) > len(due) // 2
    return [
        Judgement("columns", right_columns, what, where, advice, mistake=known),
        Judgement("every window", columns, what, where, advice, mistake=known),
    ]


def _other_rows(rows: list[Row]) -> list[Judgement]:
    if rows and len({len(row) for row in rows}) == 1:
        width = len(rows[0])
        what = f"Your rows have {width} {'entry' if width == 1 else 'entries'}, where [left, right, centre] is due."
        advice = "A row is one window: the words left and right of a word, and that word."
        if width != 2:
            return [Judgement(aspect, False, what, "", advice) for aspect in ("columns", "every window")]
        what = "Your rows are pairs of words, as skip-gram's are, where [left, right, centre] is due."
        return [Judgement(aspect, False, what, "", advice) for aspect in ("columns", "every window")]
    if not rows:
        what = "No rows come back."
        advice = "Return a row for every word that has a neighbour on both sides."
        return [Judgement(aspect, False, what, "", advice) for aspect in ("columns", "every window")]
    why = "Your rows have different lengths, so that they can't be compared with [left, right, centre]."
    return [_open(aspect, why) for aspect in ("columns", "every window")]


def _holds(rows: list[Row], due: list[Row]) -> bool:
    """Whether every due row is there, as often as it is due."""
    there = sorted(map(tuple, rows))
    return all(there.count(one) >= sorted(map(tuple, due)).count(one) for one in set(map(tuple, due)))


def _known(rows: list[Row], asked: Sentences) -> Mistake | None:
    for one in mistakes_of(get_tokenized_dataset):
        wrong: list[Row] = one.wrong(asked.rows)
        if _same(rows, wrong):
            return one
    return None


def _what(rows: list[Row], due: list[Row], columns: bool) -> str:
    if columns:
        return "Your rows hold the right words in another order than [left, right, centre]."
    if len(rows) != len(due):
        return f"Your rows are {len(rows)}, where these sentences have {len(due)} full windows."
    return "Your rows are not the full windows of these sentences."


def _where(rows: Sequence[Row], due: Sequence[Row]) -> str:
    place = next((i for i, (a, b) in enumerate(zip(rows, due, strict=False)) if a != b), min(len(rows), len(due)))
    yours = str(list(rows[place])) if place < len(rows) else "none"
    ours = str(list(due[place])) if place < len(due) else "none"
    return f"row {place}: yours {yours}, expected {ours}"
