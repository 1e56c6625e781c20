"""A tree in one line, so that a person can see what was understood. Every node prints; nothing is simplified."""

import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

from grader.derivation import tree

_Say: TypeAlias = Callable[[tree.Node], str]

_BETWEEN = {"": " ", "dot": "·", "times": "×", "star": "*", "odot": "⊙", "circ": "∘", "otimes": "⊗", "/": "/"}
_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "in": "∈", "not in": "∉"}


def printed(node: tree.Node) -> str:
    """The tree's meaning: a sum prints as (a - b), a product as [a b], a function as name(argument)."""
    return _PRINTERS[type(node)](node, printed)


def readable(node: tree.Node) -> str:
    """The same as people write it: Σ_w [ŷ_w u_w], σ(u_oᵀ v_c), [1 / 2]. As unambiguous, and no key to compare by."""
    return _READABLE.get(type(node), _PRINTERS[type(node)])(node, readable)


def _number(node: tree.Number, say: _Say) -> str:
    return f"{node.value:g}"


def _sum(node: tree.Sum, say: _Say) -> str:
    words = "".join(f" {'+' if sign > 0 else '-'} {say(term)}" for sign, term in node.terms)
    return f"({words.strip().removeprefix('+ ')})"


def _product(node: tree.Product, say: _Say) -> str:
    words = say(node.factors[0])
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        words += f"{_BETWEEN[operator]}{say(factor)}"
    return f"[{words}]"


def _function(node: tree.Function, say: _Say) -> str:
    base = f"_{say(node.base)}" if node.base else ""
    return f"{node.name}{base}{chr(39) * node.primes}{'~' if node.loose else ''}({say(node.argument)})"


def _relation(node: tree.Relation, say: _Say) -> str:
    return f"{say(node.left)}{_SIGNS[node.sign]}{say(node.right)}"


def _when(node: tree.When, say: _Say) -> str:
    return " or ".join(" and ".join(_relation(each, say) for each in one) for one in node.alternatives) or "otherwise"


def _range(node: tree.Range, say: _Say) -> str:
    words = say(node.variable) if node.variable else ""
    words += f"={say(node.lower)}" if node.lower else ""
    words += f"..{say(node.upper)}" if node.upper else ""
    words += f"∈{say(node.among)}" if node.among else ""
    return ", ".join([words, *(_relation(each, say) for each in node.conditions)])


def _big(node: tree.BigOperator, say: _Say) -> str:
    return f"{node.kind}{{{_range(node.over, say)}}}({say(node.body)})"


def _cases(node: tree.Cases, say: _Say) -> str:
    rows = (f"{say(row.value)} if {_when(row.when, say) if row.when else '?'}" for row in node.rows)
    return f"cases({'; '.join(rows)})"


def _matrix(node: tree.Matrix, say: _Say) -> str:
    return f"matrix({'; '.join(', '.join(map(say, row)) for row in node.rows)})"


def _derivative(node: tree.Derivative, say: _Say) -> str:
    return f"d{'~' if node.loose else ''}({say(node.of)})/d({say(node.by)})"


def _expectation(node: tree.Expectation, say: _Say) -> str:
    parts = [say(part) for part in (node.variable, node.distribution) if part]
    return f"E{{{'~'.join(parts)}}}({say(node.body)})"


def _call(node: tree.Call, say: _Say) -> str:
    return f"{node.name}({', '.join(map(say, node.arguments))})"


def _pattern(node: tree.Pattern, say: _Say) -> str:
    return f"{node.name}<{', '.join(map(say, node.holes))}>"


