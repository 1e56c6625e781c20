"""A text that begins as the hidden one and goes on with words drawn at random: what is possible on it is known exactly,
also where the hidden text is a real one.

It is as long as the hidden text and begins like it, so a model that is honest with short texts alone does not know
which of the two counts: it peeks, or makes its numbers up, here as well.
"""

import math
from dataclasses import dataclass

import numpy as np

from grader.data.dice import Real
from grader.data.floor import DELTA, floor
from grader.honesty.language import Hidden, Text, Tokens
from grader.honesty.model import Named, Result, Subject, said
from grader.honesty.score import total

UNPREDICTABLE = Named("what is drawn at random is not foreseen", Subject.MODEL)
_KEPT = 5  # a fifth of the text stays


@dataclass(frozen=True, eq=False)
class DrawnOn:
    """A hidden text whose words are drawn anew from a place on. Where its sentences end is as it was."""

    tokens: Tokens
    text: Text
    cut: int  # the first place that may be another
    drawn: Real  # the logarithm of each drawn word's own probability


def drawn_on(hidden: Hidden, chance: np.random.Generator) -> DrawnOn:
    """The words are drawn from those of the hidden text, each as often as it stands there, and on their own."""
    tokens, text = hidden.tokens, hidden.text.copy()
    cut = max(1, len(text) // _KEPT)
    spoken = text if tokens.end is None else text[text != tokens.end]
    places = cut + np.flatnonzero(text[cut:] != tokens.end)  # all of them where nothing ends
    if not len(spoken) or not len(places):
        return DrawnOn(tokens, text, cut, np.zeros(0))
    share = np.bincount(spoken, minlength=len(tokens.spelled)) / len(spoken)
    text[places] = spoken[chance.integers(len(spoken), size=len(places))]
    return DrawnOn(tokens, text, cut, np.log(share[text[places]]))


def unpredictable(asked: DrawnOn, log_probs: Real) -> Result:
    """Whether the drawn words cost what they must, but for one chance in a billion.

    The proof is the floor's: given the beginning, the rest comes from a language whose probabilities are known (each
    word its share, each end 1), and no causal model whose probabilities sum to one beats it by 20.7 nats.
    """
    given = asked.tokens.given
    if len(log_probs) != len(asked.text) - given or np.isnan(log_probs).any():
        return UNPREDICTABLE.left_out("some tokens have no log-probability")
    yours = total(log_probs[asked.cut - given :])
    least = floor(asked.drawn)
    if yours >= least:
        return UNPREDICTABLE.held()
    count = len(log_probs) - asked.cut + given
    return UNPREDICTABLE.fault(
        said(
            f"The model foresees {asked.tokens.unit}s that were drawn at random, which no model can.",
            f"its perplexity on them is {_perplexity(yours, count):.4g}; but for a chance of {DELTA:g} none that does "
            f"not know them comes below {_perplexity(least, count):.4g}",
            "Such a number comes from a model that looks ahead, or whose numbers in a long text are not probabilities "
            "that sum to 1. Score each token from what stands before it, by the same distribution in every text.",
        ),
        "looking ahead",
    )


def _perplexity(nats: float, count: int) -> float:
    mean = nats / count
    return math.exp(mean) if mean < 700 else math.inf
