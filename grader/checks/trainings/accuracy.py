"""The accuracy of a trained classifier on texts whose labels stay here, from its logits."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.accuracies.looks import LUCK, Look, looks, standard_error
from grader.checks.accuracies.measured import Measured as Counted
from grader.checks.attempt import Attempt
from grader.checks.training import Training
from grader.checks.trainings.handed_over import Texts
from grader.checks.trainings.measured import Measured
from grader.checks.trainings.run import Trained
from grader.code import CannotAnswer, OurFault
from grader.outcome import Finding, Scale, Verdict

_BAND = 2.0  # standard errors below the threshold within which a person decides


def measured(check: Training, attempt: Attempt, texts: Texts, name: str, trained: Trained) -> Measured:
    """Raises CannotAnswer where the model gives no logits. name: of the text that is used."""
    predictions = {
        "test": _predictions(check, attempt, texts.hidden, trained, texts),
        "train": _predictions(check, attempt, texts.shown, trained, texts),
    }
    counted = Counted(texts.corpus, texts.posed, predictions)
    bound = of_text(check.at_least, name)
    accuracy = counted.accuracy()
    scale = Scale(f"accuracy on {counted.count:,} texts that your model has not seen", accuracy, counted.levels, bound,
                  less_is_better=False)  # fmt: skip
    figures = (("accuracy", accuracy), ("train accuracy", counted.accuracy("train")), ("n", float(counted.count)))
    close = accuracy >= bound - _BAND * standard_error(bound, counted.count)
    finding = None if accuracy >= bound else _close(counted, bound) if close else _too_low(check, counted, bound)
    flags = []
    if counted.too_good or accuracy > of_text(check.unlikely_above, name):
        flags.append(f"An accuracy of {accuracy:.1%} is more than an honest model is expected to reach: see whether "
                     "the hidden texts have leaked.")  # fmt: skip
    return Measured(finding, (scale, counted.confusion), figures, tuple(flags), undecided=accuracy < bound and close)


def of_text(shares: float | dict[str, float] | None, name: str) -> float:
    """The share for the text that is used. Raises OurFault where there is none."""
    found = shares.get(name) if isinstance(shares, dict) else shares
    if found is None:
        raise OurFault(f"the check has no threshold for the text `{name}`")
    return found


def _predictions(
    check: Training, attempt: Attempt, batches: Sequence[Any], trained: Trained, texts: Texts
) -> NDArray[np.int64]:
    """The class with the greatest logit of each text. Raises CannotAnswer."""
    value = trained.asked(check, attempt, "logits", "models.scores_of", list(batches))
    classes = len(texts.corpus.labels)
    due = [(len(ids), classes) for ids, _ in batches]
    read = (
        [one.shape if isinstance(one, np.ndarray) and one.dtype.kind == "f" else None for one in value]
        if type(value) is list
        else []
    )
    if read != due:
        what = "The trained model does not give a score for each text and class."
        raise CannotAnswer(Verdict.FAILED, Finding(what, f"due: (texts, {classes})", "Return the last layer's output "
                           "for the whole batch.", what))  # fmt: skip
    found = np.concatenate(value)
    if not np.isfinite(found).all():
        what = "After training the model's scores are no numbers: nan or inf."
        advice = "That most often comes of a learning rate that is too large."
        raise CannotAnswer(Verdict.FAILED, Finding(what, "on hidden texts", advice, what))
    return np.asarray(found.argmax(axis=1))


def _close(counted: Counted, bound: float) -> Finding:
    return Finding(
        f"Your model is right for {counted.accuracy():.1%} of the texts that it has not seen; {bound:.1%} are asked. "
        "With so few texts that may be luck, so a person will look at it.",
        _where(counted),
        "Nothing is lost until then.",
        "Your model is a little less accurate than asked. A person will look at it.",
    )


def _too_low(check: Training, counted: Counted, bound: float) -> Finding:
    look = _look(counted, bound)
    seems = f": {look.what}" if look else ""
    return Finding(
        f"Your model is right for {counted.accuracy():.1%} of the texts that it has not seen, where {bound:.1%} are "
        f"asked{seems}.",
        f"{_where(counted)}; {look.where}" if look and look.where else _where(counted),
        _of_the_model(counted) if check.is_ours else look.advice if look else _learnt(counted),
        f"Your model is right too seldom{seems}.",
    )


def _where(counted: Counted) -> str:
    return f"{counted.count:,} texts, standard error {counted.error:.1%}"


def _look(counted: Counted, bound: float) -> Look | None:
    predicted, labels = counted.predictions, counted.labels
    parts = (predicted["test"], labels("test"), predicted["train"], labels("train"))
    return looks(*parts, counted.corpus.labels, bound)


def _of_the_model(counted: Counted) -> str:
    """What is left to look at where the texts, their labels and the loop are ours."""
    return (f"On the training texts {counted.accuracy('train'):.1%} are right. Texts, labels and the loop are ours "
            "here, so look at the model: that every word of a text reaches the last layer, that each hidden layer has "
            "its activation, and that no dropout and no second softmax takes most of what is learnt away.")  # fmt: skip


def _learnt(counted: Counted) -> str:
    """What the accuracy on the training's own texts says."""
    trained, hidden = counted.accuracy("train"), counted.accuracy()
    if trained > hidden + LUCK * counted.error:
        return (f"On the training texts {trained:.1%} are right: the model has learnt them by heart. Fewer epochs, "
                "more dropout, and all words of a text help.")  # fmt: skip
    return (f"On the training texts {trained:.1%} are right, no more: the training did not come far. See that every "
            "batch is a step, that each step follows its own gradient, and that the texts are read whole.")  # fmt: skip
