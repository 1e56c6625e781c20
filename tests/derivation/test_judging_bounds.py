"""Formulas made to cost as much as they can: each gets a verdict or words, within the budget, without a warning."""

import pytest

from grader.derivation.evaluate import Budget
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.derivation.verdicts import Status
from tests.derivation.blackboard import CROSS_ENTROPY, NAIVE_SOFTMAX, ONE_NUMBER, judged

BY_V = r"\frac{\partial J}{\partial v_c} = "
LETTERS = "abdefghi"
TOO_LONG = [
    BY_V + "".join(rf"\sum_{{{each}}} " for each in LETTERS) + " ".join(rf"\hat y_{each}" for each in LETTERS) + "u_o",
    BY_V + " + ".join([r" \cdot ".join(["v_c"] * 9)] * 40),
    r"J = \hat y_1 + \dots + \hat y_{999999999}",
]
NOT_FINITE = [
    r"\sigma(x) = 9^{9^{9^{9}}}",
    r"\sigma(x) = {{{9}^{9}}^{9}}^{9}",
    r"\sigma(x) = \exp(\exp(\exp(\exp(9))))",
    r"\sigma(x) = \log(-1)",
    r"\sigma(x) = \sqrt{-1}",
    r"\sigma(x) = \frac{1}{0}",
    r"\sigma(x) = (x+9)^{99999999}",
    r"\sigma(x) = 1/0 - 1/0",
]
READ_ALL_THE_SAME: list[tuple[Symbols, str]] = [
    (NAIVE_SOFTMAX, BY_V + "+".join(["1"] * 3900)),
    (NAIVE_SOFTMAX, r"J = " + r"\frac{\hat y_o}{\hat y_o+" * 30 + r"\hat y_o" + "}" * 30),
    (CROSS_ENTROPY, r"\hat y = " + r"\text{softmax}(" * 12 + r"\theta_i" + ")" * 12),
    (NAIVE_SOFTMAX, BY_V + r"\begin{bmatrix}" + r"\\".join([" & ".join(["1"] * 40)] * 40) + r"\end{bmatrix}"),
]


@pytest.mark.parametrize("chain", TOO_LONG)
def test_what_would_take_too_long_is_refused_in_words(chain: str) -> None:
    verdict = judged(NAIVE_SOFTMAX, chain)
    assert verdict.status is Status.NOT_READ
    assert "too long to be tried" in verdict.steps[1].why


@pytest.mark.parametrize("chain", NOT_FINITE)
def test_what_has_no_finite_value_is_no_verdict_and_no_warning(chain: str) -> None:
    verdict = judged(ONE_NUMBER, chain)
    assert verdict.status is Status.NOT_READ
    assert verdict.steps[1].why


@pytest.mark.parametrize(("symbols", "chain"), READ_ALL_THE_SAME)
def test_what_is_long_and_plain_is_judged(symbols: Symbols, chain: str) -> None:
    assert judged(symbols, chain).status is Status.BREAKS


def test_a_budget_refuses_what_goes_beyond_it_and_nothing_before() -> None:
    budget = Budget(3)
    budget.spend(3)
    with pytest.raises(NotRead, match="too long to be tried"):
        budget.spend()
