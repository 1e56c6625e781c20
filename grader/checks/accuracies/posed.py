"""A labelled text as it is posed to a student: what they may train on, and inputs whose labels stay here.

Every part is put into an order of our own. In the order of the files neighbours often have the same label, and a model
trained on labels that are off by one would do almost as well as a right one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.data.corpora import Example, LabelledCorpus
from grader.data.dice import Dice, Whole
from grader.draws.draws import Draws

#: So many of the training texts are asked again, for the accuracy on them.
_ASKED_AGAIN = 2000


@dataclass(frozen=True, eq=False)
class Posed:
    """What crosses, and the labels that do not."""

    train: tuple[Example, ...]
    parts: dict[str, tuple[Example, ...]]  # asked in this order: test, dev, train

    @cached_property
    def inputs(self) -> list[list[str]]:
        """The training texts, as words."""
        return [list(one.words) for one in self.train]

    @cached_property
    def labels(self) -> Whole:
        """The training texts' labels, which are the student's to see."""
        return labels_of(self.train)

    @cached_property
    def asked(self) -> list[list[str]]:
        """Every text that a prediction is asked for."""
        return [list(one.words) for part in self.parts.values() for one in part]

    def cut(self, predictions: Whole) -> dict[str, Whole]:
        """Predictions of all that was asked, by part."""
        ends = np.cumsum([len(part) for part in self.parts.values()])
        return dict(zip(self.parts, np.split(predictions, ends[:-1]), strict=True))


def pose(corpus: LabelledCorpus, draws: Draws, train: int, hidden: int) -> Posed:
    """The parts in an order of our own, the first so many of each; 0 for all."""

    def drawn(part: str, examples: Sequence[Example], most: int) -> tuple[Example, ...]:
        order = Dice(draws.randomness("order", part)).order(len(examples))
        return tuple(examples[place] for place in order[: most or None])

    learned = drawn("train", corpus.train, train)
    parts = {"test": drawn("test", corpus.test, hidden), "dev": drawn("dev", corpus.dev, hidden)}
    parts = {**parts, "train": learned[:_ASKED_AGAIN]}
    return Posed(learned, {name: part for name, part in parts.items() if part})


def labels_of(examples: Sequence[Example]) -> Whole:
    """(n,)"""
    return np.array([one.label for one in examples], dtype=np.int64)
