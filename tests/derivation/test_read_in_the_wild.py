"""Spellings that real answers had and that were not read at first: each is read, and a slip in it still breaks."""

import dataclasses

import pytest

from grader.derivation.answer import judge_formula
from grader.derivation.asked import Asked, Goal
from grader.derivation.symbols import Applied, Definition, FunctionForm, Symbols, Target, Variable
from grader.derivation.verdicts import Status
from tests.derivation.asking import CENTRE
from tests.derivation.blackboard import HIDDEN_LAYER, NAIVE_SOFTMAX, NEGATIVE_SAMPLING, SCALAR_NET

HYPERBOLIC = Asked(
    Symbols(
        variables=(Variable("x"),),
        applied=(Applied("sigmoid", "x"), Applied("tanh", "x")),
        functions=(
            FunctionForm("cosh", ("z",), r"\frac{e^z + e^{-z}}{2}", spellings=(r"\cosh",)),
            FunctionForm("sech", ("z",), r"\frac{2}{e^z + e^{-z}}", spellings=(r"\text{sech}",)),
        ),
    ),
    (Goal(Target("slope", r"\tanh'(x)"), r"1 - \tanh^2(x)"),),
)
SLOPE = Asked(HYPERBOLIC.symbols, (Goal(Target("slope", r"\sigma'(x)"), r"\sigma(x)(1-\sigma(x))"),))
COLUMNS = Asked(NAIVE_SOFTMAX, (Goal(Target("U", r"\frac{\partial J}{\partial U}"), r"v_c(\hat y - y)^\top"),))
SAMPLED = Asked(NEGATIVE_SAMPLING, (Goal(Target("v", r"\frac{\partial J}{\partial v_c}"), "0"),))
WEIGHTS = Asked(SCALAR_NET, (Goal(Target("w", r"\frac{\partial l}{\partial w_1}"), "0"),))

READ = [
    (CENTRE, r"\triangledown_{v_c} J = U(\hat y - y)", r"\triangledown_{v_c} J = U(\hat y + y)"),
    (CENTRE, r"\nabla_{v_c} J = \nabla_{v_c}[\operatorname{logsumexp}(U^\top v_c) - u_o^\top v_c]",
     r"\nabla_{v_c} J = \nabla_{v_c}[\operatorname{logsumexp}(v_c) - u_o^\top v_c]"),
    (CENTRE, r"\bm{\delta} = \hat{\bm y} - \bm y,\qquad \nabla_{v_c} J = \bm U\bm\delta",
     r"\bm{\delta} = \hat{\bm y} - \bm y,\qquad \nabla_{v_c} J = -\bm U\bm\delta"),
    (CENTRE, r"\boldsymbol{\delta}_1 = \hat y - y,\quad \nabla_{v_c} J = U\boldsymbol\delta_1",
     r"\boldsymbol{\delta}_1 = \hat y,\quad \nabla_{v_c} J = U\boldsymbol\delta_1"),
    (CENTRE, r"\mathbf 1^\top \hat y = 1^\top\hat y = \hat y^\top 1 = 1", r"\mathbf 1^\top \hat y = 2"),
    (CENTRE, r"\nabla_{v_c} J = \underbrace{-1}_{\text{sign}} \cdot u_o + U\hat y",
     r"\nabla_{v_c} J = \underbrace{-1}_{\text{sign}} \cdot U\hat y + u_o"),
    (COLUMNS, r"\nabla_U J = \left(\nabla_{u_1} J\ \nabla_{u_2} J\ \ldots\ \nabla_{u_V} J\right)",
     r"\nabla_U J = \begin{bmatrix}2\nabla_{u_1} J & 2\nabla_{u_2} J & \ldots & 2\nabla_{u_V} J\end{bmatrix}"),
    (HYPERBOLIC, r"\tanh'(x) = \text{sech}^2(x) = \frac{1}{\cosh^2 x}", r"\tanh'(x) = \frac{1}{\cosh x}"),
    (SLOPE, r"\dot\sigma(x) = \sigma(x)(1 - \sigma(x))", r"\dot\sigma(x) = \sigma(x)(1 + \sigma(x))"),
    (SAMPLED, r"\sigma_o := \sigma(u_o^\top v_c), \quad \frac{\partial}{\partial v_c}\log\sigma_o = (1-\sigma_o)u_o",
     r"\sigma_o := \sigma(u_o^\top v_c), \quad \frac{\partial}{\partial v_c}\log\sigma_o = \sigma_o u_o"),
    (WEIGHTS, r"da_2 = \nabla_{a_2} l, \quad \nabla_{w_2} l = da_2 \frac{\partial a_2}{\partial w_2}",
     r"da_2 = \nabla_{a_2} l, \quad \nabla_{w_2} l = -da_2 \frac{\partial a_2}{\partial w_2}"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "right", "wrong"), READ)
