"""What is raised for an instructor's mistakes: all of a file's, each with its line and the question's title."""

from collections.abc import Sequence

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding


class SpecMistakes(Exception):
    """A spec that can't be graded with. `findings` are in the order of the file's lines."""

    exit_code = 3

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{finding.what} ({finding.where})" for finding in self.findings))


class UnknownAssignment(UserMistake):
    """No folder of specs holds an assignment of that name."""
