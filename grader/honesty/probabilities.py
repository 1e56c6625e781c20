"""Whether what the model gives are probabilities: they sum to 1, and the log-probabilities are their logarithms."""

from collections.abc import Callable

import numpy as np

from grader.data.dice import Real
from grader.honesty.language import Text, Tokens
from grader.honesty.model import LanguageModel, Named, Result, Subject, said
from grader.honesty.sample import Sample

SUMS = Named("the probabilities of all tokens sum to 1", Subject.MODEL)
AGREE = Named("log-probabilities are logarithms of the probabilities", Subject.MODEL)

_EXACT = 1e-6
_SMALL = 1e-4  # a sum that is off by less is told and costs nothing: 1e-8 added against log(0) does that
_ENUMERATED = 4  # contexts whose every continuation is asked for one by one
_MOST_ENUMERATED = 4_000  # continuations in all
_SHORT = 8  # tokens of such a context
_CLOSE = 1e-3  # nats; float32 leaves a tenth of it


def enumerated(model: LanguageModel, sample: Sample) -> tuple[list[Text], Real] | None:
    """Contexts and the probabilities of all their continuations, where the model gives no distributions."""
    tokens, size = sample.hidden.tokens, len(sample.hidden.tokens.spelled)
    contexts = [one[-_SHORT:] for one in sample.contexts][: min(_ENUMERATED, _MOST_ENUMERATED // size)]
    if not contexts:
        return None
    texts = [np.append(context, number) for context in contexts for number in range(size)]
    answers = model.log_probs(texts)
    if answers is None or any(len(one) != len(tokens.due(text)) for one, text in zip(answers, texts, strict=True)):
        return None
    with np.errstate(over="ignore"):
        return contexts, np.exp(np.array([one[-1] for one in answers])).reshape(len(contexts), size)


def sum_to_one(tokens: Tokens, contexts: list[Text], rows: Real) -> Result:
    """rows: (contexts, V). Accepts sums of 1 ± 1e-6; says what is there instead."""
    size = len(tokens.spelled)
    if rows.shape != (len(contexts), size):
        where = f"yours {rows.shape}, expected {(len(contexts), size)}"
        return SUMS.fault(said("A distribution has another shape than one number for each token.", where,
                               "Return the probability of every token of the vocabulary."))  # fmt: skip
    if not np.isfinite(rows).all() or (rows < 0).any():
        kind = "negative" if (rows < 0).any() else "no finite numbers"
        return SUMS.fault(said(f"Some probabilities are {kind}.", "",
                               "Probabilities lie between 0 and 1: take a softmax of the scores."))  # fmt: skip
    sums = rows.sum(axis=1)
    gaps = np.abs(sums - 1)
    worst = int(np.argmax(gaps))
    where = f"{tokens.after(contexts[worst])} they sum to {sums[worst]:.7g}"
    if gaps[worst] <= _EXACT:
        return SUMS.held()
    if gaps[worst] <= _SMALL:
        advice = "No mark is lost for so little. Something small may be added to each of them."
        return SUMS.warning(said("The probabilities of all tokens don't sum to 1 exactly.", where, advice))
    what, advice, mistake = _why(rows, sums)
    return SUMS.fault(said(what, where, advice), mistake)


def _why(rows: Real, sums: Real) -> tuple[str, str, str]:
    """What is wrong with the sums, as closely as the numbers tell."""
    if np.allclose(rows.max(axis=1), 1.0, atol=1e-9):
        return (
            "The probabilities of all tokens don't sum to 1: the likeliest has 1, whatever comes before.",
            "Divide by the sum of all tokens' scores, not by the greatest.",
            "scores for probabilities",
        )
    if shared := _shared(rows, sums):
        return (
            f"The probabilities of all tokens don't sum to 1: {shared} tokens have the same one, and it is counted for "
            "each of them.",
            "What a group of rare words has together (the unknown word's probability) must be divided among its "
            "members.",
            "the unknown word's probability given to each member",
        )
    if np.allclose(sums, sums[0], rtol=1e-4):
        return (
            "The probabilities of all tokens sum to the same number in every context, and it is not 1.",
            "Divide by that sum: a factor stands before the probabilities, or a token is left out of the softmax.",
            "a constant factor",
        )
    return (
        "The probabilities of all tokens don't sum to 1.",
        "A softmax over the whole vocabulary gives a distribution; a sigmoid for each token, or a bound put on small "
        "probabilities afterwards, does not.",
        "",
    )


def _shared(rows: Real, sums: Real) -> int:
    """How many tokens each have what they should share; 0 where that explains nothing."""
    counts = set()
    for row, total in zip(rows, sums, strict=True):
        values, often = np.unique(row, return_counts=True)
        fitting = np.abs(total - 1 - (often - 1) * values) <= 1e-6 * total
        if not (fitting & (often > 1)).any():
            return 0
        counts.add(int(often[fitting & (often > 1)].max()))
    return counts.pop() if len(counts) == 1 else 0


def agree(sample: Sample, rows: Real, log_probs: list[Real]) -> Result:
    """Whether each log-probability is the logarithm of its entry of the distribution at the same place."""
    tokens = sample.hidden.tokens
    places = [cut - tokens.given for cut in sample.cuts]
    if any(len(one) <= place for one, place in zip(log_probs, places, strict=True)):
        return AGREE.left_out("some places have no log-probability")
    yours = np.array([one[place] for one, place in zip(log_probs, places, strict=True)])
    p = rows[np.arange(len(rows)), sample.following]
    with np.errstate(all="ignore"):
        due = np.log(p)
        if _close(yours, due):
            return AGREE.held()
        name, advice = next(
            ((name, advice) for name, formula, advice in _READINGS if _close(yours, formula(p, yours))),
            ("", "Take the logarithm of the true token's entry of the same distribution, and nothing else."),
        )
    worst = int(np.argmax(np.nan_to_num(np.abs(yours - due), nan=np.inf)))
    where = f"{tokens.after(sample.contexts[worst])}: yours {yours[worst]:.4g}, the probability's is {due[worst]:.4g}"
    what = "The log-probabilities are not the logarithms of the model's own probabilities"
    return AGREE.fault(said(f"{what}{': ' if name else ''}{name}.", where, advice), name)


def _close(yours: Real, due: Real) -> bool:
    same = (yours == due) | (np.abs(yours - due) <= _CLOSE)
    return bool(same.all())


#: How log-probabilities are misread: name, what it gives, what mends it.
_READINGS: tuple[tuple[str, Callable[[Real, Real], Real], str], ...] = (
    ("they are logarithms to base 2", lambda p, yours: np.log2(p), "Use `np.log`."),
    ("they are logarithms to base 10", lambda p, yours: np.log10(p), "Use `np.log`."),
    ("their sign is lost", lambda p, yours: -np.log(p), "A log-probability is negative: return log p, not -log p."),
    ("they are the probabilities themselves", lambda p, yours: p, "Take `np.log` of them."),
    (
        "small ones are raised to a bound",
        lambda p, yours: np.maximum(np.log(p), yours.min()),
        "Score every token with the probability that the model gives it.",
    ),
)
