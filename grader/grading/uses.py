"""Which functions of a submission another one uses, read from the text: over names, imports and files.

Nothing is run. What is called by a name made of strings is not seen, and neither is a default that a caller replaces.
Every statement is read once and every function followed once, however often it is asked for: thousands of functions
that call one another would cost minutes.
"""

import ast
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from grader.submission.model import Submission
from grader.submission.parsed import inner_statements, tree_of, walk

#: A name at the top level of a module.
Place = tuple[str, str]

_MOST_STARRED = 50
#: Functions and variables that are followed from one function, the nearest first. A class's code comes to some hundred.
MOST_FOLLOWED = 2000
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class _Names:
    """What the names at a module's top level stand for."""

    bound: dict[str, list[ast.stmt]] = field(default_factory=dict)  # the statements that define them
    imported: dict[str, Place] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    starred: list[str] = field(default_factory=list)

    def take(self, statement: ast.AST) -> None:
        """The names that one statement sets, its blocks aside."""
        if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            self.bound.setdefault(statement.name, []).append(statement)
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                self.modules[alias.asname or _last(alias.name)] = _last(alias.name)
        elif isinstance(statement, ast.ImportFrom):
            self._take_from(statement)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            for node in walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    self.bound.setdefault(node.id, []).append(statement)

    def _take_from(self, statement: ast.ImportFrom) -> None:
        for alias in statement.names:
            if not statement.module:  # from . import q1_softmax
                self.modules[alias.asname or alias.name] = alias.name
            elif alias.name == "*":
                self.starred.append(_last(statement.module))
            else:
                self.imported[alias.asname or alias.name] = (_last(statement.module), alias.name)


class Uses:
    """One submission's functions and what they use."""

    def __init__(self, submission: Submission) -> None:
        self._sources = {module.name: module.source for module in submission.modules if module.problem is None}
        self._read: dict[str, _Names] = {}
        self._homes: dict[Place, Place] = {}
        # With the module: two files that say the same share their trees.
        self._used: dict[tuple[str, ast.stmt], Collection[Place]] = {}
        self._reached: dict[Place, frozenset[Place]] = {}

    def of(self, place: Place) -> frozenset[Place]:
        """What a function may call, and what that may call, itself included: MOST_FOLLOWED places at most."""
        if place not in self._reached:
            self._reached[place] = frozenset(self._followed(place))
        return self._reached[place]

    def _followed(self, start: Place) -> set[Place]:
        reached = {self._home(start)}
        read: set[tuple[str, ast.stmt]] = set()  # one statement may set many names
        todo = deque(reached)
        while todo:
            module, name = todo.popleft()
            statements = [one for one in self._names(module).bound.get(name, ()) if (module, one) not in read]
            read.update((module, one) for one in statements)
            for statement in statements:
                further = [one for one in self._used_by(statement, module) if one not in reached]
                further = further[: MOST_FOLLOWED - len(reached)]
                reached.update(further)
                todo.extend(further)
        return reached

    def _used_by(self, statement: ast.stmt, module: str) -> Collection[Place]:
        """The places that one statement uses, each where it is defined."""
        if (module, statement) not in self._used:
            places = _used(statement, module, self._names(module))
            self._used[module, statement] = dict.fromkeys(self._home(place) for place in places).keys()
        return self._used[module, statement]

    def _home(self, place: Place) -> Place:
        """Where a name is defined, and not only imported; the place itself where that cannot be found."""
        passed: set[Place] = set()
        while place not in passed and place not in self._homes:
            passed.add(place)
            module, name = place
            names = self._names(module)
            if name in names.bound:
                break
            place = names.imported.get(name) or (self._starred(names, name) or module, name)
        home = self._homes.get(place, place)
        self._homes.update(dict.fromkeys(passed, home))
        return home

    def _starred(self, names: _Names, name: str) -> str:
        """The module that a name comes from by `import *`; in doubt one that was not handed in."""
        several = names.starred[:_MOST_STARRED]
        absent = (one for one in several if one not in self._sources)
        return next((one for one in several if name in self._names(one).bound), next(absent, ""))

    def _names(self, module: str) -> _Names:
        if module not in self._read:
            self._read[module] = names = _Names()
            todo: list[ast.AST] = list(reversed(_tree(self._sources.get(module, "")).body))
            while todo:
                statement = todo.pop()
                names.take(statement)
                if not isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
                    todo.extend(reversed(inner_statements(statement)))
        return self._read[module]


def _tree(source: str) -> ast.Module:
    try:
        return tree_of(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _used(statement: ast.stmt, module: str, names: _Names) -> Iterator[Place]:
    """The places whose names stand in a statement; a function's own parameters and variables hide them."""
    # Without its defaults: a check gives every argument.
    parts = [*statement.body, *statement.decorator_list] if isinstance(statement, _FUNCTIONS) else [statement]
    nodes = [node for part in parts for node in walk(part)]
    inside = _Names(modules=dict(names.modules))
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            inside.take(node)
    yield from inside.imported.values()
    hidden = set(_variables(statement, nodes)) if isinstance(statement, _FUNCTIONS) else set()
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in hidden:
            yield module, node.id
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
            if owner in inside.modules:
                yield inside.modules[owner], node.attr


def _variables(function: ast.stmt, nodes: list[ast.AST]) -> Iterator[str]:
    assert isinstance(function, _FUNCTIONS)
    yield from (node.arg for node in walk(function.args) if isinstance(node, ast.arg))
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]
