r"""What a chain is about: the goals whose target its left side is, with letters named as the student named them."""

from dataclasses import dataclass, replace
from functools import lru_cache

from grader.derivation.asked import Goal
from grader.derivation.parse import condition, parse
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Derivative, Letter, Node, Relation
from grader.derivation.valuing.letters import Letters, letters_within
from grader.derivation.valuing.walks import holds_any, names, swapped


@dataclass(frozen=True)
class Aim:
    """A goal made ready: its target as a tree and the relations under which it is asked. number: its place."""

    number: int
    goal: Goal
    target: Node
    relations: tuple[Relation, ...] = ()
    of_derivatives: bool = False

    def named_as(self, left: Node | None, question: Question) -> "Aim":
        r"""The same with the student's letter: they derive by u_k where the sheet says u_w."""
        if left is None:
            return self
        ours = _free(self.target, letters_within(question.declared))
        theirs = _free(left, Letters(question.declared)) if len(ours) == 1 else frozenset[str]()
        if len(ours) != 1 or len(theirs) != 1 or ours == theirs:
            return self
        exchange = {Letter(*ours): Letter(*theirs)}
        return replace(
            self,
            target=swapped(self.target, exchange),
            relations=tuple(swapped(each, exchange) for each in self.relations),
        )

    def is_finished(self, last: Node, left: Node | None) -> bool:
        """Whether an expression is a result: no derivative is left in it, nor anything else that should be gone.

        Where the sheet's own result is made of derivatives (a sum over the window of ∂F/∂v), they may stay.
        """
        unfinished = holds_any(last, Derivative) and not self.of_derivatives
        return not (unfinished or last == left or names(last) & frozenset(self.goal.without))


@lru_cache(maxsize=64)
def aims(goals: tuple[Goal, ...], question: Question) -> tuple[Aim, ...]:
    """All goals of a question. Raises NotRead where one of them is not understood: the instructor's mistake."""
    found = []
    for number, goal in enumerate(goals):
        target = question.declared.target(goal.target)
        of_derivatives = holds_any(result_of(goal, question), Derivative)
        found.append(Aim(number, goal, target, relations_of(goal.target.when, question), of_derivatives))
    return tuple(found)


def relations_of(when: str, question: Question) -> tuple[Relation, ...]:
    """A condition of the sheet's as relations."""
    if not when:
        return ()
    read = condition(when, question.symbols)
    if len(read.alternatives) != 1:
        raise NotRead(f"The condition `{when}` must be one set of relations.")
    return read.alternatives[0]


def result_of(goal: Goal, question: Question) -> Node:
    """One right last expression."""
    return parse(goal.result, question.symbols)


def _free(node: Node, letters: Letters) -> frozenset[str]:
    try:
        return letters.free(node)
    except NotRead:
        return frozenset()
