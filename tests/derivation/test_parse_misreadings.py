"""What is easily read as something else: it is read as it is meant, or it is left to a person."""

import pytest

from grader.derivation.parse import parse
from grader.derivation.printed import printed
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols, Variable
from tests.derivation.blackboard import NAIVE_SOFTMAX, NEGATIVE_SAMPLING, ONE_NUMBER
from tests.derivation.symbol_table import QUESTION

READ = [
    # A sign within a text is no layout.
    (NEGATIVE_SAMPLING, r"\text{σ}(u_o^T v_c)", "sigmoid([uoᵀ v_c])"),
    (NEGATIVE_SAMPLING, r"\operatorname{\sigma}(u_o^T v_c)", "sigmoid([uoᵀ v_c])"),
    (NEGATIVE_SAMPLING, r"\text{$\sigma$}(u_o^T v_c)", "sigmoid([uoᵀ v_c])"),
    (QUESTION, r"\mathstrut a b", "[a b]"),
    # Brackets whose entries only spaces part.
    (NAIVE_SOFTMAX, r"[u_1 \; u_2 \; \cdots \; u_V]", "matrix(u_{1}, u_{2}, …, u_{V})"),
    (NAIVE_SOFTMAX, r"\left[ u_1 \quad u_2 \right]", "matrix(u_{1}, u_{2})"),
    (NAIVE_SOFTMAX, r"[u_1 | u_2 | \dots | u_V]", "matrix(u_{1}, u_{2}, …, u_{V})"),
    (
        NAIVE_SOFTMAX,
        r"\left[\frac{\partial J}{\partial u_1}\ \dots\ \frac{\partial J}{\partial u_V}\right]",
        "matrix(d(J)/d(u_{1}), …, d(J)/d(u_{V}))",
    ),
    (NAIVE_SOFTMAX, r"U(\hat y \, - \, y)", "[U (yhat - y)]"),
    (NAIVE_SOFTMAX, r"\log [ y_1 \; y_2 \; \cdots \; y_V ]", "log([y_{1} y_{2} … y_{V}])"),
    # A condition within an index that names one word.
    (NAIVE_SOFTMAX, r"u_{w=o}^T v_c", "[u_{o}ᵀ v_c]"),
    (NAIVE_SOFTMAX, r"\frac{\partial J}{\partial u_{w=o}}", "d(J)/d(u_{o})"),
    # The transpose of code, and the one that was forgotten to be raised.
    (NAIVE_SOFTMAX, "U.T v_c", "[Uᵀ v_c]"),
    (NAIVE_SOFTMAX, "U⊤v_c", "[Uᵀ v_c]"),
    (NAIVE_SOFTMAX, "U^ᵀ v_c", "[Uᵀ v_c]"),
    (QUESTION, r"(W^T)_{ij}", "Wᵀ_{i,j}"),
    (QUESTION, r"x^{T}_i", "x_{i}ᵀ"),
    # Euler's number where nothing else can be meant.
    (QUESTION, r"\log_2 e", "log_2(exp(1))"),
    (QUESTION, r"\ln(e) a", "[log(exp(1)) a]"),
    (QUESTION, r"\exp^{a}", "exp(a)"),
    (QUESTION, r"\exp^{2}(a)", "exp(a)^2"),
    (ONE_NUMBER, r"\frac{\delta\sigma(x)}{\delta x}", "d(sigmoid(x))/d(x)"),
    (NAIVE_SOFTMAX, r"(\partial J)/(\partial v_c)", "d(J)/d(v_c)"),
    (NAIVE_SOFTMAX, r"{{\partial J} \over {\partial v_c}}", "d(J)/d(v_c)"),
    (NAIVE_SOFTMAX, r"\pdv{J}{v_c}", "d(J)/d(v_c)"),
    (NAIVE_SOFTMAX, r"\pdv{v_c} J", "d(J)/d(v_c)"),
    (ONE_NUMBER, r"\dv{x} \sigma(x)", "d(sigmoid(x))/d(x)"),
    (QUESTION, r"\mathbf{\nabla}_{v_c} J", "d(J)/d(v_c)"),
    (QUESTION, r"J_{\mathrm{naive\text{-}softmax}}", "J"),
    (QUESTION, r"J_{\text{Naive-Softmax}}", "J"),
    (NEGATIVE_SAMPLING, r"E_{w\sim P(w)}[u_w]", "E{w}(u_{w})"),
    (NAIVE_SOFTMAX, r"\mathbb{E}_{w\sim p(\cdot \mid c)}[u_w]", "E{w~p<w>}(u_{w})"),
]
#: A formula, and what the words about it say.
REFUSED = [
    (QUESTION, "u_12", "what the `2` here belongs to"),  # prints u₁2
    (QUESTION, "2^10", "what the `0` here belongs to"),
    (QUESTION, "x2", "what the `2` here belongs to"),
    (QUESTION, "W^T_{ij}", "the matrix is transposed here or its entry"),
    (QUESTION, "W_{ij}^T", "the matrix is transposed here or its entry"),
    (NAIVE_SOFTMAX, r"[u_1 \cdots u_V]", "multiplied or stand side by side"),
    (NAIVE_SOFTMAX, r"\begin{bmatrix} u_1 \quad \dots \quad u_V \end{bmatrix}", "multiplied or stand side by side"),
    (QUESTION, r"\cancel{a} b", r"`\cancel`"),
    (QUESTION, "W^-1", "lacks its braces"),
    (QUESTION, "e a", "`e`"),
    (QUESTION, "U^t", "`t`"),
    (QUESTION, "W^*", "raised"),
    (QUESTION, r"\lg a", r"write `\log_2` or `\log_{10}`"),
    (QUESTION, r"\text{loss \sigma}", "words"),
    (QUESTION, r"\hat z", r"did you mean `\hat y`?"),
    (QUESTION, r"\sofmax(x)", r"did you mean `softmax`?"),
    # Other spellings are accepted, and only the sheet's own one is offered.
    (Symbols(variables=(Variable("left", (), ("a_{c-1}", "v_{w_{c-1}}")),)), "w_{c-1}", "did you mean `a_{c-1}`?"),
    (QUESTION, r"\overset{*}{x}", r"`\overset"),
]


@pytest.mark.parametrize(("symbols", "latex", "meaning"), READ, ids=[one[1] for one in READ])
def test_what_looks_like_something_else_is_read_as_it_is_meant(symbols: Symbols, latex: str, meaning: str) -> None:
    assert printed(parse(latex, symbols)) == meaning


@pytest.mark.parametrize(("symbols", "latex", "words"), REFUSED, ids=[one[1] for one in REFUSED])
def test_what_may_be_two_things_is_left_to_a_person(symbols: Symbols, latex: str, words: str) -> None:
    with pytest.raises(NotRead) as caught:
        parse(latex, symbols)
    assert words in caught.value.what
