"""Nothing that anybody writes brings reading down: out comes a tree or `NotRead`, whatever goes in."""

import random

import pytest

from grader.derivation.parse import parse
from grader.derivation.printed import printed
from grader.derivation.span import NotRead
from tests.derivation.symbol_table import QUESTION
from tests.derivation.test_parse import READ

_ALPHABET = r"""
\frac \partial { } ( ) [ ] ^ _ ' | \| \sum \prod \hat \mathbf \text{if} x U v_c \log \sigma + - = \neq \cdot / 1 2 . , &
\\ \begin{cases} \end{cases} \left \right \quad e d I E \mathbb{1} \delta \langle \rangle \substack \sqrt \dots \nabla
\operatorname \mathrm{CE} \not \over \begin{bmatrix} \end{bmatrix} ŷ ₁ ᵀ θ #1 $ \text \underbrace \in : ; \ p 日 % ~
\def F( \max \begin{array}{c} \end{array} \{ \} \lvert \rvert
\setminus \atop \underset \overset{V} \pdv ! != == \oslash \; ⊤ .T \Sigma
\notin \text{all} w_1 w_K \stackrel \lg \pdv{x} ..
"""
_PIECES = (*_ALPHABET.split(), "\u0302", "\x00", "\ud800")


def is_read_or_refused(latex: str) -> bool:
    try:
        tree = parse(latex, QUESTION)
    except NotRead as refusal:
        assert refusal.what.endswith((".", "?", ")"))
        assert 0 <= refusal.where.start <= refusal.where.end <= len(latex)
        return False
    assert printed(tree)
    hash(tree)
    return True


def test_random_pieces_are_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(4)
    for _ in range(4_000):
        is_read_or_refused(" ".join(chance.choices(_PIECES, k=chance.randrange(1, 14))))


def test_real_formulas_with_random_damage_are_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(5)
    read = 0
    for _ in range(4_000):
        latex, _ = chance.choice(READ)
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(latex) + 1)
            cut = chance.choice((0, 0, 1, 2))
            latex = latex[:place] + chance.choice((*_PIECES, "", "", "")) + latex[place + cut :]
        read += is_read_or_refused(latex)
    assert read > 200  # else the damage is so great that nothing was tried


#: Things that grow: what is repeated, and how often.
DEEP = [
    ("(", "x", ")", 3_900),
    ("((", "x", ")]", 40),
    (r"\frac{", "x", "}{x}", 500),
    (r"\frac{", "x", "}{x}", 90),
    (r"\sqrt{", "x", "}", 99),
    (r"\hat{", "y", "}", 99),
    (r"\mathbf{", "x", "}", 99),
    (r"\sum_i ", "x", "", 1_100),
    (r"\log ", "a", "", 1_500),
    (r"\log(", "a", ")", 95),
    (r"\sigma(", r"\sigma", ")", 33),
    (r"\sigma(1 - ", r"\sigma", ")", 33),
    ("u_{w_{", "t", "}}", 49),
    ("x^{", "a", "}", 99),
    ("e^{", "a", "}", 99),
    (r"\mathbf", "x", "", 1_000),
    (r"\hat", "x", "", 1_900),
    ("|", "x", "|", 3_900),
    ("|(", "x", ")|", 33),
    ("||", "x", "||", 1_900),
    ("d", "x", "", 7_900),
    (r"\partial ", "x", "", 800),
    (r"\nabla_x ", "x", "", 900),
    (r"\frac{\partial}{\partial x} ", "x", "", 280),
    ("F(o, ", "x", ")", 33),
    ("p(o|", "c", ")", 1_500),
    ("p(", "o", "|c)", 1_500),
    ("1[", "i", "=j]", 1_500),
    ("E[", "x", "]", 33),
    (r"\delta(", "i", ",j)", 700),
    (r"\begin{cases}", "x", r"& i = j \end{cases}", 150),
    (r"\begin{bmatrix}", "x", r"\end{bmatrix}", 150),
    (r"\sum_{", "i", "}", 900),
    (r"\sum_{(", "i", ")}", 49),
    (r"x \over ", "x", "", 900),
    ("{x \\over ", "x", "}", 99),
    ("-", "x", "", 7_900),
    ("x+", "x", "", 3_900),
    ("x ", "x", "", 3_900),
    ("x", "x", "'" * 10, 700),
    ("½", "x", "", 1_000),
    ("x₁", "x", "", 900),
    ("v_{c,", "i", "}", 99),
    ("[", "x", ",x]", 33),
    (r"\left(", "x", r"\right)", 33),
    (r"\underbrace{", "x", "}_{a}", 99),
    (r"\text{", "x", "}", 99),
    (r"\not", "=", "", 1_900),
    ("dx/", "x", "", 2_000),
    (r"\{\begin{array}{c}", "x", r"& i = j \end{array}", 100),
    (r"x \;", r"[ \dots", "]", 1_900),
    (r"[x \quad ", "x", "]", 30),
    (r"\underset{w}{", "x", "}", 90),
    (r"\overset{", "x", "}", 90),
    (r"\substack{", "w", "}", 99),
    (r"\sum_{\substack{", "w=1", "}} x", 45),
    (r"\sum_{w \in \{w_1,\dots,w_K\}} ", "u_w", "", 250),
    (r"\sum_{w \in \{1,\dots,V\}, ", "w", "} x", 250),
    (r"\text{σ", "x", "}", 90),
    ("U⊤", "x", "", 2_000),
    ("U.T", "x", "", 2_000),
    (r"\pdv{x}", "a", "", 900),
    (r"\Sigma_{w}", "x", "", 900),
    (r"(\partial x)/", "x", "", 700),
    ("!=", "x", "==", 2_000),
]


@pytest.mark.parametrize(("before", "core", "after", "times"), DEEP, ids=[one[0] for one in DEEP])
def test_whatever_is_nested_or_repeated_is_read_or_refused(before: str, core: str, after: str, times: int) -> None:
    is_read_or_refused(before * times + core + after * times)


def test_thirty_brackets_in_one_another_are_read_and_a_hundred_are_refused() -> None:
    assert printed(parse("(" * 30 + "x" + ")" * 30, QUESTION)) == "x"
    with pytest.raises(NotRead, match="too deep"):
        parse("(" * 100 + "x" + ")" * 100, QUESTION)
