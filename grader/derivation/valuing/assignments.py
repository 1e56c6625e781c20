"""Which numbers the free letters of a chain take in each world, as far as what they subscript and conditions tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from grader.derivation.evaluate import Evaluator
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Letter, Node, Placed, Relation
from grader.derivation.valuing.letters import Bindings, Indices, Letters
from grader.derivation.valuing.readings import Reading
from grader.derivation.valuing.values import IllTyped
from grader.derivation.worlds import World

#: No more numbers of free letters than this are tried; letters then run over few numbers, constants among them first.
MOST_ASSIGNMENTS = 64
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, eq=False)
class Assignments:
    """The numbers that the free letters of a chain take in each world, all of them where that is not too many.

    One for all chains whose letters are alike (see `assignments`), so that what a line is worth can be looked up.
    known: as in `Letters`. names: all free letters. lengths: for each world of the question, how far letters run.
    """

    question: Question
    known: frozenset[str]
    conditions: tuple[Relation, ...]
    names: frozenset[str]
    lengths: tuple[Mapping[str, int], ...]
    # The worlds are kept beside the rest, so that their ids stay theirs.
    _numbers: dict[int, tuple[World, list[Bindings]]] = field(default_factory=dict)

    def sizes(self, world: World) -> Mapping[str, int]:
        """How far each free letter runs; but for those that nothing tells of."""
        # A world in which a constant was moved has the sizes of the one that it was made from.
        return next(
            found
            for each, found in zip(self.question.worlds, self.lengths, strict=True)
            if each is world or each.sizes is world.sizes
        )

    def numbers(self, world: World) -> list[Bindings]:
        """Every assignment that the conditions allow."""
        if id(world) not in self._numbers:
            self._numbers[id(world)] = (world, self._allowed(world))
        return self._numbers[id(world)][1]

    def _allowed(self, world: World) -> list[Bindings]:
        sizes = self.sizes(world)
        indices = Indices(self.question.declared, world)
        told = {name: _between(name, self.conditions, indices) for name in sorted(self.names - sizes.keys())}
        names = sorted({*sizes, *(name for name, numbers in told.items() if numbers)})
        few = [_few(sizes[name], len(names), world) if name in sizes else list(told[name]) for name in names]
        found = [dict(zip(names, numbers, strict=True)) for numbers in product(*few)]
        return [each for each in found if all(indices.related(relation, each) for relation in self.conditions)]


def assignments(
    question: Question, letters: Letters, trees: Sequence[Node], conditions: tuple[Relation, ...] = ()
) -> Assignments:
    """What the free letters of these trees run over. The first tree that tells decides."""
    names = frozenset[str]().union(*(free(question, letters.known, tree) or () for tree in trees))
    lengths: list[dict[str, int]] = [{} for _ in question.worlds]
    for letter in sorted(names):
        told = (_words(question, letters.known, letter, each) for each in (*trees, *conditions))
        for kept, words in zip(lengths, next((each for each in told if each is not None), ()), strict=False):
            kept[letter] = words
    for tree in trees:
        for letter in sorted(free(question, letters.known, tree) or ()):
            if any(letter not in kept for kept in lengths):
                for kept, size in zip(lengths, _size(question, letters.known, letter, tree, conditions), strict=True):
                    if size is not None:  # else another tree may tell; if none does, what needs the letter isn't read
                        kept.setdefault(letter, size)
    found = tuple(tuple(sorted(each.items())) for each in lengths)
    return _assignments(question, letters.known, conditions, names, found)


@lru_cache(maxsize=1024)
def _assignments(
    question: Question,
    known: frozenset[str],
    conditions: tuple[Relation, ...],
    names: frozenset[str],
    lengths: tuple[tuple[tuple[str, int], ...], ...],
) -> Assignments:
    return Assignments(question, known, conditions, names, tuple(map(dict, lengths)))


@lru_cache(maxsize=8192)
def free(question: Question, known: frozenset[str], tree: Node) -> frozenset[str] | None:
    """The letters that are free in a tree; None where a sum in it leaves open what it runs over."""
    try:
        return Letters(question.declared, known).free(tree)
    except NotRead:
        return None


@lru_cache(maxsize=4096)
def _words(question: Question, known: frozenset[str], letter: str, tree: Placed) -> tuple[int, ...] | None:
    """How many words there are in each world, if the letter is one; else None."""
    letters = Letters(question.declared, known)
    found = [
        Evaluator(question.declared, each, letters, Reading()).ranges.words(letter, tree) for each in question.worlds
    ]
    told = tuple(words for words in found if words is not None)
    return told or None


@lru_cache(maxsize=4096)
def _size(
    question: Question, known: frozenset[str], letter: str, tree: Node, conditions: tuple[Relation, ...]
) -> tuple[int | None, ...]:
    """How far a letter runs in each world, by one tree; None where that doesn't tell."""
    found: list[int | None] = []
    letters = Letters(question.declared, known)
    for world in question.worlds:
        try:
            found.append(Evaluator(question.declared, world, letters, Reading()).ranges.size(letter, tree, *conditions))
        except (NotRead, IllTyped):
            found.append(None)
    return tuple(found)


def _between(name: str, conditions: Sequence[Relation], indices: Indices) -> range:
    r"""The numbers that conditions leave a letter which nothing else tells of: `-m \le j \le m`. Empty without any."""
    low: int | None = None
    high: int | None = None
    for each in conditions:
        turned = (each.right, _TURNED.get(each.sign), each.left)
        for letter, sign, bound in ((each.left, each.sign, each.right), turned):
            if letter != Letter(name) or sign not in ("<", "<=", ">", ">="):
                continue
            number = indices.number(bound, {})
            if sign in ("<", "<="):
                high = number - (sign == "<")
            else:
                low = number + (sign == ">")
    most = None if low is None or high is None else min(high, low + MOST_ASSIGNMENTS)
    return range(0) if low is None or most is None else range(low, most + 1)


def _few(size: int, letters: int, world: World) -> list[int]:
    most = int(MOST_ASSIGNMENTS ** (1 / letters) + 1e-9)
    if size <= most:
        return list(range(1, size + 1))
    constants = [number for number in sorted(set(world.constants.values())) if number <= size]
    others = [number for number in range(1, size + 1) if number not in constants]
    return sorted([*constants, *others][: max(2, most)])
