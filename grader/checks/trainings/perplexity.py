"""The perplexity of a trained model on the hidden text, from its log-probabilities."""

import numpy as np
from numpy.typing import NDArray

from grader.checks.attempt import Attempt
from grader.checks.training import Training
from grader.checks.trainings.handed_over import Running
from grader.checks.trainings.measured import Measured
from grader.checks.trainings.run import Trained
from grader.code import CannotAnswer, OurFault
from grader.honesty.drawn import alike, drawn_on, unpredictable
from grader.honesty.language import Text
from grader.honesty.levels import advice_on, told
from grader.honesty.score import Score, not_below_the_floor
from grader.outcome import Finding, Level, Scale, Verdict

_ABOVE_ONE = 1e-4  # of a log-probability, for rounding in float32
_IMPOSSIBLE = "The trained model scores a text better than is possible without having seen it."


def measured(check: Training, attempt: Attempt, text: Running, trained: Trained) -> Measured:
    """Raises CannotAnswer where the model gives no log-probabilities."""
    hidden = text.numbered.hidden
    chance = attempt.draws.randomness("drawn on")
    drawn = drawn_on(hidden, chance)
    texts = {"hidden": hidden.text, "drawn": drawn.text}
    order = chance.permutation(list(texts)).tolist()  # a model that peeks in one of them must not know which counts
    answers = {name: log_probs(check, attempt, texts[name], hidden.tokens.given, trained) for name in order}
    score = Score.of(hidden, answers["hidden"])
    bound = _bound(check, score)
    scale = Scale(
        f"perplexity on {hidden.count:,} {hidden.tokens.unit}s that your model has not seen",
        score.perplexity,
        tuple(Level(one.name, one.perplexity, one.meaning) for one in text.numbered.levels),
        bound,
    )
    impossible = [one for one in (not_below_the_floor(score), unpredictable(drawn, answers["drawn"])) if one.broken]
    if impossible:
        return Measured(impossible[0].finding, (scale,), score.measured, (_IMPOSSIBLE,))
    if score.perplexity > bound:
        return Measured(_too_high(text, score, bound), (scale,), score.measured)
    doubt = alike(drawn, answers["hidden"], answers["drawn"]).finding
    flags = (f"{doubt.what} ({doubt.where})",) if doubt else ()
    return Measured(doubt, (scale,), score.measured, flags, undecided=doubt is not None)


def log_probs(check: Training, attempt: Attempt, text: Text, given: int, trained: Trained) -> NDArray[np.float64]:
    """One for each predicted token of a text, none above 0; the first `given` ones are not predicted.

    Raises CannotAnswer.
    """
    value = trained.asked(check, attempt, "log_probs", "language.arrays", [text])
    found = value[0] if type(value) is list and len(value) == 1 else None
    if not isinstance(found, np.ndarray) or found.dtype.kind != "f" or found.size != len(text) - given:
        finding = Finding("The trained model does not give one log-probability for each token.", "",
                          "A person will look at it. Compare what it returns with the sheet: scores, one row a "
                          "token.")  # fmt: skip
        raise CannotAnswer(Verdict.NEEDS_PERSON, finding, flags=("`log_probs` gave back something else.",))
    exact = found.reshape(-1).astype(np.float64)
    if np.isnan(exact).any() or (exact > _ABOVE_ONE).any():
        what = "After training the model gives probabilities that are none."
        advice = "nan most often comes of a learning rate that is too large, or of the logarithm of zero."
        raise CannotAnswer(Verdict.FAILED, Finding(what, "on the hidden text", advice, what))
    return np.minimum(exact, 0.0)


def _bound(check: Training, score: Score) -> float:
    if score.oracle is not None and check.at_most_ratio is not None:
        return check.at_most_ratio * score.oracle
    if check.at_most is None:
        raise OurFault("the check has no `at_most`, which a real text needs: `at_most_ratio` is for synthetic ones")
    return check.at_most


def _too_high(text: Running, score: Score, bound: float) -> Finding:
    what = "After your training the perplexity on a text that the model has not seen is too high."
    standing = told(score.perplexity, text.numbered.levels)
    where = f"yours {score.perplexity:.4g}, asked for {bound:.4g} or less, on {score.hidden.count:,} tokens"
    advice = advice_on(score.perplexity, text.numbered.levels)
    return Finding(f"{what} {standing}".rstrip(), where, advice, f"{what} {standing}".rstrip())
