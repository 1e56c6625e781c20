"""A formula as a tree: what was written, with nothing decided that the writing leaves open.

Products have one level and no grouping, because only shapes can tell how u v^T x is meant. Nodes are equal where they
mean the same, wherever they stand: a node's span is for pointing at it and takes no part in comparing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from grader.derivation.span import NOWHERE, Span

#: What stands between two factors. "" is mere juxtaposition; "/" is the slash, whose reach only shapes can tell.
Operator: TypeAlias = Literal["", "dot", "times", "star", "odot", "circ", "otimes", "/"]
#: How two indices are compared.
Sign: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">=", "in", "not in"]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What every node has: its place in the student's text."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """Without what was kept beside it: another process counts otherwise."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}


@dataclass(frozen=True)
class Number(Placed):
    r"""A literal: `2`, `0.5`, `\mathbf{0}`. Zero takes any shape; other numbers broadcast."""

    value: float


@dataclass(frozen=True)
class Symbol(Placed):
    r"""A declared name, by the name that the question gives it: `\hat{\mathbf y}` is Symbol("yhat"), `|V|`'s V too."""

    name: str


@dataclass(frozen=True)
class Letter(Placed):
    r"""An index letter or index constant where an index stands: the `i` of `y_i`, of `\sum_{i}`, of `i \neq o`."""

    name: str


@dataclass(frozen=True)
class Whole(Placed):
    r"""All places of one axis: the colon of `U_{:,k}`, the dot of `U_{\cdot k}`."""


@dataclass(frozen=True)
class Index(Placed):
    r"""Some entries of a value: `y_i`, `W_{ij}`, `u_{w_{t+j}}`, `\text{softmax}(x)_i`, `(Ux)_3`.

    positions: one node for each index written: Letter, Number (counted from 1, as on paper), Sum (`t+j`), Whole,
    or again an Index (`w_{t+j}`: the word at a place).
    """

    base: "Node"
    positions: tuple["Node", ...]


@dataclass(frozen=True)
class Identity(Placed):
    r"""The identity matrix: `I`, `\mathbf{I}_d`. Without a size it takes that of its surroundings."""

    size: "Node | None" = None


@dataclass(frozen=True)
class Ones(Placed):
    r"""The vector (or matrix) of ones, as long as its surroundings ask: `\mathbf{1}`, `\mathbb{1}^\top x`."""


@dataclass(frozen=True)
class Sum(Placed):
    """Terms with their signs, in order: `-a + b` is Sum(((-1, a), (1, b))). A lone `-a` is a Sum of one term.

    A Sum within a Sum stood in brackets. A term may be an Ellipsis.
    """

    terms: tuple[tuple[int, "Node"], ...]


@dataclass(frozen=True)
class Product(Placed):
    r"""Factors in order with what stands between them: `U^T (a - b) \odot c`. len(operators) == len(factors) - 1.

    No grouping is decided. A Product within a Product stood in brackets. A factor may be an Ellipsis.
    """

    factors: tuple["Node", ...]
    operators: tuple[Operator, ...]


@dataclass(frozen=True)
class Quotient(Placed):
    r"""`\frac{a}{b}`. (A slash is an operator of Product.)"""

    top: "Node"
    bottom: "Node"


