"""A step that breaks is explained: the slip by name and in words, never the answer, the same words each time."""

from dataclasses import replace

import pytest

from grader.derivation.compare import Line
from grader.derivation.judged import Slip
from grader.derivation.parse import parse
from grader.derivation.question import Question
from grader.derivation.repair import counterexample, slips, slips_of_choice
from grader.derivation.symbols import Dimension, Symbols
from grader.derivation.tree import Letter, Relation
from grader.derivation.worlds import Regime
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
)
from tests.derivation.right import BY_V, BY_W, BY_X

BY_U = r"\frac{\partial J}{\partial U}"
BY_THETA = r"\frac{\partial CE}{\partial \theta_k}"
#: A question, what is asked for, a wrong step, the kind of the slip and the first sentence about it.
SLIPS: list[tuple[Symbols, str, str, str, str]] = [
    (
        CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta}", r"y - \hat y",
        "sign of the whole", "The sign of the whole expression: this is the negative of what is due.",
    ),
    (
        ONE_NUMBER, r"\sigma'(x)", r"\sigma(x)(1+\sigma(x))",
        "sign of a term", r"In `1 + \sigma(x)`, the sign of the second term: `+ \sigma(x)` where `- \sigma(x)` is due.",
    ),
    (
        NAIVE_SOFTMAX, BY_V, r"u_o + \sum_x \hat y_x u_x",
        "sign of a term", "The sign of the first term: `+ u_o` where `- u_o` is due.",
    ),
    (
        NEGATIVE_SAMPLING, BY_V, r"(\sigma(u_o^T v_c) - 1) u_o - \sum_k (\sigma(u_k^T v_c) - 1) u_k",
        "sign inside a function", r"A sign inside `\sigma`: `u_k^\top v_c` where `-u_k^\top v_c` is due.",
    ),
    (
        NAIVE_SOFTMAX, BY_V, r"U^T(\hat y - y)",
        "transpose too much", r"`U^\top` where `U` is due: the transpose is too much.",
    ),
    (
        HIDDEN_LAYER, BY_X, r"((\hat y - y) W_2 \odot h(1-h)) W_1^T",
        "transpose missing", r"`W_2` where `W_2^\top` is due: a transpose is missing.",
    ),
    (
        HIDDEN_LAYER, BY_X, r"((\hat y - y) W_2 \odot h(1-h)) W_1",
        "all transposes",
        r"Every matrix has its transpose the wrong way round: `W_2` where `W_2^\top` is due, and so on.",
    ),
    (CROSS_ENTROPY, BY_THETA, r"\hat y_k - y_t", "index", "The index of `y_t`: `y_k` is due."),
    (
        NAIVE_SOFTMAX, BY_W, r"v_c(\hat y - y)",
        "index missing", r"The index `w` is missing on `\hat y - y`.",
    ),
    (
        NAIVE_SOFTMAX, BY_V, r"1.001 U (\hat y - y)",
        "factor too much", r"The factor `1.001` is too much in `1.001 U (\hat y - y)`.",
    ),
    (
        NAIVE_SOFTMAX, BY_V, r"-u_o + \sum_x u_x",
        "factor missing", r"The factor `\hat y_x` is missing beside `u_x`.",
    ),
    (
        NAIVE_SOFTMAX, BY_W, r"\hat y_w v_c",
        "term missing", r"A term is missing beside `\hat y_w`: `- y_w`.",
    ),
    (
        CROSS_ENTROPY, r"\frac{\partial \hat y_i}{\partial \theta_j}", r"\hat y_i(1 - \hat y_j)",
        "indicator missing", r"`1` where `\delta_{ij}` is due: it counts only for `i = j`.",
    ),
    (
        NAIVE_SOFTMAX, BY_V, r"-u_o + \hat y_o u_o",
        "sum missing", r"A sum is missing: `\hat y_o u_o` where `\sum_{x} \hat y_x u_x` is due.",
    ),
    (
        SKIP_GRAM, BY_U, r"\sum_{-m \le j \le m} \frac{\partial F(w_{t+j}, v_{w_t})}{\partial U}",
        "condition of a sum missing", r"The condition `j \ne 0` is missing below the sum.",
    ),
    (
        HIDDEN_LAYER, BY_X, r"((\hat y - y) W_2^T \odot \sigma'(h)) W_1^T",
        "another name", "`h` stands where `z` is due.",
    ),
    (
        HIDDEN_LAYER, BY_X, r"((\hat y - y) W_2^T \odot h) W_1^T",
        "function for its derivative", r"`h` stands where its slope `h \odot (1 - h)` is due.",
    ),
    (
        ONE_NUMBER, r"\tanh'(x)", r"1 - \tanh(x)",
        "square missing", r"`\tanh(x)` stands where its square `\tanh(x)^{2}` is due.",
    ),
    (
        NAIVE_SOFTMAX, BY_U, r"\sum_w (\hat y_w - y_w) v_c",
        "sum for stack", "The parts are added up here, and they belong side by side: one column for each.",
    ),
    (
        CROSS_ENTROPY, BY_THETA, r"y_k - \hat y_k",
        "sign of the whole", "The sign of the whole expression: this is the negative of what is due.",
    ),
    (
        CROSS_ENTROPY, BY_THETA, r"-\sum_i \frac{y_i}{\hat y_i} \hat y_i(1 - \hat y_k)",
        "indicator missing", r"`1` where `\delta_{ik}` is due: it counts only for `i = k`.",
    ),
    (
        CROSS_ENTROPY, BY_THETA, r"-\sum_i \frac{y_i}{\hat y_i} \hat y_i(\delta_{ik} - \hat y_i)",
        "index", r"The index of `\hat y_i`: `\hat y_k` is due.",
    ),
    (
        CROSS_ENTROPY, BY_THETA, r"-y_k + \frac{e^{\theta_k}}{e^{\theta_k}}",
        "sum missing", r"A sum is missing: `\exp(\theta_k)` where `\sum_{x} \exp(\theta_x)` is due.",
    ),
    (
        NAIVE_SOFTMAX, BY_V, r"-u_o + \hat y_w \sum_w u_w",
        "factor before the sum", r"`\hat y_w` depends on `w` and cannot stand before the sum over `w`.",
    ),
    (NAIVE_SOFTMAX, BY_U, r"v_c \hat y^T", "term missing", r"A term is missing beside `\hat y`: `- y`."),
    (
        NAIVE_SOFTMAX, BY_V, r"-u_o + \sum_w \exp(u_w^T v_c) u_w",
        "division missing", r"`\exp(u_w^\top v_c)` must be divided by `\sum_{x} \exp(u_x^\top v_c)`.",
    ),
    (
        NAIVE_SOFTMAX, BY_W, r"\begin{cases} \hat y_w v_c & w = o \\ (\hat y_w - 1) v_c & w \neq o \end{cases}",
        "cases exchanged", "The two cases have changed places.",
    ),
    (
        NEGATIVE_SAMPLING, BY_V, r"(\sigma(u_o^T v_c) - 1) u_o + K \sigma(u_k^T v_c) u_k",
        "count for sum", "`K` times one term stands where the sum over `k` is due.",
    ),
    (
        HIDDEN_LAYER, BY_X, r"W_1^T ((\hat y - y) W_2^T \odot h(1-h))",
        "order of factors",
        r"`W_1^\top ((\hat y - y) W_2^\top \odot h (1 - h))` where `((\hat y - y) W_2^\top \odot h (1 - h)) W_1^\top`"
        " is due: the order of the two factors.",
    ),
    (
        HIDDEN_LAYER, BY_X, r"((\hat y - y) W_2^T \odot \hat y(1-\hat y)) W_1^T",
        "another name", r"`\hat y` stands where `h` is due, in two places.",
    ),
    (
        ONE_NUMBER, r"\sigma'(x)", r"-(1 + e^{-x})^{-2}",
        "factor missing", r"The factor `-\exp(-x)` is missing beside `-(1 + \exp(-x))^{-2}`.",
    ),
    (
        ONE_NUMBER, r"\sigma'(x)", r"\frac{e^{-x}}{1 + e^{-x}}",
        "square missing", r"`1 + \exp(-x)` stands where its square `(1 + \exp(-x))^{2}` is due.",
    ),
    (
        ONE_NUMBER, r"\sigma'(x)", r"\sigma(x)",
        "function for its derivative", r"`\sigma(x)` stands where its slope `\sigma(x) (1 - \sigma(x))` is due.",
    ),
]  # fmt: skip


