"""Chains, judged: right ones hold in any spelling, near misses break where they are wrong, doubt is not read."""

import pytest

from grader.derivation.compare import Line, judge
from grader.derivation.parse import parse
from grader.derivation.question import Question
from grader.derivation.symbols import Symbols
from grader.derivation.verdicts import ChainVerdict, Status
from tests.derivation.blackboard import (
    ATTENTION,
    CROSS_ENTROPY,
    HIDDEN_LAYER,
    LARGE,
    NAIVE_SOFTMAX,
    NEGATIVE_SAMPLING,
    ONE_NUMBER,
    SHIFT,
    SKIP_GRAM,
    judged,
    statuses,
)
from tests.derivation.right import BY_V, BY_W, BY_X, RIGHT

HOLDS, BREAKS, NOT_READ = Status.HOLDS, Status.BREAKS, Status.NOT_READ
WRONG: list[tuple[Symbols, str]] = [
    (SHIFT, r"\text{softmax}(x+c)_i = \frac{e^{x_i} + e^c}{\sum_j e^{x_j} + e^c}"),
    (ONE_NUMBER, r"\sigma'(x) = \sigma(x)(1+\sigma(x))"),
    (ONE_NUMBER, r"\sigma'(x) = 1.001 \sigma(x)(1-\sigma(x))"),
    (ONE_NUMBER, r"\tanh'(x) = 1-\tanh(x)"),
    (CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta} = y - \hat y"),
    (CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_k} = \hat y_k - y_t"),
    (CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_k} = \hat y_k - 1"),
    (CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_k} = -y_k(1-\hat y_k) + \sum_i y_i \hat y_k"),
    (CROSS_ENTROPY, r"\frac{\partial \hat y_i}{\partial \theta_j} = \hat y_i(1 - \hat y_j)"),
    (NAIVE_SOFTMAX, BY_V + r" = U(y - \hat y)"),
    (NAIVE_SOFTMAX, BY_V + r" = U^T(\hat y - y)"),
    (NAIVE_SOFTMAX, BY_V + r" = 1.001 U(\hat y - y)"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o + \sum_x \hat y_x"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o + \sum_x u_x"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o(1-\hat y_o) + \sum_w \hat y_w u_w"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o + \hat y_o u_o"),
    (NAIVE_SOFTMAX, BY_W + r" = (\hat y_w - y_w) u_w"),
    (NAIVE_SOFTMAX, BY_W + r" = \hat y_w v_c"),
    (NAIVE_SOFTMAX, BY_W + r" = (\hat y_o - y_w) v_c"),
    (NAIVE_SOFTMAX, BY_W + r" = v_c(\hat y - y)"),
    (NAIVE_SOFTMAX, BY_W + r" = v_c(\hat y - y)^T"),
    (NAIVE_SOFTMAX, r"\frac{\partial J}{\partial U} = v_c(\hat y - y)"),
    (NAIVE_SOFTMAX, r"\frac{\partial J}{\partial U} = \sum_w (\hat y_w - y_w) v_c"),
    (HIDDEN_LAYER, BY_X + r" = ((\hat y - y) W_2^T \odot \sigma'(h)) W_1^T"),
    (HIDDEN_LAYER, BY_X + r" = ((\hat y - y) W_2^T \odot h) W_1^T"),
    (HIDDEN_LAYER, BY_X + r" = ((\hat y - y) W_2 \odot h(1-h)) W_1^T"),
    (NEGATIVE_SAMPLING, BY_V + r" = (\sigma(u_o^T v_c) - 1) u_o - \sum_k (\sigma(u_k^T v_c) - 1) u_k"),
    (NEGATIVE_SAMPLING, BY_V + r" = (\sigma(u_o^T v_c) - 1) u_o - (\sigma(-u_k^T v_c) - 1) u_k"),
    (NEGATIVE_SAMPLING, r"\frac{\partial J}{\partial u_k} = (1 - \sigma(-u_k^T v_c)) v_c"),
    (NEGATIVE_SAMPLING, r"\frac{\partial J}{\partial u_k} = K (1 - \sigma(-u_k^T v_c)) v_c"),
    (
        SKIP_GRAM,
        r"\frac{\partial J}{\partial U} = \sum_{-m \le j \le m} \frac{\partial F(w_{t+j}, v_{w_t})}{\partial U}",
    ),
]