_PRINTERS: dict[type, Callable[[Any, _Say], str]] = {
    tree.Number: _number,
    tree.Symbol: lambda node, say: node.name,
    tree.Letter: lambda node, say: node.name,
    tree.Whole: lambda node, say: ":",
    tree.Index: lambda node, say: f"{say(node.base)}_{{{','.join(map(say, node.positions))}}}",
    tree.Identity: lambda node, say: f"I{{{say(node.size)}}}" if node.size else "I",
    tree.Ones: lambda node, say: "ones",
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Quotient: lambda node, say: f"<{say(node.top)} over {say(node.bottom)}>",
    tree.Power: lambda node, say: f"{say(node.base)}^{say(node.exponent)}",
    tree.Transpose: lambda node, say: f"{say(node.base)}ᵀ",
    tree.Primed: lambda node, say: f"{say(node.base)}{chr(39) * node.count}",
    tree.Function: _function,
    tree.BareFunction: lambda node, say: f"{node.name}{chr(39) * node.primes}",
    tree.Call: _call,
    tree.Pattern: _pattern,
    tree.Derivative: _derivative,
    tree.BigOperator: _big,
    tree.Cases: _cases,
    tree.Indicator: lambda node, say: f"1[{_when(node.when, say)}]",
    tree.Kronecker: lambda node, say: f"delta({say(node.left)}, {say(node.right)})",
    tree.Matrix: _matrix,
    tree.Ellipsis: lambda node, say: "…",
    tree.Expectation: _expectation,
    tree.Inner: lambda node, say: f"<{say(node.left)}, {say(node.right)}>",
    tree.Absolute: lambda node, say: f"|{say(node.argument)}|",
    tree.Cardinality: lambda node, say: f"#{node.name}",
    tree.Norm: lambda node, say: f"‖{say(node.argument)}‖{say(node.order) if node.order else ''}",
}


# ---- as people write it
_GREEK = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi",
    "rho", "tau", "phi", "chi", "psi", "omega",
)  # fmt: skip
_LETTERS = {name: unicodedata.lookup(f"GREEK SMALL LETTER {'LAMDA' if name == 'lambda' else name}") for name in _GREEK}
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_SHORT = {"sigmoid": "σ"}
_BIG = {"sum": "Σ", "prod": "Π"}
#: What has brackets of its own around it, or needs none.
_HELD = (tree.Number, tree.Symbol, tree.Letter, tree.Index, tree.Function, tree.Sum, tree.Product, tree.Quotient)


def _name(name: str) -> str:
    """`yhat` as ŷ, `mu` as μ; any other name as the question has it."""
    for accent, mark in _ACCENTS.items():
        base = name.removesuffix(accent)
        if base != name and (len(base) == 1 or base in _LETTERS):
            return unicodedata.normalize("NFC", _LETTERS.get(base, base) + mark)
    return _LETTERS.get(name, name)


def _held(node: tree.Node, say: _Say) -> str:
    return say(node) if isinstance(node, _HELD) else f"({say(node)})"


def _below(words: str) -> str:
    return words if len(words) == 1 else f"{{{words}}}"


def _readable_index(node: tree.Index, say: _Say) -> str:
    base = say(node.base)
    # `v_c` is a name, and its first entry is no v with two indices.
    base = base if isinstance(node.base, tree.Symbol) and "_" not in base else f"({base})"
    return f"{base}_{_below(','.join(map(say, node.positions)))}"


def _readable_function(node: tree.Function, say: _Say) -> str:
    base = f"_{_below(say(node.base))}" if node.base else ""
    inside = say(node.argument)
    inside = inside if isinstance(node.argument, tree.Sum | tree.Product) else f"({inside})"
    return f"{_SHORT.get(node.name, node.name)}{base}{chr(39) * node.primes}{inside}"


def _readable_big(node: tree.BigOperator, say: _Say) -> str:
    body = say(node.body)
    body = body if isinstance(node.body, tree.Sum | tree.Product | tree.Quotient) else f"({body})"
    return f"{_BIG.get(node.kind, node.kind)}_{_below(_range(node.over, say))} {body}"


def _readable_derivative(node: tree.Derivative, say: _Say) -> str:
    return f"∂{_held(node.of, say)}/∂{_held(node.by, say)}"


_READABLE: dict[type, Callable[[Any, _Say], str]] = {
    tree.Symbol: lambda node, say: _name(node.name),
    tree.Index: _readable_index,
    tree.Quotient: lambda node, say: f"[{say(node.top)} / {say(node.bottom)}]",
    tree.Function: _readable_function,
    tree.BigOperator: _readable_big,
    tree.Derivative: _readable_derivative,
    tree.Power: lambda node, say: f"{_held(node.base, say)}^{_held(node.exponent, say)}",
    tree.Transpose: lambda node, say: f"{_held(node.base, say)}ᵀ",
}
