"""How well student code is confined: four levels, each with what it means in words for the report.

A level is never looked up: the canary tries to break out, and what it could not do says which level it is.
"""

from enum import Enum


class Level(Enum):
    """A level's letter and its meaning."""

    ISOLATED = ("A", "isolated: namespaces of its own, Landlock and a list of allowed system calls")
    CONFINED = ("B", "confined: Landlock and a list of allowed system calls, without namespaces of its own")
    LIMITED = ("C", "limited: a process of its own with limits on time, memory and output, not confined")
    NONE = ("D", "none: a process of its own, watched by the clock alone")

    @property
    def letter(self) -> str:
        """ "A", the best, to "D"."""
        return self.value[0]

    @property
    def meaning(self) -> str:
        """One line for reports and for `grade doctor`."""
        return self.value[1]

    @property
    def holds_strangers(self) -> bool:
        """Whether code of people one does not trust may run here."""
        return self in (Level.ISOLATED, Level.CONFINED)
