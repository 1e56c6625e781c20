"""Functions and classes whose defaults name what is not there: they are defined all the same, as far as they can be.

Of `def __init__(self, embeddings=weights)` only who leaves `embeddings` away needs `weights`, and the call says so.
"""

import ast
import builtins
from collections.abc import Iterator
from typing import Any, TypeGuard

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
#: What follows Python's own words in the error, so that the grader knows a default from a line of the body.
LATE = "name {!r} is not defined, which is a parameter's default"


def put_off_lost_defaults(node: ast.stmt, there: frozenset[str]) -> bool:
    """Puts `...` for a definition's defaults that name what is not there, and has the call raise where one is used.

    there: the module's names. Changes the definition in place; False where no default is the trouble.
    """
    if isinstance(node, ast.ClassDef):
        blocks = [line for line in node.body if isinstance(line, (*_FUNCTIONS, ast.ClassDef))]
        values = [line for line in node.body if line not in blocks]
        own = {line.name for line in blocks} | {one.id for line in values for one in ast.walk(line) if _is_stored(one)}
        return any(put_off_lost_defaults(line, there | own) for line in blocks)
    if not isinstance(node, _FUNCTIONS):
        return False
    checks: list[ast.stmt] = []
    for defaults, place, parameter in _defaults(node.args):
        default = defaults[place]
        lost = _lost(default, there) if default else ""
        if default and lost:
            defaults[place] = ast.copy_location(ast.Constant(...), default)
            checks.append(_raises(parameter, lost, default))
    after_docstring = 1 if ast.get_docstring(node, clean=False) is not None else 0
    node.body[after_docstring:after_docstring] = checks
    return bool(checks)


def _defaults(taken: ast.arguments) -> Iterator[tuple[list[Any], int, str]]:
    """Every default as a place in a list, and whose it is."""
    with_default = [*taken.posonlyargs, *taken.args][::-1][: len(taken.defaults)][::-1]
    yield from ((taken.defaults, place, argument.arg) for place, argument in enumerate(with_default))
    yield from ((taken.kw_defaults, place, argument.arg) for place, argument in enumerate(taken.kwonlyargs))


def _raises(parameter: str, lost: str, at: ast.expr) -> ast.stmt:
    """The check at a function's beginning, on the line of the default that it stands for."""
    [check] = ast.parse(f"if {parameter} is ...:\n    raise NameError({LATE.format(lost)!r})").body
    for part in ast.walk(check):
        if isinstance(part, (ast.stmt, ast.expr)):
            ast.copy_location(part, at)
    return check


def _lost(default: ast.expr, there: frozenset[str]) -> str:
    """The first name that a default reads at once and that is not there, or ""."""
    todo: list[ast.AST] = [default]
    own = {part.id for part in ast.walk(default) if _is_stored(part)}
    while todo:
        part = todo.pop(0)
        if isinstance(part, ast.Lambda):
            continue
        is_set = isinstance(part, ast.Name) and (part.id in there or part.id in own or hasattr(builtins, part.id))
        if isinstance(part, ast.Name) and not is_set:
            return part.id
        todo.extend(ast.iter_child_nodes(part))
    return ""


def _is_stored(part: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
