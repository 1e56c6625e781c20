"""What a question declares, by name: quick to look up, with every meaning read into a tree once."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from grader.derivation.parse import parse
from grader.derivation.symbols import Definition, FunctionForm, IndexConstant, Meaning, Symbols, Target, Variable
from grader.derivation.tree import Node

if TYPE_CHECKING:
    from grader.derivation.valuing.letters import Letters


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_T = TypeVar("_T", bound=_Named)


def _by_name(declared: Iterable[_T]) -> dict[str, _T]:
    return {each.name: each for each in declared}


class Declared:
    """The tables of one question. A meaning that cannot be read raises NotRead: the instructor's mistake."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.dimensions = _by_name(symbols.dimensions)
        self.variables = _by_name(symbols.variables)
        self.families = _by_name(symbols.families)
        self.one_hots = _by_name(symbols.one_hots)
        self.constants = _by_name(symbols.constants)
        self.words = _by_name(symbols.words)
        self.definitions = _by_name(symbols.definitions)
        self.patterns = _by_name(symbols.patterns)
        self.functions = _by_name(symbols.functions)
        self.multiplicities = _by_name(symbols.multiplicities)
        self.applied = {each.function: each for each in symbols.applied}
        #: Index letters that run over a dimension where nothing else tells.
        self.letters = {letter: each.name for each in symbols.dimensions for letter in each.letters}
        #: Letters of the meanings below, by those that are known: the trees stay, so what is free in them does, too.
        self.letters_within: dict[frozenset[str], Letters] = {}
        self._trees: dict[tuple[str, str], Node] = {}

    def definition(self, name: str) -> Node:
        """The tree of a definition."""
        return self._tree("definition", name, self.definitions[name].meaning)

    def pattern(self, name: str) -> Node:
        """The tree of a pattern's meaning, with letters #1, #2 … where its holes are."""
        return self._tree("pattern", name, self.patterns[name].meaning, with_holes(self.symbols))

    def function(self, name: str) -> Node:
        """The tree of a declared function's meaning, over its parameters."""
        form = self.functions[name]
        return self._tree("function", name, form.meaning, with_parameters(self.symbols, form))

    def applied_argument(self, function: str) -> Node:
        """What a bare σ is applied to."""
        return self._tree("applied", function, self.applied[function].argument)

    def target(self, target: Target) -> Node:
        """What is asked for, as an expression."""
        return self._tree("target", target.name, target.spelling if target.meaning is None else target.meaning)

    def _tree(self, what: str, name: str, meaning: Meaning, symbols: Symbols | None = None) -> Node:
        if not isinstance(meaning, str):
            return meaning
        if (what, name) not in self._trees:
            self._trees[what, name] = parse(meaning, symbols or self.symbols)
        return self._trees[what, name]

    def index_names(self) -> frozenset[str]:
        """Letters that already stand for one number: constants and dimensions. They are never free."""
        return frozenset(self.constants) | frozenset(self.dimensions)


def with_parameters(symbols: Symbols, form: FunctionForm) -> Symbols:
    """The same question, in which a function's own parameters are names, too."""
    values = tuple(Variable(name) for name in form.parameters if name not in form.indices)
    return replace(symbols, variables=symbols.variables + values)


def with_holes(symbols: Symbols) -> Symbols:
    """The same question, in which #1 … #9 are indices, too."""
    holes = tuple(IndexConstant(f"#{count}", "") for count in range(1, 10))
    return replace(symbols, constants=symbols.constants + holes)


def harvested(symbols: Symbols, spelling: str, meaning: Node) -> Symbols:
    r"""The question with a student's own intermediate: `\delta` once they have written \delta = \hat y - y.

    Such a line earns nothing by itself; it only lets the next lines be read.
    """
    return replace(symbols, definitions=(*symbols.definitions, Definition(spelling, meaning)))
