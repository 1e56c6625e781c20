"""From a judged derivation to marks: for each goal a share for its result and one for the way there.

The law: nothing is earned or lost by what was not read. Such a share is None, and waits for a person. Says no words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.checks.deriving.way import Way, about_goal, arrives, leading
from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.parse import parse
from grader.derivation.printed import printed
from grader.derivation.span import NotRead
from grader.derivation.symbols import Target
from grader.derivation.verdicts import Status

#: A number, or none: what something goes to.
_LIMIT = re.compile(r"\s*\(?\s*[-+]?\s*(?:\d+(?:\.\d+)?|\\infty|∞)\s*\)?\s*")


@dataclass(frozen=True)
class Mark:
    """What became of one goal or property. result, chain: shares from 0 to 1; None while a person has to look.

    chains: those about it, as the student wrote them. lacks_steps: less stands between left side and last expression
    than there must.
    """

    name: str
    share: float
    chains: tuple[JudgedChain, ...]
    result: float | None
    chain: float | None
    lacks_steps: bool = False

    def earned(self, part: str) -> float | None:
        """The share of `result` or of `chain`."""
        return self.result if part == "result" else self.chain

    @property
    def ends_right(self) -> bool:
        """Whether a chain about it ends in what is asked for."""
        return any(arrives(chain) for chain in self.chains)

    @property
    def differs(self) -> bool:
        """Whether one chain ends right and another one wrong."""
        return self.ends_right and any(chain.final_right is False for chain in self.chains)


def marks(asked: Asked, judged: Judged, carried: float, besides: bool) -> tuple[Mark, ...]:
    """Every goal and property with what it earns.

    carried: of a right step's worth, what a step earns that follows from a wrong one. besides: whether prose, pictures
    or files might hold what the formulas lack; then nothing is lost for what is missing.
    """
    # A formula about something else may be the way to a goal, too.
    more = besides or bool(judged.unread) or any(not chain.about for chain in judged.chains)
    scale = _Scale(carried, more, _is_open(judged, asked), frozenset(each.name for each in asked.regimes))
    goals = [
        scale.goal(goal, Way(_derived(judged, number, asked), understood(goal.target, asked), leading(judged, number)))
        for number, goal in enumerate(asked.goals)
    ]
    behind = len(asked.goals)
    choices = [
        scale.choice(each, Way(about, each.name))
        for number, each in enumerate(asked.properties)
        if (about := about_goal(judged, behind + number)) or not each.optional
    ]
    found = (*goals, *choices)
    # Of several ways to say the same thing, those count that somebody took.
    taken = tuple(mark for mark in found if mark.chains) if asked.one_is_enough else found
    return taken or found


def understood(target: Target, asked: Asked) -> str:
    """A target as a left side would be understood; "" where its spelling is no expression."""
    try:
        return printed(parse(target.spelling, asked.symbols))
    except NotRead:
        return ""


def _is_open(judged: Judged, asked: Asked) -> bool:
    """Whether anything at all was not read: a right last line may stand there."""
    return bool(judged.unread) or any(
        step.status is Status.NOT_READ
        for chain in judged.chains
        for step in chain.steps
        if not is_aside(chain, step, asked)
    )


def is_aside(chain: JudgedChain, step: JudgedStep, asked: Asked) -> bool:
    """Whether a step says which number something goes to that is not asked for, in a question that names no limit.

    Nothing that is asked can stand there, so no mark rests on it.
    """
    left = chain.steps[0]
    elsewhere = not chain.about and left.status is Status.HOLDS and bool(left.understood)
    is_number = _LIMIT.fullmatch(step.understood or step.latex) is not None
    return elsewhere and not asked.regimes and step.relation == "≈" and is_number


def _derived(judged: Judged, number: int, asked: Asked) -> tuple[JudgedChain, ...]:
    """The chains about a goal, without those that only say which number it goes to where no limit is asked for.

    Where nothing else ends right, that may be meant as the answer.
    """
    about = about_goal(judged, number)
    derived = tuple(chain for chain in about if not _only_tends(chain, asked))
    return derived if any(arrives(chain) for chain in derived) else about


def _only_tends(chain: JudgedChain, asked: Asked) -> bool:
    [*_, last] = chain.steps
    is_number = _LIMIT.fullmatch(last.understood or last.latex) is not None
    return len(chain.steps) == 2 and is_number and last.relation == "≈" and not asked.regimes


@dataclass(frozen=True)
class _Scale:
    """How marks are given for one answer. besides: more stands there than the chains about goals; unread: formulas do,
    or steps, that nobody read."""

    carried: float
    besides: bool
    unread: bool
    regimes: frozenset[str]

    def goal(self, goal: Goal, way: "Way") -> Mark:
        about = way.chains
        wanted = goal.steps
        if not about or way.is_unread or not any(len(chain.steps) > 1 or chain.final_right for chain in about):
            return Mark(goal.target.name, goal.share, about, None, None)
        result, chain = self._result(goal, about), self._chain(wanted, way)
        return Mark(goal.target.name, goal.share, about, result, chain, way.between < wanted)

    def choice(self, wanted: Property, way: "Way") -> Mark:
        """What a student chose. Choices that contradict each other are for a person."""
        about = way.chains
        right = {chain.final_right for chain in about}
        if right not in ({True}, {False}) or way.is_unread or (right == {False} and self.unread):
            return Mark(wanted.name, wanted.share, about, None, None)
        return Mark(wanted.name, wanted.share, about, float(right == {True}), way.credit(self.carried))

    def _result(self, goal: Goal, about: tuple[JudgedChain, ...]) -> float | None:
        right = [chain for chain in about if arrives(chain)]
        if right:
            if any(chain.final_right is False and chain.finished for chain in about):
                return None  # two results that contradict each other
            return 1.0 if goal.target.when or self._in_all_limits(right) else None
        if self.unread or any(chain.final_right is None or _is_at_odds(chain) for chain in about):
            return None
        stops = any(chain.final_right for chain in about)
        return None if stops and self.besides else 0.0

    def _in_all_limits(self, right: Sequence[JudgedChain]) -> bool:
        """Whether the chains that end right do so in every limit that is looked at, taken together."""
        found = {chain.regime for chain in right}
        return "" in found or found >= self.regimes

    def _chain(self, wanted: int, way: "Way") -> float | None:
        """How much of the way is right: of the one chain that is whole, or else of all steps together."""
        holding = [chain for chain in way.chains if arrives(chain) and chain.status is Status.HOLDS]
        if any(Way((chain,), way.target).between >= wanted for chain in holding):
            return 1.0
        if way.between >= wanted:
            return way.credit(self.carried)
        # What only moves signs about may still be all the way there is.
        if self.besides or way.begins_in_doubt or way.rewritten >= wanted:
            return None
        return way.credit(self.carried) * way.between / wanted


def _is_at_odds(chain: JudgedChain) -> bool:
    """Every step holds and the last one is wrong: whatever that is, it is no slip of the student's."""
    return chain.final_right is False and chain.status is Status.HOLDS
