"""Check kind `values`: what a function returns is what the reference returns."""

from typing import Literal

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.comparison import compare, outcome_of
from grader.checks.trials import run_trials
from grader.outcome import Outcome
from grader.tolerance import Purpose


class Values(CallingCheck):
    """Calls the function on drawn arguments and compares what it returns with the reference's values."""

    kind: Literal["values"]

    def run(self, attempt: Attempt) -> Outcome:
        """Accepts what agrees within the table's tolerance; explains what does not."""
        comparison = compare(self, run_trials(self, attempt), Purpose.VALUE, ())
        if not (comparison.wrong and attempt.explained):
            return outcome_of(self, attempt, comparison)
        from grader.checks.diagnosis import diagnose  # what a right answer never waits for

        return outcome_of(self, attempt, comparison, diagnose(self, attempt, comparison, Purpose.VALUE))