def found(
    symbols: Symbols | Question, left: str, *steps: str, target: str = "", unlike: tuple[str, str] | None = None
) -> tuple[Slip, ...]:
    """The slips in the last of some steps."""
    question = Question(symbols) if isinstance(symbols, Symbols) else symbols
    lines = [Line(parse(latex, question.symbols)) for latex in (left, *steps)]
    conditions = (Relation(Letter(unlike[0]), "!=", Letter(unlike[1])),) if unlike else ()
    return slips(question, lines, len(steps), parse(target or left, question.symbols), conditions)


@pytest.mark.parametrize(("symbols", "target", "step", "kind", "sentence"), SLIPS)
def test_a_slip_is_named_and_its_place_is_shown(
    symbols: Symbols, target: str, step: str, kind: str, sentence: str
) -> None:
    explained = found(symbols, target, step)
    assert Slip(kind, sentence) in explained, explained
    assert len(explained) <= 2


def test_an_identity_for_an_outer_product_is_told() -> None:
    explained = found(ATTENTION, r"\frac{1}{2} \mu_a \mu_a^T + \beta I", r"\beta I + \frac{1}{2} I")
    assert Slip("identity for outer product", r"`I` stands where `\mu_a \mu_a^\top` is due.") in explained


def test_the_answer_itself_is_never_put_in() -> None:
    assert found(ATTENTION, r"\mu_a \mu_a^T", "I") == ()
    kinds = {slip.kind for slip in found(NAIVE_SOFTMAX, BY_V, r"\frac{\partial J}{\partial \hat y} U")}
    assert not any("another name" in kind for kind in kinds)


