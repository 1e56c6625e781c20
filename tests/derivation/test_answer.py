"""A whole answer: what each chain is about, the student's own names, and what is said where it breaks."""

from dataclasses import replace

import pytest

from grader.derivation.answer import MOST_STEPS, judge_answer, judge_formula
from grader.derivation.asked import Asked, Goal
from grader.derivation.judged import Judged, JudgedChain
from grader.derivation.symbols import Definition, Family, PatternForm, Target, Variable
from grader.derivation.verdicts import Status
from grader.submission.answer import WrittenAnswer
from tests.derivation.asking import CENTRE, OUTSIDE
from tests.derivation.blackboard import CROSS_ENTROPY, HIDDEN_LAYER, NAIVE_SOFTMAX, NEGATIVE_SAMPLING, SHIFT


def answered(text: str, asked: Asked = CENTRE, definitions: str = "") -> Judged:
    return judge_answer(asked, WrittenAnswer(text, "markdown", "answers.md", 1, definitions=definitions))


def only(judged: Judged) -> JudgedChain:
    (chain,) = judged.chains
    return chain


def test_a_derivation_that_holds_reaches_its_goal() -> None:
    chain = only(answered(r"$$\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)$$"))
    assert chain.status is Status.HOLDS
    assert (chain.about, chain.final_right, chain.finished, chain.first_wrong) == ((0,), True, True, None)


def test_the_first_wrong_step_is_named_and_where_it_rejoins() -> None:
    chain = only(
        judge_formula(CENTRE, r"\frac{\partial J}{\partial v_c} = U\hat y - u_o = U(y - \hat y) = U(\hat y - y)")
    )
    assert (chain.status, chain.first_wrong, chain.rejoins, chain.final_right) == (Status.BREAKS, 2, 3, True)
    assert "sign" in chain.slips[0].sentence or "negative" in chain.slips[0].sentence


def test_a_chain_that_ends_with_a_derivative_is_not_finished() -> None:
    chain = only(
        judge_formula(CENTRE, r"\frac{\partial J}{\partial v_c} = -\frac{\partial}{\partial v_c} \log \hat y_o")
    )
    assert chain.status is Status.HOLDS and chain.final_right and not chain.finished


def test_own_names_are_taken_up_wherever_they_are_introduced() -> None:
    judged = answered(
        r"$$\frac{\partial J}{\partial v_c} = \sum_w \delta_w u_w = U\epsilon$$ where $\delta_w = \hat y_w - y_w$ "
        r"and $\epsilon = \hat y - y$."
    )
    assert judged.chains[0].status is Status.HOLDS and judged.chains[0].about == (0,)
    assert dict(judged.own).keys() == {r"\delta_w", r"\epsilon"}


def test_an_own_name_earns_nothing_and_hides_nothing() -> None:
    judged = answered(r"Let $\delta = y - \hat y$. $$\frac{\partial J}{\partial v_c} = U\delta$$")
    assert [chain.status for chain in judged.chains] == [Status.HOLDS, Status.BREAKS]
    assert judged.chains[0].about == ()


def test_an_unknown_symbol_is_left_to_a_person() -> None:
    chain = only(judge_formula(CENTRE, r"\frac{\partial J}{\partial v_c} = Q(\hat y - y) = U(\hat y - y)"))
    assert chain.status is Status.NOT_READ and chain.first_wrong is None
    assert "Q" in chain.steps[1].note


def test_commands_defined_anywhere_in_the_document_are_known() -> None:
    formula = r"$$\frac{\partial J}{\partial v_c} = U(\yhat - \y)$$"
    definitions = "\\newcommand{\\yhat}{\\hat{\\mathbf{y}}}\n\\def\\y{\\mathbf y}"
    assert only(answered(formula, definitions=definitions)).status is Status.HOLDS
    assert only(answered(f"{definitions}\n\n{formula}")).status is Status.HOLDS
    assert only(answered(formula)).status is Status.NOT_READ


def test_a_command_that_uses_itself_is_left_to_a_person() -> None:
    judged = answered(r"\def\y{\y\y} $$\frac{\partial J}{\partial v_c} = U(\hat y - \y)$$")
    assert only(judged).status is Status.NOT_READ


