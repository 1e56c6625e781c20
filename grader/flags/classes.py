"""What is worth a look in a class: a comparison that always agrees, a number that is none, a goodbye that writes."""

import ast
from collections.abc import Iterator
from itertools import islice

from grader.flags.looks import COMPARISONS, POSING, Look, Seen
from grader.flags.page import Page, Spot
from grader.submission.parsed import walk

_PLAIN = frozenset({"int", "float", "complex", "bool", "str", "bytes"})
_MOST_PARTS = 500  # of one method that is looked into
_WRITES = frozenset({"open", "print", "write", "writelines", "system", "popen", "_exit", "kill", "send", "sendall"})


def classes(spot: Spot, page: Page) -> Iterator[Seen]:
    """The methods of one class that make its values something else than they look like."""
    node = spot.node
    if not isinstance(node, ast.ClassDef):
        return
    number = any(isinstance(base, ast.Name) and base.id in _PLAIN for base in node.bases)
    for statement in node.body:
        for name in _defined(statement):
            method = statement if isinstance(statement, ast.FunctionDef) else None
            look = _look(name, method, number)
            if look:
                yield Seen(look, f"{node.name}.{name}", statement.lineno)


def _defined(statement: ast.stmt) -> list[str]:
    """The names that a class's statement binds to something that can be called."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return [statement.name]
    # `__array_ufunc__ = None` is numpy's own way to say "leave this to me".
    if isinstance(statement, ast.Assign) and not isinstance(statement.value, ast.Constant):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _look(name: str, method: ast.FunctionDef | None, number: bool) -> Look | None:
    if name in COMPARISONS and method is not None and _is_always_true(method):
        return Look.ALWAYS_EQUAL
    if name in POSING or (number and name in COMPARISONS):
        return Look.POSES
    if name in ("__reduce__", "__reduce_ex__"):
        return Look.PICKLE
    return Look.LINGERS if name == "__del__" and (method is None or _writes(method)) else None


def _is_always_true(method: ast.FunctionDef) -> bool:
    body = [part for part in method.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    last = body[-1] if len(body) == 1 else None
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and last.value.value is True


def _writes(method: ast.FunctionDef) -> bool:
    called = (part.func for part in islice(walk(method), _MOST_PARTS) if isinstance(part, ast.Call))
    return any(getattr(function, "attr", getattr(function, "id", "")) in _WRITES for function in called)