@pytest.mark.parametrize(("symbols", "chain"), RIGHT)
def test_a_right_derivation_holds_at_every_step(symbols: Symbols, chain: str) -> None:
    verdict = judged(symbols, chain)
    assert verdict.status is HOLDS, verdict
    assert verdict.first_wrong is None and verdict.rejoins is None
    assert verdict.about_target and verdict.final_right


@pytest.mark.parametrize(("symbols", "chain"), WRONG)
def test_a_wrong_step_breaks(symbols: Symbols, chain: str) -> None:
    verdict = judged(symbols, chain)
    assert verdict.status is BREAKS, verdict
    assert verdict.first_wrong == 1 and verdict.final_right is False
    assert verdict.steps[1].why


def test_a_condition_on_the_answer_makes_its_part_right() -> None:
    assert judged(NAIVE_SOFTMAX, BY_W + r" = \hat y_w v_c", unlike=("w", "o")).status is HOLDS
    assert judged(NAIVE_SOFTMAX, BY_W + r" = \hat y_w u_w", unlike=("w", "o")).status is BREAKS


def test_a_chain_that_breaks_may_rejoin_and_both_places_are_told() -> None:
    verdict = judged(NAIVE_SOFTMAX, BY_V + r" = u_o + U \hat y = u_o + \sum_w \hat y_w u_w = U(\hat y - y)")
    assert statuses(verdict) == [HOLDS, BREAKS, BREAKS, HOLDS]
    assert (verdict.first_wrong, verdict.rejoins, verdict.final_right) == (1, 3, True)
    assert [step.follows for step in verdict.steps] == [None, False, True, False]


def test_an_error_carried_forward_follows_from_the_step_before() -> None:
    verdict = judged(ONE_NUMBER, r"\sigma'(x) = \sigma(x)(1+\sigma(x)) = \sigma(x) + \sigma^2(x)")
    assert verdict.steps[2].status is BREAKS and verdict.steps[2].follows


def test_a_chain_about_something_else_is_judged_by_its_own_left_side() -> None:
    verdict = judged(NAIVE_SOFTMAX, r"\sum_w \hat y_w = 1", BY_V)
    assert verdict.about_target is False
    assert statuses(verdict) == [HOLDS, HOLDS]
    assert judged(NAIVE_SOFTMAX, r"\sum_w \hat y_w = 2", BY_V).status is BREAKS


def question_lines(*latex: str) -> ChainVerdict:
    """Lines of which "" is one that couldn't be read."""
    question = Question(NAIVE_SOFTMAX)
    lines = [Line(parse(each, question.symbols)) if each else Line(None, unread="What is Q?") for each in latex]
    return judge(question, lines, parse(BY_V, question.symbols))


def test_a_line_that_is_not_read_costs_nothing_and_the_others_are_judged() -> None:
    verdict = question_lines(BY_V, "", r"U(\hat y - y)")
    assert statuses(verdict) == [HOLDS, NOT_READ, HOLDS]
    assert verdict.steps[1].why == "What is Q?"
    assert verdict.final_right and verdict.first_wrong is None
    assert verdict.status is NOT_READ


def test_with_an_unread_left_side_the_target_is_found_and_nothing_else_is_called_wrong() -> None:
    assert statuses(question_lines("", r"U(\hat y - y)", "U y")) == [NOT_READ, HOLDS, NOT_READ]


def test_an_empty_chain_has_no_verdict() -> None:
    assert question_lines().status is NOT_READ


def test_the_whole_gradient_may_lie_the_other_way_but_all_lines_alike() -> None:
    alike = judged(NAIVE_SOFTMAX, BY_V + r" = (\hat y - y)^T U^T = \hat y^T U^T - u_o^T")
    assert alike.status is HOLDS
    assert "lies the other way round" in alike.steps[1].notes[-1]
    mixed = judged(NAIVE_SOFTMAX, BY_V + r" = (\hat y - y)^T U^T = U(\hat y - y)")
    assert statuses(mixed) == [HOLDS, HOLDS, NOT_READ]
    assert "one layout" in mixed.steps[2].why