def test_the_two_cases_may_come_one_by_one_or_together() -> None:
    apart = answered(
        r"For $w = o$: $$\frac{\partial J}{\partial u_w} = (\hat y_o - 1) v_c$$ "
        r"otherwise $$\frac{\partial J}{\partial u_w} = \hat y_w v_c$$",
        OUTSIDE,
    )
    assert [(chain.about, chain.status) for chain in apart.chains] == [((0,), Status.HOLDS), ((1,), Status.HOLDS)]
    together = only(judge_formula(OUTSIDE, r"\frac{\partial J}{\partial u_k} = (\hat y_k - y_k) v_c"))
    assert (together.about, together.status) == ((0, 1), Status.HOLDS)


def test_a_case_that_is_right_only_in_the_other_case_breaks() -> None:
    chain = only(judge_formula(OUTSIDE, r"\frac{\partial J}{\partial u_w} = (\hat y_w - 1) v_c, \quad w \neq o"))
    assert (chain.about, chain.status, chain.first_wrong) == ((1,), Status.BREAKS, 1)


def test_a_lone_expression_is_the_answer_where_one_thing_is_asked() -> None:
    assert only(judge_formula(CENTRE, r"U(\hat y - y)")).about == (0,)
    wrong = only(judge_formula(CENTRE, r"U(y - \hat y)"))
    assert (wrong.status, wrong.first_wrong) == (Status.BREAKS, 0)
    assert only(judge_formula(OUTSIDE, r"v_c")).status is Status.NOT_READ


def test_a_left_side_in_words_stands_for_what_is_asked_where_the_end_is_right() -> None:
    assert only(judge_formula(CENTRE, r"\text{grad} = U(\hat y - y)")).status is Status.HOLDS
    assert only(judge_formula(CENTRE, r"\text{grad} = U(y - \hat y)")).status is Status.NOT_READ


def test_a_comparison_is_left_to_a_person() -> None:
    assert only(answered(r"$$\hat y_o > 0$$")).status is Status.NOT_READ


