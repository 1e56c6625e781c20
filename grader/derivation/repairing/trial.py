"""What a step should be worth, and whether an edited step is: quickly in one world first, then judged in full, twice.

Counts what it tries and never looks at the clock, so that the same answer gets the same words.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from grader.derivation.compare import judge
from grader.derivation.evaluate import Budget
from grader.derivation.lines import Line, Lines
from grader.derivation.question import Question, ready
from grader.derivation.repairing.bench import Bench
from grader.derivation.span import NotRead
from grader.derivation.tree import Derivative, Node, Relation, Symbol
from grader.derivation.valuing.agreement import EXACT, LIMIT
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.names import declared_value
from grader.derivation.valuing.values import IllTyped, Value
from grader.derivation.verdicts import Status

#: Nodes valued for one explanation, remembered ones not counted.
MOST_NODES = 40_000
#: Edited steps that are judged in full.
MOST_PROOFS = 12


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

    def _benches(self) -> list[Bench]:
        """A world of each kind that the step is judged in, the one that is looked at first in front."""
        found = []
        for question in (self.question, *self.others):
            lines = Lines(question, [self.reference, self.step], self.conditions)
            worlds = lines.limit_worlds if self.relation == "≈" else lines.exact_worlds
            found += [Bench(question, lines, world, self.budget) for world in worlds[:2]]
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

    def strange_letters(self) -> frozenset[str]:
        """Index letters of the step that are not free on the left side."""
        try:
            return self.letters.free(self.step) - self.letters.known
        except NotRead:
            return frozenset()

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
            self._another = ready(self.question.symbols, self.question.regimes, self.question.seed + 1)
        lines = [Line(self.reference), Line(tree, self.relation)]
        return all(
            judge(question, lines, None, self.conditions).steps[1].status is Status.HOLDS
            for question in (self.question, self._another, *self.others)
        )


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
