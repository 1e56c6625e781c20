r"""What an index letter runs over: told by what it subscripts, else by what it is compared with, else by the question.

`i` of `y_i` runs over the length of y, `w` of `u_w` over the words. A letter that subscripts two lengths has no range.
"""

from collections.abc import Callable, Iterator

from grader.derivation.span import NOWHERE, NotRead, Span
from grader.derivation.tree import BigOperator, Index, Kronecker, Letter, Node, Pattern, Placed, Relation, Symbol
from grader.derivation.valuing.declared import Declared
from grader.derivation.valuing.letters import Letters, bound_name, children
from grader.derivation.valuing.values import IllTyped, Shape
from grader.derivation.worlds import World


class Ranges:
    """Ranges of letters in one world. shape_of: the shape of a subscripted expression, whatever its own letters are."""

    def __init__(self, declared: Declared, world: World, letters: Letters, shape_of: Callable[[Node], Shape]) -> None:
        self.declared = declared
        self.world = world
        self.letters = letters
        self.shape_of = shape_of
        # Found once, for whatever numbers letters stand. The nodes are kept beside it, so that their ids stay theirs.
        self._known: dict[tuple[object, ...], tuple[tuple[Placed, ...], int | None]] = {}

    def size(self, letter: str, *within: Placed, where: Span = NOWHERE) -> int:
        """How far a letter runs, from 1. Raises NotRead where nothing tells, IllTyped where two things disagree."""
        key = (letter, *map(id, within))
        if key not in self._known:
            self._known[key] = (within, self._told(letter, within, frozenset()))
        found = self._known[key][1]
        if found is None:
            raise NotRead(f"It isn't clear what the index `{letter}` runs over.", where)
        return found

    def words(self, letter: str, *within: Placed) -> int | None:
        """How many words there are, if the letter is one: it is compared with the word at a place, `w = w_k`."""
        for node in self._nodes(letter, within):
            if isinstance(node, Kronecker | Relation) and Letter(letter) in (node.left, node.right):
                other = node.right if node.left == Letter(letter) else node.left
                base = other.base if isinstance(other, Index) else None
                if isinstance(base, Symbol | Letter) and base.name in self.declared.words:
                    return self.world.sizes[self.declared.words[base.name].over]
        return None

    def _told(self, letter: str, within: tuple[Placed, ...], asked: frozenset[str]) -> int | None:
        if (words := self.words(letter, *within)) is not None:
            return words
        subscripted = {
            size for index, axis in self._subscripts(letter, within) if (size := self.axis(index, axis)) is not None
        }
        if len(subscripted) > 1:
            raise IllTyped(f"the index {letter} runs over two different lengths", *((size,) for size in subscripted))
        if subscripted:
            return subscripted.pop()
        for meaning, hole in self._holes(letter, within):
            if hole not in asked and (size := self._told(hole, (meaning,), asked | {letter})) is not None:
                return size
        for other in self._partners(letter, within):
            if other in self.declared.constants:
                return self.world.sizes[self.declared.constants[other].over]
            if other not in asked and (size := self._told(other, within, asked | {letter})) is not None:
                return size
        dimension = self.declared.letters.get(letter)
        return None if dimension is None else self.world.sizes[dimension]

    def _subscripts(self, letter: str, within: tuple[Placed, ...]) -> Iterator[tuple[Index, int]]:
        """Where the letter stands alone as a subscript, and nothing within has taken it for its own."""
        for node in self._nodes(letter, within):
            if isinstance(node, Index):
                for axis, position in enumerate(node.positions):
                    if isinstance(position, Letter | Index) and bound_name(position) == letter:
                        yield node, axis

    def _holes(self, letter: str, within: tuple[Placed, ...]) -> Iterator[tuple[Placed, str]]:
        """Where the letter stands in a hole of a pattern, p(w | c): the pattern's meaning, and the hole's own name."""
        for node in self._nodes(letter, within):
            if isinstance(node, Pattern):
                for number, held in enumerate(node.holes, 1):
                    if isinstance(held, Letter) and held.name == letter:
                        yield self.declared.pattern(node.name), f"#{number}"

    def _partners(self, letter: str, within: tuple[Placed, ...]) -> Iterator[str]:
        """Letters that this one is compared with."""
        for node in self._nodes(letter, within):
            if isinstance(node, Kronecker | Relation):
                names = [each.name for each in (node.left, node.right) if isinstance(each, Letter)]
                if letter in names:
                    yield from (name for name in names if name != letter)

    def _nodes(self, letter: str, within: tuple[Placed, ...]) -> Iterator[Placed]:
        pending = list(within[::-1])
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, Symbol) and letter in self.letters.free(node):
                pending.append(self.declared.definition(node.name))  # a student's own s_k = σ(u_kᵀv)
            if not isinstance(node, BigOperator) or letter != self._bound(node):
                pending.extend(children(node)[::-1])

    def _bound(self, node: BigOperator) -> str | None:
        try:
            return self.letters.variable_of(node)
        except NotRead:
            return None

    def axis(self, index: Index, axis: int) -> int | None:
        """The length of what one subscript of an Index runs over; None where the base doesn't tell."""
        base = index.base
        if isinstance(base, Letter) and base.name not in (*self.declared.words, *self.declared.families):
            return None
        if isinstance(base, Symbol | Letter):
            if base.name in self.declared.families and axis == 0:
                return self.family(base.name)
            if base.name in self.declared.words:
                return self.world.sizes[self.declared.words[base.name].places]
            if base.name in self.declared.multiplicities:
                return None  # m_k and m_w are both written: the other places of the letter tell
        shape = self.shape_of(base)
        if len(index.positions) == 2 and shape:
            return shape[axis]
        return max(shape) if shape and 1 in shape else None

    def family(self, name: str) -> int:
        """How many members a family has."""
        family = self.declared.families[name]
        if family.repeats:
            return self.world.sizes[self.declared.multiplicities[family.repeats].draws]
        if family.over:
            return self.world.sizes[family.over]
        shape = self.shape_of(Symbol(family.of))
        return max(shape) if family.axis == "entries" else shape[1 if family.axis == "columns" else 0]
