"""What a check asks for and nobody could answer: formulas that can't be read, names that are none, nothing asked."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from grader.checks.base import Mistake, nearest
from grader.checks.deriving.readable import FUNCTIONS, can_be_told_apart, needs, not_read
from grader.checks.deriving.translated import symbols_of
from grader.derivation.chains import find
from grader.derivation.parse import condition, parse
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.submission.answer import WrittenAnswer

if TYPE_CHECKING:
    from grader.checks.derivation import Derivation

#: What joins the two sides of a property's goals.
_JOINS = ("=", "≈")


def unanswerable(check: "Derivation") -> Iterator[Mistake]:
    """Every mistake in goals, properties and regimes; none where the notation itself has to be mended first."""
    if isinstance(check.notation, str):
        return
    symbols = symbols_of(check.notation)
    if can_be_told_apart(symbols):
        yield from _goals(check, symbols)
        yield from _properties(check, symbols)
        yield from _regimes(check, symbols)


def _goals(check: "Derivation", symbols: Symbols) -> Iterator[Mistake]:
    known = _allowed_names(symbols)
    for number, goal in enumerate(check.goals):
        key = ("goals", number)
        meaning = "target" if goal.meaning is None else "meaning"
        yield from _expression((*key, meaning), goal.meaning or goal.target, f"`{meaning}` of “{goal.shown}”", symbols)
        yield from _expression((*key, "result"), goal.result, f"`result` of “{goal.shown}”", symbols)
        if goal.when:
            yield from _condition((*key, "when"), goal.when, goal.shown, symbols)
        for word in goal.without:
            if word not in known:
                what = f"`without` of “{goal.shown}” names `{word}`, which is no name of the notation and no function"
                yield _mistake((*key, "without"), what, nearest(word, known))


def _properties(check: "Derivation", symbols: Symbols) -> Iterator[Mistake]:
    known = [variable.name for variable in symbols.variables] + [one.name for one in symbols.definitions]
    for number, wanted in enumerate(check.properties):
        key = ("properties", number)
        if wanted.name not in known:
            what = f"a property is asked of `{wanted.name}`, which is no variable or definition of the notation"
            yield _mistake((*key, "name"), what, nearest(wanted.name, known))
        for choice in wanted.usual:
            yield from _expression((*key, "usual"), choice, f"`usual` of `{wanted.name}`", symbols)
        for goal in wanted.goals:
            yield from _equation((*key, "goals"), goal, wanted.name, symbols)


def _regimes(check: "Derivation", symbols: Symbols) -> Iterator[Mistake]:
    known = [one.name for one in symbols.variables]
    for number, regime in enumerate(check.regimes):
        for name in regime.intervals:
            if name not in known:
                what = f"the regime “{regime.name}” has an interval of `{name}`, which is no variable of the notation"
                yield _mistake(("regimes", number, "intervals"), what, nearest(name, known))


def _expression(key: tuple[str | int, ...], latex: str, what: str, symbols: Symbols) -> Iterator[Mistake]:
    try:
        parse(latex, symbols)
    except NotRead as error:
        yield not_read(key, what, error, symbols)


def _condition(key: tuple[str | int, ...], latex: str, goal: str, symbols: Symbols) -> Iterator[Mistake]:
    try:
        if len(condition(latex, symbols).alternatives) == 1:
            return
        yield _mistake(key, f"`when` of “{goal}” has an “or” in it", "make each case a goal of its own")
    except NotRead as error:
        yield not_read(key, f"`when` of “{goal}”", error, symbols)


def _equation(key: tuple[str | int, ...], latex: str, name: str, symbols: Symbols) -> Iterator[Mistake]:
    chains = find(WrittenAnswer(f"$$\n{latex}\n$$", "markdown", "", 0)).chains
    steps = chains[0].steps if len(chains) == 1 else ()
    if len(steps) != 2 or steps[1].relation not in _JOINS or not steps[0].latex.strip():
        what = f"the goal `{latex}` of `{name}` has no two sides"
        yield _mistake(key, what, r"write `left = right` or `left \approx right`")
        return
    for step in steps:
        yield from _expression(key, step.latex, f"the goal `{latex}` of `{name}`", symbols)


def _allowed_names(symbols: Symbols) -> Sequence[str]:
    """What `without` may name: what stands in trees under that name."""
    sections = (symbols.variables, symbols.one_hots, symbols.families, symbols.definitions, symbols.functions)
    declared = [one.name for section in sections for one in section]
    return [*declared, *(one.name for one in symbols.patterns), *FUNCTIONS]


def _mistake(key: tuple[str | int, ...], what: str, advice: str) -> Mistake:
    return Mistake(key, what, advice, needs(key))
