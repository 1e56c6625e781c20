"""What parses in both Pythons and means something else: `/` between integers, sorting by `cmp`, the `string` module.

Works on text that Python 3 can already read, by small edits that leave every line where it is. The names it needs are
defined on the first line, before whatever stands there.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_INTEGERS = "all(isinstance(v, int) or getattr(getattr(v, 'dtype', None), 'kind', '-') in 'iub' for v in (a, b))"
# Each sets its name through a tuple, so that a reader of definitions sees none here: these are not the student's.
_PRELUDE = {
    "__classic_division__": f"(__classic_division__,) = (lambda a, b: a // b if {_INTEGERS} else a / b,)",
    "__classic_division_in_place__": (
        "import operator as __operator__; (__classic_division_in_place__,) = (lambda a, b: "
        f"__operator__.ifloordiv(a, b) if {_INTEGERS} else __operator__.itruediv(a, b),)"
    ),
    "__cmp_to_key__": "from functools import cmp_to_key as __cmp_to_key__",
    "__string_join__": "(__string_join__,) = (lambda words, sep=' ': sep.join(words),)",
    "reduce": "from functools import reduce",
    "cmp": "(cmp,) = (lambda a, b: (a > b) - (a < b),)",
    "reload": "(reload,) = (lambda module: module,)",
    "file": "(file,) = (open,)",
}
#: Built-in functions of Python 2 that the first line brings back.
PRELUDE_NAMES = frozenset({"reduce", "cmp", "reload"})
_STRING_CONSTANTS = {"letters": "ascii_letters", "lowercase": "ascii_lowercase", "uppercase": "ascii_uppercase"}
_STRING_METHODS = (
    "lower upper strip lstrip rstrip split rsplit replace find rfind index count capitalize swapcase center ljust "
    "rjust zfill maketrans translate"
)
_COMPOUND = (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.With, ast.Try)


@dataclass(frozen=True)
class _Edit:
    """Bytes `start` to `end` of the text become `text`."""

    start: int
    end: int
    text: bytes


class _Positions:
    """Where the nodes of a tree stand in the text, in bytes."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        self._starts = [0]
        for line in self.data.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def start(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        return self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def text(self, node: ast.expr | ast.stmt) -> bytes:
        return self.data[self.start(node) : self.end(node)]

    def operator(self, after: ast.expr, mark: bytes) -> int:
        """The first `mark` after a node, comments skipped."""
        place = self.end(after)
        while not self.data.startswith(mark, place):
            place = self.data.index(b"\n", place) if self.data[place : place + 1] == b"#" else place + 1
        return place


def with_python2_meaning(text: str, tree: ast.Module, classic_division: bool) -> str:
    """The text, meaning in Python 3 what it meant in Python 2.

    One line longer where nothing can stand before its first line: that is a `def`, a `class`, a loop.
    """
    edits = [*_renamed(tree, _Positions(text))]
    if classic_division:
        edits.extend(_divided(tree, _Positions(text)))
    text = _applied(text, edits)
    if classic_division:
        again = ast.parse(text)
        text = _applied(text, list(_divided_in_place(again, _Positions(text))))
    return _with_prelude(text)


def _applied(text: str, edits: list[_Edit]) -> str:
    data = text.encode()
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [data[done : edit.start], edit.text]
        done = edit.end
    return b"".join([*pieces, data[done:]]).decode()


def _divided(tree: ast.Module, at: _Positions) -> Iterator[_Edit]:
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _is_float(node):
            slash = at.operator(node.left, b"/")
            yield _Edit(at.start(node), at.start(node), b"__classic_division__(")
            yield _Edit(slash, slash + 1, b",")
            yield _Edit(at.end(node), at.end(node), b")")


def _is_float(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.Constant) and isinstance(side.value, float) for side in (node.left, node.right))


def _divided_in_place(tree: ast.Module, at: _Positions) -> Iterator[_Edit]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.AugAssign) or not isinstance(node.op, ast.Div) or _calls(node.target):
            continue
        slash = at.operator(node.target, b"/=")
        head = b"= __classic_division_in_place__(" + at.text(node.target).replace(b"\n", b" ") + b","
        yield _Edit(slash, slash + 2, head)
        yield _Edit(at.end(node), at.end(node), b")")


