r"""What a chain says: each side as a tree or the reason why it is none, and the conditions that it stands under."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader.derivation.lines import Line
from grader.derivation.macros import Macro
from grader.derivation.parse import parse
from grader.derivation.span import NotRead
from grader.derivation.steps import Chain, Step
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Node
from grader.derivation.valuing.walks import renamed

#: Relations that join two sides of equal worth, and how they are judged.
_EQUAL = {"=": "=", ":=": "=", "≡": "=", "≈": "≈", "→": "≈"}
_COMPARES = "A comparison with `{}` is nothing that numbers decide."


@dataclass(frozen=True)
class Side:
    """One step as read. tree: None where it is not, and then why; symbol: the unknown name that is the reason."""

    step: Step
    tree: Node | None
    why: str = ""
    symbol: str = ""

    @property
    def line(self) -> Line:
        """As compare takes it."""
        return Line(self.tree, "≈" if _EQUAL.get(self.step.relation) == "≈" else "=", self.why)

    @property
    def relation(self) -> str:
        """The relation as it is shown: "" for a left side."""
        return _EQUAL.get(self.step.relation, self.step.relation)

    @property
    def is_there(self) -> bool:
        """Whether anything was written: a formula may begin with its relation."""
        return bool(self.step.latex.strip())


@dataclass(frozen=True)
class Said:
    """One chain as read."""

    chain: Chain
    sides: tuple[Side, ...] = field(default=())

    @property
    def left(self) -> Side:
        """The left side."""
        return self.sides[0]

    @property
    def lines(self) -> list[Line]:
        """All sides as compare takes them."""
        return [side.line for side in self.sides]

    @property
    def meaning(self) -> Node | None:
        """What the left side is said to be: the first side behind it that is read."""
        return next((side.tree for side in self.sides[1:] if side.tree is not None), None)

    @property
    def states_when(self) -> bool:
        """Whether the writer says of this very chain when it holds: "for all w"."""
        return any(each.latex for each in self.chain.conditions if not each.carried)


def said(chain: Chain, symbols: Symbols, macros: Mapping[str, Macro]) -> Said:
    """A chain over the question's names. Nothing is raised: a side that is not read says why."""
    return Said(chain, tuple(_side(step, symbols, macros) for step in chain.steps))


def with_letters(chain: Said, letters: Mapping[str, str]) -> Said:
    """The chain with the student's letters as the question's constants."""
    sides = (side if side.tree is None else replace(side, tree=renamed(side.tree, letters)) for side in chain.sides)
    return replace(chain, sides=tuple(sides))


def _side(step: Step, symbols: Symbols, macros: Mapping[str, Macro]) -> Side:
    if step.relation and step.relation not in _EQUAL:
        return Side(step, None, _COMPARES.format(step.relation))
    try:
        return Side(step, parse(step.latex, symbols, macros))
    except NotRead as error:
        return Side(step, None, error.what, error.symbol)
