"""What names are worth: symbols, parts of them, declared functions and patterns, numbers, I and the ones."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.derivation.span import NotRead
from grader.derivation.tree import (
    BareFunction,
    Call,
    Cardinality,
    Identity,
    Index,
    Letter,
    Node,
    Number,
    Ones,
    Pattern,
    Placed,
    Symbol,
    Whole,
)
from grader.derivation.valuing import functions, operations
from grader.derivation.valuing.letters import Bindings, letters_within
from grader.derivation.valuing.values import IllTyped, Kind, Value, flexible, number, plain

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator


def symbol(evaluator: "Evaluator", node: Symbol, bindings: Bindings) -> Value:
    """A declared name."""
    name = node.name
    if name in evaluator.declared.definitions and evaluator.letters.free(node):
        return evaluator.value(evaluator.declared.definition(name), bindings)
    value = declared_value(evaluator, name)
    if value is not None:
        return evaluator.turned(value)
    if name in evaluator.world.sizes:
        return number(evaluator.world.sizes[name])
    if name in evaluator.declared.families:
        raise NotRead(f"`{name}` needs an index here: which of them is meant?", node.span)
    raise NotRead(f"`{name}` has no value here.", node.span, name)


def declared_value(evaluator: "Evaluator", name: str) -> Value | None:
    """A name's value as the question's vectors lie; None where it has none by itself."""
    if name in evaluator.arguments:
        return evaluator.arguments[name]
    if name in evaluator.world.roots:
        return evaluator.world.roots[name]
    return evaluator.definition(name) if name in evaluator.declared.definitions else None


def letter(evaluator: "Evaluator", node: Letter, bindings: Bindings) -> Value:
    """An index letter is never a number to calculate with: k is not how many there are."""
    if node.name in evaluator.world.sizes:
        return number(evaluator.world.sizes[node.name])
    raise NotRead(f"`{node.name}` is an index and can't be a factor or a term.", node.span)


def index(evaluator: "Evaluator", node: Index, bindings: Bindings) -> Value:
    """Some entries of a value, a member of a family, a count of draws."""
    base = node.base
    if isinstance(base, Symbol) and base.name not in evaluator.arguments:
        if base.name in evaluator.declared.families:
            found = member(evaluator, base.name, node, bindings)
            return part(evaluator, found, node, node.positions[1:], bindings) if node.positions[1:] else found
        if base.name in evaluator.declared.multiplicities:
            return _count(evaluator, base.name, node, bindings)
    return part(evaluator, evaluator.value(base, bindings), node, node.positions, bindings)


def member(evaluator: "Evaluator", name: str, node: Index, bindings: Bindings) -> Value:
    """One of a family, lying as vectors lie."""
    return take(evaluator, name, family_of(evaluator, name), family_position(evaluator, name, node, bindings))


def family_of(evaluator: "Evaluator", name: str) -> Value:
    """The matrix, or vector, that a family's members are parts of."""
    found = declared_value(evaluator, evaluator.declared.families[name].of)
    if found is None:
        raise NotRead(f"`{name}` has no value here.")
    return found


def family_position(evaluator: "Evaluator", name: str, node: Index, bindings: Bindings) -> int:
    """Which column, row or entry an index of a family means, from 0; a draw means the word drawn."""
    if isinstance(node.positions[0], Whole):
        raise NotRead(f"`{name}` needs one index here.", node.span)
    position = evaluator.indices.number(node.positions[0], bindings)
    if _is_word(evaluator, name, node.positions[0]):
        return position - 1
    if not 1 <= position <= evaluator.ranges.family(name):
        raise IllTyped(f"an index of {name} is out of its range")
    return evaluator.indices.member(name, position, node) - 1


def _is_word(evaluator: "Evaluator", name: str, position: Placed) -> bool:
    """Whether an index of a family of draws is a word itself: u_{w_k}, or u_w where w runs over the words."""
    repeats = evaluator.declared.families[name].repeats
    if not repeats:
        return False
    if isinstance(position, Index):
        return isinstance(position.base, Symbol | Letter) and position.base.name in evaluator.declared.words
    words = evaluator.world.sizes[evaluator.declared.multiplicities[repeats].over]
    return isinstance(position, Letter) and evaluator.lengths.get(position.name) == words


def take(evaluator: "Evaluator", name: str, matrix: Value, position: int) -> Value:
    """Member `position` of a family out of the matrix it is part of, or out of that matrix's derivative."""
    axis = evaluator.declared.families[name].axis
    if axis == "entries":
        return operations.entry(matrix, position)
    if axis == "columns":
        found = operations.column(matrix, position)
        return evaluator.turned(operations.transpose(found) if evaluator.world.rows else found)
    found = operations.row(matrix, position)
    return evaluator.turned(found if evaluator.world.rows else operations.transpose(found))


