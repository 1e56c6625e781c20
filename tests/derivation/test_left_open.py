"""Where the engine stands between two verdicts: what is left to a person, and what just escapes it, each with words."""

import pytest

from grader.derivation.compare import Line, judge
from grader.derivation.parse import condition, parse
from grader.derivation.question import Question
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Expectation, Function, Index, Letter, Node, Product, Sum, Symbol, Transpose
from grader.derivation.verdicts import ChainVerdict, Status
from tests.derivation.blackboard import (
    ATTENTION,
    CBOW,
    CROSS_ENTROPY,
    DRAWN_WORDS,
    HIDDEN_LAYER,
    LARGE,
    NAIVE_SOFTMAX,
    NEGATIVE_SAMPLING,
    ONE_NUMBER,
    PROJECTION,
    SHIFT,
    judged,
    statuses,
)

HOLDS, BREAKS, NOT_READ = Status.HOLDS, Status.BREAKS, Status.NOT_READ
BY_V = r"\frac{\partial J}{\partial v_c}"


def why(symbols: Symbols, chain: str) -> str:
    """What is said of a step that is left open."""
    found = judged(symbols, chain)
    assert found.status is NOT_READ, found
    return found.steps[1].why


def test_a_slope_by_an_expression_that_stands_nowhere_is_not_called_zero() -> None:
    assert "depends on what stands below" in why(NAIVE_SOFTMAX, r"J = \frac{\partial J}{\partial (v_c^T v_c)}")


def test_a_slope_by_one_entry_of_a_vector_is_seen() -> None:
    assert judged(NAIVE_SOFTMAX, r"\frac{\partial J}{\partial (u_w^T v_c)} = \hat y_w - y_w").status is HOLDS
    assert judged(NAIVE_SOFTMAX, r"\frac{\partial J}{\partial (u_w^T v_c)} = \hat y_w").status is BREAKS


def test_the_transpose_of_a_gradient_by_a_matrix_is_left_open_and_by_a_vector_is_a_note() -> None:
    said = why(NAIVE_SOFTMAX, r"\frac{\partial J}{\partial U} = (\hat y - y) v_c^T")
    assert "transpose of the gradient" in said
    assert judged(NAIVE_SOFTMAX, BY_V + r" = (\hat y - y)^T U^T").status is HOLDS


def test_a_written_matrix_on_the_wrong_side_is_not_turned_round() -> None:
    verdict = judged(HIDDEN_LAYER, r"\frac{\partial J}{\partial x} = \frac{\partial J}{\partial z} W_1")
    assert verdict.status is not HOLDS
    chain = r"(\hat y - y) \frac{\partial \theta}{\partial h} \frac{\partial h}{\partial x}"
    assert judged(HIDDEN_LAYER, r"\frac{\partial J}{\partial x} = " + chain).status is HOLDS


def test_a_derivative_by_the_transpose_of_a_matrix_is_not_read() -> None:
    assert "transpose of a matrix" in why(NAIVE_SOFTMAX, r"J = \frac{\partial J}{\partial U^T}")


def test_who_keeps_one_index_and_drops_the_other_is_wrong() -> None:
    assert judged(NAIVE_SOFTMAX, r"\frac{\partial J}{\partial U_{iw}} = (\hat y_w - y_w) v_c").status is BREAKS
    assert judged(CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_i} = \hat y - y").status is HOLDS


def test_a_sum_that_may_reach_further_is_only_left_open_where_that_would_be_right() -> None:
    assert "how far the sum reaches" in why(NAIVE_SOFTMAX, r"U(\hat y - y) = \sum_w \hat y_w u_w - y_w u_w")
    assert judged(NAIVE_SOFTMAX, r"U(\hat y - y) = \sum_w \hat y_w u_w - u_w").status is BREAKS


def test_an_index_that_may_be_the_true_class_is_left_open_until_a_condition_says_so() -> None:
    assert "true class" in why(CROSS_ENTROPY, r"CE = -\log \hat y_k")
    assert judged(CROSS_ENTROPY, r"CE = -\log \theta_t").status is not HOLDS
    assert judged(CROSS_ENTROPY, r"CE = -\hat y_k").status is BREAKS
    assert under(CROSS_ENTROPY, r"k = t", "CE", r"-\log \hat y_k").status is HOLDS


def test_the_sign_of_what_dots_leave_out_must_be_clear() -> None:
    assert "Which sign" in why(SHIFT, r"\sum_j x_j = x_1 + x_2 - \dots + x_K")
    assert judged(SHIFT, r"\sum_j x_j = x_1 + x_2 + \dots + x_K").status is HOLDS


def test_dots_on_both_sides_of_a_special_term_leave_out_the_others() -> None:
    chain = BY_V + r" = \hat y_1 u_1 + \dots + (\hat y_o {} 1) u_o + \dots + \hat y_V u_V"
    assert judged(NAIVE_SOFTMAX, chain.replace("{}", "-")).status is HOLDS
    assert judged(NAIVE_SOFTMAX, chain.replace("{}", "+")).status is BREAKS


def test_the_softmax_of_one_entry_is_that_entry_and_a_note_says_so() -> None:
    verdict = judged(SHIFT, r"\text{softmax}(x)_i = \text{softmax}(x_i + c)")
    assert verdict.status is HOLDS
    assert "softmax of one entry" in verdict.steps[1].notes[0]
    assert "single number" in why(ONE_NUMBER, r"x = \text{softmax}(x)")


