"""The values of one tree under every reading: in each world, for each number of the free letters."""

from dataclasses import dataclass, field

import numpy as np

from grader.derivation.evaluate import Budget, Evaluator
from grader.derivation.span import NotRead
from grader.derivation.tree import Node
from grader.derivation.valuing.assignments import Assignments
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.products import alike
from grader.derivation.valuing.readings import Reading, readings
from grader.derivation.valuing.values import IllTyped, Value
from grader.derivation.worlds import World


@dataclass(eq=False)
class Table:
    """One reading's values. Worlds are valued when they are asked for."""

    tree: Node
    letters: Letters
    assignments: Assignments
    reading: Reading
    charitable: bool
    flipped: bool
    budget: Budget | None
    _columns: dict[int, tuple[World, list[Value]]] = field(default_factory=dict)

    def column(self, world: World) -> list[Value]:
        """The values in one world, in the order of the assignments. Raises NotRead or IllTyped."""
        if id(world) not in self._columns:
            self._columns[id(world)] = (world, self._valued(world))
        return self._columns[id(world)][1]

    def _valued(self, world: World) -> list[Value]:
        evaluator = Evaluator(
            self.assignments.question.declared,
            world,
            self.letters,
            self.reading,
            charitable=self.charitable,
            flipped=self.flipped,
            budget=self.budget,
        )
        evaluator.lengths.update(self.assignments.sizes(world))
        numbers = self.assignments.numbers(world)
        missing = self.letters.free(self.tree) - (numbers[0].keys() if numbers else set())
        if not numbers:
            raise NotRead("No index fulfils the conditions.", self.tree.span)
        if missing:
            raise NotRead(f"It isn't clear what the index `{min(missing)}` runs over.", self.tree.span)
        with np.errstate(all="ignore"):
            found = [evaluator.value(self.tree, each) for each in numbers]
        # How they were made is of no more use, and many are kept for long.
        return [Value(each.array.copy(), kind=each.kind) for each in found]

    def settle(self) -> None:
        """From now on it makes no difference who asks: each further world has a budget of its own."""
        self.reading.settle()
        self.budget = None

    def same_as(self, other: "Table", world: World) -> bool:
        """Whether two readings come to the same in a world."""
        return all(alike(a, b) for a, b in zip(self.column(world), other.column(world), strict=True))


def tables(tree: Node, assignments: Assignments, *, charitable: bool = False, flipped: bool = False) -> list[Table]:
    """Every reading of a tree that shapes allow, of those with equal values one.

    Raises IllTyped where shapes allow none, NotRead where the tree, or any of its readings, is left to a person.
    """
    question = assignments.question
    world = question.worlds[0]
    letters = Letters(question.declared, assignments.known)
    found: list[Table] = []
    failure: IllTyped | None = None
    budget = Budget()
    for reading in readings():
        table = Table(tree, letters, assignments, reading, charitable, flipped, budget)
        try:
            table.column(world)
        except IllTyped as error:
            failure = failure or error
            continue
        reading.close()
        if not any(table.same_as(other, world) for other in found):
            found.append(table)
    if not found:
        raise failure or NotRead("This has no value.", tree.span)
    return found
