"""Whether a model looks ahead: what follows a token must not move the token's probability."""

from collections.abc import Sequence

import numpy as np

from grader.data.dice import Real
from grader.honesty.language import Text, Tokens
from grader.honesty.model import Named, Result, Subject, said
from grader.honesty.sample import Sample

CAUSAL = Named("what follows moves no earlier log-probability", Subject.MODEL)

_STILL = 1e-3  # nats; what another size of batch changes in float32 is a hundredth of it


def other_endings(sample: Sample) -> tuple[list[Text], list[int]]:
    """The pieces with what stands from their cut on replaced, every second one in another length; and the cuts."""
    changed = []
    for number, (piece, cut) in enumerate(zip(sample.pieces, sample.cuts, strict=True)):
        length = len(piece) - cut if number % 2 else len(piece) - cut + 3
        changed.append(np.concatenate([piece[:cut], sample.another(length)]))
    return changed, sample.cuts


def causal(
    tokens: Tokens, texts: Sequence[Text], cuts: Sequence[int], before: Sequence[Real], after: Sequence[Real]
) -> Result:
    """before, after: the log-probabilities of each text as it was, and with another ending from its cut on."""
    moved = []
    for text, cut, old, new in zip(texts, cuts, before, after, strict=True):
        if len(old) != len(tokens.due(text)):  # nobody knows which number belongs to which token
            return CAUSAL.left_out("some tokens have no log-probability")
        kept = min(cut - tokens.given, len(new))
        with np.errstate(invalid="ignore"):
            gaps = np.where(old[:kept] == new[:kept], 0.0, np.abs(old[:kept] - new[:kept]))
        places = np.flatnonzero(~(gaps <= _STILL))  # nan counts as moved
        moved += [(text, int(at), kept - int(at), float(gaps[at])) for at in places]
    if not moved:
        return CAUSAL.held()
    text, at, _, gap = max(moved, key=lambda one: np.nan_to_num(one[3], nan=np.inf))
    ahead = max(distance for _, _, distance, _ in moved)
    unit = tokens.unit
    what = f"The model looks ahead: another ending of a text moves the log-probabilities of {unit}s before it."
    if ahead == 1:
        what = f"The model looks one {unit} ahead: the log-probability of a {unit} moves with the next one."
    return CAUSAL.fault(
        said(
            what,
            f"at {tokens.place(text, at)} by {gap:.4g}",
            f"A {tokens.unit} is scored from what stands before it, and nothing else: no backward pass over the text, "
            "and nothing computed from the whole of it.",
        ),
        "looking ahead",
    )
