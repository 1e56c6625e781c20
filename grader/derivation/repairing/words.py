r"""Trees as LaTeX again, in the sheet's spellings and short enough for a sentence: what is long becomes `\dots`."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from grader.derivation import tree
from grader.derivation.symbols import Symbols

#: Longer pieces of a formula, as they are seen, don't fit into a sentence.
MOST_CHARACTERS = 32
_BETWEEN = {
    "": " ", "dot": r" \cdot ", "times": r" \times ", "star": " * ", "odot": r" \odot ", "circ": r" \circ ",
    "otimes": r" \otimes ", "/": " / ",
}  # fmt: skip
_SIGNS = {
    "=": "=", "!=": r"\ne", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "in": r"\in", "not in": r"\notin",
}  # fmt: skip
_FUNCTIONS = {"sigmoid": r"\sigma", "softmax": r"\text{softmax}", "relu": r"\text{ReLU}", "diag": r"\text{diag}"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(position: int) -> str:
    """first, second … counted from 0."""
    return _ORDINALS[position] if position < len(_ORDINALS) else f"{position + 1}th"


def function_name(name: str, primes: int = 0) -> str:
    r"""`\sigma'`."""
    return _FUNCTIONS.get(name, "\\" + name) + "'" * primes


def _seen(latex: str) -> int:
    """How long a formula looks: a command is one sign, brackets and scripts' marks are none."""
    return len(re.sub(r"[{}^_ ]", "", re.sub(r"\\[A-Za-z]+", "x", latex)))


