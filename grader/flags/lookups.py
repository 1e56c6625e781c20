"""Entries of `os.environ` and `sys.modules`: one is harmless unless it tells who runs the code, all of them are not."""

import ast
from collections.abc import Iterator

from grader.flags.looks import GRADER, GRADING_MODULE, GRADING_VARIABLE, Look, Seen
from grader.flags.names import text
from grader.flags.page import Page, Spot

_LONGEST = 100  # of a variable's name that is looked at
_WHOLE = ("items", "keys", "values")


def lookups(spot: Spot, page: Page) -> Iterator[Seen]:
    """One entry that is read, set or asked for. It excuses the mention of the whole."""
    found = _entry(spot.node, page)
    if found is None:
        return
    mapping, key = found
    dotted = page.dotted(mapping)
    if dotted not in ("os.environ", "os.getenv", "sys.modules"):
        return
    page.excused.add(id(mapping))
    top = key[:_LONGEST].split(".")[0]
    if dotted != "sys.modules":
        if GRADING_VARIABLE.fullmatch(key[:_LONGEST]):
            yield Seen(Look.GRADED, f'os.environ["{key}"]', mapping.lineno)
    elif top in GRADER or top == "__main__":
        yield Seen(Look.FRAMES, f'sys.modules["{key}"]', mapping.lineno)
    elif top in GRADING_MODULE:
        yield Seen(Look.GRADED, f'sys.modules["{key}"]', mapping.lineno)


def _entry(node: ast.AST, page: Page) -> tuple[ast.expr, str] | None:
    """The mapping and the key of `m[key]`, `key in m`, `m.get(key)` and `os.getenv(key)`."""
    if isinstance(node, ast.Subscript):
        return node.value, text(node.slice)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        return node.comparators[0], text(node.left)
    if not isinstance(node, ast.Call):
        return None
    key = text(node.args[0]) if node.args else ""
    if page.dotted(node.func) == "os.getenv":
        return node.func, key
    if isinstance(node.func, ast.Attribute) and node.func.attr not in _WHOLE:
        return node.func.value, key
    return None
