"""Finds a finite difference in source: two values of one function, subtracted, and divided by a small step."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from grader.flags.names import Names
from grader.submission.parsed import children, walk

_LARGEST_STEP = 1e-2
_STEP = re.compile(r"_?(h|eps|epsilon|delta|step|dx)", re.IGNORECASE)
_WRAPPERS = frozenset({"float", "abs", "sum", "int", "complex"})
_REDUCTIONS = frozenset({"sum", "item", "mean", "copy", "squeeze", "flatten", "ravel", "astype"})
_MOST_PARTS = 12  # of an expression that is looked through


_MANY = 0  # instead of a call's identity: a list of values, of which any two may differ


@dataclass(frozen=True)
class _Value:
    """What one call of a function gave."""

    function: str
    call: int


class Differences:
    """The finite differences in one function; `own` are the modules whose functions are the student's."""

    def __init__(self, body: ast.AST, small: Collection[str], names: Names, own: Collection[str]) -> None:
        self._small, self._names, self._own = small, names, own
        self._nodes = list(walk(body))
        self._inside = {child: node for node in self._nodes for child in children(node)}
        self._values: dict[str, frozenset[_Value]] = {}
        self._divided: set[str] = set()  # names that are divided by a step, maybe lines after the subtraction
        for node in self._nodes:
            self._remember(node)

    def lines(self) -> Iterator[int]:
        """The line of each of them."""
        for node in self._nodes:
            subtracts = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)
            if isinstance(node, ast.BinOp) and subtracts and self._is_of_one_function(node) and self._is_divided(node):
                yield node.lineno

    def _remember(self, node: ast.AST) -> None:
        """What names hold and what is done to them: `plus = f(x)`, `plus, _ = f(x)`, `costs.append(f(x))`, `d /= h`."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for part in target.elts if isinstance(target, ast.Tuple | ast.List) else (target,):
                    entry = isinstance(part, ast.Subscript)
                    self._hold(part.value if isinstance(part, ast.Subscript) else part, node.value, entry)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
            for value in node.args[:1]:
                self._hold(node.func.value, value, True)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.left, ast.Name):
            self._divided.update([node.left.id] if self._is_step(node.right) else [])
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div) and isinstance(node.target, ast.Name):
            self._divided.update([node.target.id] if self._is_step(node.value) else [])

    def _hold(self, name: ast.expr, value: ast.expr, entry: bool) -> None:
        """From here on a name, or an `entry` of the list it stands for, may have this value too."""
        if isinstance(name, ast.Name) and len(self._values.get(name.id, ())) < _MOST_PARTS:
            held = self._values_in(value)
            if entry:
                held = frozenset(_Value(each.function, _MANY) for each in held)
            self._values[name.id] = self._values.get(name.id, frozenset()) | held

    def _is_of_one_function(self, difference: ast.BinOp) -> bool:
        left, right = self._values_in(difference.left), self._values_in(difference.right)
        return any(
            one.function == other.function and (one.call != other.call or one.call == _MANY)
            for one in left
            for other in right
        )

    def _values_in(self, node: ast.AST) -> frozenset[_Value]:
        """The values of the student's functions, or of functions handed to them, that an expression may be."""
        many = False
        for _ in range(_MOST_PARTS):
            if isinstance(node, ast.Name):
                return self._values.get(node.id, frozenset())
            if isinstance(node, ast.Call):
                wrapped = self._wrapped(node)
                if wrapped is None:
                    name = _spelled(node.func)
                    return frozenset([_Value(name, _MANY if many else id(node))] if name else [])
                node = wrapped
            elif isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
                node = node.value
            elif isinstance(node, ast.ListComp | ast.GeneratorExp):
                node, many = node.elt, True
            elif isinstance(node, ast.List | ast.Tuple) and node.elts:
                node, many = node.elts[0], True
            else:
                break
        return frozenset()

    def _wrapped(self, call: ast.Call) -> ast.expr | None:
        """What numpy or Python only passes on: `f(x)` in `float(f(x))`, `np.sum(f(x))`, `f(x).sum()`."""
        root = self._names.dotted(call.func).split(".")[0]
        if (root and root not in self._own) or (isinstance(call.func, ast.Name) and call.func.id in _WRAPPERS):
            return call.args[0] if call.args else ast.Constant(None)
        reduction = isinstance(call.func, ast.Attribute) and call.func.attr in _REDUCTIONS
        return call.func.value if isinstance(call.func, ast.Attribute) and reduction else None

    def _is_divided(self, node: ast.AST) -> bool:
        """Whether an expression, or what it is a part of, is divided by a step."""
        for _ in range(_MOST_PARTS):
            outer = self._inside.get(node)
            if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Div) and outer.left is node:
                if self._is_step(outer.right):
                    return True
            elif isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult):
                other = outer.right if outer.left is node else outer.left
                if isinstance(other, ast.BinOp) and isinstance(other.op, ast.Div) and self._is_step(other.right):
                    return True
            elif not isinstance(outer, ast.Call | ast.Subscript | ast.Attribute):
                return _is_held(outer, self._divided)
            node = outer
        return False

    def _is_step(self, node: ast.AST) -> bool:
        """`h`, `2 * h`, `1e-4`: a product with something small in it. No sum: `norm + 1e-8` guards a division."""
        parts = list(islice(walk(node), _MOST_PARTS))
        if any(isinstance(part, ast.Add | ast.Sub) for part in parts):
            return False
        return any(
            _is_small(part)
            or (isinstance(part, ast.Name) and (part.id in self._small or _STEP.fullmatch(part.id) is not None))
            for part in parts
        )


def small_names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Names that a small number is given to, as a variable or as a parameter's default."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and _is_small(node.value):
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.arguments) and node.defaults:
            last = [*node.posonlyargs, *node.args][-len(node.defaults) :]
            found.update(one.arg for one, value in zip(last, node.defaults, strict=True) if _is_small(value))
    return frozenset(found)


def _is_small(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ("eps", "epsilon")  # of numpy's finfo, or of sys.float_info
    if isinstance(node, ast.BinOp):  # `10 ** -4`
        return isinstance(node.op, ast.Pow) and isinstance(node.right, ast.UnaryOp)
    return isinstance(node, ast.Constant) and type(node.value) is float and 0 < node.value <= _LARGEST_STEP


def _is_held(node: ast.AST | None, names: Collection[str]) -> bool:
    """Whether an assignment gives its value to one of these names."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id in names for target in targets)


def _spelled(node: ast.AST) -> str:
    """A called function's own spelling, `f` or `model.loss`; "" for anything longer."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
