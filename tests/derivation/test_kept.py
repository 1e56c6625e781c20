"""What is kept of a class's lines: bounded, and never seen in a verdict. Whoever is graded first, all get the same."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import pytest

from grader.checks.derivation import Derivation
from grader.derivation.answer import judge_answer
from grader.derivation.evaluate import Evaluator
from grader.derivation.judged import Judged
from grader.derivation.lines import Line, Lines
from grader.derivation.parse import parse
from grader.derivation.question import Question, ready
from grader.derivation.span import NotRead
from grader.derivation.tree import Product, Quotient
from grader.derivation.valuing.kept import Kept, same
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.readings import Reading
from grader.grading.formula import checks
from grader.spec.load import load
from grader.spec.model import Assignment
from grader.submission.answer import WrittenAnswer
from tests.derivation.blackboard import NAIVE_SOFTMAX

SPECS = Path(__file__).parents[2] / "specs"
#: Answers that share lines, names and mistakes, under other conditions and with other meanings of one name.
ANSWERS = (
    ("1(b)", r"$$\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)$$"),
    ("1(b)", r"$$\nabla_{v_c} J = -u_o + \sum_w \hat{y}_w u_w = U^\top(\hat y - y)$$"),
    ("1(b)", r"Let $\delta = \hat y - y$. Then $$\frac{\partial J}{\partial v_c} = U \delta = U(\hat y - y)$$"),
    ("1(b)", r"Let $\delta = y - \hat y$. Then $$\frac{\partial J}{\partial v_c} = U \delta = U(\hat y - y)$$"),
    ("1(b)", "\\newcommand{\\p}{\\hat y}\n$$\\frac{\\partial J}{\\partial v_c} = -U y + U \\p = U(\\p - y)$$"),
    ("1(b)", "\\newcommand{\\p}{y}\n$$\\frac{\\partial J}{\\partial v_c} = -U y + U \\p = U(\\p - y)$$"),
    ("1(c)", r"$$\frac{\partial J}{\partial u_w} = -y_w v_c + \hat y_w v_c = (\hat y_w - y_w) v_c$$"),
    ("1(c)", r"For $w \neq o$: $$\frac{\partial J}{\partial u_w} = -y_w v_c + \hat y_w v_c = \hat y_w v_c$$"),
    ("1(c)", r"For $w = o$: $$\frac{\partial J}{\partial u_w} = -y_w v_c + \hat y_w v_c = \hat y_w v_c$$"),
    ("1(e)", r"$$\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2} = \sigma(x)(1 - \sigma(x))$$"),
    ("1(e)", r"$$\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2} = \sigma(x)(1 + \sigma(x))$$"),
)  # fmt: skip


@cache
def _assignment() -> Assignment:
    return load(SPECS / "word2vec")


def judged(numbers: tuple[int, ...]) -> dict[int, list[Judged]]:
    """All that is said about these answers, judged one after the other."""
    found = {}
    for number in numbers:
        question, text = ANSWERS[number]
        answer = WrittenAnswer(text, "markdown", "answers.md", 1)
        found[number] = [judge_answer(check.asked(), answer) for check in checks(_assignment(), question)]
    return found


def _in_a_fresh_process(orders: list[tuple[int, ...]]) -> list[dict[int, list[Judged]]]:
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        return list(processes.map(judged, orders))


def test_answers_are_judged_alike_in_any_order_and_each_alone() -> None:
    everybody = tuple(range(len(ANSWERS)))
    # Alone: one whose name means something else in the answer before it, and one whose macro does.
    orders = [everybody[::-1], (3,), (5,)]
    first = judged(everybody)
    assert judged(everybody) == first  # with all of it kept
    for order, found in zip(orders, _in_a_fresh_process(orders), strict=True):
        assert found == {number: first[number] for number in order}
    assert len(set(map(repr, first.values()))) == len(ANSWERS)


def test_what_was_asked_for_last_is_kept_longest() -> None:
    kept: Kept[int, int] = Kept(2)
    asked: list[int] = []

    def of(number: int) -> int:
        return kept.of(number, lambda: asked.append(number) or number)  # type: ignore[func-returns-value]

    assert [of(1), of(2), of(1), of(3), of(1), of(2)] == [1, 2, 1, 3, 1, 2]
    assert asked == [1, 2, 3, 2]


def test_a_failure_is_not_kept() -> None:
    kept: Kept[str, int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.of("a", lambda: 1 // 0)
    assert kept.of("a", lambda: 2) == 2


def test_equal_lines_are_one_wherever_they_were_written() -> None:
    assert same(parse(r"U \hat y", NAIVE_SOFTMAX)) is same(parse(r"U\,\hat{\mathbf{y}}", NAIVE_SOFTMAX)) is not None
    assert same(parse(r"U \hat y", NAIVE_SOFTMAX)) is not same(parse(r"U y", NAIVE_SOFTMAX))


def test_a_tree_in_which_a_node_has_two_places_stands_for_no_other() -> None:
    part = parse(r"u_o^\top v_c", NAIVE_SOFTMAX)
    assert same(Quotient(part, part)) is None
    assert same(Quotient(part, parse(r"u_o^\top  v_c", NAIVE_SOFTMAX))) is not None


def test_a_line_costs_the_same_before_and_after_others() -> None:
    """A definition is valued by whoever meets it first, and nobody pays for it."""
    spent = []
    question = Question(NAIVE_SOFTMAX)
    for _ in range(2):
        evaluator = Evaluator(question.declared, question.worlds[0], Letters(question.declared), Reading())
        evaluator.value(parse(r"U \hat y", NAIVE_SOFTMAX), {})
        spent.append(evaluator.budget.left)
    assert spent[0] == spent[1]


def test_a_long_line_is_kept_by_nobody() -> None:
    question = Question(NAIVE_SOFTMAX)
    short, long = (parse(" + ".join([r"\sum_w \sum_x \hat y_w y_x"] * many), NAIVE_SOFTMAX) for many in (1, 150))
    lines = Lines(question, [short, long], ())
    assert lines.valued(Line(short)).key is not None
    assert lines.valued(Line(long)).key is None
    assert lines.valued(Line(long)).readings


def test_names_of_one_answer_are_not_those_of_the_next() -> None:
    first, second = judged((2, 3)).values()
    assert first != second
    assert ready(NAIVE_SOFTMAX) is ready(replace(NAIVE_SOFTMAX))
    assert ready(NAIVE_SOFTMAX) is not ready(NAIVE_SOFTMAX, seed=1)


def test_a_formula_that_is_not_read_is_refused_in_the_same_words_again() -> None:
    told = []
    for _ in range(2):
        with pytest.raises(NotRead) as refused:
            parse(r"U \quux", NAIVE_SOFTMAX)
        told.append((refused.value.what, refused.value.where, refused.value.symbol))
    assert told[0] == told[1]
    assert told[0][2] == r"\quux"


def test_a_tree_takes_no_number_of_its_own_to_another_process() -> None:
    tree = parse(r"U \hat y", NAIVE_SOFTMAX)
    hash(tree), same(tree), hash(NAIVE_SOFTMAX)
    assert isinstance(tree, Product)
    sent, names = pickle.loads(pickle.dumps((tree, NAIVE_SOFTMAX)))
    assert (sent, names) == (tree, NAIVE_SOFTMAX)
    assert not [name for one in (sent, names) for name in vars(one) if name.startswith("_")]


def test_a_check_that_was_changed_is_asked_anew() -> None:
    check = checks(_assignment(), "1(b)")[0]
    assert isinstance(check, Derivation)
    assert check.asked() is check.asked()
    assert check.model_copy(update={"one_is_enough": True}).asked().one_is_enough
