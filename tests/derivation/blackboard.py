"""Questions as a sheet declares them, in LaTeX, and chains judged for them: "left = step = step", ≈ allowed."""

import re
from dataclasses import replace

from grader.derivation.compare import Line, judge
from grader.derivation.parse import parse
from grader.derivation.question import Question
from grader.derivation.symbols import (
    Applied,
    Definition,
    Dimension,
    Family,
    FunctionForm,
    IndexConstant,
    Multiplicity,
    OneHot,
    PatternForm,
    Symbols,
    Variable,
    Words,
)
from grader.derivation.tree import Letter, Relation
from grader.derivation.verdicts import ChainVerdict, Status
from grader.derivation.worlds import Regime

NAIVE_SOFTMAX = Symbols(
    dimensions=(Dimension("D"), Dimension("V", ("|V|",))),
    variables=(Variable("U", ("D", "V")), Variable("v_c", ("D",))),
    families=(Family("u", "U", over="V"),),
    one_hots=(OneHot("y", "o", "V"),),
    constants=(IndexConstant("o", "V"),),
    definitions=(
        Definition("yhat", r"\text{softmax}(U^\top v_c)", ("V",), (r"\hat y",)),
        Definition("J", r"-\log \hat y_o", formal=True),
    ),
    patterns=(PatternForm("p", (r"p(#\mid c)",), r"\hat y_{#1}"),),
)
CROSS_ENTROPY = Symbols(
    dimensions=(Dimension("n", letters=("i", "j", "k")),),
    variables=(Variable("theta", ("n",), (r"\theta",)),),
    one_hots=(OneHot("y", "t", "n"),),
    constants=(IndexConstant("t", "n"),),
    definitions=(
        Definition("yhat", r"\text{softmax}(\theta)", ("n",), (r"\hat y",)),
        Definition("CE", r"-\sum_i y_i \log \hat y_i"),
    ),
)
HIDDEN_LAYER = Symbols(
    dimensions=(Dimension("Dx"), Dimension("H"), Dimension("Dy")),
    variables=(
        Variable("x", ("Dx",)),
        Variable("W1", ("Dx", "H"), ("W_1",)),
        Variable("b1", ("H",), ("b_1",)),
        Variable("W2", ("H", "Dy"), ("W_2",)),
        Variable("b2", ("Dy",), ("b_2",)),
    ),
    one_hots=(OneHot("y", "t", "Dy"),),
    constants=(IndexConstant("t", "Dy"),),
    definitions=(
        Definition("z", "x W_1 + b_1", ("H",)),
        Definition("h", r"\sigma(z)", ("H",)),
        Definition("theta", "h W_2 + b_2", ("Dy",), (r"\theta",)),
        Definition("yhat", r"\text{softmax}(\theta)", ("Dy",), (r"\hat y",)),
        Definition("J", r"-\sum_i y_i \log \hat y_i"),
    ),
    applied=(Applied("sigmoid", "z"),),
    layout="rows",
)
#: Negatives are words of the vocabulary, and a word may be drawn more than once.
NEGATIVE_SAMPLING = Symbols(
    dimensions=(Dimension("D"), Dimension("V"), Dimension("K")),
    variables=(Variable("U", ("D", "V")), Variable("uo", ("D",), ("u_o",)), Variable("v_c", ("D",))),
    families=(Family("u", "U", over="V", repeats="m"),),
    multiplicities=(Multiplicity("m", "K", "V"),),
    definitions=(Definition("J", r"-\log\sigma(u_o^\top v_c)-\sum_{k=1}^K \log\sigma(-u_k^\top v_c)"),),
)
SKIP_GRAM = Symbols(
    dimensions=(Dimension("D"), Dimension("V"), Dimension("m"), Dimension("T")),
    variables=(Variable("U", ("D", "V")), Variable("Vin", ("D", "V"))),
    families=(Family("v", "Vin", over="V"), Family("u", "U", over="V")),
    words=(Words("w", "V", "T"),),
    constants=(IndexConstant("t", "T"),),
    functions=(FunctionForm("F", ("o", "a"), r"-\log \text{softmax}(U^\top a)_o", ("o",)),),
    definitions=(Definition("J", r"\sum_{-m\le j\le m, j\ne 0} F(w_{t+j}, v_{w_t})"),),
)
ONE_NUMBER = Symbols(variables=(Variable("x"),), applied=(Applied("sigmoid", "x"), Applied("tanh", "x")))
SHIFT = Symbols(
    dimensions=(Dimension("K", letters=("i", "j")),),
    variables=(Variable("x", ("K",)), Variable("c", broadcasts=True)),
)
ATTENTION = Symbols(
    dimensions=(Dimension("n", letters=("i", "j")), Dimension("d"), Dimension("h")),
    variables=(
        Variable("Mu", ("d", "n"), drawn="orthonormal columns"),
        Variable("Values", ("h", "n")),
        Variable("beta", (), (r"\beta",), drawn="positive"),
        Variable("lambda", (), (r"\lambda",), drawn="positive"),
    ),
    families=(Family("mu", "Mu", over="n", spellings=(r"\mu",)), Family("v", "Values", over="n")),
    constants=(IndexConstant("a", "n"), IndexConstant("b", "n")),
    definitions=(
        Definition("q", r"\beta(\mu_a+\mu_b)", ("d",)),
        # A wide key: the a-th is λ times its mean.
        Definition("scores", r"Mu^\top q + (\lambda-1)\beta\, chosen", ("n",)),
        Definition("alpha", r"\text{softmax}(scores)", ("n",), (r"\alpha",)),
        Definition("c", r"Values\, \alpha", ("h",)),
    ),
    one_hots=(OneHot("chosen", "a", "n"),),
)
PERPLEXITY = Symbols(
    dimensions=(Dimension("M", letters=("i",)),),
    variables=(Variable("chance", ("M",), drawn="probabilities"),),
    patterns=(PatternForm("p", (r"P(s_#\mid *)", "P(s_#)"), r"chance_{#1}"),),
)
SCALAR_NET = Symbols(
    variables=(
        Variable("x"),
        Variable("w1", (), ("w_1",)),
        Variable("b1", (), ("b_1",)),
        Variable("w2", (), ("w_2",)),
        Variable("b2", (), ("b_2",)),
    ),
    definitions=(
        Definition("z0", "w_1 x + b_1", (), ("z_0",)),
        Definition("a1", r"\sigma(z_0)", (), ("a", "a_1")),
        Definition("z1", r"w_2 a + b_2", (), ("z_1",)),
        Definition("a2", r"\sigma(z_1)", (), ("a_2",)),
        Definition("l", r"-\log a_2"),
    ),
)
CBOW = Symbols(
    dimensions=SKIP_GRAM.dimensions,
    variables=SKIP_GRAM.variables,
    families=SKIP_GRAM.families,
    words=SKIP_GRAM.words,
    constants=SKIP_GRAM.constants,
    functions=SKIP_GRAM.functions,
    definitions=(
        Definition("vhat", r"\sum_{-m\le j\le m, j\ne 0} v_{w_{t+j}}", ("D",), (r"\hat v",)),
        Definition("J", r"F(w_t, \hat v)"),
    ),
)
CBOW_SAMPLING = Symbols(
    dimensions=NEGATIVE_SAMPLING.dimensions,
    variables=(
        Variable("U", ("D", "V")),
        Variable("b", ("D",)),
        Variable("vl", ("D",), ("v_{l}",)),
        Variable("vr", ("D",), ("v_{r}",)),
    ),
    families=NEGATIVE_SAMPLING.families,
    multiplicities=NEGATIVE_SAMPLING.multiplicities,
    definitions=(
        Definition("vhat", r"\frac12 (v_l + v_r)", ("D",), (r"\hat v",)),
        Definition("J", r"-\log\sigma(b^\top \hat v)-\sum_{k=1}^K \log\sigma(-u_k^\top \hat v)"),
    ),
)
#: The draws are words w_1 … w_K, so that u_w is a word's vector and u_k that of a draw.
DRAWN_WORDS = replace(NEGATIVE_SAMPLING, words=(Words("w", "V", "K"),))
PROJECTION = Symbols(
    dimensions=(Dimension("d"), Dimension("p"), Dimension("q")),
    variables=(
        Variable("A", ("d", "p"), drawn="orthonormal columns"),
        Variable("B", ("d", "q"), drawn="orthonormal columns"),
        Variable("e", ("p",)),
        Variable("f", ("q",)),
    ),
    families=(Family("a", "A", over="p"), Family("b", "B", over="q")),
    definitions=(
        Definition("va", "A e", ("d",), ("v_a",)),
        Definition("vb", "B f", ("d",), ("v_b",)),
        Definition("s", "v_a + v_b", ("d",)),
        Definition("M", "A A^T", ("d", "d")),
    ),
)
LARGE = (
    Regime("λ below 1", {"beta": (40, 60), "lambda": (0.3, 0.7)}),
    Regime("λ above 1", {"beta": (40, 60), "lambda": (1.3, 1.7)}),
    # Nothing in a closed form vanishes here, so that a slip in it shows.
    Regime("λ near 1", {"beta": (40, 60), "lambda": (0.97, 1.03)}),
)


def judged(
    question: Question | Symbols, chain: str, target: str = "", *, unlike: tuple[str, str] | None = None
) -> ChainVerdict:
    """A chain written on one line; the target is its left side where nothing else is given."""
    question = Question(question) if isinstance(question, Symbols) else question
    parts = re.split(r"( = | \\approx )", chain)
    relations = ["=", *("≈" if "approx" in relation else "=" for relation in parts[1::2])]
    lines = [
        Line(parse(latex, question.symbols), "≈" if relation == "≈" else "=")
        for relation, latex in zip(relations, parts[::2], strict=True)
    ]
    conditions = (Relation(Letter(unlike[0]), "!=", Letter(unlike[1])),) if unlike else ()
    return judge(question, lines, parse(target or parts[0], question.symbols), conditions)


def statuses(verdict: ChainVerdict) -> list[Status]:
    return [step.status for step in verdict.steps]
