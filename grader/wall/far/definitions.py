"""A module's definitions without its running: of a notebook, and of a file whose import raises or never ends.

The statements are executed one by one, and what raises is left out. Of a notebook the grader sends only what it has
chosen to be executed. Of a file that could not be imported imports, functions, classes and assignments that compute
nothing of the student's own are executed, and nothing else.
"""

import __future__

import ast
from collections.abc import Iterator
from typing import Any

from grader.wall.far.defaults import put_off_lost_defaults

# Calls of these in an assignment are taken to be harmless: `np.zeros(3)`, `defaultdict(int)`, `re.compile(...)`.
HARMLESS = (
    "np", "numpy", "math", "re", "torch", "collections", "functools", "logging", "warnings", "defaultdict", "Counter",
    "OrderedDict", "namedtuple", "partial", "dict", "list", "set", "frozenset", "tuple", "range", "len", "float", "int",
    "str", "bool", "sorted", "zip", "enumerate", "sum", "min", "max", "abs",
)  # fmt: skip
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
_BLOCKS = (ast.If, ast.With, ast.Try, ast.For, ast.While)


def run_definitions(tree: ast.Module, file: str, names: dict[str, Any]) -> dict[str, Exception]:
    """Executes the definitions of one file in a module's namespace. Returns those that could not be, with the reason:
    a default value that asks for too much, a base class that is not there."""
    flags = _future_flags(tree)
    failed = {}
    for statement in _kept(tree.body):
        try:
            exec(compile(ast.Module([statement], []), file, "exec", flags, dont_inherit=True), names)
        except Exception as trouble:
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
                failed[statement.name] = trouble
    return failed


def run_in_steps(tree: ast.Module, file: str, names: dict[str, Any]) -> dict[str, Exception]:
    """Executes one statement after the other in a module's namespace; what raises is left out.

    What lacks a name is tried again when the others have run: cells need not stand in the order in which they were run.
    What lacks it for a default alone is defined then, see `defaults`.
    Returns the functions and classes that could not be defined, with the reason.
    """
    flags = _future_flags(tree)
    last: dict[str, int] = {}  # which statement has set a name last
    troubles: dict[int, Exception] = {}

    def run(number: int, statement: ast.stmt) -> None:
        try:
            exec(compile(ast.Module([statement], []), file, "exec", flags, dont_inherit=True), names)
            last.update(dict.fromkeys(_set_by(statement), number))
            troubles.pop(number, None)
        except SystemExit:
            troubles.pop(number, None)
        except Exception as trouble:
            troubles[number] = trouble

    for number, statement in enumerate(tree.body):
        run(number, statement)
    while lacking := [number for number, trouble in troubles.items() if isinstance(trouble, NameError)]:
        for number in lacking:
            if all(last.get(name, -1) < number for name in _set_by(tree.body[number])):
                run(number, tree.body[number])
        if all(number in troubles for number in lacking):
            there = frozenset(names)
            # One at a time: what others lack may be what this one defines.
            if not any(put_off_lost_defaults(tree.body[number], there) for number in lacking):
                break
    return _failed(tree, file, names, troubles)


def _failed(tree: ast.Module, file: str, names: dict[str, Any], troubles: dict[int, Exception]) -> dict[str, Exception]:
    """What could not be defined; of blocks that raised, what is defined in them may still be."""
    failed: dict[str, Exception] = {}
    for number in sorted(troubles):
        statement = tree.body[number]
        if isinstance(statement, _BLOCKS):
            failed.update(run_definitions(ast.Module([statement], []), file, names))
        elif isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            failed[statement.name] = troubles[number]
    return failed


def _set_by(statement: ast.stmt) -> list[str]:
    """The names of a definition, an import or an assignment."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
    parts = ast.walk(statement) if isinstance(statement, (ast.Assign, ast.AnnAssign)) else ()
    return [part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]


def _kept(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in statements:
        if _defines(statement):
            yield statement
        elif isinstance(statement, _BLOCKS) and not _waits_for_main(statement):
            yield from (inner for inner in _kept(statement.body) if isinstance(inner, _DEFINITIONS))


def _defines(statement: ast.stmt) -> bool:
    """Whether a top-level statement is an import, a definition or an assignment that calls nothing of its own."""
    if isinstance(statement, _DEFINITIONS):
        return True
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Pass)):
        return _computes_little(statement)
    if isinstance(statement, ast.Try):
        return all(map(_defines, statement.body))
    if isinstance(statement, ast.If):
        inside = [*statement.body, *statement.orelse]
        return not _waits_for_main(statement) and _computes_little(statement.test) and all(map(_defines, inside))
    return False


def _computes_little(node: ast.AST) -> bool:
    return all(_harmless(call) for call in _run_here(node) if isinstance(call, ast.Call))


def _run_here(node: ast.AST) -> Iterator[ast.AST]:
    """The node and what is in it, but not the inside of a lambda: that runs when it is called."""
    yield node
    if not isinstance(node, ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _run_here(child)


def _harmless(call: ast.Call) -> bool:
    function = call.func
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id in HARMLESS


def _waits_for_main(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test)
    )


def _future_flags(tree: ast.Module) -> int:
    flags = 0
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                flags |= getattr(__future__, alias.name).compiler_flag
    return flags
