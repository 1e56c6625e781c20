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
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.names import declared_value
from grader.derivation.valuing.readings import Reading
from grader.derivation.valuing.values import Array, IllTyped, Kind, Value
from grader.derivation.verdicts import Status
from grader.derivation.worlds import World

#: Nodes valued for one explanation, remembered ones not counted.
MOST_NODES = 40_000
#: Edited steps that are judged in full.
MOST_PROOFS = 12
#: Where the first reading has another shape, so many others are looked at.
_MORE_READINGS = 3


class _Bench:
    """One world to try edits in, for a few numbers of the letters."""

    def __init__(self, question: Question, lines: Lines, world: World, budget: Budget) -> None:
        self.question, self.letters, self.world, self.budget = question, lines.letters, world, budget
        self.sizes = lines.assignments.sizes(world)
        numbers = lines.assignments.numbers(world)
        few = {0, len(numbers) // 2, len(numbers) - 1}
        self.numbers = [numbers[place] for place in sorted(few)] if numbers else []
        self.evaluator = self.fresh(Reading())
        self.due: list[Value] = []

    def fresh(self, reading: Reading) -> Evaluator:
        """An evaluator that remembers nothing."""
        found = Evaluator(self.question.declared, self.world, self.letters, reading, budget=self.budget)
        found.lengths.update(self.sizes)
        return found

    def values(self, tree: Node) -> list[Value]:
        """A tree's values for a few numbers of the letters; [] where it has none."""
        try:
            if self.letters.free(tree) - self.sizes.keys():
                return []
            with np.errstate(all="ignore"):
                return [self.evaluator.value(tree, numbers) for numbers in self.numbers]
        except (NotRead, IllTyped):
            return []

    def fits(self, tree: Node, tolerance: float) -> bool:
        """Whether a tree is worth what is due here, in the first reading that has its shape."""
        # What the edit left alone keeps the value that it had in the first reading; mostly that is the only one.
        self.evaluator.reading = reading = Reading()
        found = self._fits(self.evaluator, tree, tolerance)
        for _ in range(_MORE_READINGS):
            wanted = reading.following() if found is None else None
            if wanted is None:
                break
            reading = Reading(wanted)
            found = self._fits(self.fresh(reading), tree, tolerance)
        return bool(found)

    def _fits(self, evaluator: Evaluator, tree: Node, tolerance: float) -> bool | None:
        """Whether a tree is worth what is due in one reading; None where its shape is another, or it has none."""
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


class Trial:
    """One reference, one step that misses it. others: the question in other limits, where an edit must fit, too."""

    def __init__(
        self,
        question: Question,
        reference: Node,
        step: Node,
        conditions: tuple[Relation, ...],
        relation: Literal["=", "≈"],
        others: Sequence[Question] = (),
        share: int = 1,
    ) -> None:
        self.question = question
        self.reference = reference
        self.step = step
        self.conditions = conditions
        self.relation = relation
        self.tolerance = LIMIT if relation == "≈" else EXACT
        self.proofs = MOST_PROOFS
        self.tried = 0
        # Only in a limit do other limits matter: all have the same ordinary worlds.
        self.others = tuple(others) if relation == "≈" else ()
        self._another: Question | None = None
        self.budget = Budget(MOST_NODES // share)
        self.benches = self._benches()
        first = self.benches[0]
        self.letters, self.world, self.sizes, self.numbers = first.letters, first.world, first.sizes, first.numbers
        self.evaluator = first.evaluator
        self.due = first.due

    def _benches(self) -> list[_Bench]:
        """A world of each kind that the step is judged in, the one that is looked at first in front."""
        found = []
        for question in (self.question, *self.others):
            lines = Lines(question, [self.reference, self.step], self.conditions)
            worlds = lines.limit_worlds if self.relation == "≈" else lines.exact_worlds
            found += [_Bench(question, lines, world, self.budget) for world in worlds[:2]]
        for bench in found:
            bench.due = bench.values(self.reference)
        return found

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

    def is_number(self, node: Node) -> bool:
        """Whether a part of the step is worth one number; not where that can't be told."""
        try:
            with np.errstate(all="ignore"):
                return self.evaluator.shape_of(node) == ()
        except (NotRead, IllTyped, ValueError, KeyError, IndexError):
            return False

    def is_asked_for(self, name: str) -> bool:
        """Whether a name is the answer, or what the answer is the derivative of: it would explain nothing."""
        value = self._declared(name)
        same = value is not None and any(np.array_equal(value.array, due.array) for due in self.due)
        return same or (isinstance(self.reference, Derivative) and self.reference.of == Symbol(name))

    def _declared(self, name: str) -> Value | None:
        try:
            with np.errstate(all="ignore"):
                return declared_value(self.evaluator, name)
        except (NotRead, IllTyped):
            return None

    def values(self, tree: Node) -> list[Value]:
        """A tree's values for a few numbers of the letters; [] where it has none."""
        return self.benches[0].values(tree)

    def looks_right(self, tree: Node) -> bool:
        """Whether an edited step may be worth what is due: in a few worlds, for a few indices, in one reading."""
        self.tried += 1
        if not self.due or not self._is_closed(tree):
            return False
        return all(bench.fits(tree, self.tolerance) for bench in self.benches if bench.due)

    def _is_closed(self, tree: Node) -> bool:
        """Whether every index letter of a tree has a number."""
        try:
            return self.letters.free(tree) <= self.sizes.keys()
        except NotRead:
            return False

    def holds(self, tree: Node) -> bool:
        """Whether an edited step is right in the question's worlds and in others, in every limit and reading."""
        if self.proofs <= 0:
            return False
        self.proofs -= 1
        if self._another is None:
            self._another = Question(self.question.symbols, self.question.regimes, self.question.seed + 1)
        lines = [Line(self.reference), Line(tree, self.relation)]
        return all(
            judge(question, lines, None, self.conditions).steps[1].status is Status.HOLDS
            for question in (self.question, self._another, *self.others)
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
    question: Question,
    lines: Sequence[Line],
    number: int,
    target: Node | None,
    conditions: tuple[Relation, ...],
    others: Sequence[Question] = (),
    share: int = 1,
) -> Trial | None:
    """The trial of step `number`, as judging would compare it; None where nothing can be compared.

    share: how many trials one explanation is shared by, for its budget.
    """
    step = lines[number].tree
    if step is None:
        return None
    relation: Literal["=", "≈"] = "≈" if any(line.relation == "≈" for line in lines[1 : number + 1]) else "="
    for reference in _references(question, lines, number, target, conditions):
        found = Trial(question, reference, step, conditions, relation, others, share)
        if found.is_possible:
            return found
    return None


def _references(
    question: Question, lines: Sequence[Line], number: int, target: Node | None, conditions: tuple[Relation, ...]
) -> list[Node]:
    """What the step is compared with: the target, else the chain's left side, else the step before.

    A left side with an index of its own is one entry of the target, and then goes first.
    """
    about = None if target is None else judge(question, lines[:1], target, conditions).about_target
    left, before = lines[0].tree if number else None, lines[number - 1].tree if number else None
    trees = [target if about is not False else None, left, before]
    if target is not None and left is not None and _free(left, question) - _free(target, question):
        trees = [left, *trees]
    return [tree for tree in dict.fromkeys(trees) if tree is not None]


def _free(tree: Node, question: Question) -> frozenset[str]:
    try:
        return Letters(question.declared).free(tree)
    except NotRead:
        return frozenset()
