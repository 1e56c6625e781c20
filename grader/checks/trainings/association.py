"""How a trained scorer of windows goes with the true association of their words."""

import numpy as np
from numpy.typing import NDArray

from grader.checks.attempt import Attempt
from grader.checks.training import Training
from grader.checks.trainings.accuracy import of_text
from grader.checks.trainings.handed_over import Windows
from grader.checks.trainings.measured import Measured
from grader.checks.trainings.run import Trained
from grader.code import CannotAnswer
from grader.outcome import Figures, Finding, Level, Scale, Verdict

#: All scores below it say "never": how far below, no training of a few epochs can learn from words it never met.
LEAST = -4.0
_NOTHING = 0.1  # a correlation below it is none


def measured(check: Training, attempt: Attempt, windows: Windows, name: str, trained: Trained) -> Measured:
    """Raises CannotAnswer where the model gives no scores."""
    value = trained.asked(check, attempt, "logits", "models.scores_of", [[windows.rows]])
    scores, due = (np.maximum(one, LEAST) for one in (_read(value, len(windows.rows)), windows.due))
    correlation, gap = _correlation(scores, due), float(np.abs(scores - due).mean())
    bound = of_text(check.at_least, name)
    levels = (Level("no relation", 0.0, "scores that have nothing to do with how words go together"),
              Level("exact", 1.0, "the true scores"))  # fmt: skip
    scale = Scale("correlation of your scores with the true association", correlation, levels, bound,
                  less_is_better=False)  # fmt: skip
    figures = Figures("Measured on hidden windows", (("windows", f"{len(scores):,}"),
                      ("mean gap to the true score, in nats", f"{gap:.3f}")))  # fmt: skip
    finding = None
    if correlation < bound:
        finding = _too_low(correlation, bound)
    elif check.gap_at_most is not None and gap > check.gap_at_most:
        finding = _too_far(scores, due, gap, check.gap_at_most)
    return Measured(finding, (scale, figures), (("association", correlation), ("gap", gap)))


def _read(value: object, count: int) -> NDArray[np.float64]:
    found = value[0] if type(value) is list and len(value) == 1 else None
    if not isinstance(found, np.ndarray) or found.dtype.kind != "f" or found.size != count:
        what = "The trained model does not give one score for each window."
        raise CannotAnswer(Verdict.FAILED, Finding(what, "", "Return the scores of the whole batch, (windows,).", what))
    exact = found.reshape(-1).astype(np.float64)
    if not np.isfinite(exact).all():
        what = "After training the model's scores are no numbers: nan or inf."
        raise CannotAnswer(Verdict.FAILED, Finding(what, "on hidden windows", "See whether the loss grows, and take a "
                           "smaller rate.", what))  # fmt: skip
    return exact


def _correlation(scores: NDArray[np.float64], due: NDArray[np.float64]) -> float:
    if scores.std() == 0 or due.std() == 0:
        return 0.0
    return float(np.corrcoef(scores, due)[0, 1])


def _too_low(correlation: float, bound: float) -> Finding:
    where = f"correlation {correlation:.3f}, asked for {bound:.3g} or more"
    if correlation < -_NOTHING:
        what = "After your training words that go together have *low* scores, and words that do not have high ones."
        advice = "A sign is exchanged: the loss is -log σ(s) for the seen centre and -log σ(-s) for each drawn one."
    elif correlation < _NOTHING:
        what = "After your training the scores have nothing to do with how words go together."
        advice = "See that each batch is a step of the optimizer, and that rows keep their order: left, right, centre."
    else:
        what = "After your training the scores go with the true association of words, but too loosely."
        advice = "See that all batches of all epochs are learnt from, and how the negatives are drawn and counted."
    return Finding(what, where, advice, what)


def _too_far(scores: NDArray[np.float64], due: NDArray[np.float64], gap: float, bound: float) -> Finding:
    shift = float((scores - due).mean())
    what = "The scores go with the true association, but lie too far from it."
    where = f"mean gap {gap:.3f} nats, asked for {bound:.3g} or less; yours are {shift:+.2f} on average"
    advice = ("With K negatives the best score is lower by ln K: sum over the negatives, don't average, and draw K of "
              "them for each window.")  # fmt: skip
    return Finding(what, where, advice, what)
