"""What sums over an index, cases, indicators and expectations are worth."""

from collections.abc import Callable, Sequence
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
    Placed,
    Symbol,
)
from grader.derivation.valuing import functions, operations
from grader.derivation.valuing.letters import Bindings
from grader.derivation.valuing.sums import total
from grader.derivation.valuing.values import Value, number, plain

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator

#: A sum of more terms than this is not tried.
MOST_TERMS = 500


def big_operator(evaluator: "Evaluator", node: BigOperator, bindings: Bindings) -> Value:
    """Σ, Π, max or min over an index. A condition leaves terms out; it is never dropped."""
    variable = evaluator.letters.variable_of(node)
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


def steps(evaluator: "Evaluator", node: BigOperator, variable: str, bindings: Bindings) -> Sequence[int]:
    """The numbers that a big operator's index takes."""
    over = node.over
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


def _size(evaluator: "Evaluator", node: BigOperator, variable: str, bindings: Bindings) -> int | None:
    """How far the index runs if nothing is said; None where only limits can tell."""
    over = node.over
    if isinstance(over.among, Symbol | Cardinality | Letter) and over.among.name in evaluator.world.sizes:
        return evaluator.world.sizes[over.among.name]
    if over.among is not None:
        raise NotRead("This sum runs over a set that the question doesn't declare.", node.span)
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
    return functions.apply(node.kind, operations.stack([[value] for value in values]))


def cases(evaluator: "Evaluator", node: Cases, bindings: Bindings) -> Value:
    """The first row whose condition holds."""
    if any(row.when is None for row in node.rows):
        raise NotRead("A row of these cases doesn't say when it holds.", node.span)
    for row in node.rows:
        if row.when is not None and evaluator.indices.holds(row.when, bindings):
            return evaluator.value(row.value, bindings)
    raise NotRead("None of these cases holds for every index.", node.span)


def indicator(evaluator: "Evaluator", node: Indicator, bindings: Bindings) -> Value:
    """1 where the condition holds."""
    return plain(float(evaluator.indices.holds(node.when, bindings)))


def kronecker(evaluator: "Evaluator", node: Kronecker, bindings: Bindings) -> Value:
    """δ_ij."""
    left, right = (evaluator.indices.number(each, bindings) for each in (node.left, node.right))
    return plain(float(left == right))


def expectation(evaluator: "Evaluator", node: Expectation, bindings: Bindings) -> Value:
    """E_{w∼P}[…] where P is a declared distribution over an index: the sum of its chances times the values."""
    if not isinstance(node.variable, Letter) or node.distribution is None:
        raise NotRead("An expectation needs a declared distribution to be tried.", node.span)
    name = node.variable.name
    size = evaluator.ranges.size(name, node.body, node.distribution, where=node.span)
    terms = []
    for step in range(1, size + 1):
        inside = {**bindings, name: step}
        chance = evaluator.value(node.distribution, inside)
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
