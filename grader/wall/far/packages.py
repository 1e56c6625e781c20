"""Folders of the student's that are used as packages: `from .q1 import f`, `from assignment1.q1 import f`.

All their files are known by their bare names, so every such import is one of a bare name.
"""

import ast
import importlib
import re
from collections.abc import Collection, Mapping
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_RELATIVE = re.compile(r"^[ \t]*from[ \t]*\.", re.MULTILINE)


def folders(sources: Mapping[str, list[Any]]) -> frozenset[str]:
    """The names of all folders that the student's files lie in."""
    return frozenset(name for file, *_ in sources.values() for name in file.split("/")[:-1])


def absolute(tree: ast.Module, source: str, modules: Collection[str]) -> ast.Module:
    """The same code, importing by bare name what it imports by its place."""
    if _RELATIVE.search(source):
        for node in ast.walk(tree):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list):
                    block[:] = [_absolute(one, modules) for one in block]
    return tree


def _absolute(node: Any, modules: Collection[str]) -> Any:
    if not isinstance(node, ast.ImportFrom) or not node.level:
        return node
    if node.module:
        node.level = 0
    elif all(alias.name in modules for alias in node.names):
        return ast.copy_location(ast.Import(node.names), node)
    return node


class Alias:
    """The loader of a module that is there already, under its bare name."""

    def __init__(self, bare: str) -> None:
        self._bare = bare

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return importlib.import_module(self._bare)

    def exec_module(self, module: ModuleType) -> None:
        """It has run."""
