"""A tree in one line, so that a person can see what was understood. Every node prints; nothing is simplified."""

from collections.abc import Callable
from typing import Any

from grader.derivation import tree

_BETWEEN = {"": " ", "dot": "·", "times": "×", "star": "*", "odot": "⊙", "circ": "∘", "otimes": "⊗", "/": "/"}
_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "in": "∈", "not in": "∉"}


def printed(node: tree.Node) -> str:
    """The tree's meaning: a sum prints as (a - b), a product as [a b], a function as name(argument)."""
    return _PRINTERS[type(node)](node)


def _number(node: tree.Number) -> str:
    return f"{node.value:g}"


def _sum(node: tree.Sum) -> str:
    words = "".join(f" {'+' if sign > 0 else '-'} {printed(term)}" for sign, term in node.terms)
    return f"({words.strip().removeprefix('+ ')})"


def _product(node: tree.Product) -> str:
    words = printed(node.factors[0])
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        words += f"{_BETWEEN[operator]}{printed(factor)}"
    return f"[{words}]"


def _function(node: tree.Function) -> str:
    base = f"_{printed(node.base)}" if node.base else ""
    return f"{node.name}{base}{chr(39) * node.primes}{'~' if node.loose else ''}({printed(node.argument)})"


def _relation(node: tree.Relation) -> str:
    return f"{printed(node.left)}{_SIGNS[node.sign]}{printed(node.right)}"


def _when(node: tree.When) -> str:
    return " or ".join(" and ".join(map(_relation, one)) for one in node.alternatives) or "otherwise"


def _range(node: tree.Range) -> str:
    words = printed(node.variable) if node.variable else ""
    words += f"={printed(node.lower)}" if node.lower else ""
    words += f"..{printed(node.upper)}" if node.upper else ""
    words += f"∈{printed(node.among)}" if node.among else ""
    return ", ".join([words, *map(_relation, node.conditions)])


def _big(node: tree.BigOperator) -> str:
    return f"{node.kind}{{{_range(node.over)}}}({printed(node.body)})"


def _cases(node: tree.Cases) -> str:
    rows = (f"{printed(row.value)} if {_when(row.when) if row.when else '?'}" for row in node.rows)
    return f"cases({'; '.join(rows)})"


def _matrix(node: tree.Matrix) -> str:
    return f"matrix({'; '.join(', '.join(map(printed, row)) for row in node.rows)})"


def _derivative(node: tree.Derivative) -> str:
    return f"d{'~' if node.loose else ''}({printed(node.of)})/d({printed(node.by)})"


def _expectation(node: tree.Expectation) -> str:
    parts = [printed(part) for part in (node.variable, node.distribution) if part]
    return f"E{{{'~'.join(parts)}}}({printed(node.body)})"


def _call(node: tree.Call) -> str:
    return f"{node.name}({', '.join(map(printed, node.arguments))})"


def _pattern(node: tree.Pattern) -> str:
    return f"{node.name}<{', '.join(map(printed, node.holes))}>"


_PRINTERS: dict[type, Callable[[Any], str]] = {
    tree.Number: _number,
    tree.Symbol: lambda node: node.name,
    tree.Letter: lambda node: node.name,
    tree.Whole: lambda node: ":",
    tree.Index: lambda node: f"{printed(node.base)}_{{{','.join(map(printed, node.positions))}}}",
    tree.Identity: lambda node: f"I{{{printed(node.size)}}}" if node.size else "I",
    tree.Ones: lambda node: "ones",
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Quotient: lambda node: f"<{printed(node.top)} over {printed(node.bottom)}>",
    tree.Power: lambda node: f"{printed(node.base)}^{printed(node.exponent)}",
    tree.Transpose: lambda node: f"{printed(node.base)}ᵀ",
    tree.Primed: lambda node: f"{printed(node.base)}{chr(39) * node.count}",
    tree.Function: _function,
    tree.BareFunction: lambda node: f"{node.name}{chr(39) * node.primes}",
    tree.Call: _call,
    tree.Pattern: _pattern,
    tree.Derivative: _derivative,
    tree.BigOperator: _big,
    tree.Cases: _cases,
    tree.Indicator: lambda node: f"1[{_when(node.when)}]",
    tree.Kronecker: lambda node: f"delta({printed(node.left)}, {printed(node.right)})",
    tree.Matrix: _matrix,
    tree.Ellipsis: lambda node: "…",
    tree.Expectation: _expectation,
    tree.Inner: lambda node: f"<{printed(node.left)}, {printed(node.right)}>",
    tree.Absolute: lambda node: f"|{printed(node.argument)}|",
    tree.Cardinality: lambda node: f"#{node.name}",
    tree.Norm: lambda node: f"‖{printed(node.argument)}‖{printed(node.order) if node.order else ''}",
}
