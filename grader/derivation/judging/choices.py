r"""Names that the student chooses: any M with MA = A and MB = 0 is right, so what it must do is what is checked.

The student's choice then stands for the name in all their other lines; where they made none, a usual one does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from grader.derivation.asked import Property
from grader.derivation.compare import Line, judge
from grader.derivation.judging.said import Said
from grader.derivation.lines import Lines
from grader.derivation.parse import parse
from grader.derivation.question import Question, ready
from grader.derivation.span import NotRead
from grader.derivation.symbols import Definition, Symbols
from grader.derivation.tree import Node, Symbol
from grader.derivation.verdicts import Status

_NOT_FULFILLED = "With this `{name}`, `{goal}` does not hold."


def with_choice(symbols: Symbols, name: str, meaning: Node) -> Symbols:
    """The same names, in which one of them is an expression. A declared variable or definition gives way."""
    variable = next((each for each in symbols.variables if each.name == name), None)
    known = next((each for each in symbols.definitions if each.name == name), None)
    shape, spellings = () if variable is None else variable.shape, () if variable is None else variable.spellings
    chosen = Definition(name, meaning, shape, spellings) if known is None else replace(known, meaning=meaning)
    return replace(
        symbols,
        variables=tuple(each for each in symbols.variables if each.name != name),
        definitions=(*(each for each in symbols.definitions if each.name != name), chosen),
    )


@dataclass(frozen=True)
class Choice:
    """A chain that chooses: for which properties, and at which of its sides. `q_1 = q_2 = …` chooses for two."""

    numbers: tuple[int, ...]
    side: int


def choice(chain: Said, properties: Sequence[Property], symbols: Symbols) -> Choice | None:
    """What a chain chooses, if it does: its left side is a name alone.

    None, too, where what is written for it rests on the name itself, as in q = k_a^T q …
    """
    numbers: list[int] = []
    for side, each in enumerate(chain.sides):
        found = _property(each.tree, properties)
        if found is not None:
            numbers.append(found)
            continue
        names = {properties[number].name for number in numbers}
        if not numbers or (each.tree is not None and names & ready(symbols).mentions(each.tree)):
            return None
        return Choice(tuple(numbers), side)
    return None


def _property(tree: Node | None, properties: Sequence[Property]) -> int | None:
    names = [each.name for each in properties]
    return names.index(tree.name) if isinstance(tree, Symbol) and tree.name in names else None


def choices(chains: Sequence[Said], properties: Sequence[Property], symbols: Symbols) -> dict[str, Node]:
    """What the student chose for each name, the last choice they wrote: an earlier one may be a try."""
    found: dict[str, Node] = {}
    for chain in chains if properties else ():
        chosen = choice(chain, properties, symbols)
        tree = None if chosen is None else chain.sides[chosen.side].tree
        if chosen is not None and tree is not None:
            found |= {properties[number].name: tree for number in chosen.numbers}
    return found


def usual(properties: Sequence[Property], symbols: Symbols, besides: Mapping[str, Node]) -> list[dict[str, Node]]:
    """Every combination of usual choices, together with the student's own; the likeliest first."""
    options = [
        [(each.name, besides[each.name])] if each.name in besides
        else [(each.name, parse(choice, symbols)) for choice in each.usual]
        for each in properties
    ]  # fmt: skip
    return [dict(combination) for combination in product(*options)]


def fulfils(questions: Sequence[Question], wanted: Property) -> tuple[Status, str]:
    """Whether the choice that the questions hold does what it must, in all of them; else the goal that it misses."""
    for question in questions:
        for goal in wanted.goals:
            status = _status(question, goal)
            if status is Status.BREAKS:
                return status, wanted.otherwise or _NOT_FULFILLED.format(name=wanted.name, goal=goal)
            if status is Status.NOT_READ:
                return status, f"Whether this `{wanted.name}` does what it must isn't certain; a person will look."
    return Status.HOLDS, ""


def hides(question: Question, chosen: Node) -> bool:
    """Whether a choice holds what is too small for any world to show."""
    return Lines(question, [chosen], ()).hides(chosen)


def _status(question: Question, goal: str) -> Status:
    loose = r"\approx" in goal
    sides = goal.split(r"\approx" if loose else "=")
    lines = [Line(parse(side, question.symbols), "≈" if loose and number else "=") for number, side in enumerate(sides)]
    try:
        return judge(question, lines).status
    except NotRead:
        return Status.NOT_READ
