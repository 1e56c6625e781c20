"""A language of characters in which each depends on the two before it, and everything is known exactly.

A text begins with two characters of even chances. The table is for this side of the wall only.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.data.dice import UNIT, Dice, Real, Whole, powers, shares, stairs
from grader.data.plateaus import Plateau, cross_entropy, entropy, given_context
from grader.data.word_chain import UnknownWord

SYMBOLS = " adehilnorst"
_FALL = 0.442  # each character that follows is so much rarer than the one before it: puts the oracle at 3.66
_EVEN = 0.02  # spread over all characters, so that nothing is impossible
_TRIES = 100_000


@dataclass(frozen=True, repr=False, eq=False)
class CharacterChain:
    """The language: its symbols, and for every two characters the units of each that may follow."""

    symbols: str
    table: Whole  # (A, A, A) units: the one before last, the last, the next

    def __repr__(self) -> str:
        return f"CharacterChain of {len(self.symbols)} characters"  # a traceback or a log must not show the table

    def text(self, length: int, dice: Dice) -> str:
        """So many characters, at least two."""
        steps = [[stairs(row) for row in block] for block in self.table]
        before, last = dice.below(len(self.symbols), 2).tolist()
        numbers = [before, last]
        for unit in dice.units(length - 2).tolist():
            before, last = last, bisect_right(steps[before][last], unit)
            numbers.append(last)
        return "".join(self.symbols[number] for number in numbers)

    def log_probabilities(self, text: str) -> Real:
        """(characters,): the exact natural logarithm of each one's probability, given all before it.

        Raises UnknownWord, naming the character.
        """
        numbers = self._numbers(text)
        logs = np.full(len(numbers), -np.log(len(self.symbols)))
        logs[2:] = np.log(self.table[numbers[:-2], numbers[1:-1], numbers[2:]] / UNIT)
        return logs

    def distribution(self, previous: str) -> Real:
        """(A,): the probability of each symbol after a text."""
        numbers = self._numbers(previous[-2:])
        if len(numbers) < 2:
            return np.full(len(self.symbols), 1 / len(self.symbols))
        return np.asarray(self.table[numbers[0], numbers[1]] / UNIT)

    def _numbers(self, text: str) -> Whole:
        places = {symbol: number for number, symbol in enumerate(self.symbols)}
        try:
            return np.array([places[symbol] for symbol in text], dtype=np.int64)
        except KeyError as unknown:
            raise UnknownWord(f"{unknown.args[0]!r} is no character of this language") from None

    @cached_property
    def joint(self) -> Real:
        """(A, A, A): how often three characters stand in a row, in the long run."""
        table = self.table / UNIT
        pairs = np.full(table.shape[:2], 1 / len(self.symbols) ** 2)
        for _ in range(10_000):
            after = (pairs[:, :, None] * table).sum(axis=0)
            if float(np.abs(after - pairs).max()) < 1e-15:
                break
            pairs = after
        return np.asarray((pairs / pairs.sum())[:, :, None] * table)

    @cached_property
    def plateaus(self) -> tuple[Plateau, ...]:
        """The oracle and the models that know less, with exact perplexities; the reversed one knows the wrong thing."""
        pairs = self.joint.sum(axis=0)  # (A, A) the last, the next
        nats = {
            "oracle": cross_entropy(self.joint, self.table / UNIT),
            "order 1": cross_entropy(pairs, given_context(pairs)),
            "order 0": entropy(pairs.sum(axis=0)),
            "uniform": float(np.log(len(self.symbols))),
            "reversed": cross_entropy(self.joint, given_context(self.joint.transpose(2, 1, 0))),
        }
        return tuple(Plateau(name, float(np.exp(nats[name])), meaning) for name, meaning in _MEANINGS.items())


_MEANINGS = {
    "oracle": "the language itself: nothing is left to learn",
    "order 1": "a model that sees the last character only: nothing older reaches its predictions",
    "order 0": "a model that knows how frequent each character is, and uses nothing that stands before it",
    "uniform": "a guess: every character is as likely as every other",
    "reversed": "a model of the reversed text: it predicts the character before where the one after is due",
}


def draw_character_chain(dice: Dice) -> CharacterChain:
    """A language of twelve characters.

    After every two characters the others follow in an order of its own, with the same falling probabilities, so the
    oracle's perplexity is one and the same for every seed.
    """
    drawn = (CharacterChain(SYMBOLS, _table(dice)) for _ in range(_TRIES))
    return next(chain for chain in drawn if _apart(chain))


def _table(dice: Dice) -> Whole:
    count = len(SYMBOLS)
    falling = powers(_FALL, count)
    profile = shares(falling / falling.sum() * (1 - _EVEN) + _EVEN / count)
    rows = [profile[dice.order(count)] for _ in range(count * count)]
    return np.array(rows).reshape(count, count, count)


def _apart(chain: CharacterChain) -> bool:
    """Whether the plateaus stand where thresholds were measured; one draw in thirty."""
    perplexity = {plateau.name: plateau.perplexity for plateau in chain.plateaus}
    return 9.4 <= perplexity["order 1"] <= 9.8 and perplexity["order 0"] <= 11.7