def test_two_slips_at_once_are_told_together() -> None:
    (slip,) = found(NAIVE_SOFTMAX, BY_W, r"v_c(\hat y - y)^T")
    assert slip.kind == "transpose too much and index missing"
    assert slip.sentence.startswith("Two slips. ")


def test_an_explanation_fits_in_every_limit_that_the_step_is_compared_in() -> None:
    below, above = (
        Question(ATTENTION, (Regime(name, {"beta": (40, 60), "lambda": interval}),))
        for name, interval in (("below", (0.3, 0.7)), ("near", (0.97, 1.03)))
    )
    lines = [
        Line(parse(r"\alpha_a", ATTENTION)),
        Line(parse(r"\frac{1}{1 + e^{\lambda\beta-\beta}}", ATTENTION), "≈"),
    ]
    (slip,) = slips(below, lines, 1, lines[0].tree, (), (above,))
    assert slip.kind == "sign inside a function"


def test_a_scalar_has_no_transpose_and_no_name_is_put_in_that_only_the_spec_knows() -> None:
    hidden = [replace(each, spellings=("U_{all}",) * (each.name == "U")) for each in NAIVE_SOFTMAX.variables]
    symbols = replace(NAIVE_SOFTMAX, variables=tuple(hidden))
    for step in (r"\hat y_o u_o - y_o v_c", r"v_c", r"u_o + v_c", r"2 v_c"):
        for slip in found(symbols, BY_V, step):
            assert "U_{all}" not in slip.sentence
            assert r"\hat y_o^\top" not in slip.sentence


def test_names_are_spelled_as_the_student_did() -> None:
    latex = r"(\sigma(u_o^T v_c) - 1) \mathbf{u}_o - \sum_{k=1}^K \sigma(u_k^T v_c) u_k"
    symbols = replace(NEGATIVE_SAMPLING, dimensions=(Dimension("D"), Dimension("V"), Dimension("K", ("|N|", "K"))))
    question = Question(symbols)
    lines = [Line(parse(BY_V, symbols)), Line(parse(latex, symbols))]
    (slip,) = slips(question, lines, 1, lines[0].tree, (), (), [(parse(latex, symbols), latex)])
    assert r"\sum_{k=1}^{K}" in slip.sentence


def test_a_half_that_is_missing_everywhere_is_one_slip() -> None:
    right = r"\frac{1}{2}(\mu_a + \mu_b)(\frac{1}{2}(\mu_a + \mu_b))^T"
    explained = found(ATTENTION, right, r"(\mu_a + \mu_b)(\mu_a + \mu_b)^T")
    assert [slip.sentence for slip in explained] == [
        r"The factor `\frac{1}{2}` is missing beside `\mu_a + \mu_b`, wherever it stands."
    ]


def test_a_wrong_choice_is_explained_by_the_usual_one_that_it_is_nearest_to() -> None:
    question = Question(ATTENTION)
    usual = [(question, parse(latex, ATTENTION)) for latex in (r"\beta\mu_a", r"\beta(\mu_a + \mu_b)")]
    (slip,) = slips_of_choice(usual, Line(parse(r"\beta(\mu_a - \mu_b)", ATTENTION)))
    assert slip.kind == "sign of a term"
    (slip,) = slips_of_choice(usual, Line(parse(r"\mu_a + \mu_b", ATTENTION)))
    assert slip.sentence == r"The factor `\beta` is missing beside `\mu_a + \mu_b`."
    assert slips_of_choice(usual, Line(parse(r"\beta\mu_a", ATTENTION))) == ()


