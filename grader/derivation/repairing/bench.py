"""One world to try edits in: quick, in a few readings, for a few numbers of the letters."""

import numpy as np

from grader.derivation.evaluate import Budget, Evaluator
from grader.derivation.lines import Lines
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Node
from grader.derivation.valuing.readings import Reading
from grader.derivation.valuing.values import Array, IllTyped, Kind, Value
from grader.derivation.worlds import World

#: Where the first reading has another shape, so many others are looked at.
_MORE_READINGS = 3


class Bench:
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
