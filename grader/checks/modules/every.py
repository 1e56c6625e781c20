"""Properties of any model: what it returns, alone and in a batch, once and twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.modules.batches import Real, one_by_one
from grader.checks.modules.subject import Broken, CannotTell, Subject, gap, said, same
from grader.code import CannotAnswer
from grader.explain.agreement import without_singletons

_SUMS_TO_ONE = 1e-4
_LOSSES = 2e-5  # of a loss: float32 loses a tenth of that on its way


_TIME_FIRST = " `nn.GRU` takes (time, batch, features) unless it is made with `batch_first=True`."


def reads_nothing(subject: Subject) -> Broken | None:
    """How a model does not read at all what it is given: of such a one every property would hold.

    Raises CannotAnswer where it gives no scores of the right shape.
    """
    batches = subject.batches
    for seed in batches.seeds:
        first, other = subject.scores(batches.batch(), batches.batch("other"), seed=seed)
        if not same(first, other):
            return None
    return said("The model gives the same scores whatever it reads.", "on two drawn batches with other words",
                "The words' vectors must reach the last layer; these properties count once they do.")  # fmt: skip


def notes(subject: Subject) -> tuple[str, ...]:
    """What is not as the sheet has it, and costs nothing."""
    batches = subject.batches
    told = subject.ask("scores", subject.beside("logits"), [list(batches.batch())], batches.seeds[0])
    subject.read(told, [batches.batch()])
    raw: Real = told[0]
    found = []
    if raw.shape != batches.shape(batches.batch()) and without_singletons(raw.shape):
        found.append(f"The scores come as {raw.shape}; {batches.shape(batches.batch())} is asked.")
    if raw.ndim > 1 and _log_probabilities(raw):
        found.append("The scores are log-probabilities; a cross entropy takes them as it takes logits.")
    return tuple(found)


def _shapes(subject: Subject) -> Broken | None:
    """Sizes of batches that a model must not be made for. What is misshapen raises."""
    batches = subject.batches
    whole = batches.batch()
    subject.scores(whole, *one_by_one(whole)[:2], seed=batches.seeds[0])
    return None


def _batch(subject: Subject) -> Broken | None:
    batches = subject.batches
    whole = batches.batch()
    together, *alone = subject.scores(whole, *one_by_one(whole), seed=batches.seeds[0])
    for row, one in enumerate(alone):
        if not same(together[row : row + 1], one):
            what = "row" if subject.check.reads == "rows" else "text"
            return said(
                f"The model gives a {what} one score in a batch and another alone.",
                f"{what} {row + 1} of {len(alone)}: {gap(together[row : row + 1], one)}",
                f"One {what} must not reach another: check which axis is the batch in every layer and in every mean."
                + (_TIME_FIRST if subject.check.reads == "sequences" else ""),
            )
    return None


def _repeats(subject: Subject) -> Broken | None:
    batches = subject.batches
    asked = ("scores_twice", subject.beside("logits"), list(batches.batch()), batches.seeds[0])
    first, second = subject.read(subject.ask(*asked), [batches.batch()] * 2)
    if same(first, second):
        return None
    return said(
        "In evaluation the model gives other scores the second time it reads the same.",
        f"one score was {gap(first, second)}",
        "Dropout belongs to training: use `nn.Dropout`, which `model.eval()` switches off, or pass "
        "`training=self.training`. A state that is kept from one call to the next does the same.",
    )


def _logits(subject: Subject) -> Broken | None:
    batches = subject.batches
    (found,) = subject.scores(batches.batch(), seed=batches.seeds[0])
    if subject.check.reads == "rows":
        if not (found > 0).all() or not (found < 1).all():
            return None
        return said("The scores are probabilities, where logits are due.",
                    f"all {len(found)} lie between 0 and 1",
                    "Return the dot products as they are: the loss takes their sigmoid.")  # fmt: skip
    if not _probabilities(found) or _loss_knows(subject):
        return None
    return said("The scores are probabilities, where logits are due.", "they are positive and sum to 1",
                "Return what the last linear layer gives: the cross entropy takes the softmax itself, and a second one "
                "flattens the gradient.")  # fmt: skip


def _probabilities(found: Real) -> bool:
    return bool((found >= 0).all() and (np.abs(found.sum(axis=-1) - 1) <= _SUMS_TO_ONE).all())


def _log_probabilities(found: Real) -> bool:
    return bool((found <= 0).all() and (np.abs(np.exp(found).sum(axis=-1) - 1) <= _SUMS_TO_ONE).all())


def _loss_knows(subject: Subject) -> bool:
    """Whether the student's own loss takes probabilities for what they are."""
    if not subject.owns_loss:
        return False
    with np.errstate(divide="ignore"):
        return _losses(subject).are(lambda found, target: surprise(np.log(found), target))


