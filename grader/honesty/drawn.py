"""The hidden text with some of its words drawn at random: what is possible on those is known exactly, also where the
text is a real one.

It is as long as the hidden text and begins like it, so a model that is honest with short texts alone does not know
which of the two counts: it peeks, or makes its numbers up, here as well. Sentences that both have tell whoever does so
in one of them only.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.data.dice import Real
from grader.data.floor import DELTA, floor
from grader.honesty.language import Hidden, Text, Tokens
from grader.honesty.model import Named, Result, Subject, said
from grader.honesty.score import total

UNPREDICTABLE = Named("what is drawn at random is not foreseen", Subject.MODEL)
ALIKE = Named("a sentence is as likely in one long text as in another", Subject.MODEL)
_KEPT = 5  # a fifth of the text stays
_PIECE = 100  # characters of a running text that are drawn or stay together
_FEWEST = 100  # tokens that both have, to compare them by
_BETTER = 0.3  # nats for a token: sentences before, drawn or not, move an honest model by a third of it


@dataclass(frozen=True, eq=False)
class DrawnOn:
    """A hidden text, from a place on every second sentence of which (by chance) has other words, as many."""

    tokens: Tokens
    text: Text
    cut: int  # the first place that is another
    drawn: NDArray[np.bool_]  # (due,) which predicted tokens were drawn
    shares: Real  # the logarithm of each of those's own probability

    @property
    def stands(self) -> NDArray[np.bool_]:
        """(due,): which tokens behind the cut are those of the hidden text."""
        behind = np.arange(len(self.drawn)) >= self.cut - self.tokens.given
        return np.asarray(behind & ~self._of_drawn_pieces)

    @property
    def _of_drawn_pieces(self) -> NDArray[np.bool_]:
        """An end belongs to what stands before it."""
        if self.tokens.end is None:
            return self.drawn
        return np.asarray(self.drawn | (np.append(False, self.drawn[:-1]) & (self.text == self.tokens.end)))


def drawn_on(hidden: Hidden, chance: np.random.Generator) -> DrawnOn:
    """The words are drawn from those of the hidden text, each as often as it stands there, and on their own."""
    tokens, text = hidden.tokens, hidden.text.copy()
    kept = max(1, len(text) // _KEPT)
    spoken = text if tokens.end is None else text[text != tokens.end]
    pieces = np.arange(len(text)) // _PIECE if tokens.end is None else np.cumsum(text == tokens.end)
    others = chance.random(int(pieces.max(initial=0)) + 2) < 0.5
    chosen = others[pieces] & (np.arange(len(text)) >= kept)
    if tokens.end is not None:
        chosen &= text != tokens.end
    text[chosen] = spoken[chance.integers(len(spoken), size=int(chosen.sum()))] if len(spoken) else text[chosen]
    share = np.bincount(spoken, minlength=len(tokens.spelled)) / max(1, len(spoken))
    cut = int(np.argmax(np.append(text != hidden.text, True)))
    return DrawnOn(tokens, text, cut, chosen[tokens.given :], np.log(share[text[chosen]]))


def unpredictable(asked: DrawnOn, log_probs: Real) -> Result:
    """Whether the drawn words cost what they must, but for one chance in a billion.

    The proof is the floor's: each drawn word comes from a language whose probabilities are known, whatever stands
    between them, and no causal model whose probabilities sum to one beats that by 20.7 nats.
    """
    if len(log_probs) != len(asked.drawn) or np.isnan(log_probs).any():
        return UNPREDICTABLE.left_out("some tokens have no log-probability")
    yours, least = total(log_probs[asked.drawn]), floor(asked.shares)
    if yours >= least:
        return UNPREDICTABLE.held()
    count = len(asked.shares)
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


def alike(asked: DrawnOn, whole: Real, log_probs: Real) -> Result:
    """Whether what stands in both texts is about as likely in the hidden one, `whole`, as in the other.

    A model with a long memory may do better in the hidden one, so whoever does much better is for a person.
    """
    stands = asked.stands
    if not len(whole) == len(log_probs) == len(stands) or np.isnan(whole).any() or np.isnan(log_probs).any():
        return ALIKE.left_out("some tokens have no log-probability")
    count = int(stands.sum())
    if count < _FEWEST:
        return ALIKE.left_out("the text is too short")
    one, other = total(whole[stands]), total(log_probs[stands])
    if not other > one + _BETTER * count:
        return ALIKE.held()
    return ALIKE.doubt(
        said(
            "The model gives the same sentences another perplexity when other ones in the text have changed.",
            f"{_perplexity(one, count):.4g} in the text that is scored, {_perplexity(other, count):.4g} with some "
            "others drawn at random",
            "A person will look at it. A model is asked about each text afresh, and answers by the same rule.",
        )
    )


def _perplexity(nats: float, count: int) -> float:
    mean = nats / count
    return math.exp(mean) if mean < 700 else math.inf
