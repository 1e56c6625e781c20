"""Whether a model answers the same when it is asked again: there is no chance in it, and no memory of what it read."""

from dataclasses import dataclass

import numpy as np

from grader.data.dice import Real
from grader.honesty.language import Tokens
from grader.honesty.model import LanguageModel, Named, Result, Subject, said
from grader.honesty.sample import Sample

REPEATS = Named("asked twice, it answers the same", Subject.MODEL)
REMEMBERS = Named("a text that was read once is as new the second time", Subject.MODEL)

_SAME = 1e-3  # nats; what another size of batch changes in float32 is a hundredth of it
_LEARNT = 0.01  # nats for a token


@dataclass(frozen=True, eq=False)
class Readings:
    """What a model says of the sample: before it has seen any of it, again, and after it has read it whole.

    first: the distributions at the sample's places, or None where it gives none; then all rests on log-probabilities.
    """

    first: Real | None
    log_probs: list[Real]  # the first that it says of the pieces
    before: Real  # (places,) log p of the true token
    again: Real
    after: Real


def read(model: LanguageModel, sample: Sample) -> Readings | None:
    """Asks in the order that matters. None where the model answers neither, or not in the right number."""
    first = model.distributions(sample.contexts)
    again = model.distributions(sample.contexts) if first is not None else None
    log_probs = model.log_probs(sample.pieces)
    if log_probs is None:
        return None
    if first is None or again is None:
        once_more = model.log_probs(sample.pieces)
        model.perplexities([np.concatenate(sample.pieces)])
        last = model.log_probs(sample.pieces)
        assert once_more is not None and last is not None  # it answered before
        return Readings(None, log_probs, *map(np.concatenate, (log_probs, once_more, last)))
    model.perplexities([np.concatenate(sample.pieces)])
    after = model.distributions(sample.contexts)
    assert after is not None
    told = [_of(rows, sample) for rows in (first, again, after)]
    return Readings(first, log_probs, *told)


def _of(rows: Real, sample: Sample) -> Real:
    """log p of the true token at each place; nothing where the rows are no distributions."""
    if rows.shape != (len(sample.contexts), len(sample.hidden.tokens.spelled)):
        return np.zeros(0)
    with np.errstate(all="ignore"):
        return np.asarray(np.log(rows[np.arange(len(rows)), sample.following]))


def repeats(readings: Readings) -> Result:
    """Whether the second answer is the first, nothing having been read between."""
    if _same(readings.before, readings.again):
        return REPEATS.held()
    gap = _greatest(readings.before, readings.again)
    return REPEATS.fault(
        said(
            "Asked twice about the same text, the model gives different probabilities.",
            f"the logarithm of one probability moves by {gap:.4g}",
            "Nothing random belongs into an evaluation (dropout: call `model.eval()`), and each text begins with a "
            "fresh state: none may be left over from the one before.",
        )
    )


def remembers(tokens: Tokens, readings: Readings) -> Result:
    """Whether having read the text changes what the model says of it."""
    if not _same(readings.before, readings.again):
        return REMEMBERS.left_out("the model gives other probabilities each time it is asked")
    if _same(readings.before, readings.after):
        return REMEMBERS.held()
    gain = float(np.mean(readings.after - readings.before)) if len(readings.before) == len(readings.after) else 0.0
    if gain > _LEARNT:
        return REMEMBERS.fault(
            said(
                "Once the model has read a text, it gives that text's own words higher probabilities.",
                f"by {gain:.4g} nats for a {tokens.unit} on average",
                "A model is fixed before it is evaluated: keep nothing of the evaluated text, no counts and no cache.",
            ),
            "the evaluated text is remembered",
        )
    return REMEMBERS.fault(
        said(
            "The model's probabilities depend on what it was asked before.",
            f"the logarithm of one probability moves by {_greatest(readings.before, readings.after):.4g}",
            "Begin every text with a fresh state, and leave the parameters alone while you evaluate.",
        )
    )


def _same(one: Real, other: Real) -> bool:
    if one.shape != other.shape:
        return False
    with np.errstate(invalid="ignore"):
        return bool(((one == other) | (np.abs(one - other) <= _SAME) | (np.isnan(one) & np.isnan(other))).all())


def _greatest(one: Real, other: Real) -> float:
    if one.shape != other.shape or not len(one):
        return float("inf")
    with np.errstate(invalid="ignore"):
        return float(np.nanmax(np.abs(one - other)))
