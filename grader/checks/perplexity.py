"""Check kind `perplexity`: how well a language model predicts a text that it has not seen, and whether that is true."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import Mistake
from grader.checks.driven import DrivenCheck
from grader.outcome import Outcome

Answer = Literal["log_probs", "distribution", "perplexity", "injected"]


class Perplexity(DrivenCheck):
    """Asks a model for its log-probabilities on a hidden text and computes the perplexity here; tests both the model
    and the student's own perplexity function by what they answer."""

    kind: Literal["perplexity"]
    answers: list[Answer] = []
    """Which functions stand beside the driver in its file: `log_probs` and `distribution` of the model, `perplexity` by
    the student's own function, `injected`: what that function says of a model of ours. The driver itself makes the
    model. With no answers it is what `injected` would be, and no model is made."""
    unit: Literal["word", "character"] = "word"
    """What models of ours read where no text is named: sentences of words, or running text."""
    vocabulary: int = Field(default=0, ge=0)
    """How many types a text of words is read in, the unknown word and the sentence's end among them; 0: all."""
    tokens: int = Field(default=20_000, ge=100)
    """How many tokens of the hidden text are scored, at most."""
    at_most: float | None = Field(default=None, gt=1)
    """The perplexity that is asked for on a real text."""
    at_most_ratio: float | None = Field(default=None, gt=1)
    """The same on a synthetic text, as a multiple of what the language itself reaches on the very same tokens."""

    @property
    def makes_a_model(self) -> bool:
        return bool(self.answers)

    @property
    def takes_ours(self) -> bool:
        """Whether a model of ours can be put in the place of the student's."""
        return not self.answers or "injected" in self.answers

    def beside(self, name: str) -> str:
        """The driver function of that name."""
        return f"{self.driver.rpartition('.')[0]}.{name}" if self.answers else self.driver

    @property
    def parts(self) -> tuple[str, ...]:
        """What can be lost: the model's honesty, the student's own evaluation, the number that is asked for."""
        model = "log_probs" in self.answers
        bound = self.at_most is not None or self.at_most_ratio is not None
        evaluation = self.takes_ours or "perplexity" in self.answers
        offered = {"honest": model, "evaluation": evaluation, "threshold": model and bound}
        return tuple(part for part, there in offered.items() if there)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        needs = frozenset({"answers", "data", "at_most", "at_most_ratio"})
        if self.answers and not self.data:
            yield Mistake(("answers",), "a model is made, and no text is named", "add `data`", needs)
        if self.answers and "log_probs" not in self.answers:
            what = "a model is made, and nothing tells its log-probabilities"
            yield Mistake(("answers",), what, "add `log_probs` to `answers`", needs)
        if (self.at_most or self.at_most_ratio) and not self.answers:
            what = "a perplexity is asked for, and no model is made"
            yield Mistake(("answers",), what, "add `log_probs` to `answers`", needs)

    def run(self, attempt: Attempt) -> Outcome:
        """Every mark rests on what is recomputed here; the student's own number is compared and never believed."""
        from grader.checks.modelling.judging import judged  # what no other kind waits for

        return judged(self, attempt)
