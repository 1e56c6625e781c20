"""Checks that run a driver beside the student's code: what a spec says about it, and the call. No judgement here.

A driver (`drivers/<module>.py` of the assignment) knows how the sheet's functions and classes are called; the kinds
that judge what it gives back know nothing of one sheet.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase, FunctionSpellings, Mistake, nearest
from grader.code import CannotAnswer, Reply, Theirs
from grader.draws.generator import Dotted, ReferenceName
from grader.outcome import Outcome


class DrivenCheck(CheckBase):
    """A check whose values come from a driver that is called with the student's functions and our data."""

    driver: Dotted
    """The driver, `module.function`: a file in the assignment's `drivers/`, or one that every assignment has."""
    uses: dict[str, FunctionSpellings] = Field(min_length=1)
    """The driver's arguments that are the student's: name: the function or class, with its accepted spellings. The
    first is what is asked for; where one of the others is missing or wrong, ours may take its place."""
    reference: dict[str, ReferenceName]
    """The reference's functions or classes for the same names."""
    settings: dict[str, Any] = {}
    """Further arguments of the driver, as they are."""
    data: str = ""
    """The text to work on: a name under the assignment's `data`."""
    with_source: bool = False
    """Whether the driver is told the text of the student's file, `source`: it may run lines that set what a function
    reads and that are left out of a notebook."""
    seconds: float = Field(default=60.0, gt=0, le=3600)
    """Seconds for one call of the driver."""

    @property
    def code_asked(self) -> tuple[str, ...]:
        return next(iter(self.uses.values()))

    @property
    def answered_by(self) -> str:
        return self.reference.get(next(iter(self.uses)), "")

    @property
    def also_uses(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self.uses.values())[1:]

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.data,) if self.data else ()

    def run(self, attempt: Attempt) -> Outcome:
        """What the kind finds. Raises CannotAnswer."""
        raise NotImplementedError  # every kind has its own

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        needs = frozenset({"uses", "reference"})
        for name in self.uses:
            if name not in self.reference:
                advice = nearest(name, self.reference) or "say which function or class of the reference it is"
                yield Mistake(("reference",), f"`reference` has no `{name}`, which `uses` has", advice, needs)
        for name in self.reference:
            if name not in self.uses:
                advice = nearest(name, self.uses) or "take it out"
                yield Mistake(("reference", name), f"`reference` names `{name}`, which `uses` has not", advice, needs)

    def theirs(self) -> dict[str, Theirs]:
        """The driver's arguments that are the student's."""
        return {name: Theirs(spellings) for name, spellings in self.uses.items()}

    def source(self, attempt: Attempt) -> dict[str, str]:
        """The driver's argument that is the text of the student's file, where the spec wants it told."""
        if not self.with_source:
            return {}
        if attempt.submission is None:
            return {"source": ""}
        try:
            return {"source": attempt.submission.locate(self.code_asked).module.source}
        except CannotAnswer:
            return {"source": ""}

    def drive(self, attempt: Attempt, *arguments: Any, driver: str = "", **named: Any) -> Reply:
        """One call of the driver (or another one) with the student's parts and the settings. Raises CannotAnswer."""
        given = {**self.theirs(), **self.source(attempt), **self.settings, **named}
        return attempt.student.drive(driver or self.driver, *arguments, seconds=self.seconds, **given)

    def drive_reference(self, attempt: Attempt, *arguments: Any, driver: str = "", **named: Any) -> Reply:
        """The same with the reference's parts, on this side. Raises OurFault."""
        ours = {name: Theirs((function,)) for name, function in self.reference.items()}
        given = {**ours, **self.settings, **named}
        return attempt.reference.drive(driver or self.driver, *arguments, seconds=self.seconds, **given)