class _Spelled(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def spellings(self) -> tuple[str, ...]: ...


class Words:
    """Writes the nodes of one question's trees. written: names as the student spelled them."""

    def __init__(self, symbols: Symbols, written: Mapping[str, str] | None = None) -> None:
        self._spellings: dict[str, str] = {}
        kinds: tuple[Iterable[_Spelled], ...] = (
            symbols.dimensions, symbols.variables, symbols.families, symbols.one_hots, symbols.constants,
            symbols.words, symbols.definitions, symbols.functions, symbols.multiplicities,
        )  # fmt: skip
        for kind in kinds:
            self._spellings |= {each.name: each.spellings[0] for each in kind if each.spellings}
        self._spellings |= written or {}
        self._forms = {each.name: each.forms[0] for each in symbols.patterns}

    def code(self, node: tree.Placed) -> str:
        """A node between code marks."""
        return f"`{self.latex(node)}`"

    def signed(self, sign: int, node: tree.Placed) -> str:
        """A term with its sign, between code marks."""
        return f"`{'+' if sign > 0 else '-'} {self.latex(node, term=True)}`"

    def latex(self, node: tree.Placed, term: bool = False) -> str:
        """A node's LaTeX, with dots for what lies too deep."""
        for depth in (12, 5, 4, 3, 2):
            found = self._term(node, depth) if term else self._write(node, depth)
            if _seen(found) <= MOST_CHARACTERS:
                return found
        return self._term(node, 1) if term else self._write(node, 1)

    def name(self, name: str) -> str:
        """A declared name as the sheet spells it."""
        if name in self._spellings:
            return self._spellings[name]
        return rf"\mathrm{{{name}}}" if name.isalpha() and len(name) > 1 else name

    def _write(self, node: tree.Placed, depth: int) -> str:
        if isinstance(node, tree.Symbol | tree.Letter):
            return self.name(node.name)
        return _WRITERS[type(node)](self, node, depth - 1) if depth > 0 else r"\dots"

    def _all(self, nodes: tuple[tree.Placed, ...], depth: int, between: str = ", ") -> str:
        return between.join(self._write(each, depth) for each in nodes)

    def _term(self, node: tree.Placed, depth: int) -> str:
        return self._bracketed(node, depth, (tree.Sum,))

    def _base(self, node: tree.Placed, depth: int) -> str:
        return self._bracketed(node, depth, (tree.Sum, tree.Product, tree.Quotient, tree.BigOperator, tree.Transpose))

    def _bracketed(self, node: tree.Placed, depth: int, kinds: tuple[type[tree.Placed], ...]) -> str:
        found = self._write(node, depth)
        return f"({found})" if isinstance(node, kinds) and found != r"\dots" else found

    def _sum(self, node: tree.Sum, depth: int) -> str:
        found = "".join(f" {'+' if sign > 0 else '-'} {self._term(term, depth)}" for sign, term in node.terms).strip()
        return found.removeprefix("+ ") if found.startswith("+") else found.replace("- ", "-", 1)

    def _product(self, node: tree.Product, depth: int) -> str:
        kinds = (tree.Sum, tree.Product)
        found = self._bracketed(node.factors[0], depth, kinds)
        for operator, factor in zip(node.operators, node.factors[1:], strict=True):
            found += _BETWEEN[operator] + self._bracketed(factor, depth, kinds)
        return found

    def _scripted(self, node: tree.Index, depth: int) -> str:
        script = self._all(node.positions, depth, "" if depth > 0 else ",")
        base = self._base(node.base, depth)
        base = f"({base})" if "_" in base and not base.startswith("(") else base
        return f"{base}_{script if len(script) == 1 else '{' + script + '}'}"

    def _power(self, node: tree.Power, depth: int) -> str:
        base = self._bracketed(node.base, depth, (tree.Sum, tree.Product, tree.Quotient, tree.BigOperator))
        return f"{base}^{{{self._write(node.exponent, depth)}}}"

    def _function(self, node: tree.Function, depth: int) -> str:
        name = function_name(node.name, node.primes)
        base = f"_{{{self._write(node.base, depth)}}}" if node.base else ""
        return f"{name}{base}({self._write(node.argument, depth)})"

    def _pattern(self, node: tree.Pattern, depth: int) -> str:
        found = self._forms.get(node.name, node.name)
        for hole in node.holes:
            found = found.replace("#", self._write(hole, depth), 1)
        return found.replace("*", r"\dots")

    def _derivative(self, node: tree.Derivative, depth: int) -> str:
        above = self._bracketed(node.of, depth, (tree.Sum, tree.Product, tree.Quotient))
        return rf"\frac{{\partial {above}}}{{\partial {self._write(node.by, depth)}}}"

    def relation(self, node: tree.Relation, depth: int = 2) -> str:
        """`w \\ne o`."""
        return f"{self._write(node.left, depth)} {_SIGNS[node.sign]} {self._write(node.right, depth)}"

    def _when(self, node: tree.When) -> str:
        return " ,".join(self.relation(each) for one in node.alternatives for each in one) or r"\text{otherwise}"

    def _range(self, node: tree.Range, depth: int) -> str:
        below = self._write(node.variable, 2) if node.variable else ""
        below += f"={self._write(node.lower, 2)}" if node.lower else ""
        below += rf" \in {self._write(node.among, 2)}" if node.among else ""
        below = ", ".join([below, *(self.relation(each) for each in node.conditions)])
        above = f"^{{{self._write(node.upper, 2)}}}" if node.upper else ""
        return (f"_{{{below}}}" if below else "") + above

    def _big(self, node: tree.BigOperator, depth: int) -> str:
        return rf"\{node.kind}{self._range(node.over, depth)} {self._term(node.body, depth)}"

    def _cases(self, node: tree.Cases, depth: int) -> str:
        rows = (f"{self._write(row.value, depth)} & {self._when(row.when) if row.when else ''}" for row in node.rows)
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}" if depth > 1 else r"\{\dots"

    def _matrix(self, node: tree.Matrix, depth: int) -> str:
        return "[" + "; ".join(self._all(row, depth) for row in node.rows) + "]" if depth > 0 else r"[\dots]"

    def _expectation(self, node: tree.Expectation, depth: int) -> str:
        return rf"\mathbb{{E}}[{self._write(node.body, depth)}]"


def _number(words: Words, node: tree.Number, depth: int) -> str:
    return f"{node.value:g}"


def _primed(words: Words, node: tree.Primed, depth: int) -> str:
    return f"({words._write(node.base, depth)})" + "'" * node.count


def _norm(words: Words, node: tree.Norm, depth: int) -> str:
    return rf"\|{words._write(node.argument, depth)}\|"


_WRITERS: dict[type[tree.Placed], Callable[[Words, Any, int], str]] = {
    tree.Number: _number,
    tree.Whole: lambda words, node, depth: ":",
    tree.Index: Words._scripted,
    tree.Identity: lambda words, node, depth: "I",
    tree.Ones: lambda words, node, depth: r"\mathbf{1}",
    tree.Sum: Words._sum,
    tree.Product: Words._product,
    tree.Quotient: lambda words, node, depth: (
        rf"\frac{{{words._write(node.top, depth)}}}{{{words._write(node.bottom, depth)}}}"
    ),
    tree.Power: Words._power,
    tree.Transpose: lambda words, node, depth: f"{words._base(node.base, depth)}^\\top",
    tree.Primed: _primed,
    tree.Function: Words._function,
    tree.BareFunction: lambda words, node, depth: function_name(node.name, node.primes),
    tree.Call: lambda words, node, depth: f"{words.name(node.name)}({words._all(node.arguments, depth)})",
    tree.Pattern: Words._pattern,
    tree.Derivative: Words._derivative,
    tree.BigOperator: Words._big,
    tree.Range: Words._range,
    tree.Cases: Words._cases,
    tree.Relation: Words.relation,
    tree.When: lambda words, node, depth: words._when(node),
    tree.Indicator: lambda words, node, depth: f"1[{words._when(node.when)}]",
    tree.Kronecker: lambda words, node, depth: rf"\delta_{{{words._all((node.left, node.right), depth, '')}}}",
    tree.Matrix: Words._matrix,
    tree.Ellipsis: lambda words, node, depth: r"\dots",
    tree.Expectation: Words._expectation,
    tree.Inner: lambda words, node, depth: rf"\langle {words._all((node.left, node.right), depth)} \rangle",
    tree.Absolute: lambda words, node, depth: f"|{words._write(node.argument, depth)}|",
    tree.Cardinality: lambda words, node, depth: f"|{node.name}|",
    tree.Norm: _norm,
}