def test_a_power_behind_a_logarithm_is_what_has_a_value_and_open_where_both_have_one() -> None:
    assert judged(ONE_NUMBER, r"\frac12 \log \sigma(x) = \log (\sigma(x))^{\frac12}").status is HOLDS
    assert "more than one way" in why(ONE_NUMBER, r"2 \log(1+e^x) = \log (1+e^x)^2")
    assert judged(ONE_NUMBER, r"3 \log(1+e^x) = \log (1+e^x)^2").status is BREAKS


def test_a_number_with_an_index_may_be_another_name() -> None:
    question = Question(ATTENTION)
    lines = [Line(Index(Symbol("beta"), (Letter("i"),))), Line(parse("0", ATTENTION))]
    assert "name of your own" in judge(question, lines).steps[0].why


def under(symbols: Symbols, latex: str, *sides: str) -> ChainVerdict:
    """A chain under a condition."""
    lines = [Line(parse(side, symbols)) for side in sides]
    return judge(Question(symbols), lines, lines[0].tree, condition(latex, symbols).alternatives[0])


def test_a_condition_tells_what_an_index_runs_over_where_nothing_else_does() -> None:
    sides = r"\frac{\partial J}{\partial v_{w_{t+j}}}", r"\frac{\partial F(w_t, \hat v)}{\partial \hat v}"
    assert under(CBOW, r"-m \le j \le m, j \neq 0", *sides).status is HOLDS
    assert under(CBOW, r"-m \le j \le m", *sides).status is BREAKS
    assert under(CBOW, r"j \neq 0", *sides).status is NOT_READ


def test_a_stray_index_is_not_hidden_by_a_limit() -> None:
    question = Question(ATTENTION, LARGE)
    chain = r"c \approx \alpha_a v_a + \alpha_b v_b + \sum_{i \neq a, b} \alpha_i "
    assert judged(question, chain + "v_i").status is HOLDS
    assert judged(question, chain + "v_j").status is NOT_READ


def drawn(letter: str, variable: Node) -> Node:
    """The expectation of log σ(-uᵀv) for the word a letter stands for."""
    score = Product((Transpose(Index(Symbol("u"), (variable,))), Symbol("v_c")), ("",))
    over = Letter(letter) if isinstance(variable, Letter) else variable
    return Expectation(over, None, Function("log", Function("sigmoid", Sum(((-1, score),)))))


@pytest.mark.parametrize("variable", [Letter("w"), Index(Symbol("w"), (Letter("k"),))])
def test_an_expectation_over_draws_is_their_mean(variable: Node) -> None:
    mean = r"\frac1K \sum_{k=1}^K \log \sigma(-u_{w_k}^T v_c)"
    lines = [Line(parse(mean, DRAWN_WORDS)), Line(drawn("w", variable))]
    verdict = judge(Question(DRAWN_WORDS), lines)
    assert statuses(verdict) == [HOLDS, HOLDS]
    assert "mean over the words drawn" in verdict.steps[1].notes[0]
    twice = Line(parse("2 " + mean, DRAWN_WORDS))
    assert judge(Question(DRAWN_WORDS), [twice, lines[1]]).status is BREAKS


def test_an_expectation_without_draws_or_a_declared_distribution_is_not_read() -> None:
    line = Line(Expectation(Letter("w"), None, Index(Symbol("u"), (Letter("w"),))))
    found = judge(Question(NAIVE_SOFTMAX), [Line(parse(r"U \hat y", NAIVE_SOFTMAX)), line])
    assert "needs a declared distribution" in found.steps[1].why
    body = Expectation(None, None, parse(r"\sum_k \sigma(u_k^T v_c)", NEGATIVE_SAMPLING))
    total = parse(r"\sum_k \sigma(u_k^T v_c)", NEGATIVE_SAMPLING)
    assert judge(Question(NEGATIVE_SAMPLING), [Line(total), Line(body)]).status is HOLDS


@pytest.mark.parametrize("distribution", [r"\hat y", r"p(w \mid c)", r"p(\cdot \mid c)"])
def test_an_expectation_over_a_declared_distribution_is_weighted_by_it(distribution: str) -> None:
    expectation = rf"\mathbb{{E}}_{{w \sim {distribution}}}[u_w]"
    assert judged(NAIVE_SOFTMAX, rf"U \hat y = {expectation}").status is HOLDS
    assert judged(NAIVE_SOFTMAX, rf"U y = {expectation}").status is BREAKS


def test_ones_in_an_outer_product_are_as_long_as_their_surroundings_ask() -> None:
    left = r"\frac{\partial \log \hat y}{\partial \theta}"
    assert judged(CROSS_ENTROPY, left + r" = I - \mathbf{1} \hat y^T").status is HOLDS
    assert judged(CROSS_ENTROPY, left + r" = I - \mathbf{1} y^T").status is BREAKS


def test_cases_may_ask_for_the_entry_of_a_one_hot() -> None:
    left = r"\frac{\partial CE}{\partial \theta_i} = "
    right = r"\begin{cases} \hat y_i - 1 & y_i=1 \\ \hat y_i & \text{otherwise} \end{cases}"
    assert judged(CROSS_ENTROPY, left + right).status is HOLDS
    assert judged(CROSS_ENTROPY, left + right.replace("y_i=1", "y_i=0")).status is BREAKS


def test_the_inverse_and_the_square_of_a_matrix_are_read() -> None:
    assert judged(PROJECTION, r"M = A (A^T A)^{-1} A^T").status is HOLDS
    assert judged(PROJECTION, r"M^2 = M").status is HOLDS
    assert judged(PROJECTION, r"M = 2 A (A^T A)^{-1} A^T").status is BREAKS
    assert "power of a matrix" in why(PROJECTION, r"M = M^{7}")
