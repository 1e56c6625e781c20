"""The functions and classes a module defines, read from its syntax tree and never from its running.

On purpose not definitions: methods, nested functions, what stands under `if __name__ == "__main__":`, and names that
were imported. They are remembered, so that a message can say where the function stands instead.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from grader.submission.classes import class_judged, constructor, parameters_of
from grader.submission.module import Definition, Origin, place
from grader.submission.parsed import inner_statements
from grader.submission.text import shown
from grader.submission.unfinished import Surroundings, judged

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Contents:
    """What one syntax tree holds: its top-level functions and classes, and the ones that only look like it."""

    definitions: Mapping[str, Definition]
    nested: Mapping[str, str]
    imported: Mapping[str, str]


@dataclass(frozen=True)
class _Statement:
    """A statement that runs when the module is imported; `sure` where nothing decides whether it does."""

    node: ast.stmt
    sure: bool


def contents(tree: ast.Module, source: str, module: str, file: str, origins: Sequence[Origin]) -> Contents:
    """Everything a module defines; lines are those of `source`."""
    main_only: list[ast.stmt] = []
    statements = list(_at_import(tree, main_only))
    around = Surroundings(source.split("\n"), frozenset(_bound(statements)), partial(place, file, origins))
    known: dict[str, Definition] = {}
    imported: dict[str, str] = {}
    for statement in statements:
        for found in _defined(statement.node, known, module, file):
            judged_one = _with_verdict(found, statement.node, around)
            known[found.name] = _after(known.get(found.name), judged_one, statement.sure, around.place)
        imported.update(_imports(statement.node))
    nested = dict(_nested(tree, frozenset(map(id, main_only)), around.place))
    return Contents(known, {name: where for name, where in nested.items() if name not in known}, imported)


def _at_import(tree: ast.Module, main_only: list[ast.stmt]) -> Iterator[_Statement]:
    """Statements that run at import, in order. What waits for `__main__` goes to `main_only`."""
    todo: list[tuple[ast.stmt, bool]] = [(node, True) for node in reversed(tree.body)]
    while todo:
        node, sure = todo.pop()
        blocks = _blocks(node)
        if isinstance(node, ast.If) and asks_for_main(node.test):
            main_only.extend(node.body)
            blocks = [node.orelse]
        yield _Statement(node, sure)
        sure = sure and isinstance(node, ast.With)
        todo.extend((child, sure) for block in reversed(blocks) for child in reversed(block))


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    if isinstance(node, ast.Try):
        return [node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody]
    if isinstance(node, (ast.If, ast.For, ast.While)):
        return [node.body, node.orelse]
    return [node.body] if isinstance(node, ast.With) else []


def asks_for_main(test: ast.expr) -> bool:
    """Whether this is `__name__ == "__main__"`, which is never so where the code is graded."""
    return (
        isinstance(test, ast.Compare)
        and any(isinstance(side, ast.Name) and side.id == "__name__" for side in (test.left, *test.comparators))
        and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in (test.left, *test.comparators))
        and isinstance(test.ops[0], ast.Eq)
    )


def _defined(node: ast.stmt, known: Mapping[str, Definition], module: str, file: str) -> Iterator[Definition]:
    """The definitions that one statement makes: a function, a class, or a name given to what may be called."""
    end = node.end_lineno or node.lineno
    if isinstance(node, ast.ClassDef):
        made_with, variadic = constructor(node, known)
        yield Definition(node.name, module, file, node.lineno, end, made_with, variadic=variadic, kind="class")
    if isinstance(node, _FUNCTIONS):
        parameters, variadic = parameters_of(node.args)
        yield Definition(node.name, module, file, node.lineno, end, parameters, variadic=variadic)
    value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        if not isinstance(target, ast.Name):
            continue
        if isinstance(value, ast.Lambda):
            parameters, variadic = parameters_of(value.args)
            yield Definition(target.id, module, file, node.lineno, end, parameters, variadic=variadic)
        elif isinstance(value, ast.Name) and value.id in known:
            same = known[value.id]
            yield replace(same, name=target.id, line=node.lineno, end_line=end, notes=())
        elif isinstance(value, (ast.Call, ast.Attribute, ast.Name, ast.IfExp)):
            # `sigmoid = np.vectorize(_sigmoid)`: it may well be a function. Only running it can tell.
            yield Definition(target.id, module, file, node.lineno, end, None, variadic=True)


def _with_verdict(found: Definition, node: ast.stmt, around: Surroundings) -> Definition:
    if isinstance(node, ast.ClassDef):
        unfinished, notes = class_judged(node, around)
        return replace(found, unfinished=unfinished, notes=notes)
    # A test of the student's own is no answer to anything: it may stay empty.
    if not isinstance(node, ast.FunctionDef) or found.name.lower().startswith(("test", "sanity")):
        return found
    unfinished, notes = judged(node, around, node.name)
    return replace(found, unfinished=unfinished, notes=notes)


def _after(earlier: Definition | None, later: Definition, sure: bool, where: Callable[[int], str]) -> Definition:
    """The later definition of a name, as Python has it, with a note where that may surprise."""
    if earlier is None:
        return later
    if not later.is_written and earlier.is_written:
        return earlier  # `cost = compute()` after `def cost`: a value by that name, seldom a second function
    if not sure or not later.is_written:
        return later  # a branch of an `if` or a `try` is no doubled definition
    note = (
        f"`{shown(later.name)}` is defined twice: {where(earlier.line)}, and {where(later.line)}. "
        "The last one counts, as in Python."
    )
    return replace(later, notes=(*later.notes, note))


def _bound(statements: list[_Statement]) -> Iterator[str]:
    """Names that the module itself sets at import."""
    for statement in statements:
        node = statement.node
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif not _blocks(node):
            yield from (
                part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            )


def _imports(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, shown(node.module or ".")


def _nested(tree: ast.Module, main_only: frozenset[int], where: Callable[[int], str]) -> Iterator[tuple[str, str]]:
    """Functions and classes that nobody outside can call, each with the words that say where it stands.

    A method of a class that is built on another one is where it belongs: `forward` of a network is no lost function.
    """
    todo: list[tuple[ast.AST, str]] = [(node, "") for node in reversed(tree.body)]
    methods: set[ast.AST] = set()
    while todo:
        node, owner = todo.pop()
        if id(node) in main_only:
            owner = 'under `if __name__ == "__main__"`'
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) and owner and node not in methods:
            yield node.name, f"{owner} ({where(node.lineno)})"
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            kind = "the class " if isinstance(node, ast.ClassDef) else ""
            owner = f"inside {kind}`{shown(node.name)}`"
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) != "object" for base in node.bases[:1]):
            methods.update(one for one in node.body if isinstance(one, _FUNCTIONS))
        todo.extend((child, owner) for child in reversed(inner_statements(node)))
