"""The values of one tree under every reading: in each world, for each number of the free letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from grader.derivation.evaluate import Budget, Evaluator
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Letter, Node, Relation
from grader.derivation.valuing.letters import Bindings, Indices, Letters
from grader.derivation.valuing.products import alike
from grader.derivation.valuing.readings import Reading, readings
from grader.derivation.valuing.values import IllTyped, Value
from grader.derivation.worlds import World

#: No more numbers of free letters than this are tried; letters then run over few numbers, constants among them first.
MOST_ASSIGNMENTS = 64
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Assignments:
    """The numbers that the free letters of a chain take in each world, all of them where that is not too many."""

    def __init__(
        self, question: Question, letters: Letters, trees: Sequence[Node], conditions: tuple[Relation, ...] = ()
    ) -> None:
        self.question = question
        self.letters = letters
        self.trees = trees
        self.conditions = conditions
        self._sizes: dict[int, dict[str, int]] = {}

    def sizes(self, world: World) -> Mapping[str, int]:
        """How far each free letter runs; but for those that nothing tells of. The first tree that tells decides."""
        kept = self._sizes.get(id(world))
        if kept is None:
            kept = self._sizes[id(world)] = {}
            evaluator = Evaluator(self.question.declared, world, self.letters, Reading())
            for letter in sorted(self._letters()):
                if (words := evaluator.ranges.words(letter, *self.trees, *self.conditions)) is not None:
                    kept[letter] = words
            for tree in self.trees:
                for letter in sorted(_free(self.letters, tree) - kept.keys()):
                    try:
                        kept[letter] = evaluator.ranges.size(letter, tree, *self.conditions)
                    except (NotRead, IllTyped):
                        continue  # another tree may tell; if none does, what needs the letter isn't read
        return kept

    def _letters(self) -> frozenset[str]:
        return frozenset[str]().union(*(_free(self.letters, tree) for tree in self.trees))

    def numbers(self, world: World) -> list[Bindings]:
        """Every assignment that the conditions allow."""
        sizes = self.sizes(world)
        indices = Indices(self.question.declared, world)
        told = {name: _between(name, self.conditions, indices) for name in sorted(self._letters() - sizes.keys())}
        names = sorted({*sizes, *(name for name, numbers in told.items() if numbers)})
        few = [_few(sizes[name], len(names), world) if name in sizes else list(told[name]) for name in names]
        found = [dict(zip(names, numbers, strict=True)) for numbers in product(*few)]
        return [each for each in found if all(indices.related(relation, each) for relation in self.conditions)]


def _between(name: str, conditions: Sequence[Relation], indices: Indices) -> range:
    r"""The numbers that conditions leave a letter which nothing else tells of: `-m \le j \le m`. Empty without any."""
    low: int | None = None
    high: int | None = None
    for each in conditions:
        turned = (each.right, _TURNED.get(each.sign), each.left)
        for letter, sign, bound in ((each.left, each.sign, each.right), turned):
            if letter != Letter(name) or sign not in ("<", "<=", ">", ">="):
                continue
            number = indices.number(bound, {})
            if sign in ("<", "<="):
                high = number - (sign == "<")
            else:
                low = number + (sign == ">")
    most = None if low is None or high is None else min(high, low + MOST_ASSIGNMENTS)
    return range(0) if low is None or most is None else range(low, most + 1)


def _free(letters: Letters, tree: Node) -> frozenset[str]:
    try:
        return letters.free(tree)
    except NotRead:
        return frozenset()


def _few(size: int, letters: int, world: World) -> list[int]:
    most = int(MOST_ASSIGNMENTS ** (1 / letters) + 1e-9)
    if size <= most:
        return list(range(1, size + 1))
    constants = [number for number in sorted(set(world.constants.values())) if number <= size]
    others = [number for number in range(1, size + 1) if number not in constants]
    return sorted([*constants, *others][: max(2, most)])


@dataclass
class Table:
    """One reading's values. Worlds are valued when they are asked for."""

    question: Question
    tree: Node
    letters: Letters
    assignments: Assignments
    reading: Reading
    charitable: bool
    flipped: bool
    budget: Budget
    _columns: dict[int, list[Value]] = field(default_factory=dict)

    def column(self, world: World) -> list[Value]:
        """The values in one world, in the order of the assignments. Raises NotRead or IllTyped."""
        if id(world) not in self._columns:
            evaluator = Evaluator(
                self.question.declared,
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
                self._columns[id(world)] = [evaluator.value(self.tree, each) for each in numbers]
        return self._columns[id(world)]

    def same_as(self, other: "Table", world: World) -> bool:
        """Whether two readings come to the same in a world."""
        return all(alike(a, b) for a, b in zip(self.column(world), other.column(world), strict=True))


def tables(
    question: Question,
    tree: Node,
    letters: Letters,
    assignments: Assignments,
    *,
    charitable: bool = False,
    flipped: bool = False,
) -> list[Table]:
    """Every reading of a tree that shapes allow, of those with equal values one.

    Raises IllTyped where shapes allow none, NotRead where the tree, or any of its readings, is left to a person.
    """
    world = question.worlds[0]
    found: list[Table] = []
    failure: IllTyped | None = None
    budget = Budget()
    for reading in readings():
        table = Table(question, tree, letters, assignments, reading, charitable, flipped, budget)
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
