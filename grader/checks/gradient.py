"""Check kind `gradient`: a loss and its gradients, against the reference and against the student's own loss."""

from collections.abc import Iterator
from typing import Literal

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck, Mistake, nearest
from grader.checks.comparison import compare, outcome_of
from grader.checks.trials import run_trials
from grader.outcome import Outcome
from grader.tolerance import Purpose


class Gradient(CallingCheck):
    """Compares loss and gradients with the reference's; where they differ, also with central differences of the
    student's own loss, so that a right gradient of a wrong loss is told from a wrong gradient."""

    kind: Literal["gradient"]
    loss: str = "loss"
    """The name in `returns` that the gradients belong to."""
    may_average_over: list[str] = []
    """Dimensions over which loss and gradients may be means instead of sums, all of them consistently."""

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.loss not in self.returns:
            what = f"`loss: {self.loss}` is none of `returns`"
            yield Mistake(("loss",), what, nearest(self.loss, self.returns), frozenset({"loss", "returns"}))

    def run(self, attempt: Attempt) -> Outcome:
        """Each returned value earns its share by itself: a right loss keeps its points beside a wrong gradient."""
        comparison = compare(self, run_trials(self, attempt), Purpose.GRADIENT, self.may_average_over)
        if not (comparison.wrong and attempt.explained):
            return outcome_of(self, attempt, comparison)
        from grader.checks.diagnosis import diagnose  # what a right answer never waits for

        return outcome_of(self, attempt, comparison, diagnose(self, attempt, comparison, Purpose.GRADIENT, self.loss))
