"""What may be said of a chain of steps: of each whether it holds, where it first breaks, where it rejoins."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of a step. `not_read` never costs or earns anything: a person will look."""

    HOLDS = "holds"
    BREAKS = "breaks"
    NOT_READ = "not_read"


def overall(statuses: Iterable[Status]) -> Status:
    """Breaks if any of them does; holds only if all do, and there is one."""
    found = set(statuses)
    if Status.BREAKS in found:
        return Status.BREAKS
    return Status.HOLDS if found == {Status.HOLDS} else Status.NOT_READ


@dataclass(frozen=True)
class StepVerdict:
    """One expression of a chain.

    agrees: with what the chain is about (the target, or its own left side). follows: from the expression before it.
    Both None where that can't be said. A step that breaks and follows carries an earlier error forward.
    why: for the student, where it breaks or isn't read. notes: how it was read, where that was not plain.
    """

    status: Status
    agrees: bool | None = None
    follows: bool | None = None
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChainVerdict:
    """A chain of expressions, of which number 0 is the left side.

    about_target: whether the left side is what the question asks for. first_wrong, rejoins: numbers of steps.
    final_right: whether the last expression is what is asked for; None where it isn't read or nothing was asked.
    by_component: the left side is an entry of what is asked, and all lines were compared with that entry.
    """

    steps: tuple[StepVerdict, ...]
    about_target: bool | None = None
    first_wrong: int | None = None
    rejoins: int | None = None
    final_right: bool | None = None
    by_component: bool = False

    @property
    def status(self) -> Status:
        """Breaks if any step does; holds only if all do."""
        return overall(step.status for step in self.steps)
