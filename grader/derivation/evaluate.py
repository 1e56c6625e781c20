"""The value of a tree on one world, for one reading and one number for each free letter.

Raises NotRead where something is not understood or never ends, IllTyped where shapes don't go together. What each kind
of node is worth stands in names, arithmetic, loose, big and slopes; here they are called, and remembered.
"""

from collections.abc import Callable, Mapping

import numpy as np

from grader.derivation.span import NotRead
from grader.derivation.tree import Node, Placed
from grader.derivation.valuing import arithmetic, big, names, slopes
from grader.derivation.valuing.declared import Declared
from grader.derivation.valuing.letters import Bindings, Indices, Letters, letters_within
from grader.derivation.valuing.operations import transpose
from grader.derivation.valuing.products import alike
from grader.derivation.valuing.ranges import Ranges
from grader.derivation.valuing.readings import Reading, readings
from grader.derivation.valuing.reverse import Pulled
from grader.derivation.valuing.values import IllTyped, Shape, Value
from grader.derivation.worlds import World

#: Nodes valued for one expression in one world, remembered ones not counted. An ordinary line needs below 2,000.
MOST_NODES = 40_000


class Budget:
    """Counts what is spent, so that nothing takes long. Counts, never seconds: same answer, same words."""

    def __init__(self, most: int = MOST_NODES) -> None:
        self.left = most

    def spend(self, many: int = 1) -> None:
        """Raises NotRead where nothing is left."""
        self.left -= many
        if self.left < 0:
            raise NotRead("This formula is too long to be tried; write its sums with fewer terms.")


class Evaluator:
    """One world and one reading.

    charitable: a scalar may be added to a vector, a row to a column: only to ask what was meant. flipped: the student's
    vectors lie the other way round than the question's, all of them.
    """

    def __init__(
        self,
        declared: Declared,
        world: World,
        letters: Letters,
        reading: Reading,
        *,
        charitable: bool = False,
        flipped: bool = False,
        budget: Budget | None = None,
        arguments: Mapping[str, Value] | None = None,
    ) -> None:
        self.declared = declared
        self.world = world
        self.letters = letters
        self.reading = reading
        self.charitable = charitable
        self.flipped = flipped
        self.budget = budget or Budget()
        self.arguments = dict(arguments or {})
        self.indices = Indices(declared, world)
        self.ranges = Ranges(declared, world, letters, self.shape_of)
        self.lengths: dict[str, int] = {}  # how far a letter that is bound runs, to tell draws from words
        self.binds_words = False  # whether some sum runs over `w_j` itself
        self.gradients: Pulled = {}
        self._known: dict[tuple[object, ...], Value] = {}

    def value(self, node: Node, bindings: Bindings) -> Value:
        """What a node is worth, with a number for every letter that is free in it."""
        key: tuple[object, ...] = (id(node), *map(bindings.get, self.letters.in_order(node)))
        if self.binds_words:
            key = (*key, *self._composite(bindings))
        known = self._known.get(key)
        if known is None:
            self.budget.spend()
            if type(node) not in _RULES:  # dots that no neighbour explains
                raise NotRead("What this leaves out isn't clear; a sum sign would say it.", node.span)
            known = self._known[key] = _RULES[type(node)](self, node, bindings)
        return known

    def _composite(self, bindings: Bindings) -> tuple[object, ...]:
        """The words that are bound as such, `w[j]`: any value may depend on them."""
        return tuple((name, bindings[name]) for name in sorted(bindings) if "[" in name)

    def turned(self, value: Value) -> Value:
        """A vector of the question's as the student's vectors lie."""
        return transpose(value) if self.flipped and value.is_vector else value

    def shape_of(self, node: Node) -> Shape:
        """The shape of an expression whose own letters have no numbers yet."""
        return self.value(node, dict.fromkeys(self.letters.free(node), 1)).shape

    def definition(self, name: str) -> Value:
        """A definition's value: one for each world, so that derivatives see it wherever it stands."""
        if name not in self.world.defined:
            self.world.defined[name] = self._define(name)
        return self.world.defined[name]

    def _define(self, name: str) -> Value:
        """A definition has one meaning among the readings that shapes allow, of the declared shape if any is.

        It has a budget of its own: no line pays for what another one may have met before it.
        """
        declared = self.declared.definitions[name]
        expected = tuple(self.world.sizes[each] for each in declared.shape)
        tree = self.declared.definition(name)
        found: list[Value] = []
        failure: IllTyped | None = None
        letters, budget = letters_within(self.declared), Budget()
        for reading in readings():
            inner = Evaluator(self.declared, self.world, letters, reading, budget=budget)
            try:
                found.append(inner.value(tree, {}))
            except IllTyped as error:
                failure = error
        if not found:
            raise failure or NotRead(f"`{name}` has no value.")
        fitting = [value for value in found if value.array.size == int(np.prod(expected))] or found
        if not all(alike(value, fitting[0]) for value in fitting):
            raise NotRead(f"`{name}` can be read in more than one way; brackets would tell.", tree.span)
        return fitting[0]


_RULES: dict[type[Placed], Callable[..., Value]] = {**names.RULES, **arithmetic.RULES, **big.RULES, **slopes.RULES}
