"""Labelled sentences of which it is known how often the best possible classifier is right.

Every word has a valence from -2 to 2; a label favours valences, words are drawn one by one. The sum of the valences and
the number of words hold all that a sentence tells of its label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.data.dice import UNIT, Dice, Real, Whole, shares
from grader.data.word_chain import UnknownWord, made_up, zipf

_VALENCES = np.arange(-2, 3)
_BASE = np.array([0.06, 0.14, 0.6, 0.14, 0.06])  # most words say nothing
_WORDS = 1000
_DIMENSION = 50


@dataclass(frozen=True)
class Shape:
    """What kind of sentences: a label's pull on valences, label by label, and how long they are, evenly spread."""

    labels: tuple[str, ...]
    pulls: tuple[float, ...]  # how much likelier one step of valence makes a word
    shortest: int
    longest: int


#: Five classes of short sentences, and two of long reviews; the pulls put the best accuracy at 0.60 and 0.94.
FIVE = Shape(
    ("very negative", "negative", "neutral", "positive", "very positive"), (0.5, 0.7, 1.0, 1 / 0.7, 2.0), 4, 40
)
TWO = Shape(("negative", "positive"), (0.77, 1 / 0.77), 10, 120)


@dataclass(frozen=True, repr=False, eq=False)
class SentimentLanguage:
    """The language: words and vectors that tell their valence, and what nobody else may know. Labels are even."""

    shape: Shape
    words: tuple[str, ...]
    vectors: Real  # (V, D)
    valences: Whole  # (V,), -2 to 2
    favours: Whole  # (labels, 5) units: the chance of each valence
    emissions: Whole  # (V,) units; UNIT in all within each valence

    def __repr__(self) -> str:
        return f"SentimentLanguage of {len(self.words)} words"  # a traceback or a log must not show the parameters

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each word's number."""
        return {word: number for number, word in enumerate(self.words)}

    def sentences(self, count: int, dice: Dice) -> tuple[tuple[tuple[str, ...], int], ...]:
        """So many sentences of words, each with its label."""
        labels = dice.below(len(self.shape.labels), count)
        lengths = self.shape.shortest + dice.below(self.shape.longest - self.shape.shortest + 1, count)
        spelled = [self.words[number] for number in self._spoken(np.repeat(labels, lengths), dice).tolist()]
        ends = np.cumsum(lengths).tolist()
        starts = [0, *ends[:-1]]
        return tuple(
            (tuple(spelled[start:end]), label) for start, end, label in zip(starts, ends, labels.tolist(), strict=True)
        )

    def _spoken(self, labels: Whole, dice: Dice) -> Whole:
        """(tokens,): a word's number for each token, whose sentence has that label."""
        units = dice.units(len(labels))
        valences = np.zeros(len(labels), dtype=np.int64)
        for label, favour in enumerate(self.favours):
            here = labels == label
            valences[here] = np.searchsorted(np.cumsum(favour), units[here], side="right") - 2
        units = dice.units(len(labels))
        spoken = np.zeros(len(labels), dtype=np.int64)
        for valence in _VALENCES:
            members = np.flatnonzero(self.valences == valence)
            here = valences == valence
            spoken[here] = members[np.searchsorted(np.cumsum(self.emissions[members]), units[here], side="right")]
        return spoken

    def posterior(self, words: Sequence[str]) -> Real:
        """(labels,): the exact probability of each label, given the sentence. Raises UnknownWord."""
        try:
            valences = self.valences[[self.numbers[word] for word in words]]
        except KeyError as unknown:
            raise UnknownWord(f"{unknown.args[0]!r} is no word of this language") from None
        logs = np.log(self.favours / UNIT)[:, valences + 2].sum(axis=1)
        likely = np.exp(logs - logs.max())
        return np.asarray(likely / likely.sum())

    @cached_property
    def best_accuracy(self) -> float:
        """How often the best possible classifier is right, over all sentences: exact to six digits.

        For each length the sum of valences is convolved label by label; the best classifier takes the likeliest label.
        (Units are rounded, so the sum is all that counts up to one part in a billion.)
        """
        each = self.favours / UNIT
        sums = np.ones((len(each), 1))
        right = 0.0
        for length in range(1, self.shape.longest + 1):
            sums = np.array([np.convolve(row, one) for row, one in zip(sums, each, strict=True)])
            if length >= self.shape.shortest:
                right += float(sums.max(axis=0).sum()) / len(each)
        return right / (self.shape.longest - self.shape.shortest + 1)


def draw_sentiment(dice: Dice, shape: Shape) -> SentimentLanguage:
    """A language of a thousand words; most of them, rare and frequent alike, say nothing."""
    groups = np.repeat(_VALENCES, [100, 150, 500, 150, 100])
    ranks = np.concatenate([1 + np.arange(size) for size in (100, 150, 500, 150, 100)])
    places = dice.order(_WORDS)  # a word's number must not tell its valence
    groups, ranks = groups[places], ranks[places]
    centers = 0.6 * dice.bells(len(_VALENCES), _DIMENSION)
    return SentimentLanguage(
        shape=shape,
        words=made_up(_WORDS),
        vectors=centers[groups + 2] + 0.3 * dice.bells(_WORDS, _DIMENSION),
        valences=groups,
        favours=np.array([shares(_BASE * _tilt(pull)) for pull in shape.pulls]),
        emissions=zipf(groups, ranks),
    )


def _tilt(pull: float) -> Real:
    """pull to the power of each valence, by multiplication and division alone."""
    return np.array([1 / pull / pull, 1 / pull, 1.0, pull, pull * pull])
