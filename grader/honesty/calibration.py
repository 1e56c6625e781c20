"""Whether a model is as sure as it is right: on the text that it was trained on, where too little data is no excuse.

Scaling its scores is something that every model can learn, so at the end of training Σ(-log p - H) is zero there,
however badly it does on other texts; a temperature that is put in afterwards shows. A warning and never a fault: a
training may end too early.
"""

import numpy as np

from grader.data.dice import Real, Whole
from grader.honesty.language import Text, Tokens
from grader.honesty.model import LanguageModel, Named, Result, Subject, said

CALIBRATED = Named("the model is as sure as it is right", Subject.MODEL)

_PLACES = 2000
_MOST_NUMBERS = 1_000_000  # of all distributions together: 8 MB
_BEFORE = 8  # characters of a running text that stand before a place
_WARN_SCORE = 4.0  # measured: benchmarks/results/honesty.md
_WARN_NATS = 0.1


def calibrated(model: LanguageModel, tokens: Tokens, seen: Text, chance: np.random.Generator, most: int) -> Result:
    """Compares the surprise -log p of the true tokens with the entropy H that the model itself expects.

    seen: a text that it was trained on. most: how many of its places are asked about.
    """
    contexts, following = places(tokens, seen, chance, most)
    rows = model.distributions(contexts)
    if rows is None:
        return CALIBRATED.left_out("the model gives no distributions")
    if rows.shape != (len(contexts), len(tokens.spelled)) or not (rows >= 0).all():
        return CALIBRATED.left_out("what the model gives are no distributions")
    score, excess = surprise(rows, following)
    if score <= _WARN_SCORE or excess <= _WARN_NATS:
        return CALIBRATED.held()
    return CALIBRATED.warning(
        said(
            "The model is surer of its predictions than it is right.",
            f"on its own training text: its distributions expect {excess:.3g} nats less for a {tokens.unit} than the "
            f"text costs ({score:.3g} standard errors)",
            "No mark is lost. A temperature belongs to sampling and not into a perplexity; a training that stopped "
            "very early can look like this as well.",
        )
    )


def surprise(rows: Real, following: Whole) -> tuple[float, float]:
    """Σ(-log p - H) in standard errors, and for each token in nats. rows: (n, V); they need not sum to 1 exactly."""
    with np.errstate(all="ignore"):
        p = rows / rows.sum(axis=1, keepdims=True)
        logs = np.where(p > 0, np.log(p), 0.0)
        told = -np.log(p[np.arange(len(p)), following])
    entropy = -(p * logs).sum(axis=1)
    variance = np.maximum((p * logs**2).sum(axis=1) - entropy**2, 0.0)
    excess = float((told - entropy).sum())
    spread = float(np.sqrt(variance.sum()))
    return (excess / spread if spread else (np.inf if excess > 0 else 0.0)), excess / len(p)


def places(tokens: Tokens, text: Text, chance: np.random.Generator, most: int) -> tuple[list[Text], Whole]:
    """Places from all over the text, each as often as it is trained on: what stands before it, and its token.

    Of sentences all that stands before counts; of a running text some characters.
    """
    count = max(30, min(most, _PLACES, _MOST_NUMBERS // len(tokens.spelled)))
    at = tokens.given + chance.integers(len(text) - tokens.given, size=count)
    if tokens.end is None:
        begins = np.maximum(at - _BEFORE, 0)
    else:
        starts = np.concatenate([[0], np.flatnonzero(text == tokens.end) + 1])
        begins = starts[np.searchsorted(starts, at, side="right") - 1]
    contexts = [text[begin:end] for begin, end in zip(begins.tolist(), at.tolist(), strict=True)]
    return contexts, text[at]
