"""The measured accuracy beside what is known of the text: levels, luck, and what no honest model can reach."""

from dataclasses import dataclass

import numpy as np

from grader.checks.accuracies.looks import standard_error
from grader.checks.accuracies.posed import Posed, labels_of
from grader.data.corpora import LabelledCorpus
from grader.data.dice import Whole
from grader.outcome import ConfusionMatrix, Level

#: One honest model in three million is above the best possible by so many standard deviations.
_NO_LUCK = 5.0


@dataclass(frozen=True, eq=False)
class Measured:
    """Predictions held against labels, part by part."""

    corpus: LabelledCorpus
    posed: Posed
    predictions: dict[str, Whole]  # by part

    def labels(self, part: str) -> Whole:
        """(n,), of what was asked of that part."""
        return labels_of(self.posed.parts[part])

    def accuracy(self, part: str = "test") -> float:
        """The share that is right."""
        return float(np.mean(self.predictions[part] == self.labels(part)))

    @property
    def count(self) -> int:
        """Hidden texts."""
        return len(self.predictions["test"])

    @property
    def error(self) -> float:
        """The accuracy's standard error."""
        return standard_error(self.accuracy(), self.count)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What is known beforehand; the best possible only of a language of ours."""
        labels, train = self.labels("test"), self.posed.labels
        usual = int(np.argmax(np.bincount(train)))
        known = [
            Level("random", 1 / len(self.corpus.labels), "a guess: every class is as likely as every other"),
            Level("always the same", float(np.mean(labels == usual)), "the most frequent class for every text"),
        ]
        if self.corpus.oracle:
            best = self.corpus.oracle.best_accuracy
            known.append(Level("best possible", best, "the language itself: nothing is left to learn"))
        return tuple(known)

    @property
    def too_good(self) -> bool:
        """Whether it is above the best possible by more than luck: for whatever fixed predictions, each is right with
        at most the chance that the language gives its likeliest label."""
        if self.corpus.oracle is None:
            return False
        best = np.array([self.corpus.oracle.posterior(one.words).max() for one in self.posed.parts["test"]])
        right = self.accuracy() * self.count
        return bool(right > best.sum() + _NO_LUCK * np.sqrt(np.sum(best * (1 - best))))

    @property
    def confusion(self) -> ConfusionMatrix:
        """Of the hidden texts."""
        counts = np.zeros((len(self.corpus.labels),) * 2, dtype=np.int64)
        np.add.at(counts, (self.labels("test"), self.predictions["test"]), 1)
        return ConfusionMatrix(self.corpus.labels, tuple(tuple(row) for row in counts.tolist()))

    def agreement(self, others: dict[str, Whole]) -> float:
        """The share of the hidden texts for which somebody else predicts the same."""
        return float(np.mean(self.predictions["test"] == others["test"]))
