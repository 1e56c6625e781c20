"""What stands below a sum: ranges, sets and conditions in the ways in which people set them, and what stays open."""

import pytest

from grader.derivation.parse import condition, parse
from grader.derivation.printed import printed
from grader.derivation.span import NotRead
from grader.derivation.tree import Indicator
from tests.derivation.symbol_table import QUESTION

#: What is understood, and what below `\sum_{…}` means it.
BELOW = [
    ("w∈V", [
        r"w \in \text{Vocab}", r"w \in \mathrm{Vocab}", r"w\in Vocab", r"w \in \text{vocabulary}", r"w \in \text{V}",
    ]),
    ("w", [r"\forall w", r"\text{all } w", r"\text{all words } w", r"{w}", r"(w)"]),
    (
        "w, w≠o",
        [
            r"w \not= o", r"w \not = o", "w != o", r"w \mid w\neq o", r"w | w \neq o", r"w: w\neq o",
            r"\forall w\neq o",
            r"w, w \neq o", r"\text{all } w \neq o", r"w \text{ s.t. } w \neq o", r"o \neq w",
            r"w \notin \{o\}",
            r"\substack{w \\ w \neq o}",
        ],
    ),
    (
        "w∈V, w≠o",
        [
            r"w\in V | w\neq o", r"w \in V \text{ and } w \neq o", r"w\in V \setminus o", r"w \in V - \{o\}",
            r"w \in V / \{o\}", r"w\in V\backslash\{o\}", r"w \neq o, w \in V", r"w \in V, w \notin \{o\}",
            r"w \in \text{Vocab}, w \neq o", r"\begin{subarray}{c} w \in V \\ w \neq o \end{subarray}",
        ],
    ),
]  # fmt: skip
#: The same of `\sum_{…}^V`.
BELOW_AND_ABOVE = [
    (
        "w=1..V, w≠o",
        [
            r"w=1 \\ w\neq o", r"w=1 \atop w \neq o", r"{w=1}\atop{w\neq o}", r"\overset{w=1}{w\neq o}",
            r"\stackrel{w=1}{w \neq o}", r"\underset{w\neq o}{w=1}", r"\substack{w=1,\\ w\neq o}", r"w\neq o, w=1",
            r"\begin{smallmatrix} w=1 \\ w\neq o\end{smallmatrix}", r"\begin{array}{c} w=1\\w\neq o\end{array}",
        ],
    ),
    ("x=1..V", ["x=1"]),
    ("j=1..V, w_{j}=w_{k}", [r"j=1, w_j = w_k", r"j=1: w_j = w_k"]),
]  # fmt: skip
WHOLE = [
    ("sum{w=1..V}(u_{w})", [
        r"\sum_{w=1..V} u_w", r"\sum_{w=1\ldots V} u_w", r"\sum_{w=1,2,\dots,V} u_w", r"\sum_{w\in\{1..V\}} u_w",
        r"\sum_{w \in [1..V]} u_w", r"Σ_{w=1}^V u_w", r"\underset{w=1}{\overset{V}{\sum}} u_w",
        r"\overset{V}{\underset{w=1}{\sum}} u_w", r"\sum\nolimits_{w=1}^{V} u_w",
    ]),
    ("prod{i=1..D}(x_{i})", [r"Π_{i=1}^D x_i", r"\Pi_{i=1}^{D} x_i", r"\prod\limits_{i=1}^D x_i"]),
    ("sum{k=1..K}(u_{w_{k}})", [
        r"\sum_{w \in \{w_1, \dots, w_K\}} u_w", r"\sum_{w\in\{w_1,w_2,\ldots,w_K\}} u_w", r"\sum_{w=w_1}^{w_K} u_w",
    ]),
    ("sum{l=1..K}([u_{w_{l}} x_{k}])", [r"\sum_{w \in \{w_1, \dots, w_K\}} u_w x_k"]),
]  # fmt: skip
OPEN = [
    r"\sum_{w\in\{o,w_1,\dots,w_K\}} u_w", r"\sum_{w \in \{o, w_1\}} u_w", r"\sum_{w \in \{1, 3, \dots, V\}} u_w",
    r"\sum_{w=1,\dots,V}^{K} u_w", r"\sum_{w=1, \dots} u_w", r"\sum_{w \in V \setminus} u_w",
    r"\Sigma x", r"\sum_i=1^n y_i",
]  # fmt: skip
#: Conditions of a chain.
CONDITIONS = [
    ("1≤k and k≤K", [
        r"k=1,\dots,K", r"k = 1,2,\ldots,K", "k=1..K", r"k \in \{1,\dots,K\}", r"k\in[1,K]", r"1 \le k \le K",
    ]),
    ("w∈V and w≠o", [r"w \in V, w\neq o", r"w\in V\setminus\{o\}", r"w \in V \text{ and } w \neq o"]),
    ("w≠o", [r"w \not= o", r"(w \neq o)", "w != o", r"w\notin\{o\}", r"\text{if } w \neq o", r"\text{if w != o}"]),
    ("w=o", ["w == o", r"\text{if w = o}", r"\text{w = o}", r"[w = o]", r"\{w=o\}"]),
    ("1≤k and k≤K and k≠o", [r"k = 1,\ldots, K, k \neq o"]),
]  # fmt: skip


@pytest.mark.parametrize(("meaning", "below"), [(meaning, one) for meaning, some in BELOW for one in some])
def test_what_stands_below_a_sum_is_read(meaning: str, below: str) -> None:
    assert printed(parse(rf"\sum_{{{below}}} u_w", QUESTION)) == f"sum{{{meaning}}}(u_{{w}})"


@pytest.mark.parametrize(("meaning", "below"), [(meaning, one) for meaning, some in BELOW_AND_ABOVE for one in some])
def test_what_stands_below_a_sum_and_above_is_read(meaning: str, below: str) -> None:
    assert printed(parse(rf"\sum_{{{below}}}^{{V}} u_w", QUESTION)) == f"sum{{{meaning}}}(u_{{w}})"


@pytest.mark.parametrize(("meaning", "latex"), [(meaning, one) for meaning, some in WHOLE for one in some])
def test_a_sum_is_read_however_it_is_set(meaning: str, latex: str) -> None:
    assert printed(parse(latex, QUESTION)) == meaning


@pytest.mark.parametrize("latex", OPEN)
def test_a_range_that_may_be_meant_in_two_ways_is_left_to_a_person(latex: str) -> None:
    with pytest.raises(NotRead):
        parse(latex, QUESTION)


@pytest.mark.parametrize(("meaning", "latex"), [(meaning, one) for meaning, some in CONDITIONS for one in some])
def test_the_condition_of_a_chain_is_read(meaning: str, latex: str) -> None:
    assert printed(Indicator(condition(latex, QUESTION))) == f"1[{meaning}]"


@pytest.mark.parametrize("latex", [r"\forall k", "k", "i,j", r"\text{for all } w"])
def test_a_condition_that_only_names_an_index_says_nothing(latex: str) -> None:
    assert condition(latex, QUESTION).alternatives == ((),)


def test_a_list_of_words_is_no_range_of_numbers() -> None:
    with pytest.raises(NotRead, match="below a sum only"):
        condition(r"w \in \{w_1, \dots, w_K\}", QUESTION)
