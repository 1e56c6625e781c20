"""What a name in somebody's code stands for: `np.testing` for numpy.testing, `g` for sys._getframe.

Reads imports and the plain ways around them, `getattr(sys, "_getframe")` and `__import__("os")`. Follows no values.
"""

import ast
from collections.abc import Iterable

#: A chain longer than this means nothing that is watched, and a hostile one may be thousands long.
_MOST_PARTS = 8
_BUILTINS = frozenset({"exec", "eval", "compile", "print", "open", "setattr", "vars", "__import__", "type"})


class Names:
    """The imported names of one module."""

    def __init__(self, nodes: Iterable[ast.AST], watched: Iterable[str]) -> None:
        self._meaning = {name: f"builtins.{name}" for name in _BUILTINS}
        self._meaning["__builtins__"] = "builtins"
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    self._meaning[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                self._add_from(node, node.module, watched)

    def _add_from(self, node: ast.ImportFrom, module: str, watched: Iterable[str]) -> None:
        for alias in node.names:
            if alias.name != "*":
                self._meaning[alias.asname or alias.name] = f"{module}.{alias.name}"
                continue
            for name in watched:
                above, _, last = name.rpartition(".")
                if above == module:
                    self._meaning[last] = name

    def roots(self) -> set[str]:
        """The top-level modules that are imported."""
        return {meaning.split(".")[0] for meaning in self._meaning.values()}

    def dotted(self, node: ast.AST) -> str:
        """`np.testing` as "numpy.testing"; "" for what was not imported."""
        parts: list[str] = []
        for _ in range(_MOST_PARTS):
            if isinstance(node, ast.Attribute):
                parts.append(node.attr)
                node = node.value
            elif isinstance(node, ast.Name):
                root = self._meaning.get(node.id, "")
                return ".".join([root, *reversed(parts)]) if root else ""
            elif isinstance(node, ast.Call) and _is(node.func, "getattr") and len(node.args) > 1:
                parts.append(text(node.args[1]))
                node = node.args[0]
            elif isinstance(node, ast.Call) and _is(node.func, "__import__", "import_module") and node.args:
                root = text(node.args[0])
                return ".".join([root, *reversed(parts)]) if root else ""
            else:
                return ""
        return ""


def text(node: ast.AST | None) -> str:
    """A constant's text, also where it was written as bytes; "" for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def _is(node: ast.AST, *names: str) -> bool:
    """Whether a function is called by one of these names: `import_module(…)`, `importlib.import_module(…)`."""
    return (isinstance(node, ast.Name) and node.id in names) or (isinstance(node, ast.Attribute) and node.attr in names)
