r"""Index letters: which are free in a tree, and what number an index is once letters have numbers.

Letters carry the numbers that stand on paper: the first word is 1, an offset in a window may be negative. A big
operator's own letter shadows one of the same name outside; a bare \sum takes its body's only letter that nothing binds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TypeAlias

from grader.derivation.span import NotRead
from grader.derivation.tree import (
    BigOperator,
    Cardinality,
    Derivative,
    Expectation,
    Function,
    Index,
    Letter,
    Number,
    Placed,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    Transpose,
    When,
)
from grader.derivation.valuing.declared import Declared
from grader.derivation.worlds import World

Bindings: TypeAlias = Mapping[str, int]


def children(node: Placed) -> tuple[Placed, ...]:
    """The nodes right below one, in the order of writing."""
    found: tuple[Placed, ...] | None = node.__dict__.get("_children")
    if found is None:  # a node never changes, and a line's are asked for thousands of times: kept where they belong
        found = tuple(each for name in _field_names(type(node)) for each in _placed(getattr(node, name)))
        object.__setattr__(node, "_children", found)
    return found


def _field_names(kind: type[Placed]) -> tuple[str, ...]:
    if kind not in _FIELD_NAMES:
        _FIELD_NAMES[kind] = tuple(field.name for field in fields(kind) if field.name != "span")
    return _FIELD_NAMES[kind]


_FIELD_NAMES: dict[type[Placed], tuple[str, ...]] = {}


def _placed(found: object) -> Iterator[Placed]:
    if isinstance(found, Placed):
        yield found
    elif isinstance(found, tuple):
        for each in found:
            yield from _placed(each)


def bound_name(variable: Letter | Index) -> str:
    r"""The name under which a big operator's variable is bound: `i`, or `w[j]` for those who write \sum_{w_j}."""
    if isinstance(variable, Letter):
        return variable.name
    named = (bound_name(each) if isinstance(each, Letter | Index) else repr(each) for each in variable.positions)
    name = variable.base.name if isinstance(variable.base, Symbol | Letter) else "?"
    return f"{name}[{', '.join(named)}]"


def drawn_name(variable: Placed) -> str:
    r"""The letter that an expectation binds: `w` of `w \sim P`, `k` of `w_k \sim P`."""
    if isinstance(variable, Index) and len(variable.positions) == 1:
        return drawn_name(variable.positions[0])
    if isinstance(variable, Letter):
        return variable.name
    raise NotRead("It isn't clear what this expectation is taken over.", variable.span)


#: Nodes that bind no letter and are none: what is free below them is free in them.
_ONLY_HOLD = (Sum, Product, Quotient, Power, Transpose, Function, Derivative, Number)


class Letters:
    """Which letters are free, in the eyes of one question. `known`: letters that the answer's left side leaves free."""

    def __init__(self, declared: Declared, known: frozenset[str] = frozenset()) -> None:
        self.declared = declared
        self.known = known
        self._fixed = declared.index_names()
        self._free: dict[int, tuple[Placed, frozenset[str]]] = {}
        self._in_order: dict[int, tuple[str, ...]] = {}

    def free(self, node: Placed) -> frozenset[str]:
        """Letters that need a number before the node has a value."""
        kept = self._free.get(id(node))
        if kept is None:
            # The node is kept beside its answer, so that its id is never another's.
            kept = self._free[id(node)] = (node, self._find(node))
        return kept[1]

    def in_order(self, node: Placed) -> tuple[str, ...]:
        """The same, sorted. Whoever remembers something by a node's id may do so as long as these letters live."""
        kept = self._in_order.get(id(node))
        if kept is None:
            kept = self._in_order[id(node)] = tuple(sorted(self.free(node)))
        return kept

    def _find(self, node: Placed) -> frozenset[str]:
        if type(node) in _ONLY_HOLD:
            return self._below(node)
        if isinstance(node, Letter):
            return frozenset() if node.name in self._fixed else frozenset([node.name])
        if isinstance(node, BigOperator):
            inside = self._below(node)
            variable = self.variable_of(node)
            return (inside - {variable}) if isinstance(node.over.variable, Letter | None) else self._composite(node)
        if isinstance(node, Index) and isinstance(node.base, Letter) and self._is_named(node.base.name):
            # The w of w_{t+j}, the u of u_j = u_k: names, not indices.
            return frozenset[str]().union(*(self.free(position) for position in node.positions))
        if isinstance(node, Expectation) and node.variable is not None:
            return self._below(node) - {drawn_name(node.variable)}
        if isinstance(node, Symbol) and node.name in self.declared.definitions:
            return self.free(self.declared.definition(node.name))  # a student's own s_k = σ(u_kᵀv)
        return self._below(node)

    def _is_named(self, name: str) -> bool:
        return name in self.declared.words or name in self.declared.families

    def _below(self, node: Placed) -> frozenset[str]:
        below = children(node)
        if len(below) == 1:
            return self.free(below[0])
        return frozenset[str]().union(*[self.free(child) for child in below])

    def _composite(self, node: BigOperator) -> frozenset[str]:
        """Free letters where `w_j` itself is bound: the j within it is no letter of its own."""
        variable = node.over.variable
        assert isinstance(variable, Index)
        own = frozenset().union(*(self.free(position) for position in variable.positions))
        return self._below(node) - own

    def variable_of(self, node: BigOperator) -> str:
        r"""What a big operator binds. Raises NotRead where a bare \sum leaves it open."""
        if node.over.variable is not None:
            return bound_name(node.over.variable)
        candidates = self.free(node.body) | frozenset().union(*(self.free(each) for each in node.over.conditions))
        if len(candidates) > 1:
            candidates -= self.known
        if len(candidates) != 1:
            raise NotRead("A sum doesn't say what it runs over; write its index below it: `\\sum_i`.", node.span)
        return next(iter(candidates))


