"""Names that the student chooses, and limits that are looked at apart."""

import pytest

from grader.derivation.answer import judge_answer, judge_formula
from grader.derivation.asked import Asked
from grader.derivation.judged import JudgedChain
from grader.derivation.verdicts import Status
from grader.submission.answer import WrittenAnswer
from tests.derivation.asking import PROJECTION, QUERY, TWO_HEADS, WIDE_KEY


def last(asked: Asked, latex: str) -> JudgedChain:
    return judge_formula(asked, latex).chains[-1]


@pytest.mark.parametrize(
    "choice", ["AA^T", r"\sum_j a_j a_j^\top", "I - BB^T", r"I - BB^T = I - \sum_i b_i b_i^T"]
)
def test_any_choice_that_does_what_it_must_is_right(choice: str) -> None:
    chain = last(PROJECTION, f"M = {choice}")
    assert (chain.status, chain.about, chain.final_right) == (Status.HOLDS, (0,), True)


@pytest.mark.parametrize("choice", ["BB^T", "I", "AA^T + BB^T", "2AA^T", "A(A^TA)A^T B B^T"])
def test_a_choice_that_does_not_is_told_by_what_it_misses(choice: str) -> None:
    chain = last(PROJECTION, f"M = {choice}")
    assert (chain.status, chain.first_wrong) == (Status.BREAKS, 1)
    assert "does not hold" in chain.steps[1].note


def test_the_choice_stands_for_the_name_in_all_other_lines() -> None:
    assert last(PROJECTION, r"M = I - BB^T, \quad Ms = (I - BB^T)(v_a + v_b) = v_a").status is Status.HOLDS
    assert last(PROJECTION, "Ms = AA^T v_a + AA^T v_b = v_a").status is Status.HOLDS


def test_a_choice_in_terms_of_itself_is_no_choice_and_ends() -> None:
    assert last(PROJECTION, "M = M A A^T").status in (Status.HOLDS, Status.NOT_READ)


def test_a_query_needs_its_large_factor() -> None:
    assert last(QUERY, r"q = \beta(\mu_a + \mu_b)").status is Status.HOLDS
    assert last(QUERY, r"q = \beta(\mu_a + \mu_b) - \beta\sum_{i \neq a, b} \mu_i").status is Status.HOLDS
    wrong = last(QUERY, r"q = \mu_a + \mu_b")
    assert wrong.status is Status.BREAKS and r"\beta" in wrong.slips[0].sentence
    assert last(QUERY, r"q = \beta\mu_a").status is Status.BREAKS


def test_a_line_with_what_moves_in_it_must_hold_in_every_limit() -> None:
    end = r"\frac{1}{\exp(\lambda\beta - \beta) + 1}"
    right = rf"\alpha_b \approx \frac{{\exp(\beta)}}{{\exp(\lambda\beta) + \exp(\beta)}} \approx {end}"
    assert last(WIDE_KEY, right).status is Status.HOLDS
    slipped = rf"\alpha_b \approx \frac{{1}}{{\exp(\lambda\beta - \beta) + 1 + n - 2}} \approx {end}"
    found = last(WIDE_KEY, slipped)
    assert (found.status, found.first_wrong, found.rejoins) == (Status.BREAKS, 1, 2)


def test_a_number_may_be_right_in_one_limit_and_says_in_which() -> None:
    chain = last(WIDE_KEY, r"\alpha_a \approx 1")
    assert (chain.status, chain.regime) == (Status.HOLDS, "λ > 1")
    assert last(WIDE_KEY, r"\alpha_a \approx \frac{1}{\exp(0.5\beta) + 1} \approx 0").status is Status.HOLDS
    assert last(WIDE_KEY, r"\alpha_a \approx \frac{1}{2}").status is Status.BREAKS


def test_what_the_student_says_of_the_limit_is_believed() -> None:
    assert last(WIDE_KEY, r"\text{For } \lambda > 1: \alpha_a \approx 1").status is Status.HOLDS
    assert last(WIDE_KEY, r"\text{For } \lambda > 1: \alpha_a \approx 0").status is Status.BREAKS
    assert last(WIDE_KEY, r"\text{If } 0 < \lambda < 1: \alpha_a \approx 0").status is Status.HOLDS


def test_two_names_may_be_chosen_together_or_at_once() -> None:
    apart = judge_formula(TWO_HEADS, r"q_1 = \beta\mu_a \\ q_2 = \beta\mu_b \\ c_1 \approx v_a")
    assert [chain.status for chain in apart.chains] == [Status.HOLDS] * 3
    at_once = judge_formula(TWO_HEADS, r"q_1 = q_2 = \beta(\mu_a + \mu_b) \\ c_1 \approx \frac{1}{2}(v_a + v_b)")
    assert [chain.status for chain in at_once.chains] == [Status.HOLDS] * 2
    assert at_once.chains[0].about == (0, 1)
    same = judge_formula(TWO_HEADS, r"q_1 = \beta\mu_a \\ q_2 = \beta\mu_a")
    assert {chain.status for chain in same.chains} == {Status.BREAKS}


