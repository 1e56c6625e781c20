"""Check kind `perplexity`: how well a language model predicts a text that it has not seen, and whether that is true."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import Mistake
from grader.checks.driven import DrivenCheck
from grader.draws.generator import Dotted
from grader.outcome import Outcome

Answer = Literal["log_probs", "distributions", "perplexities", "injected"]
Part = Literal["honest", "evaluation", "threshold"]


class Perplexity(DrivenCheck):
    """Asks a model for its log-probabilities on a hidden text and computes the perplexity here; tests both the model
    and the student's own perplexity function by what they answer."""

    kind: Literal["perplexity"]
    driver: Dotted = ""
    """Makes the model: it is given the text to learn from, and what it returns is handed to the drivers of `answers`.
    Left out where only `injected` is answered."""
    answers: dict[Answer, Dotted] = Field(min_length=1)
    """The drivers that ask the model: `log_probs` and `distributions` of the model, `perplexities` by the student's own
    function, `injected`: what that function says of a model of ours."""
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
    def parts(self) -> tuple[str, ...]:
        """What can be lost: the model's honesty, the student's own evaluation, the number that is asked for."""
        model = "log_probs" in self.answers
        bound = self.at_most is not None or self.at_most_ratio is not None
        evaluation = {"perplexities", "injected"} & set(self.answers)
        offered = {"honest": model, "evaluation": bool(evaluation), "threshold": model and bound}
        return tuple(part for part, there in offered.items() if there)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        needs = frozenset({"answers", "answers*", "driver", "data"})
        asked = set(self.answers) - {"injected"}
        if asked and not self.driver:
            what = f"`answers` has `{sorted(asked)[0]}`, and no `driver` makes a model"
            yield Mistake(("answers",), what, "add `driver`, or answer `injected` alone", needs)
        if asked and not self.data:
            yield Mistake(("answers",), "a model is made, and no text is named", "add `data`", needs)
        if asked and "log_probs" not in self.answers:
            what = "a model is made, and nothing tells its log-probabilities"
            yield Mistake(("answers",), what, "add `log_probs` to `answers`", needs)
        if (self.at_most or self.at_most_ratio) and "log_probs" not in self.answers:
            what = "a perplexity is asked for, and nothing tells the log-probabilities that it is computed from"
            yield Mistake(("answers",), what, "add `log_probs` to `answers`", needs | {"at_most", "at_most_ratio"})

    def run(self, attempt: Attempt) -> Outcome:
        """Every mark rests on what is recomputed here; the student's own number is compared and never believed."""
        from grader.checks.modelling.judging import judged  # what no other kind waits for

        return judged(self, attempt)
