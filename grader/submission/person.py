"""Who somebody is, as far as an export, a roster or a folder's name tells. Every field is a stranger's text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One person of a class. Empty where it is not known."""

    name: str = ""  # as people read it
    id: str = ""  # the learning platform's: Canvas's ID, Moodle's participant number, Gradescope's SID
    login: str = ""
    email: str = ""
    section: str = ""
