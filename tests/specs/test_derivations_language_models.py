"""The written questions about language models and attention: right formulas hold, slips break at their step."""

import pytest

from grader.derivation.verdicts import Status
from tests.specs.deriving import answer, breaks, formula, holds, short_of_examples, statuses

SLUG = "language-models"
#: Lines that stand on the way to an answer, or beside it.
BESIDES = [
    (
        "cross-entropy-gradient",
        r"CE(y, \hat y) = -\sum_i y_i \log \frac{e^{\theta_i}}{\sum_j e^{\theta_j}} = -\sum_i y_i"
        r" \theta_i + \log \sum_j e^{\theta_j}",
    ),
    (
        "cross-entropy-gradient",
        r"\frac{\partial \hat y_i}{\partial \theta_j} = \begin{cases} \hat y_i (1 - \hat y_i) & i = j \\"
        r" -\hat y_i \hat y_j & i \neq j \end{cases}",
    ),
    ("network-gradient", r"\frac{\partial J}{\partial \theta} = \hat y - y"),
    (
        "network-gradient",
        r"\frac{\partial J}{\partial h} = \frac{\partial J}{\partial \theta} \frac{\partial"
        r" \theta}{\partial h} = (\hat y - y) W_2^T",
    ),
    (
        "network-gradient",
        r"\frac{\partial J}{\partial z_1} = (\hat y - y) W_2^T \circ \sigma'(z_1) = (\hat y - y) W_2^T"
        r" \circ h \circ (1 - h)",
    ),
    (
        "attention-weights",
        r"\alpha_i = \frac{\exp(\mathbf{k}_i \cdot \mathbf{q})}{\sum_{j} \exp(\mathbf{k}_j \cdot"
        r" \mathbf{q})}",
    ),
    ("dominated-output", r"\alpha_j \approx 1"),
    ("dominated-output", r"\sum_{i \neq j} \alpha_i \approx 0"),
    (
        "projection",
        r"Ms = M(v_a + v_b) = Mv_a + Mv_b = M(c_1a_1 + c_2a_2 + \dots + c_na_n) + M(d_1b_1 + d_2b_2 +"
        r" \dots + d_mb_m) = MAc + MBd",
    ),
    ("projection", r"Ms = A A^\top (v_a + v_b) = A A^\top A c + A A^\top B d = A I c + A\, 0\, d = A c = v_a"),
    ("projection", r"A^\top A = I"),
    ("projection", r"A^\top B = 0"),
    (
        "projection",
        r"M s = \sum_{i=1}^m a_i a_i^\top s = \sum_{i=1}^m (a_i^\top v_a) a_i = \sum_{i=1}^m c_i a_i ="
        r" v_a",
    ),
    ("projection", r"v_a = c_1 a_1 + c_2 a_2 + \dots + c_m a_m"),
    (
        "average-of-two",
        r"\alpha_i = \begin{cases} \frac{\exp(\beta)}{n-2+2\exp(\beta)} & \text{if } i = a \text{ or } i"
        r" = b, \\ \frac{\exp(0)}{n-2+2\exp(\beta)} & \text{if } i \neq a, b. \end{cases}",
    ),
    (
        "average-of-two",
        r"\alpha_i = \begin{cases} \frac{1}{2} & \text{if } i = a \text{ or } i = b, \\ 0 & \text{if } i"
        r" \neq a, b. \end{cases}",
    ),
    ("average-of-two", r"k_a^\top q = \beta k_a^\top k_a + \beta k_a^\top k_b = \beta"),
    ("average-of-two", r"c = \sum_i \alpha_i v_i \approx \frac{1}{2} v_a + \frac{1}{2} v_b = \frac{1}{2}(v_a + v_b)"),
    ("average-of-two", r"\alpha_a = \alpha_b = \frac{e^\beta}{2 e^\beta + n - 2} \approx \frac12"),
    (
        "average-of-two",
        r"c \approx \frac{e^{\beta} v_a + e^{\beta} v_b}{2 e^{\beta} + (n-2)} \approx \frac12 (v_a + v_b)",
    ),
    ("average-of-two-narrow", r"\mu_a^T \mu_b = 0"),
    ("average-of-two-narrow", r"k_a^\top q \approx \mu_a^\top \beta (\mu_a + \mu_b) = \beta"),
    ("average-of-two-narrow", r"c \approx \frac{1}{2}(v_a + v_b)"),
    ("average-of-two-narrow", r"\|\mu_a\|^2 = 1"),
    ("average-of-two-narrow", r"\alpha_a \approx \alpha_b \approx \frac{1}{2}"),
    ("wide-key", r"k_a^T q \approx \lambda \mu_a^T \beta(\mu_a + \mu_b) = \lambda \beta"),
    ("wide-key", r"k_b^\top q = \beta"),
    ("wide-key", r"c \approx \alpha_a v_a + \alpha_b v_b"),
    ("wide-key", r"k_a \approx \lambda \mu_a"),
    ("wide-key", r"\Sigma_a = \alpha I + \frac{1}{2} \mu_a \mu_a^\top \approx \frac12 \mu_a \mu_a^\top"),
    ("wide-key", r"\alpha_b \approx \frac{1}{\exp(\lambda \beta - \beta) + 1}"),
    ("wide-key", r"c \approx \frac{e^{\lambda\beta} v_a + e^{\beta} v_b}{e^{\lambda\beta} + e^{\beta}}"),
    ("two-heads-wide-key", r"k_a^T q_1 = \lambda \mu_a^T \mu_a \beta = \lambda \beta"),
    ("two-heads-wide-key", r"k_b^T q_2 = \mu_b^T \mu_b \beta = \beta"),
    ("two-heads-wide-key", r"c_1 \approx v_a"),
    ("two-heads-wide-key", r"c_1 \approx \frac{e^{\lambda \beta}}{e^{\lambda \beta} + n - 1} v_a \approx v_a"),
    ("cross-entropy-gradient", r"\frac{\partial \log \hat y_i}{\partial \theta_j} = \mathbb{1}[i=j] - \hat y_j"),
    (
        "network-gradient",
        r"\begin{aligned} z_2 &= x W_1 + b_1 \\ a_2 &= \sigma(z_2) \\ z_3 &= a_2 W_2 + b_2 \\"
        r" \frac{\partial J}{\partial x} &= ((\hat y - y) W_2^\top \odot \sigma(z_2)(1-\sigma(z_2))) W_1^\top"
        r" \end{aligned}",
    ),
    ("perplexity-in-both-bases", r"\log_2 x = \frac{\ln x}{\ln 2}"),
    (
        "perplexity-in-both-bases",
        r"2^{-\frac{1}{M}\sum_{i=1}^{M}\log_2 p(s_i \mid s_{1:i-1})}"
        r" = \sqrt[M]{\frac{1}{\prod_{i=1}^{M} p(s_i \mid s_{1:i-1})}} = P(s_1, \dots, s_M)^{-\frac{1}{M}}",
    ),
    ("dominated-output", r"c \rightarrow v_j"),
    ("projection", r"A^T s = A^T(Ac + Bd) = c"),
    ("average-of-two", r"k_i^\top q = 0 \text{ for } i \neq a, b"),
    ("average-of-two-narrow", r"\Sigma_i = \alpha I \approx 0"),
    ("wide-key", r"\text{for } \lambda > 1: c \approx v_a"),
    ("wide-key", r"c \approx v_b \quad (\lambda < 1)"),
    ("wide-key", r"\alpha_a \approx \frac{1}{\exp(0.5\beta)+1} \approx 0"),
]
#: Slips in such lines: the question, the formula, the first wrong expression counted from 0.
SLIPS = [
    ("network-gradient", r"\frac{\partial J}{\partial h} = W_2^T (\hat y - y)", 1),
    ("attention-weights", r"\alpha_i = \frac{\exp(k_i^\top q)}{\sum_{j \neq i} \exp(k_j^\top q)}", 1),
    ("dominated-output", r"\alpha_j \approx 0", 1),
    ("average-of-two", r"c \approx v_a", 1),
    ("wide-key", r"k_b \approx \lambda \mu_b", 1),
    ("wide-key", r"\text{for } \lambda > 1: c \approx v_b", 1),
    ("projection", r"M = A^T", 1),
    ("two-heads-wide-key", r"c_2 \approx \lambda v_b", 1),
]
#: What rests on something that the formula does not say: a person reads it.
LEFT_OPEN = [
    ("two-heads", r"c_1 \approx v_a"),
    ("two-heads", r"\alpha_a \approx 1"),
    ("two-heads-wide-key", r"\alpha_a \approx \frac{1}{\exp(\beta - \lambda \beta) + 1}"),
    ("projection", r"M = A A^\top B"),
    ("wide-key", r"k_a \gg \mu_a"),
    ("average-of-two", r"q = \alpha (k_a + k_b)"),
]


