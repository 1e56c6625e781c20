"""What a model scores on the hidden text, computed here from its log-probabilities and our own count of tokens."""

import math
from dataclasses import dataclass

from grader.data.dice import Real
from grader.data.floor import DELTA, floor
from grader.honesty.language import Hidden
from grader.honesty.model import Named, Result, Subject, said

FLOOR = Named("no better than an honest model can be", Subject.MODEL)
LEARNT = Named("better than a guess", Subject.MODEL)
_BETTER = 0.97  # of a guess's perplexity
_IMPOSSIBLE = 1e9  # nats for one token: a sum of such numbers may be none


@dataclass(frozen=True, eq=False)
class Score:
    """One model on one hidden text."""

    hidden: Hidden
    nats: float  # in all

    @classmethod
    def of(cls, hidden: Hidden, log_probs: Real) -> "Score":
        """From one log-probability for each predicted token; one that is beyond all bounds is an impossible one's."""
        return cls(hidden, total(log_probs))

    @property
    def perplexity(self) -> float:
        """Per predicted token; inf where one was held impossible."""
        mean = self.nats / self.hidden.count
        return math.exp(mean) if mean < 700 else math.inf

    @property
    def nats_per_character(self) -> float:
        """Of the text as it was before any preprocessing: what two ways of cutting a text into tokens share."""
        return self.nats / self.hidden.characters

    @property
    def ratio(self) -> float | None:
        """To the oracle's perplexity on the same tokens; None for a real text."""
        best = self.oracle
        return None if best is None else self.perplexity / best

    @property
    def oracle(self) -> float | None:
        """The perplexity of the language itself on these tokens."""
        if self.hidden.oracle is None:
            return None
        return math.exp(-math.fsum(self.hidden.oracle.tolist()) / self.hidden.count)

    @property
    def measured(self) -> tuple[tuple[str, float], ...]:
        """The figures that stand beside every perplexity."""
        return (
            ("perplexity", self.perplexity),
            ("nats", self.nats),
            ("nats per character", self.nats_per_character),
            ("tokens", float(self.hidden.count)),
            ("lines", float(self.hidden.lines)),
            ("characters", float(self.hidden.characters)),
            ("unknown share", self.hidden.unknown_share),
        )


def total(log_probs: Real) -> float:
    """The nats of all tokens together; inf where one was held impossible."""
    if (log_probs < -_IMPOSSIBLE).any():
        return math.inf
    return -math.fsum(log_probs.tolist())


def not_below_the_floor(score: Score) -> Result:
    """Whether the total lies where an honest model's can, but for one chance in a billion."""
    if score.hidden.oracle is None:
        return FLOOR.left_out("nobody knows the best possible model of a real text")
    least = floor(score.hidden.oracle)
    if score.nats >= least:
        return FLOOR.held()
    count = score.hidden.count
    return FLOOR.fault(
        said(
            "The perplexity is lower than that of the language which the text was drawn from.",
            f"yours {math.exp(score.nats / count):.4g}; but for a chance of {DELTA:g} no model that did not see the "
            f"text comes below {math.exp(least / count):.4g}",
            "Such a number comes from a model that has seen the text, looks ahead, or whose probabilities don't sum to "
            "1. Train on the training text only, and score each token from what stands before it.",
        )
    )


def better_than_a_guess(score: Score) -> Result:
    """Whether the model knows anything: of one that knows nothing every other test would hold."""
    size = len(score.hidden.tokens.spelled)
    if score.perplexity <= _BETTER * size:
        return LEARNT.held()
    return LEARNT.fault(
        said(
            "The model predicts the text no better than a guess, so there is nothing to be honest about.",
            f"yours {score.perplexity:.4g}, a guess among {size} {score.hidden.tokens.unit}s {size}",
            "Check that the model that is asked is the one that was trained, and that its parameters change at all.",
        )
    )
