"""What is asked of a function that was given: its name or its code may tell the answer that calling it should find.

To print a name, or to hand it on to a wrapper, is what everybody does.
"""

import ast
from collections.abc import Iterator

from grader.flags.looks import Look, Seen
from grader.flags.names import text
from grader.flags.page import Page, Spot
from grader.submission.parsed import walk

_TELLING = frozenset({"__name__", "__qualname__", "__doc__", "__code__", "__module__", "func_name", "func_code"})


def arguments(spot: Spot, page: Page) -> Iterator[Seen]:
    """Reads of a parameter's name, docstring or code."""
    function = spot.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    given = {node.arg for node in walk(function.args) if isinstance(node, ast.arg)} - {"self", "cls"}
    nodes = [node for statement in function.body for node in walk(statement)]
    harmless = {id(part) for node in nodes for part in _shown(node)}
    for node in nodes:
        name, asked = _asked(node)
        if name in given and asked in _TELLING and id(node) not in harmless:
            yield Seen(Look.ARGUMENT, f"{name}.{asked}", getattr(node, "lineno", function.lineno))


def _asked(node: ast.AST) -> tuple[str, str]:
    """`f.__name__` and `getattr(f, "__name__")` as "f" and "__name__"."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        return getattr(node.value, "id", ""), node.attr
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr" and len(node.args) > 1:
        return getattr(node.args[0], "id", ""), text(node.args[1])
    return "", ""


def _shown(node: ast.AST) -> list[ast.expr]:
    """What is only shown or given to a wrapper here: nothing that is compared or chosen by first."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
        return [node.value] if node.targets[0].attr in _TELLING else []
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
        return node.args
    return [node.value] if isinstance(node, ast.FormattedValue) else []
