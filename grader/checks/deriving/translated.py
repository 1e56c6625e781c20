"""What a spec's derivation check says, in the words of the room that judges it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from grader.checks.deriving.notation import Notation, Noted
from grader.checks.deriving.wanted import ChosenProperty, DerivationGoal, LimitRegime
from grader.derivation import symbols
from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.worlds import Regime

_Made = TypeVar("_Made")


def asked(
    notation: Notation,
    otherwise: Sequence[Notation],
    goals: Sequence[DerivationGoal],
    properties: Sequence[ChosenProperty],
    regimes: Sequence[LimitRegime],
    one_is_enough: bool = False,
) -> Asked:
    """One question, key by key."""
    return Asked(
        symbols_of(notation),
        tuple(_goal(goal) for goal in goals),
        tuple(
            Property(one.name, tuple(one.goals), one.usual, one.share, one.otherwise, one.optional)
            for one in properties
        ),
        tuple(Regime(one.name, one.intervals) for one in regimes),
        tuple(symbols_of(one) for one in otherwise),
        one_is_enough,
    )


def _goal(goal: DerivationGoal) -> Goal:
    target = symbols.Target(goal.shown, goal.target, goal.meaning, goal.when)
    return Goal(target, goal.result, tuple(goal.without), goal.steps, goal.share)


def symbols_of(notation: Notation) -> symbols.Symbols:
    """A notation as reading and valuing take it: tuples of named things for mappings by name."""
    return symbols.Symbols(
        dimensions=_made(symbols.Dimension, notation.dimensions),
        variables=_made(symbols.Variable, notation.variables),
        families=_made(symbols.Family, notation.families),
        one_hots=_made(symbols.OneHot, notation.one_hots),
        constants=_made(symbols.IndexConstant, notation.constants),
        words=_made(symbols.Words, notation.words),
        definitions=_made(symbols.Definition, notation.definitions),
        patterns=_made(symbols.PatternForm, notation.patterns),
        functions=_made(symbols.FunctionForm, notation.functions),
        applied=tuple(symbols.Applied(name, argument) for name, argument in notation.applied.items()),
        multiplicities=_made(symbols.Multiplicity, notation.multiplicities),
        layout=notation.layout,
    )


def _made(kind: Callable[..., _Made], noted: Mapping[str, Noted]) -> tuple[_Made, ...]:
    return tuple(kind(name, **{key: _frozen(value) for key, value in one}) for name, one in noted.items())


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
