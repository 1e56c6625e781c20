"""What agrees by luck alone: numbers too small to show, too large to be meant, and an index that may be the true class.

Never an accept and never a slip: a person decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from grader.derivation.evaluate import Evaluator
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.symbols import IndexConstant, Symbols
from grader.derivation.tree import Function, Index, Node, Number, Placed, Power, Product, Quotient, Sum
from grader.derivation.valuing.assignments import Assignments
from grader.derivation.valuing.letters import Bindings, Letters, children
from grader.derivation.valuing.readings import Reading
from grader.derivation.valuing.values import Array, IllTyped, Value
from grader.derivation.worlds import World

#: What is nearer to a whole number than this, and is none, was written to slip below the tolerance.
_SMALL = 1e-6
_LARGE = 1e4
#: Rounding leaves a term that is 0 below this; and no power that is meant comes near to it.
_ROUNDING = 1e-13
#: Terms and numbers of a line that are looked at; nobody writes more.
_MOST = 100
_OF_NUMBERS = (Number, Power, Product, Quotient, Sum, Function)


class Sampled:
    """What the parts of a line are worth in two worlds, for a few numbers of the line's letters."""

    def __init__(self, question: Question, letters: Letters, assignments: Assignments, flipped: bool) -> None:
        self.question, self.letters, self.assignments, self.flipped = question, letters, assignments, flipped

    @cached_property
    def places(self) -> list[tuple[Evaluator, list[Bindings]]]:
        """Made once they are asked for: many a line has no number in it, no sum and no power."""
        ordinary = [world for world in self.question.worlds if world.kind == "ordinary"]
        declared, letters, flipped = self.question.declared, self.letters, self.flipped
        return [
            (Evaluator(declared, world, letters, Reading(), flipped=flipped), self.assignments.numbers(world)[:4])
            for world in ordinary[:2]
        ]

    def hides(self, tree: Node) -> bool:
        """Whether a number or a term is too small, or too near to a whole number, for worlds to show it."""
        numbers = list(islice(_constants(tree), _MOST))
        terms = list(islice((term for node in _nodes(tree) if isinstance(node, Sum) for _, term in node.terms), _MOST))
        powers = list(islice(_powers(tree), _MOST))
        return (
            max(len(numbers), len(terms), len(powers)) == _MOST
            or any(map(self._is_odd, numbers))
            or any(map(self._is_negligible, terms))
            or any(map(self._vanishes, powers))
        )

    def _is_odd(self, node: Node) -> bool:
        with np.errstate(all="ignore"):
            values = self._values(node)
            gaps = [np.abs(value - np.round(value)) for value in values]
        too_large = any(bool((np.abs(value) > _LARGE).any()) for value in values)
        return too_large or any(bool(((gap > 0) & (gap < _SMALL)).any()) for gap in gaps)

    def _is_negligible(self, term: Node) -> bool:
        most = max((float(np.abs(value).max(initial=0.0)) for value in self._values(term)), default=0.0)
        return _ROUNDING < most < _SMALL

    def _vanishes(self, power: Node) -> bool:
        return any(bool((np.abs(value) < _ROUNDING).any()) for value in self._values(power))

    def _values(self, node: Node) -> list[Array]:
        """[] where letters of the node belong to a sum around it, or it has no value."""
        found: list[Array] = []
        try:
            for evaluator, numbers in self.places:
                if not numbers or self.letters.free(node) - numbers[0].keys():
                    return []
                with np.errstate(all="ignore"):
                    found += [evaluator.value(node, each).array for each in numbers]
        except (NotRead, IllTyped):
            return []
        return found


def _powers(tree: Placed) -> Iterator[Node]:
    """Every e^…, and every number to the power of something: never 0 but by what float64 can't hold."""
    for node in _nodes(tree):
        if isinstance(node, Power | Function) and (
            isinstance(node.base, Number) if isinstance(node, Power) else node.name == "exp"
        ):
            yield node


def _constants(tree: Placed) -> Iterator[Node]:
    """Every part that is made of numbers alone, but for whole numbers of an ordinary size."""
    if isinstance(tree, Number) and tree.value.is_integer() and tree.value < _LARGE:
        return
    if isinstance(tree, _OF_NUMBERS) and all(isinstance(each, _OF_NUMBERS) for each in _nodes(tree)):
        yield tree
    for child in children(tree):
        yield from _constants(child)


def _nodes(tree: Placed) -> Iterator[Placed]:
    yield tree
    for child in children(tree):
        yield from _nodes(child)


def other_places(question: Question, trees: Sequence[Node], world: World) -> tuple[World, ...]:
    r"""The same world with the true class at each place that trees call by number (`\theta_1`), and at none of them.

    () where no index that is written as a number may be one.
    """
    numbers = frozenset(place for tree in trees for place in _written(tree))
    return _places(question, numbers, world) if numbers else ()


@lru_cache(maxsize=256)
def _places(question: Question, numbers: frozenset[int], world: World) -> tuple[World, ...]:
    symbols = question.symbols
    apart = {each.places for each in symbols.words} | {each.over for each in symbols.words}
    apart |= {each.over for each in symbols.multiplicities}
    found: list[World] = []
    for constant in symbols.constants:
        if constant.over in world.sizes and constant.over not in apart:
            places = range(1, world.sizes[constant.over] + 1)
            elsewhere = [place for place in places if place not in numbers][:1]
            found += [_moved(world, symbols, constant, each) for each in (*sorted(numbers & {*places}), *elsewhere)]
    return tuple(found)


def _written(tree: Placed) -> Iterator[int]:
    for node in _nodes(tree):
        for position in node.positions if isinstance(node, Index) else ():
            if isinstance(position, Number) and position.value.is_integer():
                yield int(position.value)


def _moved(world: World, symbols: Symbols, constant: IndexConstant, number: int) -> World:
    """The world with one constant at a number; another that was there takes its place."""
    before = world.constants[constant.name]
    alike = {each.name for each in symbols.constants if each.over == constant.over}
    constants = {name: before if name in alike and at == number else at for name, at in world.constants.items()}
    constants[constant.name] = number
    hot = {each.name: _hot(world.roots[each.name], constants[each.at]) for each in symbols.one_hots}
    roots: Mapping[str, Value] = {**world.roots, **hot}
    return replace(world, constants=constants, roots=roots, defined={})


def _hot(value: Value, at: int) -> Value:
    entries = np.arange(1, value.array.size + 1) == at
    return Value(entries.astype(np.float64).reshape(value.array.shape), kind=value.kind)
