"""Check kind `examples`: texts that a model gets wrong, each with an explanation, as a student picked them."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase, Mistake, nearest
from grader.checks.claiming.given_examples import Given, given_examples, repeated
from grader.checks.claiming.rerun import Checked, ModelRun, Rerun, rerun
from grader.checks.essay import for_a_person
from grader.outcome import Answer, Examples, Finding, GivenExample, Outcome, Verdict
from grader.submission.text import shown

#: Characters of a text and of an explanation that are shown.
_SHOWN = 400


class MisclassifiedExamples(CheckBase):
    """Finds the examples of an answer and lays them out. They earn points only where the very model was run on them."""

    kind: Literal["examples"]
    count: int = Field(default=5, ge=1, le=50)
    """How many are asked for."""
    words: int = Field(default=5, ge=0, le=200)
    """The fewest words of an explanation, what it quotes left out."""
    model: ModelRun | None = None
    """How the student's model is run on them; without it a person decides."""
    rubric: dict[str, float] = {}
    """What the person looks for: the criterion and its points."""

    @property
    def code_asked(self) -> tuple[str, ...]:
        return next(iter(self.model.uses.values())) if self.model else ()

    @property
    def answered_by(self) -> str:
        return self.model.reference.get(next(iter(self.model.uses)), "") if self.model else ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.model.data,) if self.model else ()

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        needs = frozenset({"model", "model*"})
        uses, reference = (self.model.uses, self.model.reference) if self.model else ({}, {})
        for name in uses:
            if name not in reference:
                advice = nearest(name, reference) or "say which function or class of the reference it is"
                what = f"`reference` has no `{name}`, which `uses` has"
                yield Mistake(("model", "reference"), what, advice, needs)

    def run(self, attempt: Attempt) -> Outcome:
        """A person reads all that was not run here, with the examples laid out."""
        answer = attempt.answer
        if answer is None or not answer.text.strip():
            return for_a_person(attempt, tuple(self.rubric.items()))
        given = given_examples(answer.text)
        if not given:
            why = "The examples of this answer could not be told apart; a person will read it."
            return for_a_person(attempt, tuple(self.rubric.items()), why)
        nothing = Rerun((Checked(None, None),) * len(given), ())
        ran = rerun(self.model, attempt, given) if self.model else nothing
        rows = Examples(tuple(_row(one, seen, ran) for one, seen in zip(given, ran.examples, strict=True)))
        doubts = [*self._doubts(given), *self._unchecked(ran)]
        if doubts:
            return self._waiting(doubts, rows, attempt)
        return self._decided(ran, rows)

    def _doubts(self, given: Sequence[Given]) -> Iterator[str]:
        """What is less than asked for, as far as it was understood."""
        if len(given) < self.count:
            yield f"{len(given)} examples were told apart where {self.count} are asked for"
        for number, first in repeated(given).items():
            yield f"example {number + 1} has the same text as example {first + 1}"
        for number, one in enumerate(given, 1):
            if one.words < self.words:
                told = f"is explained in {one.words} words" if one.explanation else "has no explanation that was found"
                yield f"example {number} {told}"

    def _unchecked(self, ran: Rerun) -> Iterator[str]:
        if self.model is None or not self.model.recomputed:
            yield "the model that they are about was not run here"
        elif ran.why:
            yield ran.why
        elif any(one.misclassified is None for one in ran.examples):
            yield "not all of them were found among the texts that they are from"

    def _waiting(self, doubts: Sequence[str], rows: Examples, attempt: Attempt) -> Outcome:
        found = f"{len(rows.rows)} examples were found" if len(rows.rows) > 1 else "One example was found"
        finding = Finding(f"{found}; a person will read them.", "; ".join(doubts[:4]))
        answer = attempt.answer
        files = (*(answer.images if answer else ()), *attempt.attachments)
        read = Answer(answer.text if answer else "", files, tuple(self.rubric.items()))
        flags = tuple(f"“{self.title}”: {doubt}." for doubt in doubts)
        return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, (rows, read), flags=flags)

    def _decided(self, ran: Rerun, rows: Examples) -> Outcome:
        holding = sum(1 for one in ran.examples if one.misclassified)
        if holding >= self.count:
            return Outcome(Verdict.PASSED, 1.0, None, (rows,))
        right = [number for number, one in enumerate(ran.examples, 1) if not one.misclassified]
        names = ", ".join(map(str, right))
        what = f"Your model classifies {len(right)} of these examples as they are labelled: {names}."
        advice = "Choose texts for which the model that you hand in gives another label than the true one."
        finding = Finding(what, "", advice, "Some of these examples are not misclassified.")
        verdict = Verdict.PARTIAL if holding else Verdict.FAILED
        return Outcome(verdict, holding / self.count, finding, (rows,))


def _row(one: Given, seen: Checked, ran: Rerun) -> GivenExample:
    label = ran.labels[seen.label] if seen.label is not None else one.label
    predicted = ran.labels[seen.predicted] if seen.predicted is not None else ""
    verdict: Literal["holds", "does_not", "not_checked"] = "not_checked"
    if seen.misclassified is not None:
        verdict = "holds" if seen.misclassified else "does_not"
    said = f"You say that it was predicted as {shown(one.predicted, 40)}." if one.predicted and not predicted else ""
    return GivenExample(
        shown(one.text, _SHOWN), shown(label, 40), predicted, shown(one.explanation, _SHOWN), verdict, said
    )