def test_a_line_is_open_only_where_right_choices_differ() -> None:
    assert last(TWO_HEADS, r"c \approx \frac{1}{2}(v_a + v_b)").status is Status.HOLDS
    assert last(TWO_HEADS, r"c \approx v_a").status is Status.BREAKS
    open_one = last(TWO_HEADS, r"c_1 \approx v_a")
    assert open_one.status is Status.NOT_READ and "q_1" in open_one.steps[1].note


def test_a_limit_that_words_may_speak_of_is_left_open() -> None:
    def status(text: str) -> Status:
        return judge_answer(WIDE_KEY, WrittenAnswer(text, "markdown", "answers.md", 1)).chains[-1].status

    assert status(r"If the key is longer than its mean, $\alpha_a \approx 0$.") is Status.NOT_READ
    assert status(r"For large $\lambda$, $\alpha_a \approx 0$.") is Status.NOT_READ
    assert status(r"For $\lambda > 1$, $\alpha_a \approx 1$.") is Status.HOLDS


def test_a_number_that_the_student_gives_picks_its_limit() -> None:
    half = r"\text{for } \lambda = 0.5: \alpha_a \approx \frac{1}{\exp(0.5\beta) + 1} \approx 0"
    assert last(WIDE_KEY, half).status is Status.HOLDS
    assert last(WIDE_KEY, r"\text{for } \lambda = 1.5: \alpha_a \approx 0").status is Status.BREAKS
    assert last(WIDE_KEY, r"\text{for } \lambda = 7: \alpha_a \approx 1").status is Status.NOT_READ


def test_an_equals_sign_for_a_limit_is_open_unless_it_means_to_be_exact() -> None:
    assert last(QUERY, r"\alpha_a = \frac{e^\beta}{2 e^\beta} = \frac{1}{2}").status is Status.NOT_READ
    assert last(QUERY, r"\alpha_a = \frac{e^\beta}{n - 1 + 2 e^\beta}").status is Status.BREAKS


def test_a_choice_beside_words_of_small_numbers_is_left_open() -> None:
    assert last(QUERY, r"q = \beta(\mu_a + \mu_b), \quad \beta \ll 0").status is not Status.HOLDS
    written = r"$q = \beta(\mu_a + \mu_b)$ with $\beta$ close to 0"
    judged = judge_answer(QUERY, WrittenAnswer(written, "markdown", "a.md", 1))
    assert judged.chains[0].status is Status.NOT_READ
    assert judge_formula(QUERY, r"q = \beta(\mu_a + \mu_b), \quad \beta \gg 0").chains[0].status is Status.HOLDS


def test_words_right_behind_a_formula_may_be_its_condition() -> None:
    judged = judge_answer(QUERY, WrittenAnswer(r"$\mu_i^\top q = 0$ for all other $i$.", "markdown", "a.md", 1))
    assert Status.BREAKS not in {chain.status for chain in judged.chains}


def test_what_holds_for_all_others_and_does_not_say_so_is_left_open() -> None:
    assert last(QUERY, r"\alpha_i \approx 0").status is Status.NOT_READ
    assert last(QUERY, r"\mu_i^\top q = 0").status is Status.NOT_READ
    assert last(QUERY, r"\mu_i^\top q = \beta").status is Status.BREAKS


def test_lines_that_hold_in_different_limits_are_left_open_unless_they_say_in_which() -> None:
    both = judge_formula(WIDE_KEY, r"c \approx v_a \\ c \approx v_b")
    assert [chain.status for chain in both.chains] == [Status.HOLDS, Status.NOT_READ]
    said = judge_formula(WIDE_KEY, r"\lambda > 1: c \approx v_a \\ 0 < \lambda < 1: c \approx v_b")
    assert [chain.status for chain in said.chains if chain.about or "c" in chain.steps[0].latex] == [Status.HOLDS] * 2


def test_another_large_factor_is_for_a_person_and_none_is_wrong() -> None:
    assert last(QUERY, r"q = \ln(\beta)(\mu_a + \mu_b)").status is Status.NOT_READ
    assert last(QUERY, r"q = \sqrt{\beta}(\mu_a + \mu_b)").status is Status.NOT_READ
    assert last(QUERY, r"q = 2(\mu_a + \mu_b)").status is Status.BREAKS
    assert last(QUERY, r"q = \beta(\mu_a - \mu_b)").status is Status.BREAKS


def test_a_number_that_may_have_been_chosen_for_a_large_name_in_an_earlier_part_is_left_open() -> None:
    earlier = last(QUERY, r"\mu_a^\top q = 100")
    assert earlier.status is Status.NOT_READ
    (_, step) = earlier.steps
    assert step.note == r"This holds if 100 is your choice for the sheet's `\beta`; write that choice here, too."
    assert last(QUERY, r"\mu_a^\top q = 2 \cdot 100").status is Status.BREAKS
    assert last(QUERY, r"\mu_a^\top q = 2").status is Status.BREAKS  # nothing large
    with_beta = judge_formula(QUERY, r"\mu_b^\top q = \beta \\ \mu_a^\top q = 100")
    assert [chain.status for chain in with_beta.chains] == [Status.HOLDS, Status.BREAKS]
    with_choice = judge_formula(QUERY, r"q = 50(\mu_a + \mu_b) \\ \mu_a^\top q = 100")
    assert [chain.status for chain in with_choice.chains] == [Status.HOLDS, Status.BREAKS]
