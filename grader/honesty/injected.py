"""Models of ours whose perplexity is known exactly, to be put in the place of the student's own.

They know the last token only and have a small language of their own, so a driver can make one out of a table, a
network's weights or a class with the sheet's interface.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.data.dice import Real, Whole
from grader.honesty.language import Text, Tokens

#: Tokens of such a language, and the words of its sentences: 1, 30, 2 and 11, and so many that a product of their
#: probabilities is 0. With their ends they are 319 tokens, which no batch of a usual size divides.
_V = 24
LENGTHS = (1, 30, 2, 11, 270)
_RUNNING = (12, 345)  # characters of the running texts


@dataclass(frozen=True, eq=False)
class Injected:
    """P(next | last), and its language. A text of sentences begins as though after an end."""

    name: str  # completes "on a model …": "that finds every word equally likely"
    tokens: Tokens
    after: Real  # (V, V), a row for every last token

    def __call__(self, before: Sequence[int]) -> Real:
        """(V,): the distribution after these tokens."""
        last = before[-1] if len(before) else self.tokens.end
        return np.asarray(self.after[0 if last is None else int(last)])

    def log_probs(self, text: Text) -> Real:
        """(due,): the exact logarithms."""
        first = [] if self.tokens.end is None else [self.tokens.end]
        before = np.concatenate([np.array(first, dtype=np.int64), text[:-1]])
        return np.asarray(np.log(self.after[before, self.tokens.due(text)]))

    def perplexity(self, text: Text) -> float:
        """The exact value."""
        return float(np.exp(-self.log_probs(text).mean()))


def language_like(tokens: Tokens) -> Tokens:
    """A small language with the same conventions: sentences with ends, or a running text."""
    letters = tuple("abcdefghijklmnopqrstuvw"[: _V - 1])
    return Tokens(("\n", *letters)) if tokens.end is None else Tokens(("</s>", *letters), end=0)


def injected_models(tokens: Tokens, chance: np.random.Generator) -> tuple[Injected, ...]:
    """A uniform model, a skewed one, and one whose distribution depends on the last token."""
    own, unit = language_like(tokens), tokens.unit
    skew = _falling()[chance.permutation(_V)]
    rows = np.array([_falling()[chance.permutation(_V)] for _ in range(_V)])
    return (
        Injected(f"that finds every {unit} equally likely", own, np.full((_V, _V), 1 / _V)),
        Injected(f"that prefers some {unit}s to others", own, np.tile(skew, (_V, 1))),
        Injected(f"whose prediction depends on the {unit} before", own, rows),
    )


def uneven_texts(tokens: Tokens, chance: np.random.Generator) -> list[Text]:
    """Texts for these models: sentences of very different lengths in one, or a short and a longer running text.

    Every sentence prefers other words, so that a mean over sentences is not the mean over tokens.
    """
    if tokens.end is None:
        return [chance.integers(_V, size=length).astype(np.int64) for length in _RUNNING]
    return [np.concatenate([_sentence(length, chance) for length in LENGTHS])]


def _sentence(length: int, chance: np.random.Generator) -> Whole:
    favourites = 1 + chance.permutation(_V - 1)[:6]
    return np.append(favourites[chance.integers(len(favourites), size=length)], 0).astype(np.int64)


def _falling() -> Real:
    """(V,): from nearly one half down to half a percent, so that a probability raised to 1 % is noticed."""
    p = 1.0 / np.arange(1, _V + 1) ** 2
    return np.asarray(0.9 * p / p.sum() + 0.1 / _V)
