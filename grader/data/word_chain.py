"""A language of words in which each depends on the one before it, and everything is known exactly.

P(y | x) = T[class of x, class of y] · emit[y]: a class follows a class, and within its class a word is drawn by Zipf's
law. Class 0 holds one word, the sentence's end; a text begins after one. The parameters are for this side of the wall
only: a student may see the words, their vectors and a text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.data.dice import UNIT, Dice, Real, Whole, powers, shares, stairs
from grader.data.plateaus import Plateau, cross_entropy, entropy, given_context

END = "</s>"
_ENDING = 1 / 16  # of all words one in sixteen is a sentence's last
_FALL = 0.118  # each class that follows is so much rarer than the one before it: puts the oracle at 43.7
_EVEN = 0.02  # spread over all classes, so that nothing that follows is rarer than 1 in 500
_DIMENSION = 50
_BATCH = 4096
_TRIES = 100_000


class UnknownWord(ValueError):
    """A text holds something that the language does not have."""


@dataclass(frozen=True, repr=False, eq=False)
class WordChain:
    """The language: `words`, numbered from 0 (the end), their vectors, and what nobody else may know."""

    words: tuple[str, ...]
    vectors: Real  # (V, D) tell the class of a word, with noise
    classes: Whole  # (V,)
    transitions: Whole  # (K, K) units; a row is what follows one class
    emissions: Whole  # (V,) units; UNIT in all within each class

    def __repr__(self) -> str:
        return f"WordChain of {len(self.words)} words"  # a traceback or a log must not show the parameters

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each word's number."""
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def _log_transitions(self) -> Real:
        with np.errstate(divide="ignore"):
            return np.log(self.transitions / UNIT)

    @cached_property
    def _log_emissions(self) -> Real:
        return np.log(self.emissions / UNIT)

    def text(self, tokens: int, dice: Dice) -> Whole:
        """Whole sentences, ends included, as numbers: at least so many tokens, and on to that sentence's end."""
        steps = [stairs(row) for row in self.transitions]
        path: list[int] = []
        current = 0
        while len(path) < tokens or current != 0:
            for unit in dice.units(_BATCH).tolist():
                current = bisect_right(steps[current], unit)
                path.append(current)
                if len(path) >= tokens and current == 0:
                    break
        return self._spoken(np.array(path, dtype=np.int64), dice)

    def _spoken(self, path: Whole, dice: Dice) -> Whole:
        """A word for each class on the path."""
        units = dice.units(len(path))
        text = np.zeros(len(path), dtype=np.int64)
        for number in range(len(self.transitions)):
            members = np.flatnonzero(self.classes == number)
            here = path == number
            chosen = np.searchsorted(np.cumsum(self.emissions[members]), units[here], side="right")
            text[here] = members[chosen]
        return text

    def sentences(self, text: Whole) -> tuple[tuple[str, ...], ...]:
        """A text of numbers as sentences of words, without their ends."""
        ends = np.flatnonzero(text == 0).tolist()
        spelled = [self.words[number] for number in text.tolist()]
        return tuple(
            tuple(spelled[start:end]) for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)
        )

    def text_of(self, sentences: Iterable[Sequence[str]]) -> Whole:
        """Sentences of words as numbers, an end after each. Raises UnknownWord."""
        try:
            return np.array([self.numbers[word] for words in sentences for word in (*words, END)], dtype=np.int64)
        except KeyError as unknown:
            raise UnknownWord(f"{unknown.args[0]!r} is no word of this language") from None

    def log_probabilities(self, text: Whole) -> Real:
        """(tokens,): the exact natural logarithm of each token's probability, given all before it.

        text: (tokens,) numbers, taken to begin after an end. What cannot happen (an empty sentence) has -inf.
        """
        if len(text) and not 0 <= int(text.min()) <= int(text.max()) < len(self.words):
            raise UnknownWord(f"the words of this language are numbered 0 to {len(self.words) - 1}")
        classes = self.classes[text]
        before = np.concatenate([[0], classes[:-1]]) if len(text) else classes
        return np.asarray(self._log_transitions[before, classes] + self._log_emissions[text])

    def distribution(self, previous: int) -> Real:
        """(V,): the probability of each word after the word of that number."""
        row = self.transitions[self.classes[previous]] / UNIT
        return np.asarray(row[self.classes] * (self.emissions / UNIT))

    @cached_property
    def class_frequencies(self) -> Real:
        """(K,): how often each class is met in the long run."""
        return long_run(self.transitions / UNIT)

    @cached_property
    def frequencies(self) -> Real:
        """(V,): how often each word is met in the long run."""
        return np.asarray(self.class_frequencies[self.classes] * (self.emissions / UNIT))

    @cached_property
    def plateaus(self) -> tuple[Plateau, ...]:
        """The oracle and the models that know less, with exact perplexities; the reversed one knows the wrong thing."""
        within = entropy(self.frequencies) - entropy(self.class_frequencies)  # nats for the word, its class known
        nats = {name: value + within for name, value in _class_nats(self.transitions / UNIT).items()}
        perplexities = {
            **{name: float(np.exp(value)) for name, value in nats.items()},
            "uniform": float(len(self.words)),
        }
        return tuple(Plateau(name, perplexities[name], meaning) for name, meaning in _MEANINGS.items())


