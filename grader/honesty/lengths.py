"""Whether every token that is due has a probability, and none has two."""

from collections.abc import Sequence

import numpy as np

from grader.data.dice import Real
from grader.honesty.language import Text, Tokens
from grader.honesty.model import Named, Result, Subject, said

COUNTED = Named("every token has a probability", Subject.MODEL)
_ROUNDING = 1e-4  # nats above 0 that float32 may leave


def counted(tokens: Tokens, texts: Sequence[Text], log_probs: Sequence[Real]) -> Result:
    """One number for each predicted token, none above 0 and all finite."""
    for text, numbers in zip(texts, log_probs, strict=True):
        if len(numbers) != len(tokens.due(text)):
            return _miscounted(tokens, texts, log_probs)
    for text, numbers in zip(texts, log_probs, strict=True):
        if trouble := _no_logarithms(tokens, text, numbers):
            return trouble
    return COUNTED.held()


def _miscounted(tokens: Tokens, texts: Sequence[Text], log_probs: Sequence[Real]) -> Result:
    """Which tokens are left out, told by the sentences that stand alone."""
    alone = [
        (len(tokens.due(text)), len(numbers))
        for text, numbers in zip(texts, log_probs, strict=True)
        if len(tokens.sentences(text)) == 1
    ]
    gaps = {yours - due for due, yours in alone}
    lengths = [(len(tokens.due(text)), len(numbers)) for text, numbers in zip(texts, log_probs, strict=True)]
    due, yours = next((due, yours) for due, yours in [*alone, *lengths] if due != yours)
    where = f"a text with {due} tokens to predict gets {yours} log-probabilities"
    if tokens.end is not None and gaps == {-1}:
        return COUNTED.fault(
            said(
                "The end of each sentence is not scored.",
                where,
                "A sentence of n words has n + 1 tokens to predict: without its end the probabilities of all sentences "
                "together exceed 1.",
            ),
            "the end of a sentence left out",
        )
    if gaps == {1}:
        what = f"One {tokens.unit} too many is scored in each {'text' if tokens.end is None else 'sentence'}."
        advice = "The start is given and not predicted: score what follows it."
        return COUNTED.fault(said(what, where, advice), "the start of a sentence counted")
    if all(gap <= 0 for gap in gaps):
        return COUNTED.fault(
            said(
                "Some tokens are not scored at all.",
                where,
                "Every token counts, rare and unknown ones too: a text without its hard words has a lower perplexity, "
                "and the model is no better for it.",
            ),
            "tokens left out",
        )
    due_are = "each word and each sentence's end" if tokens.end is not None else "each character but the first"
    advice = f"Give one for {due_are}."
    return COUNTED.fault(said("The number of log-probabilities is not the number of tokens.", where, advice))


def _no_logarithms(tokens: Tokens, text: Text, numbers: Real) -> Result | None:
    if len(bad := np.flatnonzero(np.isnan(numbers))):
        return COUNTED.fault(
            said(
                "Some log-probabilities are nan.",
                f"{len(bad)} of {len(numbers)}, the first at {tokens.place(text, int(bad[0]))}",
                "Look for a logarithm of a negative number, or for inf - inf.",
            )
        )
    if len(bad := np.flatnonzero(numbers > _ROUNDING)):
        at = int(bad[0])
        return COUNTED.fault(
            said(
                "Some log-probabilities are above 0, which would be probabilities above 1.",
                f"{len(bad)} of {len(numbers)}, the first at {tokens.place(text, at)}: {numbers[at]:.4g}",
                "Give natural logarithms of probabilities: not -log p, not p, and not a score before the softmax.",
            )
        )
    if len(bad := np.flatnonzero(np.isneginf(numbers))):
        return COUNTED.fault(
            said(
                "The model holds tokens for impossible that stand in the text, so its perplexity is infinite.",
                f"{len(bad)} of {len(numbers)}, the first at {tokens.place(text, int(bad[0]))}",
                "Give every token some probability: smooth counts, and take the logarithm of a softmax from its scores "
                "(`z - logsumexp(z)`), where nothing underflows to 0.",
            )
        )
    return None