def test_every_check_shows_four_right_answers_and_four_wrong_ones() -> None:
    assert short_of_examples(SLUG) == []


@pytest.mark.parametrize(("question", "latex"), BESIDES)
def test_a_right_formula_holds_at_every_step(question: str, latex: str) -> None:
    assert holds(SLUG, question, latex), formula(SLUG, question, latex)


@pytest.mark.parametrize(("question", "latex", "step"), SLIPS)
def test_a_slip_breaks_where_it_is(question: str, latex: str, step: int) -> None:
    broken = breaks(formula(SLUG, question, latex))
    assert broken is not None and broken.first_wrong == step, formula(SLUG, question, latex)


@pytest.mark.parametrize(("question", "latex"), LEFT_OPEN)
def test_what_a_formula_leaves_open_is_not_decided(question: str, latex: str) -> None:
    found = statuses(formula(SLUG, question, latex))
    assert Status.NOT_READ in found and Status.BREAKS not in found


def test_products_of_keys_and_query_are_on_the_way_to_a_weight() -> None:
    weight = r"$\alpha_a \approx \frac{1}{1 + e^{\beta - \lambda \beta}}$"
    text = rf"$k_a^T q \approx \lambda \beta$, $k_b^T q \approx \beta$, {weight}"
    assert [chain.towards for chain in answer(SLUG, "wide-key", text).chains] == [(0,), (0,), ()]
    text = rf"$v_a^T v_a = v_a^T v_a$, {weight}"
    assert [chain.towards for chain in answer(SLUG, "wide-key", text).chains] == [(), ()]
