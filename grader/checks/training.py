"""Check kind `training`: the student's own training on a text of ours, judged by what the trained model does.

What the loop reports is shown and earns nothing: this side measures on a text that the loop never saw.
"""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import Mistake
from grader.checks.driven import DrivenCheck
from grader.outcome import Outcome

Measure = Literal["perplexity", "accuracy", "association"]
RESET = "gradients reset"


class Training(DrivenCheck):
    """Trains with the student's function on the training text, then measures on the hidden one.

    `driver` is the function that trains, `gru.trained`; the one that is asked afterwards stands in its file:
    `log_probs` for a perplexity, `logits` else.
    """

    kind: Literal["training"]
    measures: Measure
    """What is measured: `perplexity`, `accuracy`, or `association` (correlation with the true association of windows).
    """
    at_most: float | None = Field(default=None, gt=0)
    """The perplexity to reach."""
    at_least: float | None = Field(default=None, gt=0, le=1)
    """The accuracy or the correlation to reach."""
    gap_at_most: float | None = Field(default=None, gt=0)
    """For `association`: the mean gap to the exact scores, in nats, that may remain."""
    suspicious_above: float | None = Field(default=None, gt=0, le=1)
    """An accuracy that no honest model reaches: the instructor is told."""
    tokens: int = Field(default=10_000, ge=100, le=200_000)
    """Hidden tokens, texts or windows that are measured on; `training_tokens` of the training text are handed over."""
    training_tokens: int = Field(default=200_000, ge=100, le=5_000_000)
    """Training tokens or texts that are handed over."""
    short: dict[str, Any] = {}
    """Settings of a short training, which is run twice from one seed: other results are noted."""
    resets_gradients: bool = False
    """Whether the first steps of a short training are looked at: each must be taken with the gradient of its own batch.
    """

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.measures, *([RESET] if self.resets_gradients else []))

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if not self.data:
            yield Mistake(("data",), "a training needs a text", "name one of the assignment's `data`", frozenset())
        due, other = ("at_most", "at_least") if self.measures == "perplexity" else ("at_least", "at_most")
        needs = frozenset({"measures", due, other})
        if getattr(self, due) is None:
            yield Mistake((due,), f"a {self.measures} needs `{due}`", "say what is to be reached", needs)
        if getattr(self, other) is not None:
            yield Mistake((other,), f"`{other}` is not for a {self.measures}", f"say `{due}`", needs)
        if self.resets_gradients and not self.short:
            what = "`resets_gradients` looks at a short training, and `short` is empty"
            yield Mistake(("short",), what, "give settings for a few steps", frozenset({"short", "resets_gradients"}))

    def run(self, attempt: Attempt) -> Outcome:
        """The points where the threshold is met. Raises CannotAnswer where the training gives no model."""
        from grader.checks.trainings.judged import judged  # numpy

        return judged(self, attempt)