def test_vectors_that_all_lie_the_other_way_than_on_the_sheet_are_left_to_a_person() -> None:
    verdict = judged(HIDDEN_LAYER, r"\frac{\partial J}{\partial W_2} = (\hat y - y) h^T")
    assert statuses(verdict) == [HOLDS, NOT_READ]
    assert "lie the other way round" in verdict.steps[1].why


def test_what_a_favour_would_make_right_is_not_read_and_not_wrong() -> None:
    verdict = judged(CROSS_ENTROPY, r"\log \hat y = \theta - \log \sum_j e^{\theta_j}")
    assert statuses(verdict) == [HOLDS, NOT_READ]
    assert "added to a vector" in verdict.steps[1].why


def test_an_ambiguous_accept_is_not_read() -> None:
    verdict = judged(ATTENTION, r"\log(\lambda) \beta^2 = \log \lambda \beta^2")
    assert statuses(verdict) == [HOLDS, NOT_READ]
    assert "more than one way" in verdict.steps[1].why
    assert judged(ATTENTION, r"\beta = \log \lambda \beta^2").status is BREAKS


def test_a_missing_transpose_beside_written_ones_is_not_read() -> None:
    assert judged(NAIVE_SOFTMAX, r"J = -u_o v_c + \log \sum_w \exp(u_w v_c)").status is HOLDS
    verdict = judged(NAIVE_SOFTMAX, r"J = -u_o^T v_c + \log \sum_w \exp(u_w v_c)")
    assert statuses(verdict) == [HOLDS, NOT_READ]
    assert "transpose seems to be missing" in verdict.steps[1].why


def test_a_sum_that_may_reach_further_is_not_read() -> None:
    verdict = judged(NAIVE_SOFTMAX, BY_V + r" = \sum_w \hat y_w u_w - y_w u_w")
    assert statuses(verdict) == [HOLDS, NOT_READ]
    assert "how far the sum reaches" in verdict.steps[1].why


def test_what_has_no_finite_value_is_not_read() -> None:
    verdict = judged(CROSS_ENTROPY, r"CE = -\sum_i \hat y_i \log y_i")
    assert statuses(verdict) == [HOLDS, NOT_READ]
    assert "finite" in verdict.steps[1].why


def test_a_step_that_needs_a_one_hot_says_so() -> None:
    verdict = judged(CROSS_ENTROPY, r"CE = -\log(y^T \hat y)")
    assert verdict.status is HOLDS
    assert verdict.steps[1].notes == ("This holds because `y` is one-hot.",)
    assert judged(CROSS_ENTROPY, r"CE = -y^T \log \hat y").steps[1].notes == ()


def test_an_entry_beside_a_whole_vector_holds_with_a_note_and_a_wrong_length_breaks() -> None:
    verdict = judged(CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_i} = \hat y - y")
    assert "One side has an index" in verdict.steps[1].notes[0]
    assert judged(NAIVE_SOFTMAX, BY_W + r" = \hat y - y").status is BREAKS


def test_shapes_are_told_in_the_sheets_letters() -> None:
    why = judged(NAIVE_SOFTMAX, BY_V + r" = U^T(\hat y - y)").steps[1].why
    assert why == "Its shapes don't go together: there is no way to group this product (V × D, V × 1)."
    assert judged(NAIVE_SOFTMAX, BY_V + r" = \hat y - y").steps[1].why == "This is V × 1, and D × 1 is due."


LIMITS = Question(ATTENTION, LARGE)


