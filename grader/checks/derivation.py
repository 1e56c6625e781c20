"""Check kind `derivation`: a written derivation, read and judged step by step.

Here stands what an instructor writes; judging is `grader.derivation.answer`'s, and marks are `deriving.marks`'.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase, Mistake
from grader.checks.deriving.notation import Notation
from grader.checks.deriving.wanted import ChosenProperty, DerivationExamples, DerivationGoal, LimitRegime
from grader.checks.essay import for_a_person
from grader.code import OurFault
from grader.outcome import Outcome

if TYPE_CHECKING:
    from grader.derivation.asked import Asked

#: A notation's name among the assignment's `notations`; once that is looked up, the notation itself.
NamedNotation = Annotated[
    Annotated[str, Tag("<name>")] | Annotated[Notation, Tag("<notation>")],
    Discriminator(lambda value: "<name>" if isinstance(value, str) else "<notation>"),
]


class Derivation(CheckBase):
    """Finds the formulas of an answer, judges every step, and gives marks for the result and for the chain."""

    kind: Literal["derivation"]
    notation: NamedNotation
    """The names in it: one of the assignment's `notations`, by name, or a notation written out."""
    otherwise: list[NamedNotation] = []
    """Other meanings of the same names where the sheet leaves them open; a whole answer is read under one of them."""
    goals: list[DerivationGoal] = []
    """What must be derived."""
    one_is_enough: bool = False
    """The goals are several ways to say the same thing; who takes one needs no other."""
    properties: list[ChosenProperty] = []
    """What a student chooses, and what every right choice satisfies."""
    regimes: list[LimitRegime] = []
    r"""Where limits are looked at; a line with `\\approx` must hold in all of them."""
    carried: float = Field(default=0.5, ge=0, le=1)
    """What a step earns that follows from a wrong one, of what a right one earns."""
    examples: DerivationExamples = DerivationExamples()
    """Chains with which `grade validate` proves the check."""

    @property
    def parts(self) -> tuple[str, ...]:
        return ("result", "chain")

    def mistakes(self) -> Iterator[Mistake]:
        from grader.checks.deriving.askable import unanswerable

        yield from super().mistakes()
        if not (self.goals or self.properties):
            needs = frozenset({"goals", "properties"})
            yield Mistake(("kind",), "nothing is asked for", "add `goals: …` or `properties: …`", needs)
        yield from _named_alike("goals", [goal.shown for goal in self.goals])
        yield from _named_alike("regimes", [regime.name for regime in self.regimes])
        yield from unanswerable(self)

    def asked(self) -> "Asked":
        """What judging takes. Raises OurFault where the notation was never looked up."""
        return self._asked

    @cached_property
    def _asked(self) -> "Asked":
        """Once for a class: what is known of a question is kept with it."""
        from grader.checks.deriving.translated import asked  # numpy comes with it

        first, *others = (self._looked_up(one) for one in (self.notation, *self.otherwise))
        return asked(first, others, self.goals, self.properties, self.regimes, self.one_is_enough)

    def __copy__(self) -> Self:
        """A copy may be changed before anybody sees it, so it is asked anew."""
        found = super().__copy__()
        found.__dict__.pop("_asked", None)
        return found

    def _looked_up(self, notation: str | Notation) -> Notation:
        if isinstance(notation, str):
            raise OurFault(f"the notation `{notation}` of “{self.title}” was never looked up")
        return notation

    def run(self, attempt: Attempt) -> Outcome:
        """Decides where every goal could be judged; all else a person reads, with what was understood."""
        from grader.checks.deriving.outcomes import outcome
        from grader.derivation.answer import judge_answer

        answer = attempt.answer
        if answer is None or not answer.text.strip():
            return for_a_person(attempt)
        asked = self.asked()
        judged = judge_answer(asked, answer)
        if not (judged.chains or judged.unread):
            return for_a_person(attempt, why="No formula was found in this answer; a person will read it.")
        return outcome(asked, judged, self._points_by_part(), self.carried, answer, attempt)

    def _points_by_part(self) -> dict[str, float]:
        """One number is half for the result and half for the chain."""
        if isinstance(self.points, dict):
            return {part: self.points[part] for part in self.parts if self.points.get(part)}
        return dict.fromkeys(self.parts, self.points / 2)


def _named_alike(key: str, names: Sequence[str]) -> Iterator[Mistake]:
    for number, name in enumerate(names):
        if name in names[:number]:
            what = f"two of the `{key}` are called “{name}”"
            yield Mistake((key, number), what, "give each a `name` of its own", frozenset({f"{key}*", key}))
