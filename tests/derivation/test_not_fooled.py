"""Wrong mathematics that looks right: nothing of this holds, and what rests on luck is left to a person."""

import pytest

from grader.derivation.answer import judge_answer, judge_formula
from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.symbols import Target
from grader.derivation.verdicts import Status
from grader.submission.answer import WrittenAnswer
from tests.derivation.asking import CENTRE, PROJECTION, QUERY, WIDE_KEY
from tests.derivation.blackboard import CROSS_ENTROPY, NAIVE_SOFTMAX, SKIP_GRAM

OTHERS = Asked(
    NAIVE_SOFTMAX, (Goal(Target("others", r"\frac{\partial J}{\partial u_w}", when=r"w \neq o"), r"\hat y_w v_c"),)
)
SCORES = Asked(CROSS_ENTROPY, (Goal(Target("scores", r"\frac{\partial CE}{\partial \theta}"), r"\hat y - y"),))


def status(asked, latex):
    """What becomes of a formula as a whole."""
    found = {chain.status for chain in judge_formula(asked, latex).chains}
    return next(each for each in (Status.BREAKS, Status.NOT_READ, Status.HOLDS) if each in found)


@pytest.mark.parametrize(
    "step",
    [
        r"U(\hat y - y) + 10^{-12} v_c",
        r"U(\hat y - y) + e^{-40} v_c",
        r"U(\hat y - y) + e^{-1000 v_c^\top v_c} v_c",
        r"U(\hat y - y) + 2^{-v_c^\top v_c \cdot 5000} u_o",
        r"U(\hat y - y) \cdot 1.0000000001",
        r"(1 + 2^{-60}) U(\hat y - y)",
        r"\sum_w (\hat y_w - y_w) u_w (1 - 0.0000000001)",
    ],
)
def test_what_is_too_small_to_be_seen_is_not_taken_for_nothing(step):
    assert status(CENTRE, rf"\frac{{\partial J}}{{\partial v_c}} = {step}") is Status.NOT_READ


@pytest.mark.parametrize(
    "step",
    [
        r"U(\hat y - y) + (1 - \sum_w \hat y_w) u_o",
        r"U(\hat y - y) + \left(\frac13 + \frac13 + \frac13 - 1\right) u_o",
        r"U\hat y - e^{0} u_o",
        r"\frac{1000}{1000} U(\hat y - y)",
    ],
)
def test_rounding_and_round_numbers_are_nobodys_trick(step):
    assert status(CENTRE, rf"\frac{{\partial J}}{{\partial v_c}} = {step}") is Status.HOLDS


