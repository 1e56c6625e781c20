"""Check kind `accuracy`: a classifier is trained with the student's code on our text, and its predictions of texts
whose labels stay here are counted here.

The driver is called as `driver(train, labels, asked, classes=…, words=…, vectors=…, …)`: texts as lists of words, and
the word vectors where the text has some. It gives a class for each text that is asked, or a score for each class.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from grader.checks.attempt import Attempt
from grader.checks.base import Mistake
from grader.checks.driven import DrivenCheck
from grader.code import OurFault
from grader.outcome import Outcome

if TYPE_CHECKING:
    from grader.data.corpora import LabelledCorpus

Share = Annotated[float, Field(ge=0, le=1)]
#: One share for every text, or one for each that may be used, by its name: `{sst: 0.31, synthetic-sentences: 0.53}`.
ShareByText = Annotated[
    Annotated[Share, Tag("<number>")] | Annotated[dict[str, Share], Tag("<by text>")],
    Discriminator(lambda value: "<by text>" if isinstance(value, dict) else "<number>"),
]


class Accuracy(DrivenCheck):
    """Counts how often predictions on texts that nobody has seen are right."""

    kind: Literal["accuracy"]
    at_least: ShareByText
    """The share that passes, or one for each text that may be used: a real set, and what stands in for it."""
    at_most: ShareByText = 1.0
    """What no honest model reaches: above it the instructor is told, and no mark is lost."""
    agreement: Share = 0.0
    """Where every right training ends at the same model: the share of predictions that must be the reference's, trained
    in the same way. 0: not compared."""
    train: int = Field(default=0, ge=0)
    """So many texts to train on; 0 for all."""
    hidden: int = Field(default=0, ge=0)
    """So many hidden ones; 0 for all."""

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if not self.data:
            advice = "name a text of the assignment's `data`"
            yield Mistake((), "`data` is missing: an accuracy is measured on a text", advice, frozenset({"data"}))

    def run(self, attempt: Attempt) -> Outcome:
        """Trains, counts, and says what the predictions look like where they are too often wrong."""
        from grader.checks.accuracies.judging import Judging, figures, flags
        from grader.checks.accuracies.measured import Measured
        from grader.checks.accuracies.posed import pose
        from grader.checks.accuracies.predictions import read_predictions
        from grader.data.corpora import LabelledCorpus

        attempt.student.notes(self.code_asked)  # raises where what is asked for is missing: ours is never graded
        used = attempt.texts.of(self.data)
        if not isinstance(used.corpus, LabelledCorpus):
            raise OurFault(f"`{used.name}` has no labels, so there is no accuracy on it")
        bound, most = self._asked(used.name), self._plausible(used.name)
        posed = pose(used.corpus, attempt.draws, self.train, self.hidden)
        given, told = (posed.inputs, posed.labels, posed.asked), _told(used.corpus)

        def predicted(value: Any) -> Any:
            return posed.cut(read_predictions(value, len(posed.asked), len(used.corpus.labels)))  # type: ignore[union-attr]

        measured = Measured(used.corpus, posed, predicted(self.drive(attempt, *given, **told).value))
        ours = self.drive_reference(attempt, *given, **told).value if self.agreement else None
        judging = Judging(measured, bound, None if ours is None else predicted(ours), self.agreement)
        return replace(
            judging.outcome(), evidence=judging.evidence(), flags=flags(measured, most),
            measured=figures(measured, used.name if used.real else ""),
        )  # fmt: skip

    def _asked(self, text: str) -> float:
        """The share that passes on that text."""
        if not isinstance(self.at_least, dict):
            return self.at_least
        if text not in self.at_least:
            raise OurFault(f"`at_least` states no share for the text `{text}`")
        return self.at_least[text]

    def _plausible(self, text: str) -> float:
        """What no honest model reaches on that text; 1 where nothing is said of it."""
        return self.at_most.get(text, 1.0) if isinstance(self.at_most, dict) else self.at_most


def _told(corpus: "LabelledCorpus") -> dict[str, Any]:
    """What a driver is told of the text, by name."""
    vectors = corpus.vectors
    known = {"words": list(vectors.words), "vectors": vectors.rows} if vectors else {}
    return {"classes": len(corpus.labels), **known}