_MEANINGS = {
    "oracle": "the language itself: nothing is left to learn",
    "unigram": "a unigram: it knows how frequent each word is, and uses nothing of the word before it",
    "uniform": "a guess: every word is as likely as every other",
    "reversed": "a model of the reversed text: it predicts the word before where the word after is due",
}


def long_run(transitions: Real) -> Real:
    """(K,): the stationary distribution of a chain. Sums in one fixed order, for the sake of the last bit."""
    frequencies = np.full(len(transitions), 1 / len(transitions))
    for _ in range(10_000):
        after = (frequencies[:, None] * transitions).sum(axis=0)
        if float(np.abs(after - frequencies).max()) < 1e-15:
            break
        frequencies = after
    return np.asarray(frequencies / frequencies.sum())


def draw_word_chain(dice: Dice, words: int, classes: int) -> WordChain:
    """A language of so many words and classes, the end among both.

    Every class is followed by the others in an order of its own, with the same falling probabilities, so the oracle's
    perplexity is one and the same for every seed.
    """
    transitions = next(drawn for drawn in (_transitions(dice, classes) for _ in range(_TRIES)) if _apart(drawn))
    members = np.concatenate([[0], 1 + np.arange(words - 1) % (classes - 1)])  # by rank: dealt like cards
    ranks = np.concatenate([[1], 1 + np.arange(words - 1) // (classes - 1)])
    places = np.concatenate([[0], 1 + dice.order(words - 1)])  # a word's number must not tell its class
    members, ranks = members[places], ranks[places]
    centers = 0.6 * dice.bells(classes, _DIMENSION)
    return WordChain(
        words=(END, *made_up(words - 1)),
        vectors=centers[members] + 0.3 * dice.bells(words, _DIMENSION),
        classes=members,
        transitions=transitions,
        emissions=zipf(members, ranks),
    )


def _class_nats(transitions: Real) -> dict[str, float]:
    """What telling the next class costs the oracle, a unigram and a model of the reversed text, in nats."""
    frequencies = long_run(transitions)
    joint = frequencies[:, None] * transitions  # (K, K) class before, class after
    return {
        "oracle": cross_entropy(joint, transitions),
        "unigram": entropy(frequencies),
        "reversed": cross_entropy(joint, given_context(joint.T)),
    }


def _apart(transitions: Whole) -> bool:
    """Whether the plateaus stand where thresholds were measured; one draw in a hundred.

    In the others everything else is right, too, but a unigram may come near the oracle, or the reversed near a guess.
    """
    nats = _class_nats(transitions / UNIT)
    unigram, reverse = (float(np.exp(nats[name] - nats["oracle"])) for name in ("unigram", "reversed"))
    return 2.7 <= unigram <= 2.93 and 18 <= reverse <= 46


def _transitions(dice: Dice, classes: int) -> Whole:
    falling = powers(_FALL, classes - 1)
    profile = falling / falling.sum() * (1 - _EVEN) + _EVEN / (classes - 1)
    first, later = shares(profile), shares(np.append(profile * (1 - _ENDING), _ENDING))
    rows = np.zeros((classes, classes), dtype=np.int64)
    rows[0, 1:] = first[dice.order(classes - 1)]  # no sentence is empty
    for row in rows[1:]:
        row[1:], row[0] = later[:-1][dice.order(classes - 1)], later[-1]
    return rows


def zipf(groups: Whole, ranks: Whole) -> Whole:
    """(V,): units by 1 / rank, UNIT in all within each group."""
    units = np.zeros(len(groups), dtype=np.int64)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        units[members] = shares(1.0 / ranks[members])
    return units


def made_up(count: int) -> tuple[str, ...]:
    """Distinct words of two syllables that mean nothing, at most 4,900."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    return tuple(syllables[number // 70] + syllables[number % 70] for number in range(count))
