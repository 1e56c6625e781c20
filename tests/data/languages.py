"""Languages and dice for these tests, from fixed seeds; languages are drawn once."""

from functools import cache

import numpy as np

from grader.data.character_chain import CharacterChain, draw_character_chain
from grader.data.dice import Dice
from grader.data.word_chain import WordChain, draw_word_chain


def dice(seed: int) -> Dice:
    return Dice(np.random.Generator(np.random.PCG64(seed)))


@cache
def word_chain(seed: int = 1) -> WordChain:
    return draw_word_chain(dice(seed), 500, 10)


@cache
def small_chain() -> WordChain:
    return draw_word_chain(dice(7), 60, 8)


@cache
def character_chain(seed: int = 1) -> CharacterChain:
    return draw_character_chain(dice(seed))


def within_four_standard_errors(values: np.ndarray, expected: float) -> bool:
    """For independent values."""
    return bool(abs(values.mean() - expected) < 4 * values.std(ddof=1) / np.sqrt(len(values)))
