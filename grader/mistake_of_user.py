"""What whoever typed the command can mend: a path, a name, an option. Exit code 2, and never a traceback."""

from grader.outcome import Finding


class UserMistake(Exception):
    """Cannot go on, and the person at the keyboard can mend it. Carries the message in three parts."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding
