"""What sums over an index, cases, indicators and expectations are worth."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.derivation.span import NotRead
from grader.derivation.tree import (
    BigOperator,
    Cardinality,
    Cases,
    Expectation,
    Index,
    Indicator,
    Kronecker,
    Letter,
    Node,
    Number,
    Pattern,
    Placed,
    Symbol,
    Whole,
)
from grader.derivation.valuing import functions, operations
from grader.derivation.valuing.letters import Bindings, children, drawn_name
from grader.derivation.valuing.products import alike
from grader.derivation.valuing.sums import total
from grader.derivation.valuing.values import Kind, Value, number, plain

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator

#: Where a sum begins that runs over a whole dimension.
_STARTS = (None, Number(1))
#: A sum of more terms than this is not tried.
MOST_TERMS = 500


def big_operator(evaluator: "Evaluator", node: BigOperator, bindings: Bindings) -> Value:
    """Σ, Π, max or min over an index. A condition leaves terms out; it is never dropped."""
    variable = evaluator.letters.variable_of(node)
    evaluator.binds_words |= "[" in variable
    _refuse_foreign(evaluator, node, variable)
    values = []
    for step in steps(evaluator, node, variable, bindings):
        inside = {**bindings, variable: step}
        if all(evaluator.indices.related(condition, inside) for condition in node.over.conditions):
            values.append(evaluator.value(node.body, inside))
    if node.kind == "sum":
        return total([(value, False) for value in values], evaluator.charitable)
    if node.kind == "prod":
        return _product(values, node)
    return _extreme(values, node)


def _refuse_foreign(evaluator: "Evaluator", node: BigOperator, variable: str) -> None:
    r"""Refuses \sum_{-m \le j \le m, j \neq c}: an offset is no word; whether the two are alike is luck."""
    over = node.over
    if over.lower in _STARTS:
        return
    limits = {each.name for limit in (over.lower, over.upper) if limit is not None for each in _letters(limit)}
    for condition in over.conditions:
        sides = {side.name for side in (condition.left, condition.right) if isinstance(side, Letter)}
        if variable in sides and sides & evaluator.declared.constants.keys() - limits - {variable}:
            raise NotRead("An offset is compared with an index here; they count different things.", node.span)


def _letters(node: Placed) -> Iterator[Letter]:
    if isinstance(node, Letter):
        yield node
    for child in children(node):
        yield from _letters(child)


def steps(evaluator: "Evaluator", node: BigOperator, variable: str, bindings: Bindings) -> Sequence[int]:
    """The numbers that a big operator's index takes."""
    over = node.over
    if (listed := _listed_words(evaluator, node, variable, bindings)) is not None:
        return listed
    size = _size(evaluator, node, variable, bindings)
    low = 1 if over.lower is None else evaluator.indices.number(over.lower, bindings)
    high = size if over.upper is None else evaluator.indices.number(over.upper, bindings)
    if high is None:
        raise NotRead(f"It isn't clear what the index `{variable}` runs over.", node.span)
    if high - low >= MOST_TERMS:
        raise NotRead("This sum has too many terms to be tried.", node.span)
    if size is not None:
        evaluator.lengths[variable] = size
        if low == 0 and high == size - 1:  # counted from 0, as programs do
            low, high = 1, size
    return range(low, high + 1)


def _listed_words(evaluator: "Evaluator", node: BigOperator, variable: str, bindings: Bindings) -> Sequence[int] | None:
    r"""`w \in \{w_1, \dots, w_K\}`: those words, each as often as it is there, or once: only the values can tell."""
    lower, upper = node.over.lower, node.over.upper
    if not (isinstance(lower, Index) and isinstance(upper, Index) and lower.base == upper.base):
        return None
    base = lower.base
    if not isinstance(base, Symbol | Letter) or base.name not in evaluator.declared.words:
        raise NotRead("This sum runs over a set that the question doesn't declare.", node.span)
    first, last = (evaluator.indices.number(each.positions[0], bindings) for each in (lower, upper))
    evaluator.lengths[variable] = evaluator.world.sizes[evaluator.declared.words[base.name].over]
    words = evaluator.world.words[base.name]
    if not 1 <= first <= last <= len(words):
        raise NotRead("An index leaves the text: it points before its first or behind its last place.", node.span)
    found = words[first - 1 : last]
    once = evaluator.reading.choose(node, "a set", lambda: [False, True] if len(set(found)) < len(found) else [False])
    return list(dict.fromkeys(found)) if once else found


def _dimension(evaluator: "Evaluator", node: Node | None) -> int | None:
    """A dimension's size, where it is named."""
    return evaluator.world.sizes.get(node.name) if isinstance(node, Symbol | Cardinality | Letter) else None


def _size(evaluator: "Evaluator", node: BigOperator, variable: str, bindings: Bindings) -> int | None:
    """How far the index runs if nothing is said; None where only limits can tell."""
    over = node.over
    if (among := _dimension(evaluator, over.among)) is not None:
        return among
    if over.among is not None:
        raise NotRead("This sum runs over a set that the question doesn't declare.", node.span)
    if over.lower in _STARTS and (whole := _dimension(evaluator, over.upper)) is not None:
        return whole
    if isinstance(over.variable, Index):
        base = over.variable.base
        if over.lower is not None and over.upper is None:
            raise NotRead("What this sum runs over isn't clear.", node.span)
        if isinstance(base, Symbol | Letter) and base.name in evaluator.declared.words:
            return evaluator.world.sizes[evaluator.declared.words[base.name].over]
    try:
        return evaluator.ranges.size(variable, node.body, *over.conditions, where=node.span)
    except NotRead:
        if over.lower is None or over.upper is None:
            raise
        return None


def _product(values: Sequence[Value], node: BigOperator) -> Value:
    found = number(1.0)
    for value in values:
        if not value.is_scalar:
            raise NotRead("A product over an index is read for single numbers only.", node.span)
        found = operations.multiply(found, value)
    return found


def _extreme(values: Sequence[Value], node: BigOperator) -> Value:
    if not values or not all(value.is_scalar for value in values):
        raise NotRead("A largest or smallest value is read for single numbers only.", node.span)
    if len(values) == 1:
        return values[0]
    found = functions.apply(node.kind, operations.stack([[value] for value in values]))
    return Value(found.array, found.sources, Kind.NUMBER)  # x - max x is taken from every entry


def cases(evaluator: "Evaluator", node: Cases, bindings: Bindings) -> Value:
    """The row whose condition holds; "otherwise" is only what no other row is for."""
    whens = [(row, row.when) for row in node.rows if row.when is not None]
    if len(whens) < len(node.rows):
        raise NotRead("A row of these cases doesn't say when it holds.", node.span)
    holding = [(row, when) for row, when in whens if evaluator.indices.holds(when, bindings)]
    values = [evaluator.value(row.value, bindings) for row, when in holding if when.alternatives]
    values = values or [evaluator.value(row.value, bindings) for row, _ in holding]
    if not values:
        raise NotRead("None of these cases holds for every index.", node.span)
    if not all(alike(values[0], other) for other in values[1:]):
        raise NotRead("Two of these cases hold for the same index and say different things.", node.span)
    return values[0]


def indicator(evaluator: "Evaluator", node: Indicator, bindings: Bindings) -> Value:
    """1 where the condition holds."""
    return plain(float(evaluator.indices.holds(node.when, bindings)))


def kronecker(evaluator: "Evaluator", node: Kronecker, bindings: Bindings) -> Value:
    """δ_ij."""
    left, right = (evaluator.indices.number(each, bindings) for each in (node.left, node.right))
    return plain(float(left == right))


def expectation(evaluator: "Evaluator", node: Expectation, bindings: Bindings) -> Value:
    """E_{w∼P}[…] over a declared distribution: chances times values; else, where words are drawn, the mean of these."""
    if node.distribution is not None and isinstance(node.variable, Letter):
        distribution = evaluator.reading.choose(node, "over what", lambda: [_of_variable(node)])
        return _weighted(evaluator, node, node.variable.name, distribution, bindings)
    multiplicities = list(evaluator.declared.multiplicities.values())
    if node.distribution is not None or len(multiplicities) != 1:
        raise NotRead("An expectation needs a declared distribution to be tried.", node.span)
    evaluator.reading.note("The expectation is read as the mean over the words drawn.")
    if node.variable is None:
        return evaluator.value(node.body, bindings)
    (drawn,) = multiplicities
    words = evaluator.world.draws[drawn.name]
    name = drawn_name(node.variable)
    counts_draws = isinstance(node.variable, Index)  # w_k is bound by k, the number of the draw; w is the word itself
    evaluator.lengths[name] = evaluator.world.sizes[drawn.draws if counts_draws else drawn.over]
    steps = range(1, len(words) + 1) if counts_draws else words
    values = [evaluator.value(node.body, {**bindings, name: step}) for step in steps]
    return operations.multiply(operations.total(values), number(1 / len(values)))


def _of_variable(node: Expectation) -> Node:
    r"""The distribution with the variable where a dot stands for it: `w \sim p(\cdot \mid c)`."""
    assert node.distribution is not None and isinstance(node.variable, Letter)
    if not isinstance(node.distribution, Pattern):
        return node.distribution
    holes = tuple(node.variable if isinstance(hole, Whole) else hole for hole in node.distribution.holes)
    return replace(node.distribution, holes=holes)


def _weighted(evaluator: "Evaluator", node: Expectation, name: str, distribution: Node, bindings: Bindings) -> Value:
    size = evaluator.ranges.size(name, node.body, distribution, where=node.span)
    terms = []
    for step in range(1, size + 1):
        inside = {**bindings, name: step}
        chance = evaluator.value(distribution, inside)
        if chance.is_vector and chance.array.size == size:
            chance = operations.entry(chance, step - 1)
        if chance.shape:
            raise NotRead("An expectation needs a declared distribution to be tried.", node.span)
        terms.append(operations.multiply(chance, evaluator.value(node.body, inside)))
    return operations.total(terms)


RULES: dict[type[Placed], Callable[..., Value]] = {
    BigOperator: big_operator,
    Cases: cases,
    Indicator: indicator,
    Kronecker: kronecker,
    Expectation: expectation,
}