def test_an_endless_answer_is_cut_and_says_so() -> None:
    judged = answered("\n\n".join([r"$$\hat y_o = \hat y_o$$"] * (MOST_STEPS // 2 + 5)))
    assert len(judged.chains) == MOST_STEPS // 2
    assert "a person" in judged.unread[-1].finding.what


def test_the_same_answer_is_judged_alike_twice() -> None:
    text = r"$$\frac{\partial J}{\partial v_c} = U\hat y - u_o = U(y - \hat y)$$"
    assert answered(text) == answered(text)


def test_a_condition_that_is_carried_on_breaks_nothing() -> None:
    judged = answered(
        r"For $w = o$: $\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c$. "
        r"For every other word: $\frac{\partial J}{\partial u_w} = \hat y_w v_c$.",
        OUTSIDE,
    )
    assert [(chain.about, chain.status) for chain in judged.chains] == [((0,), Status.HOLDS), ((1,), Status.HOLDS)]


def test_own_indexed_names_may_be_summed_over_and_derived_by() -> None:
    judged = answered(
        r"Let $s_w = u_w^\top v_c$. Then $\hat y_w = \frac{e^{s_w}}{\sum_x e^{s_x}}$ and "
        r"$$\frac{\partial J}{\partial v_c} = \sum_w \frac{\partial J}{\partial s_w}\frac{\partial s_w}{\partial v_c} "
        r"= \sum_w (\hat y_w - y_w) u_w$$"
    )
    assert [chain.status for chain in judged.chains] == [Status.HOLDS] * 3


def test_the_true_class_may_have_the_students_own_letter() -> None:
    judged = answered(
        r"Let $k$ be the true word, so $y_k = 1$. Then $J = -\log \hat y_k$ and $J = -\sum_k y_k \log \hat y_k$. "
        r"For $w = k$: $\frac{\partial J}{\partial u_w} = (\hat y_w - 1) v_c$.",
        OUTSIDE,
    )
    assert [chain.status for chain in judged.chains] == [Status.HOLDS] * 4
    unsaid = only(judge_formula(CENTRE, r"J = -\log \hat y_k"))
    assert unsaid.status is Status.NOT_READ


def test_a_number_below_a_vectors_name_may_make_a_new_name() -> None:
    judged = answered(r"$v_1 = U y$ and $\frac{\partial J}{\partial v_c} = U\hat y - v_1$", CENTRE)
    assert [chain.status for chain in judged.chains] == [Status.HOLDS] * 2


def test_a_lone_expression_in_a_sentence_is_an_answer_or_nothing() -> None:
    judged = answered(r"The answer is $U(\hat y - y)$, which is the negative of $U(y - \hat y)$.")
    assert [(chain.about, chain.status) for chain in judged.chains] == [((0,), Status.HOLDS)]


def test_an_answer_is_read_under_one_of_the_meanings_that_the_sheet_leaves_open() -> None:
    rows = replace(
        NAIVE_SOFTMAX,
        variables=(Variable("U", ("V", "D")), Variable("v_c", ("D",))),
        families=(Family("u", "U", axis="rows", over="V"),),
        definitions=(Definition("yhat", r"\text{softmax}(U v_c)", ("V",), (r"\hat y",)), NAIVE_SOFTMAX.definitions[1]),
    )
    either = replace(CENTRE, otherwise=(rows,))
    transposed = r"\frac{\partial J}{\partial v_c} = U^T(\hat y - y)"
    assert only(judge_formula(either, transposed)).status is Status.HOLDS
    assert only(judge_formula(either, r"\frac{\partial J}{\partial v_c} = U(\hat y - y)")).status is Status.HOLDS
    assert only(judge_formula(CENTRE, transposed)).status is not Status.HOLDS
    mixed = judge_formula(either, rf"{transposed} \\ \frac{{\partial J}}{{\partial v_c}} = U(\hat y - y)")
    assert {chain.status for chain in mixed.chains} != {Status.HOLDS}


def test_derivatives_may_stay_where_the_sheet_asks_in_terms_of_them() -> None:
    target = Target("stack", r"\frac{\partial J}{\partial U}")
    result = r"\left[\frac{\partial J}{\partial u_1}, \dots, \frac{\partial J}{\partial u_V}\right]"
    stack = Asked(NAIVE_SOFTMAX, (Goal(target, result),))
    assert only(judge_formula(stack, rf"\frac{{\partial J}}{{\partial U}} = {result}")).finished
    assert not only(
        judge_formula(CENTRE, r"\frac{\partial J}{\partial v_c} = U \frac{\partial J}{\partial U^T v_c}")
    ).finished


def test_the_conditions_of_a_verdict_are_told() -> None:
    stated = only(judge_formula(OUTSIDE, r"\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad w \neq o"))
    assert stated.when[0][1] == r"w \neq o"
    unsaid = only(judge_formula(OUTSIDE, r"\frac{\partial J}{\partial u_w} = \hat y_w v_c"))
    assert unsaid.when == (("for", r"w \neq o"),)


def test_the_students_commands_are_written_out_for_the_report() -> None:
    judged = answered(r"\newcommand{\vc}{v_c} $$\frac{\partial J}{\partial \vc} = U(\hat y - y)$$")
    assert only(judged).steps[0].latex == r"\frac{\partial J}{\partial \vc}"
    assert only(judged).steps[0].expanded == r"\frac{\partial J}{\partial v_c}"
    assert {"U", "y", "yhat"} <= judged.used


CASES = Asked(
    NAIVE_SOFTMAX,
    (
        Goal(Target("true word", r"\frac{\partial J}{\partial u_o}"), r"(\hat y_o - 1) v_c"),
        Goal(Target("others", r"\frac{\partial J}{\partial u_w}", when=r"w \neq o"), r"\hat y_w v_c"),
    ),
)


def test_a_line_that_speaks_of_all_words_must_hold_for_all() -> None:
    for wrong in (r"(\hat y_w + y_w) v_c", r"(\hat y_w - 2 y_w) v_c"):
        chain = only(judge_formula(CASES, rf"\frac{{\partial J}}{{\partial u_w}} = {wrong}"))
        assert chain.status is Status.NOT_READ and r"`w \neq o`" in chain.steps[1].note


def test_a_line_for_all_words_answers_for_the_true_one_too() -> None:
    cases = r"\begin{cases} (\hat y_w - 1) v_c & w = o \\ \hat y_w v_c & w \neq o\end{cases}"
    for right in (r"(\hat y_w - y_w) v_c", cases):
        chain = only(judge_formula(CASES, rf"\frac{{\partial J}}{{\partial u_w}} = {right}"))
        assert (chain.status, set(chain.about)) == (Status.HOLDS, {0, 1})


def test_a_line_for_one_case_that_does_not_say_so_is_left_open() -> None:
    chain = only(judge_formula(CASES, r"\frac{\partial J}{\partial u_w} = (\hat y_w - 1) v_c"))
    assert chain.status is Status.NOT_READ and "`w = o`" in chain.steps[1].note
    said = only(judge_formula(CASES, r"\frac{\partial J}{\partial u_w} = (\hat y_w - 1) v_c, \quad w = o"))
    assert (said.status, said.about) == (Status.HOLDS, (0,))


def test_an_own_name_goes_before_an_own_pattern() -> None:
    gradient = Goal(Target("true word", r"\frac{\partial J}{\partial u_o}"), r"(\sigma(u_o^\top v_c) - 1) v_c")
    for first, second in (("o", "k"), ("k", "o")):
        judged = answered(
            rf"Let $z_{first} = u_{first}^\top v_c$ and $z_{second} = u_{second}^\top v_c$. "
            r"$$J = -\log\sigma(z_o) - \sum_{k=1}^K \log\sigma(-z_k)$$ "
            r"$$\frac{\partial J}{\partial u_o} = (\sigma(z_o) - 1) v_c$$",
            Asked(NEGATIVE_SAMPLING, (gradient,)),
        )
        assert [chain.status for chain in judged.chains] == [Status.HOLDS] * 4


CROSS = Asked(CROSS_ENTROPY, (Goal(Target("θ", r"\frac{\partial CE}{\partial \theta}"), r"\hat y - y"),))


def test_another_entry_is_never_the_entry() -> None:
    other = only(judge_formula(CROSS, r"\frac{\partial CE}{\partial \theta_i} = \hat y_j - y_j"))
    assert (other.status, other.first_wrong, other.final_right) == (Status.BREAKS, 1, False)
    same = only(judge_formula(CROSS, r"\frac{\partial CE}{\partial \theta_i} = \hat y_i - y_i = \hat y - y"))
    assert (same.status, same.final_right) == (Status.HOLDS, True)


def test_a_choice_of_what_the_sheet_leaves_open_is_no_claim() -> None:
    judged = answered(r"We choose $c = -\max_i x_i$. Then $c = 0$ is another choice.", Asked(SHIFT, ()))
    assert {chain.status for chain in judged.chains} == {Status.NOT_READ}


def test_a_fault_of_ours_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise KeyError("nobody foresaw this")

    monkeypatch.setattr("grader.derivation.judging.session.judged", fails)
    chain = only(judge_formula(CENTRE, r"\frac{\partial J}{\partial v_c} = U(\hat y - y)"))
    assert chain.status is Status.NOT_READ and "our side" in chain.steps[0].note


def test_the_sheets_condition_is_granted_within_an_answer_and_not_to_a_formula_alone() -> None:
    formula = r"\frac{\partial J}{\partial u_w} = \hat y_w v_c"
    assert only(answered(f"The others: $${formula}$$", CASES)).status is Status.HOLDS
    alone = only(judge_formula(CASES, formula))
    assert alone.status is Status.NOT_READ and r"`w \neq o`" in alone.steps[1].note


@pytest.mark.parametrize(
    ("own", "end", "status"),
    [
        (r"p = \exp(U^\top v_c)", r"-u_o + \sum_w p_w u_w", Status.BREAKS),
        (r"p = \exp(U^\top v_c)", r"-u_o + \frac{U p}{\sum_x p_x}", Status.HOLDS),
        (r"p = \hat y - y", r"U p = \sum_w p_w u_w", Status.HOLDS),
        (r"p_w = \exp(u_w^\top v_c)", r"-u_o + \sum_w \frac{p_w}{\sum_x p_x} u_w", Status.HOLDS),
        (r"p_w = \hat y_w - y_w", r"\sum_w p_w u_w", Status.HOLDS),
        (r"p_w = \hat y_w - y_w", r"-u_o + \sum_w p_w u_w", Status.BREAKS),
    ],
)
def test_a_name_of_ours_that_the_student_defines_is_theirs_with_its_entries(own: str, end: str, status: Status) -> None:
    forms = PatternForm("chance", ("p_#",), r"\hat y_{#1}", replaceable=True)
    asked = replace(CENTRE, symbols=replace(NAIVE_SOFTMAX, patterns=(*NAIVE_SOFTMAX.patterns, forms)))
    judged = judge_formula(asked, rf"{own}, \quad \frac{{\partial J}}{{\partial v_c}} = {end}")
    assert [chain.status for chain in judged.chains] == [Status.HOLDS, status]


def test_a_spelling_that_we_accept_yields_to_the_students_own_use_of_it() -> None:
    theta = replace(CROSS_ENTROPY.variables[0], spellings=(r"\theta", "z"))
    asked = replace(CROSS, symbols=replace(CROSS_ENTROPY, variables=(theta, *CROSS_ENTROPY.variables[1:])))
    end = r"\frac{\partial CE}{\partial\theta_i} = \frac{z_i}{\sum_j z_j} - y_i"
    judged = judge_formula(asked, rf"z_i = e^{{\theta_i}}, \quad {end}")
    assert [chain.status for chain in judged.chains] == [Status.HOLDS] * 2
    assert only(judge_formula(asked, r"\frac{\partial CE}{\partial z} = \hat y - y")).status is Status.HOLDS


def test_a_row_break_before_a_bracket_opens_no_formula() -> None:
    rows = r"\begin{cases}\hat y_w v_c & w \neq o\\(\hat y_o - 1) v_c & w = o\end{cases}"
    assert only(judge_formula(CASES, rf"\frac{{\partial J}}{{\partial u_w}} = {rows}")).status is Status.HOLDS
    spaced = r"\begin{aligned}\frac{\partial J}{\partial v_c} &= U\hat y - u_o \\[4pt] &= U(\hat y - y)\end{aligned}"
    assert only(judge_formula(CENTRE, spaced)).status is Status.HOLDS


def test_what_the_sheet_gives_is_not_the_students_to_define() -> None:
    given = PatternForm("chance", ("p_#",), r"\hat y_{#1}")
    asked = replace(CENTRE, symbols=replace(NAIVE_SOFTMAX, patterns=(*NAIVE_SOFTMAX.patterns, given)))
    chain = only(judge_formula(asked, r"p_w = \exp(u_w^\top v_c)"))
    assert (chain.status, chain.first_wrong) == (Status.BREAKS, 1)


def test_the_students_commands_are_known_in_conditions() -> None:
    text = r"\newcommand{\tw}{o} For $w \neq \tw$: $$\frac{\partial J}{\partial u_w} = \hat y_w v_c$$"
    assert only(answered(text, CASES)).status is Status.HOLDS


@pytest.mark.parametrize("prime", ["h'", r"h^\prime", r"h^{\prime}"])
def test_a_prime_that_is_no_transpose_is_a_name_for_what_stands_behind_it(prime: str) -> None:
    by_x = r"\frac{\partial J}{\partial x}"
    asked = Asked(HIDDEN_LAYER, (Goal(Target("x", by_x), r"((\hat y - y) W_2^T \circ h \circ (1 - h)) W_1^T"),))
    text = rf"With ${prime} = h \circ (1 - h)$: $${by_x} = ((\hat y - y) W_2^T \circ {prime}) W_1^T$$"
    assert [chain.status for chain in answered(text, asked).chains] == [Status.HOLDS, Status.HOLDS]
    wrong = answered(text.replace("1 - h", "1 + h"), asked).chains[-1]
    assert (wrong.status, wrong.final_right) == (Status.BREAKS, False)


def test_a_prime_is_a_transpose_where_that_holds() -> None:
    judged = answered(r"$h' = h^T$ and $W_2' = W_1^T$", Asked(HIDDEN_LAYER))
    assert judged.own == ()
    assert [chain.status for chain in judged.chains] == [Status.HOLDS, Status.BREAKS]
