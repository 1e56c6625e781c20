"""Check kind `training`: the student's own training on a text of ours, judged by what the trained model does.

What the loop reports is shown and earns nothing: this side measures on a text that the loop never saw.
"""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from grader.checks.accuracy import ShareByText
from grader.checks.attempt import Attempt
from grader.checks.base import Mistake
from grader.checks.driven import DrivenCheck
from grader.outcome import Outcome

Measure = Literal["perplexity", "accuracy", "association"]
#: The part that is earned by steps which each follow the gradient of their own batch.
RESET = "gradients reset"


class Training(DrivenCheck):
    """Trains with the student's function on the training text, then measures on the hidden one.

    `driver` is the function that trains, `gru.trained`; the one that is asked afterwards stands in its file:
    `log_probs` for a perplexity, `logits` else.
    """

    kind: Literal["training"]
    measures: Measure
    """What is measured: `perplexity`, `accuracy`, or `association` (how the scores of windows go with the true ones).
    """
    at_most: float | None = Field(default=None, gt=1)
    """The perplexity that is asked for on a real text."""
    at_most_ratio: float | None = Field(default=None, gt=1)
    """The same on a synthetic text, as a multiple of what the language itself reaches on the very same tokens."""
    at_least: ShareByText | None = None
    """The accuracy or the correlation that is asked for; one for each text that may be used, if they differ."""
    gap_at_most: float | None = Field(default=None, gt=0)
    """For an association: the mean gap to the true scores, in nats, that may remain."""
    unlikely_above: ShareByText = 1.0
    """An accuracy that no honest model reaches: the instructor is told, and no mark is lost."""
    vocabulary: int = Field(default=0, ge=0)
    """How many types a text of words is read in, the unknown word and the sentence's end among them; 0: all."""
    tokens: int = Field(default=10_000, ge=100)
    """How many hidden tokens, texts or windows are measured on, at most."""
    train: int = Field(default=0, ge=0)
    """How many tokens or texts are handed over to train on; 0: all."""
    longest: int = Field(default=300, ge=10, le=5000)
    """Words of a labelled text that are handed over, at most."""
    negatives: int = Field(default=4, ge=1, le=100)
    """For an association: K, the drawn words for each seen one."""
    power: float = Field(default=0.75, ge=0, le=1)
    """For an association: of the counts, in the noise."""
    short: dict[str, Any] = {}
    """Settings of a short training, which is run twice from one seed: other results are noted."""
    resets_gradients: bool = False
    """Whether the steps of a short training are looked at: each must follow the gradient of its own batch. A part of
    the points, `gradients reset`, may be given for it."""

    loop: list[str] = []
    """Names that the sheet's training loop works with, such as `n_epochs`. Where the function that trains is missing, a
    loop at the top level that uses them all is run by `looped`, which stands beside the driver."""
    turns: int = Field(default=300, ge=1, le=100_000)
    """How often such a loop runs, at most: each outermost `for`, and each `while`."""

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.measures, *([RESET] if self.resets_gradients else []))

    @property
    def is_ours(self) -> bool:
        """Whether the driver trains, and all that goes into it is classes of the student's: the loop is ours."""
        return all(one[0].rpartition(".")[2][:1].isupper() for one in self.uses.values())

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if not self.data:
            yield Mistake(("data",), "a training needs a text", "name one of the assignment's `data`", frozenset())
        bounds = {"perplexity": ("at_most", "at_most_ratio"), "accuracy": ("at_least",)}
        due = bounds.get(self.measures, ("at_least", "gap_at_most"))
        needs = frozenset({"measures", "at_most", "at_most_ratio", "at_least", "gap_at_most"})
        for key in ("at_most", "at_most_ratio", "at_least", "gap_at_most"):
            if getattr(self, key) is not None and key not in due:
                advice = f"take it out; for it there is {' and '.join(f'`{one}`' for one in due)}"
                yield Mistake((key,), f"`{key}` is not about `measures: {self.measures}`", advice, needs)
        if all(getattr(self, key) is None for key in due):
            yield Mistake((due[0],), f"`measures: {self.measures}` needs `{due[0]}`", "say what is asked for", needs)
        if self.resets_gradients and not self.short:
            what = "`resets_gradients` looks at a short training, and `short` is empty"
            yield Mistake(("short",), what, "give settings for a few steps", frozenset({"short", "resets_gradients"}))

    def run(self, attempt: Attempt) -> Outcome:
        """The points where what is asked for is reached. Raises CannotAnswer where the training gives no model."""
        from grader.checks.trainings.judged import judged  # numpy, and what is known of texts

        return judged(self, attempt)