def test_a_derivative_that_was_not_taken_is_told() -> None:
    (slip,) = found(CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta}", r"-\log \hat y_t")
    assert slip.kind == "derivative not taken"


def test_where_zero_stands_the_right_number_is_shown() -> None:
    question = Question(NAIVE_SOFTMAX)
    lines = [Line(parse(latex, NAIVE_SOFTMAX)) for latex in (BY_V, "0")]
    assert counterexample(question, lines, 1, lines[0].tree).startswith("For one choice of numbers entry ")


def test_under_a_condition_too_a_zero_gets_its_right_number() -> None:
    question = Question(NAIVE_SOFTMAX)
    assert found(NAIVE_SOFTMAX, BY_W, "0", unlike=("w", "o")) == ()
    lines = [Line(parse(latex, NAIVE_SOFTMAX)) for latex in (BY_W, "0")]
    unlike = (Relation(Letter("w"), "!=", Letter("o")),)
    assert "entry" in counterexample(question, lines, 1, lines[0].tree, unlike)


def test_where_zero_stands_for_one_no_term_is_called_missing_and_the_one_is_shown() -> None:
    question = Question(ATTENTION, LARGE[1:2])
    lines = [Line(parse(r"\alpha_a", ATTENTION)), Line(parse("0", ATTENTION), "≈")]
    assert slips(question, lines, 1, lines[0].tree) == ()
    assert counterexample(question, lines, 1, lines[0].tree).endswith("your step gives 0, and 1 is due.")


def test_where_one_stands_for_zero_no_number_is_called_missing() -> None:
    lines = [Line(parse(r"\alpha_a", ATTENTION)), Line(parse("1", ATTENTION), "≈")]
    told = slips(Question(ATTENTION, LARGE[:1]), lines, 1, lines[0].tree)
    assert not any("`- 1`" in slip.sentence or "Two slips" in slip.sentence for slip in told)


def test_an_index_that_comes_from_nowhere_is_pointed_at() -> None:
    question = Question(CROSS_ENTROPY)
    lines = [Line(parse(latex, CROSS_ENTROPY)) for latex in (BY_THETA, r"3 \hat y_i - \sum_k y_k")]
    words = counterexample(question, lines, 1, lines[0].tree)
    assert words == "The index `i` of your step is none of the left side's, and no sum's."


def test_the_same_step_gets_the_same_words() -> None:
    assert found(NAIVE_SOFTMAX, BY_W, r"v_c(\hat y - y)^T") == found(NAIVE_SOFTMAX, BY_W, r"v_c(\hat y - y)^T")


def test_a_step_that_has_nothing_to_do_with_the_answer_gets_no_slip() -> None:
    assert found(NAIVE_SOFTMAX, BY_V, r"v_c^T v_c v_c + 3 u_o") == ()


def test_numbers_show_a_break_of_scalars() -> None:
    question = Question(ONE_NUMBER)
    lines = [Line(parse(latex, ONE_NUMBER)) for latex in (r"\sigma'(x)", r"\sigma(x)(1+\sigma(x))")]
    words = counterexample(question, lines, 1, lines[0].tree)
    assert words == "At `x` = -1.16 your step gives 0.29, and 0.18 is due."


def test_of_vectors_one_entry_is_shown() -> None:
    question = Question(NAIVE_SOFTMAX)
    lines = [Line(parse(latex, NAIVE_SOFTMAX)) for latex in (BY_V, r"U(y - \hat y)")]
    words = counterexample(question, lines, 1, lines[0].tree)
    assert words == "For one choice of numbers entry 3 of your step is -0.57, and 0.57 is due."


def test_a_limit_is_explained_in_the_limit() -> None:
    question = Question(ATTENTION, LARGE)
    lines = [
        Line(parse(r"\alpha_a", ATTENTION)),
        Line(parse(r"\frac{1}{1 + e^{\lambda\beta-\beta}}", ATTENTION), "≈"),
    ]
    explained = slips(question, lines, 1, lines[0].tree)
    assert explained[0].kind == "sign inside a function"


def test_a_step_that_is_the_slope_of_its_left_side_is_told() -> None:
    explained = found(ONE_NUMBER, r"\sigma(x)", r"\sigma(x)(1-\sigma(x))")
    assert explained == (
        Slip("derivative of the step before", r"This is the derivative of `\sigma(x)` by `x`, and not equal to it."),
    )


def test_a_sum_for_a_product_in_an_exponent_takes_two_edits() -> None:
    explained = found(SHIFT, r"\text{softmax}(x+c)_i", r"\frac{e^{x_i} + e^c}{\sum_j e^{x_j} + e^c}")
    assert explained[0].kind == "sum for product and sum for product"
