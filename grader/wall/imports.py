"""What a student's file imports, read from its text: which of its own files, and which imports may fail."""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

from grader.submission.parsed import children, tree_of, walk


@lru_cache(maxsize=64)
def guarded(source: str) -> frozenset[str]:
    """Names imported under a `try` that handles their absence: there an ImportError is what the student expects."""
    return frozenset(_guarded(source))


def _guarded(source: str) -> Iterator[str]:
    for node in walk(tree_of(source)):
        if isinstance(node, ast.Try) and node.handlers:
            for statement in node.body:
                for inner in walk(statement):
                    yield from _names(inner)


def in_order(module: str, sources: Mapping[str, str]) -> list[str]:
    """The modules that importing one of them executes, each after those that it imports itself; that one last."""
    order: list[str] = []
    open_ones = {module}

    def visit(name: str) -> None:
        for imported in _imported(sources[name]):
            if imported in sources and imported not in open_ones:
                open_ones.add(imported)
                visit(imported)
        order.append(name)

    visit(module)
    return order


@lru_cache(maxsize=64)
def packages(source: str) -> frozenset[str]:
    """The first parts of all names that a file imports, wherever it does."""
    return frozenset(name.partition(".")[0] for node in walk(tree_of(source)) for name in _names(node))


@lru_cache(maxsize=64)
def _imported(source: str) -> tuple[str, ...]:
    """Imports that run when the file is imported: none inside functions, none that wait for `__main__`."""
    return tuple(_run_at_once(tree_of(source)))


def _run_at_once(tree: ast.Module) -> Iterator[str]:
    todo: list[ast.AST] = list(reversed(tree.body))
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.If) and any(_is_dunder_name(part) for part in walk(node.test)):
            continue
        yield from _names(node)
        todo.extend(reversed([child for child in children(node) if not isinstance(child, ast.expr)]))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def _is_dunder_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"