def test_reads_what_people_write_and_sees_its_slips(asked: Asked, right: str, wrong: str) -> None:
    assert judge_formula(asked, right).chains[-1].status is Status.HOLDS
    assert judge_formula(asked, wrong, explained=False).chains[-1].status is not Status.HOLDS


def test_a_raised_mark_may_stand_before_or_behind_the_index() -> None:
    second = Definition("second", "W_2", (), ("W^{(2)}",))
    asked = Asked(dataclasses.replace(HIDDEN_LAYER, definitions=(*HIDDEN_LAYER.definitions, second)))
    assert judge_formula(asked, r"W^{(2)}_{jk} = W_{jk}^{(2)} = (W_2)_{jk}").chains[0].status is Status.HOLDS


def test_one_of_a_few_is_a_condition() -> None:
    right = r"y_i - y_i^2 = \begin{cases} 0 & i \in \{o, c\} \\ 0 & \text{otherwise} \end{cases}"
    assert judge_formula(CENTRE, right).chains[0].status is Status.HOLDS
    wrong = r"y_i = \begin{cases} 1 & i \in \{o\} \\ 1 & \text{otherwise} \end{cases}"
    assert judge_formula(CENTRE, wrong).chains[0].status is Status.BREAKS


def test_an_argument_whose_end_is_open_is_left_to_a_person() -> None:
    assert judge_formula(HYPERBOLIC, r"\tanh'(x) = \frac{1}{\cosh x x}").chains[0].status is Status.NOT_READ


def test_a_condition_in_an_index_is_shown_as_it_was_written() -> None:
    chain = judge_formula(CENTRE, r"\frac{\partial J}{\partial u_{w \neq o}} = \hat y_w v_c").chains[0]
    assert chain.steps[0].latex == r"\frac{\partial J}{\partial u_{w \neq o}}"
    assert chain.status is Status.HOLDS


TRUE_WORD = r"\frac{\partial J}{\partial u_w} = (\hat y_w - 1)v_c"


@pytest.mark.parametrize(
    "rest",
    [
        r"\text{ if } w = o;\quad \text{else } \nabla_{u_w} J = ",
        r"\text{ if } w = o, \text{ else } ",
        r"\text{ if } w = o, \text{ else } = ",
        r"\text{ for } w = o, \quad \text{otherwise } ",
        r"\text{ for } w = o, \quad \text{for all others } \nabla_{u_w} J = ",
    ],
)
def test_what_stands_behind_else_is_judged(rest: str) -> None:
    right = judge_formula(CENTRE, TRUE_WORD + rest + r"\hat y_w v_c")
    assert [chain.status for chain in right.chains] == [Status.HOLDS, Status.HOLDS]
    wrong = judge_formula(CENTRE, TRUE_WORD + rest + "5v_c", explained=False)
    assert [chain.status for chain in wrong.chains] == [Status.HOLDS, Status.BREAKS]


@pytest.mark.parametrize(
    "rest",
    [
        r"\text{ for all } 5v_c",
        r"\quad \forall w, 5v_c",
        r"\text{ for } w = o; 5v_c \text{ for } w \neq o",
        r"\text{ for } w = o, 5v_c \ (\text{otherwise})",
        r"\text{ if } w = o \text{ and } 5v_c \text{ otherwise}",
        r"\in \mathbb{R}^{D} = 5v_c",
        r"\quad (= 5v_c)",
        r"\text{ if } w = o. 5v_c",
        r"\text{ if } w = o; 5v_c",
        r"\text{ if } w = o \text{ for all } m \le j; 5v_c",
    ],
)
def test_what_is_not_understood_is_never_passed_over(rest: str) -> None:
    judged = judge_formula(CENTRE, TRUE_WORD + rest, explained=False)
    assert any(chain.status is not Status.HOLDS for chain in judged.chains)


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        (r"\hat y_w v_c \text{ unless } w = o", Status.HOLDS),
        (r"\hat y_w v_c \text{ except for } w = o", Status.HOLDS),
        (r"(\hat y_w - 1) v_c \text{ unless } w = o", Status.BREAKS),
        (r"\hat y_w v_c \quad (\text{unless } w \neq o)", Status.BREAKS),
        (r"\hat y_w v_c \quad (w = o)", Status.BREAKS),
    ],
)
def test_an_exception_is_the_opposite_of_a_condition(rest: str, status: Status) -> None:
    judged = judge_formula(CENTRE, rf"\frac{{\partial J}}{{\partial u_w}} = {rest}", explained=False)
    assert judged.chains[0].status is status


def test_a_condition_over_the_sign_counts() -> None:
    for sign, status in ((r"\neq", Status.HOLDS), ("=", Status.BREAKS)):
        latex = rf"\frac{{\partial J}}{{\partial u_w}} \overset{{w {sign} o}}{{=}} \hat y_w v_c"
        assert judge_formula(CENTRE, latex, explained=False).chains[0].status is status
