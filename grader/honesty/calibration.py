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
_SHORT = 8  # tokens of a sentence or of a window: some models read a context anew for each place
_WARN_SCORE = 4.0  # measured: benchmarks/results/honesty.md
_WARN_NATS = 0.05


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
    """The first places of some sentences or windows: what stands before it there, and its token."""
    most = max(30, min(most, _PLACES, _MOST_NUMBERS // len(tokens.spelled)))
    contexts: list[Text] = []
    following: list[int] = []
    for piece in _pieces(tokens, text, chance):
        within = range(tokens.given, len(piece))
        contexts += [piece[:place] for place in within]
        following += [int(piece[place]) for place in within]
    return contexts[:most], np.array(following[:most], dtype=np.int64)


def _pieces(tokens: Tokens, text: Text, chance: np.random.Generator) -> list[Text]:
    """As many as have all the places that are asked about, or all there are."""
    if tokens.end is not None:
        sentences = tokens.sentences(text)
        return [sentences[number][:_SHORT] for number in chance.permutation(len(sentences))[:_PLACES]]
    starts = chance.integers(max(1, len(text) - _SHORT), size=_PLACES // (_SHORT - 1) + 1)
    return [text[start : start + _SHORT] for start in starts]
