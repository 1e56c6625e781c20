"""Which known mistake gives exactly the perplexities that a student's function gives.

The mistakes are the reference's own, run on the same models and texts; a name is told only where all numbers agree.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from grader.data.dice import Real
from grader.honesty.injected import Injected
from grader.honesty.language import Text, Tokens

_RELATIVE = 1e-3
_ROUNDED = 0.0051  # a perplexity that is handed back with two digits after the point


@dataclass(frozen=True, eq=False)
class Recorded:
    """A student's own model as far as it was asked: the probabilities of the true tokens of one short text."""

    tokens: Tokens
    known: dict[tuple[int, ...], dict[int, float]]  # what came before: the tokens that were scored there

    @classmethod
    def of(cls, tokens: Tokens, text: Text, log_probs: Real) -> "Recorded":
        """log_probs: one for each predicted token of the text."""
        known: dict[tuple[int, ...], dict[int, float]] = {}
        start, numbers = 0, np.exp(log_probs)
        for sentence in tokens.sentences(text):
            for place in range(tokens.given, len(sentence)):
                row = known.setdefault(tuple(sentence[:place].tolist()), {})
                row[int(sentence[place])] = float(numbers[start + place - tokens.given])
            start += len(sentence)
        return cls(tokens, known)

    def __call__(self, before: Sequence[int]) -> Real:
        """(V,): nan where nothing is known."""
        row = np.full(len(self.tokens.spelled), np.nan)
        for token, p in self.known.get(tuple(int(one) for one in before), {}).items():
            row[token] = p
        return row


@dataclass(frozen=True, eq=False)
class Asked:
    """One question put to a student's perplexity function, and its answer."""

    model: Injected | Recorded
    text: Text
    log_probs: Real
    yours: float

    @property
    def due(self) -> float:
        mean = -float(np.mean(self.log_probs))
        return math.exp(mean) if mean < 700 else math.inf


@dataclass(frozen=True)
class WrongVersion:
    """A known way to get a perplexity wrong, and what it gives."""

    name: str
    sentence: str  # true of whoever's numbers are these
    advice: str
    gives: Callable[[Asked], float]


def same(yours: float, due: float) -> bool:
    """Whether a perplexity is the one that is due: to one part in a thousand, or rounded to two digits."""
    return yours == due or (math.isfinite(due) and abs(yours - due) <= max(_RELATIVE * abs(due), _ROUNDED))


def named(asked: Sequence[Asked], versions: Sequence[WrongVersion]) -> WrongVersion | None:
    """The first that gives every answer, and not the right ones."""
    for version in versions:
        told = [_told(version, one) for one in asked]
        if all(same(one.yours, value) for one, value in zip(asked, told, strict=True)) and not all(
            same(value, one.due) for one, value in zip(asked, told, strict=True)
        ):
            return version
    return None


def _told(version: WrongVersion, asked: Asked) -> float:
    try:
        with np.errstate(all="ignore"):
            return float(version.gives(asked))
    except (ArithmeticError, LookupError, ValueError):
        return math.nan  # this mistake gives no number here


def known_mistakes(tokens: Tokens) -> tuple[WrongVersion, ...]:
    """Those of the reference that need nothing but a model and a text: of any perplexity, then of sentences or
    characters."""
    from reference.language_models import character_perplexity, perplexity, text_perplexity
    from reference.mistake import Mistake, mistakes_of

    def of_probabilities(mistake: Mistake) -> Callable[[Asked], float]:
        return lambda asked: float(mistake.wrong(np.exp(asked.log_probs)))

    def of_sentences(mistake: Mistake) -> Callable[[Asked], float]:
        def gives(asked: Asked) -> float:
            end = asked.model.tokens.end
            sentences = [one[:-1].tolist() for one in asked.model.tokens.sentences(asked.text)]
            return float(mistake.wrong(asked.model, sentences, end))

        return gives

    def of_characters(mistake: Mistake) -> Callable[[Asked], float]:
        def gives(asked: Asked) -> float:
            alphabet = "".join(asked.model.tokens.spelled)
            return float(mistake.wrong(asked.model, "".join(alphabet[one] for one in asked.text), alphabet))

        return gives

    whole, by_text = (
        (text_perplexity, of_sentences) if tokens.end is not None else (character_perplexity, of_characters)
    )
    filed = [(mistake, of_probabilities(mistake)) for mistake in mistakes_of(perplexity)]
    filed += [(mistake, by_text(mistake)) for mistake in mistakes_of(whole)]
    return tuple(WrongVersion(one.name, one.sentence, one.advice, gives) for one, gives in filed)
