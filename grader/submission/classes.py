"""Of a class: what its constructor takes, and whether it was written at all."""

import ast
from collections.abc import Iterator, Mapping

from grader.code import Parameter
from grader.outcome import Finding
from grader.submission.module import Definition
from grader.submission.unfinished import Surroundings, holds_nothing, judged, unfinished

#: Without these a class gives nothing: one of them unwritten leaves the class unwritten.
_DECISIVE = ("__init__", "forward", "__call__")

Parameters = tuple[tuple[Parameter, ...] | None, bool]


def parameters_of(arguments: ast.arguments) -> tuple[tuple[Parameter, ...], bool]:
    """A function's parameters by position, and whether it takes any number of others."""
    positional = [*arguments.posonlyargs, *arguments.args]
    needed = len(positional) - len(arguments.defaults)
    parameters = tuple(Parameter(argument.arg, place < needed) for place, argument in enumerate(positional))
    return parameters, arguments.vararg is not None or arguments.kwarg is not None


def constructor(node: ast.ClassDef, known: Mapping[str, Definition]) -> Parameters:
    """What making an instance takes; (None, True) where only a base class that is not in the file could tell."""
    made = [method for method in _methods(node) if method.name == "__init__"]
    if made:
        parameters, variadic = parameters_of(made[-1].args)
        return parameters[1:], variadic
    if any(_is_dataclass(decorator) for decorator in node.decorator_list):
        return tuple(_fields(node)), False
    bases = [base for base in node.bases if not (isinstance(base, ast.Name) and base.id == "object")]
    if not bases:
        return (), False
    first = known.get(bases[0].id) if isinstance(bases[0], ast.Name) else None
    return (first.parameters, first.variadic) if first and first.kind == "class" else (None, True)


def class_judged(node: ast.ClassDef, around: Surroundings) -> tuple[Finding | None, tuple[str, ...]]:
    """The finding where the class is unfinished, else notes."""
    words = holds_nothing(node.body)
    if words:
        # `class DAN(Base): pass` has all from a base of the file's own.
        if any(isinstance(base, ast.Name) and base.id in around.bound for base in node.bases):
            return None, ()
        return unfinished(node.name, f"it holds only {words}", around.place(node.lineno)), ()
    notes: list[str] = []
    for method in _methods(node):
        name = f"{node.name}.{method.name}"
        # An empty constructor is a way to say that there is nothing to set up.
        empty = method.name not in ("forward", "__call__") and holds_nothing(method.body) == "`pass`"
        finding, remarks = (None, ()) if empty else judged(method, around, name)
        if finding and method.name in _DECISIVE:
            return finding, ()
        notes += [finding.what] if finding else remarks
    return None, tuple(notes)


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [statement for statement in node.body if isinstance(statement, ast.FunctionDef)]


def _is_dataclass(decorator: ast.expr) -> bool:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")) == "dataclass"


def _fields(node: ast.ClassDef) -> Iterator[Parameter]:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield Parameter(statement.target.id, statement.value is None)