@pytest.mark.parametrize(
    "chain",
    [
        r"\alpha_a = \frac{e^{\lambda\beta}}{e^{\lambda\beta} + e^\beta + n - 2}"
        r" \approx \frac{1}{1 + e^{\beta-\lambda\beta}}",
        r"c \approx \alpha_a v_a + \alpha_b v_b",
        r"\sum_i \alpha_i = 1",
        r"c = \sum_i \alpha_i v_i \approx \alpha_a v_a + (1 - \alpha_a) v_b",
        r"\mu_a^T \mu_b = 0",
        r"\alpha_a + \alpha_b = 1",
    ],
)
def test_a_limit_holds_where_it_holds_in_every_regime(chain: str) -> None:
    assert judged(LIMITS, chain).status is HOLDS


@pytest.mark.parametrize(
    "chain",
    [
        r"c \approx v_a",  # for λ > 1 only
        r"c \approx v_b",  # for λ < 1 only
        r"\alpha_a \approx \frac{1}{1 + e^{\lambda\beta-\beta}}",
        r"\alpha_a = \frac{e^{\lambda\beta}}{e^{\lambda\beta} + e^\beta + n}",
        r"\alpha_a \approx 1.001 \frac{1}{1 + e^{\beta-\lambda\beta}}",
        r"\mu_a^T \mu_a = 0",
    ],
)
def test_a_limit_that_fails_in_one_regime_breaks(chain: str) -> None:
    assert judged(LIMITS, chain).first_wrong == 1


def test_an_equals_sign_for_a_limit_is_a_note_but_a_formula_that_only_approaches_is_wrong() -> None:
    held = judged(LIMITS, r"\alpha_a + \alpha_b = 1")
    assert held.steps[1].notes == ("Written with =, this is a limit: ≈.",)
    assert judged(LIMITS, r"c = \alpha_a v_a + \alpha_b v_b").status is HOLDS
    left, close = r"\alpha_a", r"\frac{1}{1 + e^{\beta-\lambda\beta}}"
    wrong = r"\frac{e^{\lambda\beta}}{e^{\lambda\beta} + e^\beta + n}"
    assert statuses(judged(LIMITS, rf"{left} \approx {close} = {wrong}")) == [HOLDS, HOLDS, BREAKS]


def test_the_same_chain_gets_the_same_verdict() -> None:
    chain = BY_V + r" = u_o + U \hat y = U(\hat y - y)"
    assert judged(NAIVE_SOFTMAX, chain) == judged(NAIVE_SOFTMAX, chain)


def test_a_students_own_intermediate_is_seen_through() -> None:
    question = Question(NAIVE_SOFTMAX)
    question = question.with_own("g", parse(r"\hat y - y", question.symbols))
    question = question.with_own("a_w", parse(r"\exp(u_w^T v_c)", question.symbols))
    question = question.with_own("r", parse(r"U^T v_c", question.symbols))
    assert judged(question, BY_V + r" = U g").status is HOLDS
    assert judged(question, BY_V + r" = -u_o + \frac{\sum_w a_w u_w}{\sum_w a_w}").status is HOLDS
    assert judged(question, BY_V + r" = \frac{\partial J}{\partial r} \frac{\partial r}{\partial v_c}").status is HOLDS
    assert judged(question, BY_V + r" = U^T g").status is BREAKS


def test_an_entry_that_only_some_worlds_have_is_no_failure_of_ours() -> None:
    lines = [Line(parse(each, HIDDEN_LAYER)) for each in ("h", r"h_5 x")]
    step = judge(Question(HIDDEN_LAYER), lines).steps[1]
    assert (step.status, step.why) == (BREAKS, "This has another shape than what is due.")


def test_a_dot_between_two_vectors_is_first_of_all_the_inner_product() -> None:
    right = r"J = -\log\sigma(u_o \cdot v_c) - \sum_{k=1}^K \log\sigma(-u_k \cdot v_c)"
    assert judged(NEGATIVE_SAMPLING, right).status is Status.HOLDS
    gradient = r"\frac{\partial J}{\partial u_o} = -(1 - \sigma(u_o \cdot v_c)) v_c"
    assert judged(NEGATIVE_SAMPLING, gradient).status is Status.HOLDS
    wrong = r"\frac{\partial J}{\partial u_o} = (1 - \sigma(u_o \cdot v_c)) v_c"
    assert judged(NEGATIVE_SAMPLING, wrong).status is Status.BREAKS
