r"""The names that an edit may put in: what the question declares, its parts for the letters at hand, 2 and 1/n.

Never what is asked for itself, and nothing that contains it: those would give the answer away.
"""

from collections.abc import Iterator

from grader.derivation.repairing.edit import Surroundings
from grader.derivation.repairing.places import Place
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Function, Index, Kronecker, Letter, Node, Number, Quotient, Sum, Symbol


def declared_names(symbols: Symbols) -> tuple[str, ...]:
    """Every name that has a value by itself."""
    drawn = (*(each.name for each in symbols.one_hots), *(each.name for each in symbols.variables))
    return (*drawn, *(each.name for each in symbols.definitions))


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
    question = surroundings.question
    for dimension in question.symbols.dimensions:
        yield Symbol(dimension.name)
        yield Quotient(Number(1.0), Symbol(dimension.name))
    yield Number(2.0)
    yield Quotient(Number(1.0), Number(2.0))
    letters = surroundings.letters_at(place)
    for multiplicity in question.symbols.multiplicities:
        for letter in letters:
            yield Index(Symbol(multiplicity.name), (Letter(letter),))
    for position, letter in enumerate(letters):
        for other in letters[position + 1 :]:
            yield Kronecker(Letter(letter), Letter(other))
    for name in surroundings.scalars:
        yield Symbol(name)
        yield Sum(((1, Number(1.0)), (-1, Symbol(name))))
    yield from entries(surroundings, place)


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