def _count(evaluator: "Evaluator", name: str, node: Index, bindings: Bindings) -> Value:
    """How often a word was drawn; of a letter that runs over the draws, the word of that draw."""
    declared = evaluator.declared.multiplicities[name]
    draws = evaluator.world.draws[name]
    where = node.positions[0]
    position = evaluator.indices.number(where, bindings)
    if isinstance(where, Letter) and evaluator.lengths.get(where.name) == evaluator.world.sizes[declared.draws]:
        if not 1 <= position <= len(draws):
            raise IllTyped(f"an index of {name} is out of its range")
        position = draws[position - 1]
    return plain(draws.count(position))


def part(evaluator: "Evaluator", value: Value, node: Index, positions: tuple[Placed, ...], bindings: Bindings) -> Value:
    """Entries, rows or columns of a value."""
    slices = []
    if len(positions) == 1 and value.is_vector:
        if isinstance(positions[0], Whole):
            return value
        return operations.entry(value, _within(evaluator, positions[0], value.array.size, bindings))
    if len(positions) != 2 or not value.shape:
        if value.is_scalar and isinstance(node.base, Symbol):
            raise NotRead(f"`{node.base.name}` is a single number here; is this a name of your own?", node.span)
        if value.is_scalar:
            raise IllTyped("a single number has no entries", value.shape)
        raise NotRead("It isn't clear which entries this index means.", node.span)
    for position, length in zip(positions, value.shape, strict=True):
        if isinstance(position, Whole):
            slices.append(slice(None))
        else:
            start = _within(evaluator, position, length, bindings)
            slices.append(slice(start, start + 1))
    return operations.pick(value, slices[0], slices[1])


def _within(evaluator: "Evaluator", position: Placed, length: int, bindings: Bindings) -> int:
    found = evaluator.indices.number(position, bindings)
    if not 1 <= found <= length:
        raise IllTyped("an index is out of its range", (found,), (length,))
    return found - 1


def literal(evaluator: "Evaluator", node: Number, bindings: Bindings) -> Value:
    """2, 0.5, 0."""
    return number(node.value)


def cardinality(evaluator: "Evaluator", node: Cardinality, bindings: Bindings) -> Value:
    """|V|."""
    if node.name not in evaluator.world.sizes:
        raise NotRead(f"It isn't known how many `{node.name}` are.", node.span)
    return number(evaluator.world.sizes[node.name])


def identity(evaluator: "Evaluator", node: Identity, bindings: Bindings) -> Value:
    """I, of a size that what stands around it decides."""
    return flexible(Kind.IDENTITY)


def ones(evaluator: "Evaluator", node: Ones, bindings: Bindings) -> Value:
    """The column of ones, as long as what stands around it asks."""
    return flexible(Kind.ONES)


def bare_function(evaluator: "Evaluator", node: BareFunction, bindings: Bindings) -> Value:
    """σ alone, where the question says what it is applied to."""
    if node.name not in evaluator.declared.applied:
        forms = evaluator.declared.symbols.functions
        # What a spec calls a function of its own is no word for a student.
        spelling = next((one.spellings[0] for one in forms if one.name == node.name and one.spellings), node.name)
        raise NotRead(f"`{spelling}` has no argument here; write `{spelling}(…)`, or name what is meant.", node.span)
    if node.primes > 2:
        raise NotRead("More than two primes aren't read.", node.span)
    argument = _inside(evaluator, evaluator.declared.applied_argument(node.name), {}, {})
    return functions.apply(node.name, argument, node.primes)


def call(evaluator: "Evaluator", node: Call, bindings: Bindings) -> Value:
    """A declared function: its meaning, over the arguments given."""
    form = evaluator.declared.functions[node.name]
    if len(node.arguments) != len(form.parameters):
        raise NotRead(f"`{node.name}` takes {len(form.parameters)} arguments.", node.span)
    given = dict(zip(form.parameters, node.arguments, strict=True))
    numbers = {name: evaluator.indices.number(given[name], bindings) for name in form.indices}
    values = {
        name: evaluator.turned(evaluator.value(each, bindings))
        for name, each in given.items()
        if name not in form.indices
    }
    return _inside(evaluator, evaluator.declared.function(node.name), numbers, values)


def pattern(evaluator: "Evaluator", node: Pattern, bindings: Bindings) -> Value:
    """A declared form of words: its meaning, with the indices that stood in its holes."""
    numbers = {f"#{count}": evaluator.indices.number(hole, bindings) for count, hole in enumerate(node.holes, 1)}
    return _inside(evaluator, evaluator.declared.pattern(node.name), numbers, {})


def _inside(evaluator: "Evaluator", tree: Node, numbers: Bindings, values: dict[str, Value]) -> Value:
    """A meaning of the question's own: the student's letters and readings stay outside."""
    inner = type(evaluator)(
        evaluator.declared,
        evaluator.world,
        letters_within(evaluator.declared, frozenset(numbers)),
        evaluator.reading,
        budget=evaluator.budget,
        arguments=values,
    )
    return evaluator.turned(inner.value(tree, numbers))


RULES: dict[type[Placed], Callable[..., Value]] = {
    Symbol: symbol,
    Letter: letter,
    Index: index,
    Number: literal,
    Cardinality: cardinality,
    Identity: identity,
    Ones: ones,
    BareFunction: bare_function,
    Call: call,
    Pattern: pattern,
}
