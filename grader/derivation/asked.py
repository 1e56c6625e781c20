r"""What one question asks of a derivation: its names, what must be reached, what any right answer must satisfy.

Only says, as `symbols` does; judging is `answer.py`'s.
"""

from dataclasses import dataclass

from grader.derivation.symbols import Definition, Symbols, Target, Variable
from grader.derivation.worlds import Regime


@dataclass(frozen=True)
class Goal:
    r"""Something that an answer must derive.

    target: what its left side is (`\frac{\partial J}{\partial v_c}`; when: `w \neq o`). result: one right last
    expression, for us and never shown while marks are open. without: names and functions, as the question declares
    them, that a finished answer no longer holds (σ' by its value: without exp); a derivative never stays.
    steps: how many expressions must at least stand between the left side and the last one (0: the result alone is
    an answer; 1 for identities, which a single line only repeats). share: of the check's points, relative.
    """

    target: Target
    result: str
    without: tuple[str, ...] = ()
    steps: int = 1
    share: float = 1.0


@dataclass(frozen=True)
class Property:
    r"""A name that the student chooses, where many choices are right: any M with MA = A and MB = 0.

    name: of a declared variable or definition, by its declared name. goals: chains, each "left = right" or
    "left \approx right", that hold once the student's choice stands for the name. usual: right choices, the likeliest
    first: other lines are read with it where the student made none; more than one where choices depend on each other.
    otherwise: words for a wrong choice, where the goals themselves would say nothing to a student. optional: nobody
    has to write it.
    """

    name: str
    goals: tuple[str, ...]
    usual: tuple[str, ...]
    share: float = 1.0
    otherwise: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Asked:
    """One question. regimes: limits that are looked at apart; a line with what moves in it must hold in all.

    otherwise: other meanings of the same names where the sheet leaves them open (a word is a row of U, or a column);
    a whole answer is read under one of them. one_is_enough: the goals are several ways to say the same thing.
    """

    symbols: Symbols
    goals: tuple[Goal, ...] = ()
    properties: tuple[Property, ...] = ()
    regimes: tuple[Regime, ...] = ()
    otherwise: tuple[Symbols, ...] = ()
    one_is_enough: bool = False


def names_asked_for(asked: Asked) -> frozenset[str]:
    """Names that are themselves asked for: what a student chooses, and targets that are a name alone."""
    targets = {goal.target.spelling.strip() for goal in asked.goals}
    declared: tuple[Variable | Definition, ...] = (*asked.symbols.variables, *asked.symbols.definitions)
    named = {each.name for each in declared if targets & {each.name, *each.spellings}}
    return frozenset(named | {each.name for each in asked.properties})
