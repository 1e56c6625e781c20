"""Whether a student's own perplexity function computes a perplexity: on models of ours, then on the student's own."""

import math
from collections.abc import Sequence

import numpy as np

from grader.data.dice import Real
from grader.honesty.faults import Asked, Recorded, WrongVersion, known_mistakes, named, same
from grader.honesty.injected import injected_models, uneven_texts
from grader.honesty.language import Text, Tokens
from grader.honesty.model import LanguageModel, Named, Result, Subject, said

INJECTED = (
    Named("a uniform model has the perplexity V", Subject.EVALUATION),
    Named("a skewed model has the perplexity that it has", Subject.EVALUATION),
    Named("a model that depends on the token before has the perplexity that it has", Subject.EVALUATION),
)
OWN = Named("your perplexity is that of your own probabilities", Subject.EVALUATION)
PARTS = Named("the parts of a text add up", Subject.EVALUATION)
_ADDS_UP = 2e-3  # nats for a token: twice what one perplexity may be off


def on_ours(
    model: LanguageModel, tokens: Tokens, chance: np.random.Generator, more: Sequence[WrongVersion] = ()
) -> list[Result]:
    """Three models of ours in the place of the student's. more: mistakes of the very function that is asked."""
    models, texts = injected_models(tokens, chance), uneven_texts(tokens, chance)
    asked: list[list[Asked]] = []
    for one in models:
        answers = model.injected(one, texts)
        if answers is None:
            return [test.left_out("no model of ours can be put in the place of yours") for test in INJECTED]
        asked.append([Asked(one, text, one.log_probs(text), yours) for text, yours in zip(texts, answers, strict=True)])
    everything = [each for answers in asked for each in answers]
    if all(same(one.yours, one.due) for one in everything):
        return [test.held() for test in INJECTED]
    why = _explained(everything, models[0].tokens, more)
    return [_judged(test, answers, why) for test, answers in zip(INJECTED, asked, strict=True)]


def _judged(test: Named, asked: Sequence[Asked], why: WrongVersion) -> Result:
    wrong = [one for one in asked if not same(one.yours, one.due)]
    if not wrong:
        return test.held()
    model = wrong[0].model
    name = getattr(model, "name", "")
    where = f"on a model {name}: yours {wrong[0].yours:.4g}, due {wrong[0].due:.4g}"
    return test.fault(said(why.sentence, where, why.advice), why.name)


_UNKNOWN = WrongVersion(
    "",
    "The perplexity function gives a wrong number on a model whose perplexity is known.",
    "exp(-(1/N) Σ log p) over all N tokens of the text, each scored from what stands before it: one sum, one division, "
    "one `exp`.",
    lambda asked: math.nan,
)
_CONSTANT = WrongVersion(
    "the same number whatever the model",
    "The perplexity function gives the same number whatever the model.",
    "It must score the text with the model that it is asked about, by that model's own probabilities.",
    lambda asked: math.nan,
)


def _explained(asked: Sequence[Asked], tokens: Tokens, more: Sequence[WrongVersion]) -> WrongVersion:
    """The known mistake that gives all of these answers; else what can be said without one."""
    if len({one.yours for one in asked}) == 1:
        return _CONSTANT
    return named(asked, [*more, *known_mistakes(tokens)]) or _UNKNOWN


def on_their_own(
    tokens: Tokens, texts: Sequence[Text], log_probs: Sequence[Real], yours: Sequence[float]
) -> list[Result]:
    """The student's numbers for a short text, a longer one, and both of them together.

    log_probs: what the model itself gives for the same texts. `parts` is judged by the chain rule, so that a model
    which honestly learns while it reads holds as well: N ln PP of both less that of the first is what the second costs.
    """
    right = [same(value, _perplexity(numbers)) for value, numbers in zip(yours, log_probs, strict=True)]
    if all(right):
        return [OWN.held(), PARTS.held()]
    return [_own(tokens, texts, log_probs, yours, right), _parts(log_probs, yours)]


def _own(
    tokens: Tokens, texts: Sequence[Text], log_probs: Sequence[Real], yours: Sequence[float], right: Sequence[bool]
) -> Result:
    at = right.index(False)
    where = f"yours {yours[at]:.4g}, from the model's log-probabilities {_perplexity(log_probs[at]):.4g}"
    if len(set(yours)) == 1:
        return OWN.fault(
            said("The perplexity function gives the same number whatever the text.", where,
                 "It must score the text that it is given: not the training text, and no number of earlier."),
            "the same number whatever the text",
        )  # fmt: skip
    short = Asked(Recorded.of(tokens, texts[0], log_probs[0]), texts[0], log_probs[0], yours[0])
    why = named([short], known_mistakes(tokens))
    if why:
        return OWN.fault(said(why.sentence, where, why.advice), why.name)
    return OWN.fault(
        said("The perplexity function does not give the perplexity of the model's own log-probabilities.", where,
             "Both must come from the same probabilities: score the text with the model as it is.")
    )  # fmt: skip


def _parts(log_probs: Sequence[Real], yours: Sequence[float]) -> Result:
    """Whether N ln PP of the first part and of the second make that of both."""
    first, second, both = (
        len(numbers) * math.log(value) if value > 0 else math.nan
        for numbers, value in zip(log_probs, yours, strict=True)
    )
    due = [-float(numbers.sum()) for numbers in log_probs]
    learnt = due[2] - due[0] - due[1]  # what a model that learns while it reads has gained in the second part
    if any(abs(first + second + gained - both) <= _ADDS_UP * len(log_probs[2]) for gained in (0.0, learnt)):
        return PARTS.held()
    better = both > first + second
    where = f"N ln PP: {first:.5g} and {second:.5g} for two parts, {both:.5g} for both together"
    if better and all(value < _perplexity(numbers) for value, numbers in zip(yours, log_probs, strict=True)):
        return PARTS.fault(
            said("The perplexity function fits the model to the text that it evaluates: short texts come out better.",
                 where, "Evaluate the model as it was trained: nothing is counted or trained on the evaluated text."),
            "refitted on the evaluated text",
        )  # fmt: skip
    return PARTS.fault(
        said("N ln PP of two parts of a text does not add up to that of the whole.", where,
             "Every token counts once and alike: one sum over all tokens and one division by their number.")
    )  # fmt: skip


def _perplexity(log_probs: Real) -> float:
    mean = -float(np.mean(log_probs)) if len(log_probs) else 0.0
    return math.exp(mean) if mean < 700 else math.inf
