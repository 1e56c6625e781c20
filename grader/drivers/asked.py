"""What a driver raises about what it was given: the student reads it, so it says what, where and what to do."""


class NotAsAsked(Exception):
    """The student's code does not answer as the sheet asks."""

    def __init__(self, what: str, where: str = "", advice: str = "") -> None:
        super().__init__("\n".join((what, where, advice)))