def test_a_choice_that_is_nearly_right_is_left_to_a_person():
    assert status(PROJECTION, r"M = A A^\top + 10^{-12} I") is Status.NOT_READ
    assert status(PROJECTION, r"M = A A^\top") is Status.HOLDS


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (r"U(\hat y - y)", Status.HOLDS),
        (r"1.0001 U(\hat y - y)", Status.NOT_READ),
        (r"U(\hat y - y) + 0.0001 v_c", Status.NOT_READ),
        (r"1.01 U(\hat y - y)", Status.BREAKS),
    ],
)
def test_where_nothing_goes_to_a_limit_approximately_is_no_excuse(step, expected):
    assert status(CENTRE, rf"\frac{{\partial J}}{{\partial v_c}} \approx {step}") is expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c", Status.NOT_READ),
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad w \neq o", Status.HOLDS),
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c \text{ for all } w", Status.NOT_READ),
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad \forall w", Status.NOT_READ),
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad w = 1, \dots, V", Status.NOT_READ),
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad w \neq 1", Status.NOT_READ),
        (r"\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad w \neq c", Status.NOT_READ),
    ],
)
def test_a_condition_of_the_sheets_is_not_granted_to_who_states_another(formula, expected):
    assert status(OTHERS, formula) is expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (r"\hat y_1", Status.NOT_READ),
        (r"\hat y_1 - 1", Status.NOT_READ),
        (r"\hat y_1 - y_1", Status.HOLDS),
        (r"2 \hat y_1", Status.BREAKS),
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_an_index_that_is_a_number_may_be_the_true_class(step, expected, seed):
    (chain,) = judge_formula(SCORES, rf"\frac{{\partial CE}}{{\partial \theta_1}} = {step}", seed).chains
    assert chain.status is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (r"(\hat y_w - 1) v_c & w = o \\ \hat y_w v_c & w \neq o", Status.HOLDS),
        (r"(\hat y_w - 1) v_c & w = o \\ \hat y_w v_c & \text{otherwise}", Status.HOLDS),
        (r"(\hat y_w - 1) v_c & w = o \\ 0 & w = o \\ \hat y_w v_c & w \neq o", Status.NOT_READ),
        (r"(\hat y_w - y_w) v_c & w = w \\ 5 v_c & w = o", Status.NOT_READ),
    ],
)
def test_cases_that_contradict_each_other_are_left_to_a_person(rows, expected):
    asked = Asked(NAIVE_SOFTMAX, (Goal(Target("all", r"\frac{\partial J}{\partial u_w}"), r"(\hat y_w - y_w) v_c"),))
    formula = rf"\frac{{\partial J}}{{\partial u_w}} = \begin{{cases}} {rows} \end{{cases}}"
    assert status(asked, formula) is expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"q = \beta(\mu_a + \mu_b) \quad \text{for } \beta = 0", Status.NOT_READ),
        (r"q = \beta(\mu_a + \mu_b) \quad \text{for } \beta < 1", Status.NOT_READ),
        (r"q = \beta(\mu_a + \mu_b) \quad \text{for } \beta > 1", Status.HOLDS),
    ],
)
def test_numbers_for_which_no_limit_is_looked_at_are_left_to_a_person(formula, expected):
    assert status(QUERY, formula) is expected


def test_a_case_between_two_limits_is_no_slip():
    assert status(WIDE_KEY, r"\alpha_a \approx \frac12 \quad \text{for } \lambda = 1") is Status.NOT_READ


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"J = -\log \hat y_o", Status.NOT_READ),
        (r"J = -\log \hat y_o - 1", Status.BREAKS),
        (r"J = -u_o^\top v_c + \log \sum_w e^{u_w^\top v_c}", Status.HOLDS),
    ],
)
def test_a_choice_that_only_names_what_the_sheet_defines_is_no_answer(formula, expected):
    written_out = r"-u_o^\top v_c + \log \sum_w e^{u_w^\top v_c}"
    asked = Asked(NAIVE_SOFTMAX, (), (Property("J", (r"J = -\log \hat y_o",), (written_out,)),))
    assert status(asked, formula) is expected


@pytest.mark.parametrize(
    "latex",
    [
        r"M = a_1 a_1^\top + \dots + a_m a_1^\top",
        r"M = \begin\sum_i {cases} x & i = 1 \end{cases}",
        r"\begin{aligned} M &= A \end{al\end{al\end{aligned}",
        r"\dots",
        r"M = \dots A",
    ],
)
def test_spoiled_formulas_raise_nothing(latex):
    judge_formula(PROJECTION, latex)
    judge_answer(PROJECTION, WrittenAnswer(f"so $${latex}$$", "markdown", "answers.md", 1))


@pytest.mark.parametrize("step", [r"\hat y_- y_i", r"_\hat y_i - y i"])
def test_a_letter_of_a_first_repair_ends_the_search_for_a_second(step):
    found = judge_formula(SCORES, rf"\frac{{\partial CE}}{{\partial \theta_i}} = -\frac{{y_i}}{{\hat y_i}} = {step}")
    assert found.chains[0].first_wrong == 1


def test_an_offset_that_is_compared_with_a_word_is_luck():
    window = Asked(SKIP_GRAM, (Goal(Target("U", r"\frac{\partial J}{\partial U}"), r"\frac{\partial J}{\partial U}"),))
    terms = r"\frac{\partial F(w_{t+j}, v_{w_t})}{\partial U}"
    for condition, expected in ((r"j \neq 0", Status.HOLDS), (r"j \neq 0, j \neq t", Status.NOT_READ)):
        formula = rf"\frac{{\partial J}}{{\partial U}} = \sum_{{-m \le j \le m, {condition}}} {terms}"
        assert status(window, formula) is expected
