"""From a judged derivation to marks: for each goal a share for its result and one for the way there.

The law: nothing is earned or lost by what was not read. Such a share is None, and waits for a person. Says no words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status


@dataclass(frozen=True)
class Mark:
    """What became of one goal or property. result, chain: shares from 0 to 1; None while a person has to look.

    chains: those about it, as the student wrote them. wanted: expressions that must stand between the left side and
    the last one.
    """

    name: str
    share: float
    chains: tuple[JudgedChain, ...]
    result: float | None
    chain: float | None
    wanted: int = 0

    def earned(self, part: str) -> float | None:
        """The share of `result` or of `chain`."""
        return self.result if part == "result" else self.chain

    @property
    def ends_right(self) -> bool:
        """Whether a chain about it ends in what is asked for."""
        return any(_arrives(chain) for chain in self.chains)

    @property
    def differs(self) -> bool:
        """Whether one chain ends right and another one wrong."""
        return self.ends_right and any(chain.final_right is False for chain in self.chains)

    @property
    def lacks_steps(self) -> bool:
        """Whether less stands between the left side and the last expression than there must."""
        return _between(self.chains) < self.wanted


def marks(asked: Asked, judged: Judged, carried: float, besides: bool) -> tuple[Mark, ...]:
    """Every goal and property with what it earns.

    carried: of a right step's worth, what a step earns that follows from a wrong one. besides: whether prose, pictures
    or files might hold what the formulas lack; then nothing is lost for what is missing.
    """
    # A formula about something else may be the way to a goal, too.
    more = besides or bool(judged.unread) or any(not chain.about for chain in judged.chains)
    scale = _Scale(carried, more, _is_open(judged), frozenset(each.name for each in asked.regimes))
    goals = [scale.goal(goal, _about(judged, number)) for number, goal in enumerate(asked.goals)]
    behind = len(asked.goals)
    choices = [scale.choice(each, _about(judged, behind + number)) for number, each in enumerate(asked.properties)]
    return (*goals, *choices)


def _about(judged: Judged, number: int) -> tuple[JudgedChain, ...]:
    return tuple(chain for chain in judged.chains if number in chain.about)


def _is_open(judged: Judged) -> bool:
    """Whether anything at all was not read: a right last line may stand there."""
    return bool(judged.unread) or any(step.status is Status.NOT_READ for chain in judged.chains for step in chain.steps)


@dataclass(frozen=True)
class _Scale:
    """How marks are given for one answer. besides: more stands there than the chains about goals; unread: formulas do,
    or steps, that nobody read."""

    carried: float
    besides: bool
    unread: bool
    regimes: frozenset[str]

    def goal(self, goal: Goal, about: tuple[JudgedChain, ...]) -> Mark:
        wanted = max(goal.steps, 1)
        if not about or _is_unread(about):
            return Mark(goal.target.name, goal.share, about, None, None, wanted)
        return Mark(goal.target.name, goal.share, about, self._result(goal, about), self._way(wanted, about), wanted)

    def choice(self, wanted: Property, about: tuple[JudgedChain, ...]) -> Mark:
        """What a student chose. Choices that contradict each other are for a person."""
        right = {chain.final_right for chain in about}
        if right not in ({True}, {False}) or _is_unread(about) or (right == {False} and self.unread):
            return Mark(wanted.name, wanted.share, about, None, None)
        return Mark(wanted.name, wanted.share, about, float(right == {True}), self._credit(about))

    def _result(self, goal: Goal, about: tuple[JudgedChain, ...]) -> float | None:
        right = [chain for chain in about if _arrives(chain)]
        if right:
            return 1.0 if goal.target.when or self._in_all_limits(right) else None
        if self.unread or any(chain.final_right is None or _is_at_odds(chain) for chain in about):
            return None
        stops = any(chain.final_right for chain in about)
        return None if stops and self.besides else 0.0

    def _in_all_limits(self, right: Sequence[JudgedChain]) -> bool:
        """Whether the chains that end right do so in every limit that is looked at, taken together."""
        found = {chain.regime for chain in right}
        return "" in found or found >= self.regimes

    def _way(self, wanted: int, about: tuple[JudgedChain, ...]) -> float | None:
        """How much of the way is right: of the one chain that is whole, or else of all steps together."""
        holding = [chain for chain in about if _arrives(chain) and chain.status is Status.HOLDS]
        if any(_between((chain,)) >= wanted for chain in holding):
            return 1.0
        between = _between(about)
        if between < wanted:
            if self.besides:
                return None
            return self._credit(about) * between / wanted
        return self._credit(about)

    def _credit(self, about: tuple[JudgedChain, ...]) -> float:
        """The share of right steps, each expression counted once; a way that stops early lacks one more."""
        worth: dict[str, float] = {}
        for step in _claims(about):
            worth[_key(step)] = max(worth.get(_key(step), 0.0), self._worth(step))
        stops_early = not any(chain.finished for chain in about)
        return sum(worth.values()) / (len(worth) + stops_early) if worth else 0.0

    def _worth(self, step: JudgedStep) -> float:
        if step.status is Status.HOLDS:
            return 1.0
        return self.carried if step.follows and step.relation else 0.0


def _arrives(chain: JudgedChain) -> bool:
    return chain.final_right is True and chain.finished


def _is_unread(about: Sequence[JudgedChain]) -> bool:
    return any(step.status is Status.NOT_READ for chain in about for step in chain.steps)


def _is_at_odds(chain: JudgedChain) -> bool:
    """Every step holds and the last one is wrong: whatever that is, it is no slip of the student's."""
    return chain.final_right is False and chain.status is Status.HOLDS


def _claims(about: Sequence[JudgedChain]) -> list[JudgedStep]:
    """The steps that claim something: all but left sides, and none that only writes a left side again."""
    left = {_key(chain.steps[0]) for chain in about if chain.steps}
    return [
        step
        for chain in about
        for number, step in enumerate(chain.steps)
        if step.status is Status.BREAKS or (number > 0 and _key(step) not in left)
    ]


def _between(about: Sequence[JudgedChain]) -> int:
    """How many different expressions stand between left side and last one, over all chains together."""
    return max(0, len({_key(step) for step in _claims(about)}) - 1)


def _key(step: JudgedStep) -> str:
    """The same for the same expression, however it is spaced."""
    return step.understood or "".join(step.latex.split())