@dataclass(frozen=True)
class Power(Placed):
    r"""`x^2`, `2^{-H}`, `W^{-1}`, `\sqrt{x}` (exponent Quotient(1, 2)), `\tanh^2(x)`. `e^x` is Function("exp", x)."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True)
class Transpose(Placed):
    r"""`W^T`, `W^\top`, `W^{\intercal}`, `W^{\mathsf T}`, `Wᵀ`; `W'` where W is declared as a vector or matrix."""

    base: "Node"


@dataclass(frozen=True)
class Primed(Placed):
    """`(…)'` or `l'`: a transpose or a derivative, which only the shape can tell. `count` primes."""

    base: "Node"
    count: int = 1


@dataclass(frozen=True)
class Function(Placed):
    r"""A function of analysis applied: `\exp(x)`, `\log \hat y_o`, `\sigma'(z)`, `\text{softmax}(Uv)`, `\log_2 p`.

    name: "exp", "log" (natural unless `base`), "sigmoid", "tanh", "softmax", "diag", "relu", "sin", "cos", "sign",
    "max", "min". Of these "softmax", "diag", "max" and "min" look at more than one entry at a time.
    primes: 1 is the derivative, taken entry by entry.
    loose: the argument stood without brackets and has several factors, or a product sign follows it, so where it ends
    is open: `\log a b` is log(ab) or log(a) b; `\exp u^T \cdot v` has the argument u^T or u^T v.
    """

    name: str
    argument: "Node"
    primes: int = 0
    base: "Node | None" = None
    loose: bool = False


@dataclass(frozen=True)
class BareFunction(Placed):
    r"""A function named without its argument: the σ of `\sigma(1-\sigma)` or `\frac{\partial \sigma}{\partial z}`."""

    name: str
    primes: int = 0


@dataclass(frozen=True)
class Call(Placed):
    r"""A function that the question declares, applied: `F(w_{t+j}, \hat v)`.

    Where the question says that a parameter is an index, the argument is a Letter, Number, Sum or Index of such.
    """

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Pattern(Placed):
    r"""A form of words that the question declares: `p(o \mid c)` under "p(#|c)" is Pattern("p", (Letter("o"),)).

    holes: what stood for each `#`, in order.
    """

    name: str
    holes: tuple["Node", ...]


@dataclass(frozen=True)
class Derivative(Placed):
    r"""`\frac{\partial J}{\partial v_c}`, `\nabla_{v_c} J`, `\partial_{v_c} J`, `\frac{\partial}{\partial v} (…)`.

    loose: the operator stood before a sign or several factors, so how far it reaches is open: `of` holds the rest of
    its own term; it may end earlier (`\frac{\partial}{\partial x} a \cdot b`) or, after a sign, go on over the
    next terms of the Sum that it begins (`\frac{\partial}{\partial x} -a - b`).
    """

    of: "Node"
    by: "Node"
    loose: bool = False


@dataclass(frozen=True)
class Relation(Placed):
    r"""One comparison of indices: `i \neq o`, `j \le m`, `w \in V`."""

    left: "Node"
    sign: Sign
    right: "Node"


@dataclass(frozen=True)
class When(Placed):
    """A condition: one of `alternatives` holds, each of which is relations that hold together. () is "otherwise"."""

    alternatives: tuple[tuple[Relation, ...], ...]


@dataclass(frozen=True)
class Range(Placed):
    r"""What a big operator runs over: `i=1` and `n`; `w \in V`; `-m \le j \le m, j \neq 0`; `i \neq a, b`.

    variable: None for a bare `\sum`. An Index (`w_j`) where the writer runs over words. lower, upper: inclusive.
    among: a declared set or dimension after `\in`. conditions: the rest, all of which must hold.
    """

    variable: "Letter | Index | None" = None
    lower: "Node | None" = None
    upper: "Node | None" = None
    among: "Node | None" = None
    conditions: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class BigOperator(Placed):
    r"""`\sum_{k=1}^K a_k b`, `\prod_k p_k`. The body ends at the next + or -; `\sum_{i,j}` is two, one in the other."""

    kind: Literal["sum", "prod", "max", "min"]
    over: Range
    body: "Node"


@dataclass(frozen=True)
class Case(Placed):
    """One row of a Cases: its value, and when. `when` None: the row says nothing; () alternatives: otherwise."""

    value: "Node"
    when: When | None


@dataclass(frozen=True)
class Cases(Placed):
    r"""`\begin{cases} a & i = j \\ b & \text{otherwise} \end{cases}`."""

    rows: tuple[Case, ...]


@dataclass(frozen=True)
class Indicator(Placed):
    r"""1 where the condition holds, else 0: `\mathbb{1}[i = o]`, `\mathbf{1}_{\{w = o\}}`, `1\{i=j\}`, `[i = j]`."""

    when: When


@dataclass(frozen=True)
class Kronecker(Placed):
    r"""`\delta_{ij}`, `\delta_{i,j}`, `\delta_{w,o}` where the question declares no δ of its own."""

    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Matrix(Placed):
    r"""Written-out blocks, row by row: `\begin{bmatrix} a & b \\ c & d \end{bmatrix}`, `[u_1, \dots, u_V]`.

    An entry may be an Ellipsis. A stack of columns is one row, a column vector has rows of one entry.
    """

    rows: tuple[tuple["Node", ...], ...]


@dataclass(frozen=True)
class Ellipsis(Placed):
    r"""`\dots` among terms, factors or entries: the neighbours tell what is left out."""


@dataclass(frozen=True)
class Expectation(Placed):
    r"""`E_{w \sim P(w)}[…]`, `\mathbb{E}[…]`: variable and distribution as written, or None."""

    variable: "Node | None"
    distribution: "Node | None"
    body: "Node"


@dataclass(frozen=True)
class Inner(Placed):
    r"""`\langle u, v \rangle`: the inner product, whatever the layout of the two."""

    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Absolute(Placed):
    r"""`|x|` of a value: its absolute value, or a matrix's determinant."""

    argument: "Node"


@dataclass(frozen=True)
class Cardinality(Placed):
    r"""`|V|` of a declared set or dimension: how many there are."""

    name: str


@dataclass(frozen=True)
class Norm(Placed):
    r"""`\|x\|`, `\lVert x \rVert_2`."""

    argument: "Node"
    order: "Node | None" = None


Node: TypeAlias = (
    Number
    | Symbol
    | Letter
    | Whole
    | Index
    | Identity
    | Ones
    | Sum
    | Product
    | Quotient
    | Power
    | Transpose
    | Primed
    | Function
    | BareFunction
    | Call
    | Pattern
    | Derivative
    | BigOperator
    | Cases
    | Indicator
    | Kronecker
    | Matrix
    | Ellipsis
    | Expectation
    | Inner
    | Absolute
    | Cardinality
    | Norm
)


def _hashed_once(count: Callable[[Any], int]) -> Callable[[Any], int]:
    """A tree is a key wherever something is remembered of it, and is as large as a line: it is counted once."""

    def hashed(node: Placed) -> int:
        kept: int | None = node.__dict__.get("_hash")
        if kept is None:
            kept = count(node)
            object.__setattr__(node, "_hash", kept)
        return kept

    return hashed


for _kind in Placed.__subclasses__():
    _kind.__hash__ = _hashed_once(_kind.__hash__)  # type: ignore[assignment]  # a method like it
