r"""The names that an edit may put in: what the question declares, its parts for the letters at hand, 2 and 1/n.

Never what is asked for itself, and nothing that contains it: those would give the answer away.
"""

import re
from collections.abc import Iterator, Sequence

from grader.derivation.question import Question
from grader.derivation.repairing.edit import Surroundings
from grader.derivation.repairing.places import Place, places
from grader.derivation.repairing.words import Words
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Function, Index, Kronecker, Letter, Node, Number, Quotient, Sum, Symbol
from grader.derivation.valuing.walks import names, renamed

#: One letter, perhaps with an accent and an index: what a sheet calls a thing by, and no word of our own for it.
_SIGN = re.compile(
    r"(?:\\(?:hat|bar|tilde|vec)\s*)?(?:[A-Za-z]|\\[a-z]+|\{[A-Za-z]\})(?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9]\}))?"
)
#: Also a_{avg}; but no whole word, which only we say.
_NAME = re.compile(r"(?!.*\\text)(?!\\mathrm)(?![A-Za-z]{3,}$).+")


def declared_names(symbols: Symbols) -> tuple[str, ...]:
    """Every name that has a value by itself."""
    drawn = (*(each.name for each in symbols.one_hots), *(each.name for each in symbols.variables))
    return (*drawn, *(each.name for each in symbols.definitions))


def offered(question: Question, lines: Sequence[Node], about: Node, words: Words) -> tuple[str, ...]:
    """The names that students know: what they wrote themselves, and what the answer rests on under a sign of its own.

    What only helps us to declare the question (`Keys`, U_{neg}) would be news to them.
    """
    theirs = frozenset[str]().union(*(names(tree) for tree in lines))
    asked = names(about)
    for target in question.symbols.targets:
        try:
            asked |= names(question.declared.target(target))
        except NotRead:
            continue
    rests_on = question.mentions(about) | {each.name for each in question.symbols.one_hots}
    matrices = {each.of for each in question.symbols.families}

    def is_sign(name: str) -> bool:
        spelled = words.name(name)
        if name not in rests_on:
            return name in question.declared.definitions and bool(_SIGN.fullmatch(spelled))
        return bool((_SIGN if name in matrices else _NAME).fullmatch(spelled))

    return tuple(name for name in declared_names(question.symbols) if name in theirs | asked or is_sign(name))


def lengths(question: Question, lines: Sequence[Node], about: Node) -> tuple[str, ...]:
    """The dimensions that a student may have lost: those they wrote, and those that the answer counts with."""
    known = question.mentions(about).union(*(names(tree) for tree in lines))
    return tuple(each.name for each in question.symbols.dimensions if each.name in known)


def parts_of(lines: Sequence[Node], letters: Sequence[str]) -> tuple[Node, ...]:
    """Functions, entries and bracketed sums of some lines, each once, the last line's first.

    letters: those that are free in the step; what a sum of the lines runs over is exchanged for them.
    """
    found: dict[Node, None] = {}
    for tree in lines[::-1]:
        for place in places(tree):
            if isinstance(place.node, Function | Index | Sum) and place.role == "value" and place.parent is not None:
                found[place.node] = None
                for bound in place.bound:
                    found |= {renamed(place.node, {bound: letter}): None for letter in letters}
    return tuple(found)


def siblings(surroundings: Surroundings, place: Place) -> Iterator[Node]:
    """What may stand instead of a name: other names, members and entries."""
    symbols = surroundings.question.symbols
    node = place.node
    for name in surroundings.names:
        yield Symbol(name)
    yield from members(surroundings, place)
    if isinstance(node, Index):
        for name in surroundings.names:
            if name not in surroundings.scalars:
                yield Index(Symbol(name), node.positions)
        for family in symbols.families:
            yield Index(Symbol(family.name), node.positions)


def members(surroundings: Surroundings, place: Place) -> Iterator[Node]:
    """u_o, u_w: of each family, one for each letter."""
    for family in surroundings.question.symbols.families:
        for letter in surroundings.letters_at(place):
            yield Index(Symbol(family.name), (Letter(letter),))


def entries(surroundings: Surroundings, place: Place) -> Iterator[Node]:
    """y_w: of each vector, its entry for each letter."""
    for name in surroundings.names:
        if name not in surroundings.scalars:
            for letter in surroundings.letters_at(place):
                yield Index(Symbol(name), (Letter(letter),))


def factors(surroundings: Surroundings, place: Place) -> Iterator[Node]:
    """Numbers that may have got lost before something: K, a count, 2, a half, 1/n, an entry, an indicator."""
    for name in surroundings.lengths:
        yield Symbol(name)
    yield from shares(surroundings)
    yield Number(2.0)
    yield Quotient(Number(1.0), Number(2.0))
    yield from counts(surroundings, place)
    yield from entries(surroundings, place)
    letters = surroundings.letters_at(place)
    for position, letter in enumerate(letters):
        for other in letters[position + 1 :]:
            yield Kronecker(Letter(letter), Letter(other))
    for name in surroundings.scalars:
        yield Symbol(name)
        yield Sum(((1, Number(1.0)), (-1, Symbol(name))))


def shares(surroundings: Surroundings) -> Iterator[Node]:
    """1/n for each length."""
    for name in surroundings.lengths:
        yield Quotient(Number(1.0), Symbol(name))


def counts(surroundings: Surroundings, place: Place) -> Iterator[Node]:
    """How often each letter's word was drawn."""
    for multiplicity in surroundings.question.symbols.multiplicities:
        for letter in surroundings.letters_at(place):
            yield Index(Symbol(multiplicity.name), (Letter(letter),))


def is_count(surroundings: Surroundings, node: Node) -> bool:
    """Whether a node says how often something was drawn."""
    counted = {each.name for each in surroundings.question.symbols.multiplicities}
    return isinstance(node, Index) and isinstance(node.base, Symbol) and node.base.name in counted


def vectors(surroundings: Surroundings, place: Place) -> Iterator[Node]:
    """Vectors and matrices that may have got lost, and the slopes of hidden layers."""
    for name in surroundings.names:
        if name not in surroundings.scalars:
            yield Symbol(name)
    yield from members(surroundings, place)


def slopes(surroundings: Surroundings) -> Iterator[Node]:
    """σ'(z) for each h = σ(z) that is declared."""
    declared = surroundings.question.declared
    for name in declared.definitions:
        meaning = declared.definition(name)
        if isinstance(meaning, Function) and meaning.name in ("sigmoid", "tanh") and not meaning.primes:
            yield Function(meaning.name, meaning.argument, 1)
