"""Trees by hand, short enough to read like the formula, and the questions that tests value them for."""

from typing import Literal, cast

from grader.derivation.symbols import (
    Definition,
    Dimension,
    Family,
    IndexConstant,
    Multiplicity,
    OneHot,
    Symbols,
    Variable,
)
from grader.derivation.tree import (
    BigOperator,
    Derivative,
    Function,
    Index,
    Letter,
    Node,
    Number,
    Operator,
    Power,
    Product,
    Quotient,
    Range,
    Relation,
    Sign,
    Sum,
    Symbol,
    Transpose,
)


def s(name: str) -> Symbol:
    return Symbol(name)


def n(value: float) -> Number:
    return Number(value)


def at(base: Node | str, *letters: str | Node) -> Index:
    """`at("u", "w")` is u_w."""
    positions = tuple(cast(Node, Letter(each)) if isinstance(each, str) else each for each in letters)
    return Index(s(base) if isinstance(base, str) else base, positions)


def t(base: Node) -> Transpose:
    return Transpose(base)


def times(*factors: Node, by: Operator = "") -> Product:
    return Product(factors, (by,) * (len(factors) - 1))


def plus(*terms: Node) -> Sum:
    """Terms that are themselves `minus(x)` keep their sign: plus(a, minus(b)) is a - b."""
    return Sum(
        tuple((-1, term.terms[0][1]) if isinstance(term, Sum) and len(term.terms) == 1 else (1, term) for term in terms)
    )


def minus(term: Node) -> Sum:
    return Sum(((-1, term),))


def over(top: Node, bottom: Node) -> Quotient:
    return Quotient(top, bottom)


def fn(name: str, argument: Node, primes: int = 0) -> Function:
    return Function(name, argument, primes)


def d(of: Node, by: Node) -> Derivative:
    return Derivative(of, by)


def total(letter: str | None, body: Node, *conditions: Relation, upper: Node | None = None) -> BigOperator:
    lower = None if upper is None else Number(1)
    variable = None if letter is None else Letter(letter)
    return BigOperator("sum", Range(variable, lower, upper, None, conditions), body)


def rel(left: str, sign: Sign, right: str) -> Relation:
    return Relation(cast(Node, Letter(left)), sign, cast(Node, Letter(right)))


def square(base: Node) -> Power:
    return Power(base, Number(2))


YHAT, Y, U, V_C, J = s("yhat"), s("y"), s("U"), s("v_c"), s("J")


def naive_softmax(layout: Literal["columns", "rows", "either"] = "columns") -> Symbols:
    """J = -log softmax(Uᵀv_c)_o, columns of U on paper."""
    return Symbols(
        dimensions=(Dimension("D"), Dimension("V")),
        variables=(Variable("U", ("D", "V")), Variable("v_c", ("D",))),
        families=(Family("u", "U", over="V"),),
        one_hots=(OneHot("y", "o", "V"),),
        constants=(IndexConstant("o", "V"),),
        definitions=(
            Definition("yhat", fn("softmax", times(t(U), V_C)), ("V",)),
            Definition("J", minus(fn("log", at("yhat", "o")))),
        ),
        layout=layout,
    )


def cross_entropy() -> Symbols:
    """CE = -Σ y_i log softmax(θ)_i."""
    return Symbols(
        dimensions=(Dimension("n", letters=("i", "j", "k")),),
        variables=(Variable("theta", ("n",)),),
        one_hots=(OneHot("y", "t", "n"),),
        constants=(IndexConstant("t", "n"),),
        definitions=(
            Definition("yhat", fn("softmax", s("theta")), ("n",)),
            Definition("CE", minus(total("i", times(at("y", "i"), fn("log", at("yhat", "i")))))),
        ),
    )


def negative_sampling() -> Symbols:
    """J = -log σ(u_oᵀv_c) - Σ_k log σ(-u_kᵀv_c), with words that are drawn more than once."""
    return Symbols(
        dimensions=(Dimension("D"), Dimension("V"), Dimension("K")),
        variables=(Variable("U", ("D", "V")), Variable("v_c", ("D",))),
        families=(Family("u", "U", over="V"), Family("n", "U", over="V", repeats="m")),
        constants=(IndexConstant("o", "V"),),
        multiplicities=(Multiplicity("m", draws="K", over="V"),),
        definitions=(
            Definition(
                "J",
                plus(
                    minus(fn("log", fn("sigmoid", times(t(at("u", "o")), V_C)))),
                    minus(total("k", fn("log", fn("sigmoid", minus(times(t(at("n", "k")), V_C)))))),
                ),
            ),
        ),
    )


def hidden_layer() -> Symbols:
    """One hidden layer, everything a row: ŷ = softmax(σ(xW1 + b1)W2 + b2)."""
    return Symbols(
        dimensions=(Dimension("Dx"), Dimension("H"), Dimension("Dy")),
        variables=(
            Variable("x", ("Dx",)),
            Variable("W1", ("Dx", "H")),
            Variable("b1", ("H",)),
            Variable("W2", ("H", "Dy")),
            Variable("b2", ("Dy",)),
        ),
        one_hots=(OneHot("y", "t", "Dy"),),
        constants=(IndexConstant("t", "Dy"),),
        definitions=(
            Definition("z", plus(times(s("x"), s("W1")), s("b1")), ("H",)),
            Definition("h", fn("sigmoid", s("z")), ("H",)),
            Definition("theta", plus(times(s("h"), s("W2")), s("b2")), ("Dy",)),
            Definition("yhat", fn("softmax", s("theta")), ("Dy",)),
            Definition("J", minus(total("i", times(at("y", "i"), fn("log", at("yhat", "i")))))),
        ),
        layout="rows",
    )


def one_number() -> Symbols:
    """x is all there is."""
    return Symbols(variables=(Variable("x"),))
