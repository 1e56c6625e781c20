"""Files that import each other run in one Python: where one of them is Python 2, the others are as well.

A file may be readable in both and mean Python 2: `map(...)` that is a list, `/` between integers that rounds down.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.submission.module import Module
from grader.submission.parsed import tree_of
from grader.submission.python2 import needs_python3
from grader.submission.python_file import read_python_file
from grader.submission.reading import PYTHON_2, PYTHON_2_DIVISION
from grader.submission.text import Text


def in_one_language(modules: Mapping[str, Module]) -> Iterator[Module]:
    """The same modules, read again where their company shows that they are Python 2."""
    old = {name for name, module in modules.items() if _translated(module)}
    if old:
        trees = {name: tree_of(module.source) for name, module in modules.items()}
        new = {name for name, tree in trees.items() if name not in old and needs_python3(tree)}
        joined = {name: _imported(tree) & modules.keys() for name, tree in trees.items()}
        for group in _groups(joined):
            old |= group if group & old and not group & new else set()
    for name, module in modules.items():
        yield _read_again(module) if name in old and not _translated(module) else module


def _translated(module: Module) -> bool:
    return any(note == f"{module.file} {remark}" for note in module.notes for remark in (PYTHON_2, PYTHON_2_DIVISION))


def _read_again(module: Module) -> Module:
    if module.kind == "notebook" or module.problem is not None:
        return module
    again = read_python_file(Text(module.original), module.name, module.file, module.folder, python2=True)
    return replace(again, notes=tuple(dict.fromkeys((*module.notes, *again.notes))))


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.rpartition(".")[2] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.rpartition(".")[2])
    return names


def _groups(joined: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Modules that are joined by imports, whichever of two imports the other."""
    left = set(joined)
    while left:
        group, todo = set[str](), {left.pop()}
        while todo:
            name = todo.pop()
            group.add(name)
            near = joined[name] | {other for other in joined if name in joined[other]}
            todo |= near - group
        left -= group
        yield group