def _mean_cross_entropy(subject: Subject) -> Broken | None:
    losses = _losses(subject)
    if losses.are(surprise) or (all(map(_probabilities, losses.scores)) and _loss_knows(subject)):
        return None
    if losses.are(lambda found, target: surprise(found, target) * target.size):
        what = "The loss is the sum over all predictions, where their mean is due."
        advice = "Divide by their number: it is what `cross_entropy` does unless told otherwise."
    elif losses.are(lambda found, target: surprise(_softmax(found), target)):
        what = "The loss takes the softmax twice."
        advice = "`cross_entropy` takes logits: leave the softmax before it out."
    else:
        what = "The loss is not the mean cross entropy of the model's own scores."
        advice = (
            "-ln softmax(scores) at the true class, averaged over all predictions; check that scores and targets are "
            "in the same order, and that each prediction is compared with what comes next."
        )
    yours, due = losses.worst
    return said(what, f"on a drawn batch and a fresh model: yours {yours:.6g}, due {due:.6g}", advice)


@dataclass(frozen=True)
class _Losses:
    """A fresh model's scores of some batches, what is due for each, and the student's own loss."""

    scores: list[Real]
    targets: list[NDArray[Any]]
    yours: list[float]

    def are(self, loss: Callable[[Real, NDArray[Any]], float]) -> bool:
        """Whether the student's loss is this one on all of them: means of two orders may agree on one by chance."""
        due = [loss(found, target) for found, target in zip(self.scores, self.targets, strict=True)]
        return bool(np.allclose(self.yours, due, rtol=_LOSSES))

    @property
    def worst(self) -> tuple[float, float]:
        """Where the student's loss is farthest from the mean cross entropy: theirs and that."""
        due = map(surprise, self.scores, self.targets)
        return max(zip(self.yours, due, strict=True), key=lambda pair: abs(pair[0] - pair[1]))


_EXAMPLES = ("first", "second", "third")


def _losses(subject: Subject) -> _Losses:
    """Raises CannotTell where the loss is no number."""
    batches = subject.batches
    read = [batches.batch(name) for name in _EXAMPLES]
    scores = subject.scores(*read, seed=batches.seeds[0])
    examples = [batches.example(name) for name in _EXAMPLES]
    found = subject.ask("losses", subject.beside("logits"), subject.beside("loss"), examples, batches.seeds[0])
    if type(found) is not list or any(not isinstance(one, np.ndarray) or one.size != 1 for one in found):
        raise CannotTell("the loss is not one number")
    return _Losses(scores, [batches.target(name) for name in _EXAMPLES], [float(one.reshape(())) for one in found])


def surprise(found: Real, target: NDArray[Any]) -> float:
    """The mean cross entropy of scores, in nats; of rows the binary one."""
    exact = found.astype(np.float64)
    if target.dtype.kind == "f":
        sign = np.where(target > 0.5, 1.0, -1.0)
        return float(np.logaddexp(0.0, -sign * exact).mean())
    rows = exact.reshape(target.size, -1)
    largest = rows.max(axis=1, keepdims=True)
    normal = largest[:, 0] + np.log(np.exp(rows - largest).sum(axis=1))
    return float((normal - rows[np.arange(target.size), target.reshape(-1)]).mean())


def _softmax(found: Real) -> Real:
    raised = np.exp(found - found.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _deeper(subject: Subject) -> Broken | None:
    try:
        plain, deep = _entries(subject.ask("sizes")), _entries(subject.ask("sizes", **subject.check.deeper))
    except CannotAnswer as trouble:
        raise CannotTell("the model could not be made with other settings") from trouble
    settings = ", ".join(f"{name} {subject.check.settings[name]} and {value}"
                         for name, value in subject.check.deeper.items())  # fmt: skip
    if deep > plain:
        return None
    return said(
        "A deeper model has no more parameters: its layers share their weights, or the depth is not used.",
        f"{plain:,} and {deep:,} parameters with {settings}",
        "Each layer is a new one: `nn.ModuleList(nn.Linear(…) for _ in range(depth))`, or `num_layers` handed to the "
        "GRU. `[layer] * depth` repeats the same layer.",
    )


def _entries(sizes: object) -> int:
    if type(sizes) is not list or any(type(one) is not int for one in sizes):
        raise CannotTell("the sizes of its parameters are no numbers")
    return sum(sizes)


TRIES: Mapping[str, Callable[[Subject], Broken | None]] = {
    "shapes": _shapes,
    "batch = one by one": _batch,
    "evaluation repeats": _repeats,
    "logits": _logits,
    "mean cross entropy": _mean_cross_entropy,
    "deeper is larger": _deeper,
}
