"""What predictions look like that are too often wrong: the plateau they lie on, or the labels that they fit instead.

Everything said here was counted on the student's own predictions; where nothing fits, nothing is said.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grader.data.dice import Whole

#: Standard errors beyond which a difference is no luck.
LUCK = 4.0
#: Other class numbers explain a failure where they give this much of the accuracy that is asked.
_NEARLY = 0.75

_Arrangement = Callable[[Whole], Whole]
#: Other labels that predictions may fit, by what a sentence says of them.
_OTHERS: tuple[tuple[str, _Arrangement], ...] = (
    ("the labels of the text before", lambda labels: np.roll(labels, 1)),
    ("the labels of the text after", lambda labels: np.roll(labels, -1)),
    ("the labels in reverse order", lambda labels: labels[::-1]),
    ("the labels in sorted order", np.sort),
)


@dataclass(frozen=True)
class Look:
    """What was recognised: how it reads after "…", what it means and what to do."""

    what: str
    where: str
    advice: str


def standard_error(share: float, count: int) -> float:
    """Of a share that was counted on so many examples."""
    return math.sqrt(share * (1 - share) / count)


def looks(
    predictions: Whole, labels: Whole, trained: Whole, train_labels: Whole, names: Sequence[str], bound: float
) -> Look | None:
    """The first that fits. predictions, labels: (n,), of the hidden part; trained, train_labels: of the training's."""
    found = (
        *_one_class(predictions, names),
        *_other_numbers(predictions, labels, bound),
        *_other_labels(predictions, labels, "hidden"),
        *_other_labels(trained, train_labels, "training"),
        *_uphill(predictions, labels),
        *_guessing(predictions, labels),
        *_never(predictions, names),
    )
    return found[0] if found else None


def percent(share: float) -> str:
    """57.6 %"""
    return f"{100 * share:.1f} %"


def never_predicted(predictions: Whole, names: Sequence[str]) -> list[str]:
    """Classes that no sentence is given."""
    return [name for label, name in enumerate(names) if not np.any(predictions == label)]


def _one_class(predictions: Whole, names: Sequence[str]) -> Iterator[Look]:
    if len(set(predictions.tolist())) == 1:
        yield Look(
            f"every text is given the same class, “{names[int(predictions[0])]}”",
            "",
            "The model has learned nothing of the words: see whether two different texts give different features, "
            "and whether the weights move at all.",
        )


def _other_numbers(predictions: Whole, labels: Whole, bound: float) -> Iterator[Look]:
    """Classes that are counted from another end: so they would be right about as often as is asked."""
    own = float(np.mean(predictions == labels))
    for words, other in (
        ("one too high", predictions - 1),
        ("one too low", predictions + 1),
        ("counted from the other end", labels.max() - predictions),
    ):
        fits = float(np.mean(other == labels))
        if fits > max(_NEARLY * bound, own + LUCK * standard_error(fits, len(labels))):
            yield Look(
                f"the predicted classes are {words}",
                f"{percent(fits)} would be right so, {percent(own)} are as they stand",
                "Classes are numbered from 0, in the order in which the sheet names them.",
            )


def _other_labels(predictions: Whole, labels: Whole, part: str) -> Iterator[Look]:
    """Labels in another order that the predictions fit better than their own, and better than by luck."""
    own, chance = float(np.mean(predictions == labels)), _chance(predictions, labels)
    for words, arrange in _OTHERS:
        fits = float(np.mean(predictions == arrange(labels)))
        if fits > max(own, chance + LUCK * standard_error(chance, len(labels))):
            yield Look(
                f"the predictions fit {words}",
                f"on the {part} texts: {percent(fits)} of those, {percent(own)} of their own",
                "Texts and labels have lost each other on the way: look where one of the two lists is shifted, "
                "sorted, shuffled or filtered without the other.",
            )


def _uphill(predictions: Whole, labels: Whole) -> Iterator[Look]:
    own, chance = float(np.mean(predictions == labels)), _chance(predictions, labels)
    if own < chance - LUCK * standard_error(chance, len(labels)):
        yield Look(
            "that is less than guessing would give",
            f"{percent(own)} are right; classes handed out at random, each as often as you predict it, give "
            f"{percent(chance)}",
            "Something that tells the classes apart was learned and is used the wrong way round: see whether training "
            "walks with the gradient where it should walk against it.",
        )


def _guessing(predictions: Whole, labels: Whole) -> Iterator[Look]:
    own, chance = float(np.mean(predictions == labels)), _chance(predictions, labels)
    if abs(own - chance) <= LUCK * standard_error(chance, len(labels)):
        yield Look(
            "the predictions have nothing to do with the labels",
            f"{percent(own)} are right; classes handed out at random, each as often as you predict it, give "
            f"{percent(chance)}",
            "Either texts and labels have lost each other (one of the two lists shifted, sorted or shuffled without "
            "the other), or what is learned is not used where predictions are made.",
        )


def _never(predictions: Whole, names: Sequence[str]) -> Iterator[Look]:
    missing = never_predicted(predictions, names)
    if missing:
        yield Look(
            "never predicted: " + ", ".join(f"“{name}”" for name in missing),
            "",
            "See how many classes your weights have, and whether training has come far enough to tell them apart.",
        )


def _chance(predictions: Whole, labels: Whole) -> float:
    """How often predictions would be right that come as often as these and know nothing."""
    classes = int(max(predictions.max(), labels.max())) + 1
    each = [np.bincount(row, minlength=classes) / len(row) for row in (predictions, labels)]
    return float(each[0] @ each[1])