def letters_within(declared: Declared, known: frozenset[str] = frozenset()) -> Letters:
    """Letters of the question's own meanings, found once. Not for a student's trees: they would all be kept."""
    if known not in declared.letters_within:
        declared.letters_within[known] = Letters(declared, known)
    return declared.letters_within[known]


class Indices:
    """Numbers of indices in one world."""

    def __init__(self, declared: Declared, world: World) -> None:
        self.declared = declared
        self.world = world

    def number(self, node: Placed, bindings: Bindings) -> int:
        """The number that an index stands for, counted from 1. Raises NotRead where it stands for none."""
        if isinstance(node, Letter | Symbol | Cardinality):
            return self._named(node, node.name, bindings)
        if isinstance(node, Number) and abs(node.value) < 1e9 and node.value.is_integer():
            return int(node.value)
        if isinstance(node, Sum):
            return sum(sign * self.number(term, bindings) for sign, term in node.terms)
        if isinstance(node, Product) and all(operator != "/" for operator in node.operators):
            product = 1
            for factor in node.factors:
                product *= self.number(factor, bindings)
            return product
        if isinstance(node, Index):
            return self._word(node, bindings)
        raise NotRead("This can't be read as an index.", node.span)

    def _named(self, node: Placed, name: str, bindings: Bindings) -> int:
        for table in (bindings, self.world.constants, self.world.sizes):
            if name in table:
                return table[name]
        raise NotRead(f"It isn't clear what the index `{name}` runs over.", node.span)

    def _word(self, node: Index, bindings: Bindings) -> int:
        """`w_{t+j}`: the word at a place."""
        bound = bound_name(node)
        if bound in bindings:
            return bindings[bound]
        base = node.base
        if isinstance(base, Symbol | Letter) and base.name in self.world.words and len(node.positions) == 1:
            words = self.world.words[base.name]
            place = self.number(node.positions[0], bindings)
            if 1 <= place <= len(words):
                return words[place - 1]
            raise NotRead("An index leaves the text: it points before its first or behind its last place.", node.span)
        if isinstance(base, Symbol | Letter) and base.name in self.declared.families and len(node.positions) == 1:
            return self.member(base.name, self.number(node.positions[0], bindings), node)
        raise NotRead("This can't be read as an index.", node.span)

    def member(self, family: str, number: int, node: Placed) -> int:
        """Which of its matrix's parts a member of a family is: of a draw, the word drawn. So u_j = u_k can be asked."""
        repeats = self.declared.families[family].repeats
        if not repeats:
            return number
        draws = self.world.draws[repeats]
        if 1 <= number <= len(draws):
            return draws[number - 1]
        raise NotRead(f"An index of `{family}` is out of its range.", node.span)

    def holds(self, when: When, bindings: Bindings) -> bool:
        """Whether a condition on indices holds; `otherwise` always does."""
        return not when.alternatives or any(
            all(self.related(relation, bindings) for relation in alternative) for alternative in when.alternatives
        )

    def related(self, relation: Relation, bindings: Bindings) -> bool:
        """Whether one comparison of indices holds."""
        if relation.sign in ("in", "not in"):
            return self._among(relation) is (relation.sign == "in")
        if (chosen := self._chosen(relation, bindings)) is not None:
            return chosen
        left, right = self.number(relation.left, bindings), self.number(relation.right, bindings)
        return {
            "=": left == right, "!=": left != right, "<": left < right,
            "<=": left <= right, ">": left > right, ">=": left >= right,
        }[relation.sign]  # fmt: skip

    def _chosen(self, relation: Relation, bindings: Bindings) -> bool | None:
        """`y_i = 1` of a one-hot: whether i is its place; None of any other relation."""
        left, right = relation.left, relation.right
        if not (isinstance(left, Index) and isinstance(left.base, Symbol) and isinstance(right, Number)):
            return None
        one_hot = self.declared.one_hots.get(left.base.name)
        if one_hot is None or right.value not in (0, 1) or relation.sign not in ("=", "!=") or len(left.positions) != 1:
            return None
        is_place = self.number(left.positions[0], bindings) == self.world.constants[one_hot.at]
        return is_place is ((right.value == 1) is (relation.sign == "="))

    def _among(self, relation: Relation) -> bool:
        """Every index is in its dimension; other sets are not known."""
        if isinstance(relation.right, Symbol | Letter | Cardinality) and relation.right.name in self.world.sizes:
            return True
        raise NotRead("A condition names a set that the question doesn't declare.", relation.span)
