"""The way to one goal: which expressions are steps of it, in its own chains and in lines above them.

Says no words and gives no marks; `marks` does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status

#: What is in an expression as it is understood, where a derivative is left in it.
_DERIVATIVE = ")/d("
_LETTERS = re.compile(r"[^\W\d_]\w*")
#: How a fraction is printed: `<1 over a>`.
_FRACTION = frozenset({"over"})
_NAMES = re.compile(r"[^\W_]+|=|≠")
#: What changes nothing where it is added, multiplied by, or a power.
_NEUTRAL = frozenset({"0", "1", "I"})


@dataclass(frozen=True)
class Way:
    """All chains about one goal, taken together. target: the goal as a left side is understood.

    leading: steps to it in lines about something between.
    """

    chains: tuple[JudgedChain, ...]
    target: str
    leading: tuple[JudgedStep, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Whether any step of it was not read."""
        return any(step.status is Status.NOT_READ for chain in self.chains for step in chain.steps)

    @property
    def claims(self) -> list[JudgedStep]:
        """The expressions that say something: not those that only name what is asked.

        A left side without a derivative is one, where a derivative is asked for: a line that goes on from another.
        """
        named = {_essence(chain.steps[0]) for chain in self.chains if self._names(chain.steps[0])}
        own = [
            step
            for chain in self.chains
            for number, step in enumerate(chain.steps)
            if step.status is Status.BREAKS or (_essence(step) not in named and (number or _DERIVATIVE in self.target))
        ]
        return [*self.leading, *own]

    @property
    def between(self) -> int:
        """How many expressions stand between left side and last one that are more than these in another order."""
        # What breaks is worth something else than what holds, however alike the two are written.
        return max(0, len({(_essence(step), step.status) for step in self.claims}) - 1)

    @property
    def rewritten(self) -> int:
        """The same with expressions that differ in their signs only: -(1-σ)v = (σ-1)v."""
        signed = {(_essence(step), step.status, step.understood.count("-")) for step in self.claims}
        return max(0, len(signed) - 1)

    @property
    def begins_in_doubt(self) -> bool:
        """Whether a left side may be a step already, or what is asked in other words."""
        return _DERIVATIVE not in self.target and any(not self._names(chain.steps[0]) for chain in self.chains)

    def credit(self, carried: float) -> float:
        """The share of right steps, each expression counted once; a way that stops early lacks one more."""
        worth: dict[str, float] = {}
        for step in self.claims:
            follows = carried if step.follows and step.relation else 0.0
            earned = 1.0 if step.status is Status.HOLDS else follows
            worth[_key(step)] = max(worth.get(_key(step), 0.0), earned)
        stops_early = not any(chain.finished for chain in self.chains)
        return sum(worth.values()) / (len(worth) + stops_early) if worth else 0.0

    def _names(self, left: JudgedStep) -> bool:
        """Whether a left side says no more than what is derived: a name, a derivative, the target; or nothing."""
        said = left.understood
        return not said or said == self.target or said.isidentifier() or _DERIVATIVE in said


def about_goal(judged: Judged, number: int) -> tuple[JudgedChain, ...]:
    """The chains about one goal or property."""
    return tuple(chain for chain in judged.chains if chain.steps and number in chain.about)


def arrives(chain: JudgedChain) -> bool:
    """Whether a chain ends in what is asked for, and with a result."""
    return chain.final_right is True and chain.finished


def leading(judged: Judged, number: int) -> tuple[JudgedStep, ...]:
    """The steps to a goal's result that stand above it in lines of their own: ∂J/∂z = …, which the result is made of;
    and the student's own names for them, δ_2 = δ_1 W_2ᵀ.

    None of them where one of these lines does not hold: then what the result comes from is not known.
    """
    about = about_goal(judged, number)
    if not about:
        return ()
    end = next((chain for chain in about if arrives(chain)), about[-1])
    above = [
        chain
        for chain in judged.chains[: judged.chains.index(end)]
        if number in chain.towards and number not in chain.about
    ]
    if any(chain.status is not Status.HOLDS for chain in above):
        return ()
    made_of = _written(end.steps[-1])
    derived = [step for chain in above if _is_used(chain, made_of) for step in _said_by(chain)]
    return (*derived, *_stages(judged, end))


def _stages(judged: Judged, end: JudgedChain) -> Iterator[JudgedStep]:
    r"""What the student's own names stand for that a result is made of, where one is made of another.

    A name for what is only shorter that way, `\delta_1 = \hat y - y`, is no step; `\delta_2 = \delta_1 W_2^T` is.
    """
    own = {name for name, _ in judged.own}
    above = {
        chain.steps[0].understood: chain.steps[1:]
        for chain in judged.chains[: judged.chains.index(end)]
        if chain.steps[0].understood in own and chain.status is Status.HOLDS
    }
    used: list[str] = []
    todo = [end.steps[-1]]
    while todo:
        step = todo.pop()
        found = [name for name in above if name not in used and _mentions(step, name)]
        used += found
        todo += [each for name in found for each in above[name]]
    for name, steps in above.items():
        if name in used and any(_mentions(step, other) for step in steps for other in above if other != name):
            yield from steps


def _mentions(step: JudgedStep, name: str) -> bool:
    return re.search(rf"(?<![\w\\]){re.escape(name)}(?!\w)", step.understood) is not None


def _said_by(chain: JudgedChain) -> tuple[JudgedStep, ...]:
    """What a line says: of a name of the student's own, what stands behind its meaning."""
    left, *behind = chain.steps
    is_own = _DERIVATIVE not in left.understood and any(_DERIVATIVE in each.understood for each in behind)
    return chain.steps[2 if is_own else 1 :]


def _is_used(chain: JudgedChain, made_of: frozenset[str]) -> bool:
    """Whether a result is made of what a line says, or of the name that it gives to it."""
    said = [_written(step) for step in chain.steps if _DERIVATIVE not in step.understood]
    return any(each and each <= made_of for each in said)


def _written(step: JudgedStep) -> frozenset[str]:
    """The names in an expression as it is understood."""
    return frozenset(_LETTERS.findall(step.understood)) - _FRACTION


def _essence(step: JudgedStep) -> str:
    """The same for expressions of the same names and numbers: a + 0, 1·a, and b + a beside a + b, are no steps."""
    named = sorted(each for each in _NAMES.findall(step.understood) if each not in _NEUTRAL)
    return " ".join(named) or _key(step)


def _key(step: JudgedStep) -> str:
    """The same for the same expression, however it is spaced."""
    return step.understood or "".join(step.latex.split())
