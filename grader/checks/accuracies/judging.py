"""The verdict on a measured accuracy, in words, and what is shown beside it.

At or above what is asked passes, where the predictions are also a right model's if the spec compares them. Less than
three standard errors below, nobody can tell luck from a slip, so a person looks; but for predictions that are a right
model's, which pass. Everything else fails, and says what the predictions look like.
"""

from dataclasses import dataclass

from grader.checks.accuracies.looks import Look, looks, percent, standard_error
from grader.checks.accuracies.measured import Measured
from grader.data.dice import Whole
from grader.outcome import Evidence, Figures, Finding, Level, Outcome, Scale, Verdict

#: Standard errors below the threshold within which a person decides.
_BAND = 3.0
_GENERAL = (
    "Mend first what the other checks of the same functions say. If they all pass, look at the confusion matrix: which "
    "classes are taken for which tells what the model does not see."
)
_UNLUCKY = "The hidden texts are harder than usual; your predictions are those of a right model, so nothing is lost."


@dataclass(frozen=True, eq=False)
class Judging:
    """One accuracy and what it is held against. others: the reference's predictions by part, where they are compared;
    agreement: the share of them that is asked."""

    measured: Measured
    bound: float
    others: dict[str, Whole] | None
    agreement: float

    def outcome(self) -> Outcome:
        """Verdict, finding and notes; the evidence is another matter."""
        lowest = self.bound - _BAND * standard_error(self.bound, self.measured.count)
        if self.measured.accuracy() >= self.bound:
            return Outcome(Verdict.PASSED, 1.0) if self._alike else self._unlike()
        if self.others is not None and self._alike:
            return Outcome(Verdict.PASSED, 1.0, notes=(_UNLUCKY,))
        return self._close() if self.measured.accuracy() >= lowest else self._too_low()

    @property
    def _alike(self) -> bool:
        return self.others is None or self.measured.agreement(self.others) >= self.agreement

    @property
    def _look(self) -> Look | None:
        one = self.measured
        return looks(
            one.predictions["test"], one.labels("test"), one.predictions["train"], one.labels("train"),
            one.corpus.labels, self.bound,
        )  # fmt: skip

    @property
    def _right(self) -> str:
        """How the finding begins."""
        return f"Your classifier is right for {percent(self.measured.accuracy())} of the texts that it has not seen"

    @property
    def _where(self) -> str:
        return f"{self.measured.count:,} texts, standard error {percent(self.measured.error)}"

    def _unlike(self) -> Outcome:
        share = 1 - self.measured.agreement(self.others or {})
        finding = Finding(
            f"{self._right}, which is enough; but one trained in the same way with our functions predicts another "
            f"class for {percent(share)} of them.",
            f"{self._where}; up to {percent(1 - self.agreement)} may differ",
            "Nothing is lost: a person will look at it. Compare with the sheet what a text's feature is made of, and "
            "how texts and labels are brought together.",
            "Your classifier is accurate enough, and predicts other classes than ours. A person will look at it.",
        )
        return Outcome(Verdict.NEEDS_PERSON, 0.0, finding)

    def _close(self) -> Outcome:
        look = self._look
        finding = Finding(
            f"{self._right}; {percent(self.bound)} are asked. That may be luck, so a person will look at it.",
            self._where,
            look.advice if look else _GENERAL,
            "Your classifier is a little less accurate than asked. A person will look at it.",
        )
        return Outcome(Verdict.NEEDS_PERSON, 0.0, finding)

    def _too_low(self) -> Outcome:
        look = self._look
        finding = Finding(
            f"{self._right}; {percent(self.bound)} are asked{f': {look.what}' if look else ''}.",
            f"{self._where}; {look.where}" if look and look.where else self._where,
            look.advice if look else _GENERAL,
            f"Your classifier is right too seldom{f': {look.what}' if look else ''}.",
        )
        return Outcome(Verdict.FAILED, 0.0, finding)

    # ---- beside the verdict
    def evidence(self) -> tuple[Evidence, ...]:
        """The number on its scale, which class was taken for which, and the other figures."""
        levels = self.measured.levels
        if self.others is not None:
            right = float((self.others["test"] == self.measured.labels("test")).mean())
            levels = (*levels, Level("ours", right, "our own functions, trained in the same way"))
        name = f"accuracy on {self.measured.count:,} texts that your model has not seen"
        scale = Scale(name, self.measured.accuracy(), levels, self.bound, less_is_better=False)
        return scale, self.measured.confusion, Figures("What was measured", tuple(self._rows()))

    def _rows(self) -> list[tuple[str, str]]:
        one = self.measured
        rows = [
            ("texts to train on", f"{len(one.posed.train):,}"),
            ("hidden texts", f"{one.count:,}"),
            ("standard error", percent(one.error)),
        ]
        rows += [(f"accuracy on {part}", percent(one.accuracy(part))) for part in one.predictions if part != "test"]
        if self.others is not None:
            rows.append(("predictions that are the same as ours", percent(one.agreement(self.others))))
        for name, column in zip(one.confusion.labels, zip(*one.confusion.counts, strict=True), strict=True):
            rows.append((f"predicted “{name}”", f"{sum(column):,}"))
        return rows


def flags(measured: Measured, most: float) -> tuple[str, ...]:
    """What the instructor should know of an accuracy that is too good."""
    said = f"An accuracy of {percent(measured.accuracy())} on {measured.count:,} hidden texts"
    if measured.too_good:
        return (f"{said} is more than the best possible classifier of this language reaches: their labels are known.",)
    if measured.accuracy() > most:
        return (f"{said} is above {percent(most)}, which no honest model is expected to reach: see whether it has seen "
                "them.",)  # fmt: skip
    return ()


def figures(measured: Measured, text: str) -> tuple[tuple[str, float], ...]:
    """What was measured, by name; on a real text, `text`, also under its name, for claims that are about it."""
    named = {"test": "accuracy", "dev": "dev accuracy", "train": "train accuracy"}
    found = [(named[part], measured.accuracy(part)) for part in measured.predictions]
    on_text = [(f"{name} on {text}", value) for name, value in found if text]
    return (*found, *on_text, ("n", float(measured.count)))
