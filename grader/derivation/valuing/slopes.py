"""Derivatives as they are written: what stands above and below, found in the graph of values."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.derivation.span import NotRead
from grader.derivation.tree import Derivative, Index, Node, Placed, Primed, Symbol, Transpose
from grader.derivation.valuing import names, operations
from grader.derivation.valuing.letters import Bindings
from grader.derivation.valuing.reverse import Variable, depends, derivative, entries, occurrences, whole
from grader.derivation.valuing.values import IllTyped, Value

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator


class TooManyAxes(NotRead):
    """A derivative with more than two axes: worth something only as a factor of a chain rule."""

    def __init__(self, node: Placed, output: Value, variable: Variable) -> None:
        super().__init__("This derivative has more than two axes; write it for one entry, with an index.", node.span)
        self.output = output
        self.variable = variable


def slope(evaluator: "Evaluator", node: Derivative, bindings: Bindings) -> Value:
    """∂of/∂by."""
    output = evaluator.value(node.of, bindings)
    if output.is_flexible:
        raise NotRead("The derivative of I or of the ones has no size here.", node.span)
    variable = variable_of(evaluator, node.by, bindings)
    if not depends(output, variable.roots) and not _is_drawn(evaluator, node.by):
        # The same value may stand in the graph under another name: a student's own z, or softmax(Uᵀv) for ŷ.
        variable = _elsewhere(evaluator, output, variable, node)
    try:
        return derivative(output, variable, evaluator.gradients, evaluator.budget.spend)
    except IllTyped:
        raise TooManyAxes(node, output, variable) from None


def variable_of(evaluator: "Evaluator", by: Node, bindings: Bindings) -> Variable:
    """What a derivative is taken by: a name, a member of a family, entries, or any expression in the graph."""
    if isinstance(by, Transpose):
        found = variable_of(evaluator, by.base, bindings)
        if found.part(found.roots[0]).shape and not found.part(found.roots[0]).is_vector:
            raise NotRead("How a derivative by the transpose of a matrix lies isn't clear.", by.span)
        return found
    if isinstance(by, Index) and isinstance(by.base, Symbol) and by.base.name in evaluator.declared.families:
        return _member(evaluator, by.base.name, by, bindings)
    if isinstance(by, Index):
        base = variable_of(evaluator, by.base, bindings).roots[0]
        return Variable((base,), lambda adjoint: names.part(evaluator, adjoint, by, by.positions, bindings))
    if isinstance(by, Symbol) and (value := names.declared_value(evaluator, by.name)) is not None:
        return Variable((value,), evaluator.turned)
    return whole(evaluator.value(by, bindings))


def _elsewhere(evaluator: "Evaluator", output: Value, variable: Variable, node: Derivative) -> Variable:
    """The same value under another name. Raises NotRead where it is nowhere: then nobody says that the slope is 0."""
    root = variable.roots[0]
    if found := occurrences(output, root):
        return Variable(found, variable.part)
    if evaluator.flipped and root.is_vector and (found := occurrences(output, operations.transpose(root))):
        return Variable(found, evaluator.turned)
    inside = entries(output, root) if root.is_scalar else None
    if inside is None:
        raise NotRead("It isn't clear how what stands above depends on what stands below.", node.span)
    return Variable(inside[0], lambda adjoint: operations.entry(adjoint, inside[1]))


def _member(evaluator: "Evaluator", name: str, by: Index, bindings: Bindings) -> Variable:
    matrix = names.family_of(evaluator, name)
    position = names.family_position(evaluator, name, by, bindings)

    def part(adjoint: Value) -> Value:
        found = names.take(evaluator, name, adjoint, position)
        rest = by.positions[1:]
        return names.part(evaluator, found, by, rest, bindings) if rest else found

    return Variable((matrix,), part)


def _is_drawn(evaluator: "Evaluator", by: Node) -> bool:
    """Whether a derivative is by a drawn name: those are found by what they are, never by their value."""
    while isinstance(by, Index | Transpose):
        by = by.base
    if isinstance(by, Symbol):
        families = evaluator.declared.families
        name = families[by.name].of if by.name in families else by.name
        return name in evaluator.world.roots
    return False


def primed(evaluator: "Evaluator", node: Primed, bindings: Bindings) -> Value:
    """(…)′: the transpose of a vector or matrix, the derivative of a scalar by the question's only scalar."""
    value = evaluator.value(node.base, bindings)
    if value.shape:
        if node.count == 1:
            return operations.transpose(value)
        raise NotRead("Two primes on a vector: is it a transpose?", node.span)
    scalars = [
        root
        for name in evaluator.declared.variables
        if not (root := evaluator.world.roots[name]).shape and depends(value, [root])
    ]
    if len(scalars) != 1:
        raise NotRead("It isn't clear by what this prime derives; ∂/∂x would say it.", node.span)
    for _ in range(node.count):
        value = derivative(value, whole(scalars[0]), spend=evaluator.budget.spend)
    return value


RULES: dict[type[Placed], Callable[..., Value]] = {Derivative: slope, Primed: primed}
