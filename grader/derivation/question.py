"""One question, made ready to judge answers: its names looked up, its worlds drawn, its definitions valued once."""

from collections.abc import Iterator
from functools import lru_cache

from grader.derivation.symbols import Symbols
from grader.derivation.tree import BareFunction, Call, Node, Pattern, Placed, Symbol
from grader.derivation.valuing.declared import Declared, harvested
from grader.derivation.valuing.kept import Kept
from grader.derivation.valuing.letters import children
from grader.derivation.worlds import Regime, draw_worlds


class Question:
    """What is declared, and the worlds to try formulas on. Same symbols and seed: the same worlds."""

    def __init__(self, symbols: Symbols, regimes: tuple[Regime, ...] = (), seed: int = 0) -> None:
        self.symbols = symbols
        self.regimes = regimes
        self.seed = seed
        self.declared = Declared(symbols)
        self.worlds = draw_worlds(symbols, seed, regimes)

    def with_own(self, spelling: str, meaning: Node) -> "Question":
        """The same question with an intermediate of the student's own; its worlds are the same, too."""
        return ready(harvested(self.symbols, spelling, meaning), self.regimes, self.seed)

    def mentions(self, node: Placed) -> frozenset[str]:
        """Every name that a tree rests on, through definitions, patterns and functions, index letters included."""
        return _MENTIONED.of((self, node), lambda: self._mentioned(node))

    def _mentioned(self, node: Placed) -> frozenset[str]:
        found: set[tuple[type[Placed], str]] = set()
        pending: list[Placed] = [node]
        while pending:
            each = pending.pop()
            name = getattr(each, "name", None)
            if isinstance(name, str) and (type(each), name) not in found:
                found.add((type(each), name))
                pending.extend(self._behind(each))
            pending.extend(children(each))
        return frozenset(name for _, name in found)

    def _behind(self, node: Placed) -> Iterator[Placed]:
        declared = self.declared
        if isinstance(node, Symbol) and node.name in declared.definitions:
            yield declared.definition(node.name)
        elif isinstance(node, Symbol) and node.name in declared.families:
            yield Symbol(declared.families[node.name].of)
        elif isinstance(node, Pattern):
            yield declared.pattern(node.name)
        elif isinstance(node, Call):
            yield declared.function(node.name)
        elif isinstance(node, BareFunction) and node.name in declared.applied:
            yield declared.applied_argument(node.name)


@lru_cache(maxsize=64)
def ready(symbols: Symbols, regimes: tuple[Regime, ...] = (), seed: int = 0) -> Question:
    """A question that is made ready once, for all answers that are judged under these names."""
    return Question(symbols, regimes, seed)


_MENTIONED: Kept[tuple[Question, Placed], frozenset[str]] = Kept(8_192)
