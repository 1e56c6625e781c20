"""What a step should be worth, and whether an edited step is: quickly in one world first, then judged in full, twice.

Counts what it tries and never looks at the clock, so that the same answer gets the same words.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from grader.derivation.compare import judge
from grader.derivation.evaluate import Budget, Evaluator
from grader.derivation.lines import Line, Lines
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Derivative, Node, Relation, Symbol
from grader.derivation.valuing.agreement import EXACT, LIMIT
from grader.derivation.valuing.names import declared_value
from grader.derivation.valuing.readings import Reading
from grader.derivation.valuing.values import Array, IllTyped, Kind, Value
from grader.derivation.verdicts import Status

#: Nodes valued for one explanation, remembered ones not counted.
MOST_NODES = 60_000
#: Edited steps that are judged in full.
MOST_PROOFS = 24
#: Where the first reading has another shape, so many others are looked at.
_MORE_READINGS = 3


class Trial:
    """One reference, one step that misses it."""

    def __init__(
        self,
        question: Question,
        reference: Node,
        step: Node,
        conditions: tuple[Relation, ...],
        relation: Literal["=", "≈"],
    ) -> None:
        self.question = question
        self.reference = reference
        self.step = step
        self.conditions = conditions
        self.relation = relation
        self.proofs = MOST_PROOFS
        self.tried = 0
        self._another: Question | None = None
        lines = Lines(question, [reference, step], conditions)
        self.letters = lines.letters
        self.world = (lines.limit_worlds if relation == "≈" else lines.exact_worlds)[0]
        self.sizes = lines.assignments.sizes(self.world)
        self.numbers = lines.assignments.numbers(self.world)
        few = {0, len(self.numbers) // 2, len(self.numbers) - 1}
        self.numbers = [self.numbers[place] for place in sorted(few)] if self.numbers else []
        self.budget = Budget(MOST_NODES)
        self.evaluator = self._evaluator(Reading())
        self.due = self.values(reference)

    @property
    def is_possible(self) -> bool:
        """Whether there is something to compare with."""
        return bool(self.due)

    @property
    def is_spent(self) -> bool:
        """Whether no more edits may be tried."""
        return self.budget.left <= 0 or self.proofs <= 0

    def is_scalar(self, name: str) -> bool:
        """Whether a declared name is worth one number."""
        value = self._declared(name)
        return value is not None and value.is_scalar

    def is_asked_for(self, name: str) -> bool:
        """Whether a name is the answer, or what the answer is the derivative of: it would explain nothing."""
        value = self._declared(name)
        same = value is not None and any(np.array_equal(value.array, due.array) for due in self.due)
        return same or (isinstance(self.reference, Derivative) and self.reference.of == Symbol(name))

    def _declared(self, name: str) -> Value | None:
        try:
            return declared_value(self.evaluator, name)
        except (NotRead, IllTyped):
            return None

    def values(self, tree: Node) -> list[Value]:
        """A tree's values for a few numbers of the letters; [] where it has none."""
        try:
            if self.letters.free(tree) - self.sizes.keys():
                return []
            with np.errstate(all="ignore"):
                return [self.evaluator.value(tree, numbers) for numbers in self.numbers]
        except (NotRead, IllTyped):
            return []

    def looks_right(self, tree: Node) -> bool:
        """Whether an edited step may be worth what is due: in one world, for a few indices, in one reading."""
        self.tried += 1
        if not self.due or not self._is_closed(tree):
            return False
        # What the edit left alone keeps the value that it had in the first reading; mostly that is the only one.
        self.evaluator.reading = reading = Reading()
        fits = self._fits(self.evaluator, tree)
        if fits is not None:
            return fits
        for _ in range(_MORE_READINGS):
            wanted = reading.following()
            if wanted is None:
                break
            reading = Reading(wanted)
            fits = self._fits(self._evaluator(reading), tree)
            if fits is not None:
                return fits
        return False

    def _is_closed(self, tree: Node) -> bool:
        """Whether every index letter of a tree has a number."""
        try:
            return self.letters.free(tree) <= self.sizes.keys()
        except NotRead:
            return False

    def _fits(self, evaluator: Evaluator, tree: Node) -> bool | None:
        """Whether a tree is worth what is due in one reading; None where its shape is another, or it has none."""
        tolerance = LIMIT if self.relation == "≈" else EXACT
        try:
            with np.errstate(all="ignore"):
                for due, numbers in zip(self.due, self.numbers, strict=True):
                    near = _near(due.array, evaluator.value(tree, numbers), tolerance)
                    if not near:
                        return near
        except IllTyped:
            return None
        except NotRead:
            return False
        return True

    def _evaluator(self, reading: Reading) -> Evaluator:
        found = Evaluator(self.question.declared, self.world, self.letters, reading, budget=self.budget)
        found.lengths.update(self.sizes)
        return found

    def holds(self, tree: Node) -> bool:
        """Whether an edited step is right in the question's worlds and in others, in every reading."""
        if self.proofs <= 0:
            return False
        self.proofs -= 1
        if self._another is None:
            self._another = Question(self.question.symbols, self.question.regimes, self.question.seed + 1)
        lines = [Line(self.reference), Line(tree, self.relation)]
        return all(
            judge(question, lines, None, self.conditions).steps[1].status is Status.HOLDS
            for question in (self.question, self._another)
        )


def _near(due: Array, value: Value, tolerance: float) -> bool | None:
    """Whether two values agree, lying either way; an entry may stand for its vector. None where shapes differ."""
    found = value.array
    if found.shape == due.shape:
        pass
    elif found.shape == due.shape[::-1]:
        found = found.T
    elif value.kind is Kind.IDENTITY and due.ndim == 2 and due.shape[0] == due.shape[1]:
        found = np.asarray(found * np.eye(len(due)))
    elif value.is_flexible or value.is_zero:
        found = np.full(due.shape, float(found))
    elif not due.shape and value.is_vector:
        return bool((np.abs(found - due) <= tolerance).any())
    else:
        return None
    scale = max(1.0, float(np.abs(due).max(initial=0.0)))
    return bool(np.isfinite(found).all()) and bool((np.abs(found - due) <= tolerance * scale).all())


def trial(
    question: Question, lines: Sequence[Line], number: int, target: Node | None, conditions: tuple[Relation, ...]
) -> Trial | None:
    """The trial of step `number`, as judging would compare it; None where nothing can be compared."""
    step = lines[number].tree
    if step is None:
        return None
    relation: Literal["=", "≈"] = "≈" if any(line.relation == "≈" for line in lines[1 : number + 1]) else "="
    for reference in _references(question, lines, number, target, conditions):
        found = Trial(question, reference, step, conditions, relation)
        if found.is_possible:
            return found
    return None


def _references(
    question: Question, lines: Sequence[Line], number: int, target: Node | None, conditions: tuple[Relation, ...]
) -> list[Node]:
    """What the step is compared with: the target, else the chain's left side, else the step before."""
    about = None if target is None else judge(question, lines[:1], target, conditions).about_target
    trees = [target if about is not False else None, lines[0].tree, lines[number - 1].tree if number else None]
    return [tree for position, tree in enumerate(trees) if tree is not None and (position != 1 or number)]