def _calls(target: ast.expr) -> bool:
    """Whether reading a target twice might do something twice."""
    return any(
        isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "__classic_division__")
        for node in ast.walk(target)
    )


def _renamed(tree: ast.Module, at: _Positions) -> Iterator[_Edit]:
    has_string = any(
        isinstance(node, ast.Import) and any(alias.name == "string" and not alias.asname for alias in node.names)
        for node in ast.walk(tree)
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _sorted_by_cmp(node, at)
            yield from _deleting_translate(node, at)
        elif isinstance(node, ast.Attribute) and has_string:
            yield from _string_module(node, at)
        elif isinstance(node, ast.ImportFrom) and node.module == "__future__":
            yield _Edit(at.start(node), at.end(node), b"\n" * at.text(node).count(b"\n") + b"pass")
        elif isinstance(node, ast.FunctionDef) and node.name in ("__div__", "__rdiv__", "__idiv__"):
            name = at.data.index(node.name.encode(), at.start(node))
            yield _Edit(name, name + len(node.name), node.name.replace("div", "truediv").encode())


def _sorted_by_cmp(call: ast.Call, at: _Positions) -> Iterator[_Edit]:
    """`sorted(x, f)`, `x.sort(f)`, `x.sort(cmp=f)`: a comparison, which Python 3 wants as a key."""
    method = isinstance(call.func, ast.Attribute) and call.func.attr == "sort"
    if not method and not (isinstance(call.func, ast.Name) and call.func.id == "sorted"):
        return
    place = 0 if method else 1
    compared = [word.value for word in call.keywords if word.arg == "cmp"]
    positional = call.args[place:] if len(call.args) == place + 1 else []
    # `array.sort(0)` of numpy sorts along an axis: only something callable is a comparison.
    positional = [value for value in positional if isinstance(value, (ast.Lambda, ast.Name, ast.Attribute))]
    for word in call.keywords:
        if word.arg == "cmp":
            yield _Edit(at.start(word), at.start(word) + 3, b"key")
    for value in positional[:1]:
        yield _Edit(at.start(value), at.start(value), b"key=")
    for value in [*compared, *positional[:1]]:
        yield _Edit(at.start(value), at.start(value), b"__cmp_to_key__(")
        yield _Edit(at.end(value), at.end(value), b")")


def _deleting_translate(call: ast.Call, at: _Positions) -> Iterator[_Edit]:
    """`words.translate(None, letters)` deleted letters."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "translate" and len(call.args) == 2):
        return
    first, letters = call.args
    if isinstance(first, ast.Constant) and first.value is None:
        yield _Edit(at.start(first), at.end(first), b"str.maketrans('', ''")
        yield _Edit(at.end(letters), at.end(letters), b")")


def _string_module(node: ast.Attribute, at: _Positions) -> Iterator[_Edit]:
    if not (isinstance(node.value, ast.Name) and node.value.id == "string"):
        return
    if node.attr in _STRING_CONSTANTS:
        yield _Edit(at.end(node) - len(node.attr), at.end(node), _STRING_CONSTANTS[node.attr].encode())
    elif node.attr in _STRING_METHODS.split():
        yield _Edit(at.start(node.value), at.end(node.value), b"str")
    elif node.attr in ("join", "joinfields"):
        yield _Edit(at.start(node), at.end(node), b"__string_join__")
    elif node.attr in ("atoi", "atof"):
        yield _Edit(at.start(node), at.end(node), b"int" if node.attr == "atoi" else b"float")


def _with_prelude(text: str) -> str:
    """The names that the text needs and does not set, defined before its first line."""
    tree = ast.parse(text)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.alias))}
    lines = [line for name, line in _PRELUDE.items() if name in used and name not in bound]
    if not lines:
        return text
    head = "; ".join(lines)
    compound = text.startswith("@") or any(node.lineno == 1 and isinstance(node, _COMPOUND) for node in tree.body)
    return f"{head}\n{text}" if compound else f"{head}; {text}"
