"""Check kind `values`: what a function returns is what the reference returns."""

from collections.abc import Iterator
from typing import Literal

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck, Mistake, Round, nearest
from grader.checks.comparison import Comparison, compare, outcome_of
from grader.checks.trials import run_trials
from grader.code import CannotAnswer
from grader.draws.generators import Generator
from grader.outcome import Outcome, Verdict
from grader.tolerance import Purpose


class Values(CallingCheck):
    """Calls the function on drawn arguments and compares what it returns with the reference's values."""

    kind: Literal["values"]
    fallback: dict[str, Generator] = {}
    """Arguments in place of those that have the same names, for a function that is not right on the first ones: these
    decide then. For first ones that cost far less and that not every right function takes."""

    def run(self, attempt: Attempt) -> Outcome:
        """Accepts what agrees within the table's tolerance; explains what does not."""
        comparison = self._at_first(attempt) if self.fallback else self._compared(attempt)
        if comparison is None:
            return self._fallen_back().run(attempt)
        if not (comparison.wrong and attempt.explained):
            return outcome_of(self, attempt, comparison)
        from grader.checks.diagnosis import diagnose  # what a right answer never waits for

        return outcome_of(self, attempt, comparison, diagnose(self, attempt, comparison, Purpose.VALUE))

    def rounds(self) -> Iterator[Round]:
        yield from super().rounds()
        if self.fallback:
            yield ("fallback",), {**self.arguments, **self.fallback}

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        for name in self.fallback:
            if name not in self.arguments:
                advice = nearest(name, self.arguments) or "add it to `arguments`"
                what = f"`fallback` replaces `{name}`, which is none of the arguments"
                yield Mistake(("fallback", name), what, advice, frozenset({"arguments", "fallback"}))

    def _compared(self, attempt: Attempt) -> Comparison:
        return compare(self, run_trials(self, attempt), Purpose.VALUE, ())

    def _at_first(self, attempt: Attempt) -> Comparison | None:
        """What comes of the first arguments; None where it is not right. Who ran out of time or memory is not asked
        again: raises CannotAnswer."""
        try:
            comparison = self._compared(attempt)
        except CannotAnswer as trouble:
            if trouble.outcome.verdict not in (Verdict.CRASHED, Verdict.FAILED):
                raise
            return None
        return None if comparison.wrong else comparison

    def _fallen_back(self) -> "Values":
        return self.model_copy(update={"arguments": {**self.arguments, **self.fallback}, "fallback": {}})
