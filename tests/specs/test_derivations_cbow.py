"""The written questions about CBOW: right formulas hold, slips break at their step, counts name their convention."""

import pytest

from grader.checks.reference import functions_of
from grader.derivation.verdicts import Status
from grader.outcome import Outcome, Verdict
from grader.spec.load import load
from grader.submission.answer import WrittenAnswer
from tests.checks.bench import FOUNDATIONS, attempt
from tests.specs.deriving import SPECS, breaks, formula, holds, short_of_examples, statuses

SLUG = "cbow"
#: Lines that stand on the way to an answer, or beside it.
BESIDES = [
    (
        "objective",
        r"\log P(w_c|w_{c-1},w_{c+1}) = \log \sigma(b_{w_c}^T a_{avg}) + \sum_{k=1}^K \log"
        r" \sigma(-b_{w_k}^T a_{avg})",
    ),
    (
        "objective",
        r"-\log P(w_c|w_{c-1},w_{c+1}) = -\log \sigma(b_{w_c}^T a_{avg}) - \sum_{k=1}^K \log"
        r" \sigma(-b_{w_k}^T a_{avg})",
    ),
    ("objective", r"a_{avg} = \frac{1}{2} (a_{w_{c-1}} + a_{w_{c+1}})"),
    ("sigmoid-and-tanh", r"\tanh(x) = 2 \sigma(2x) - 1 = \frac{1 - e^{-2x}}{1 + e^{-2x}}"),
    ("scalar-network", r"a_2 = \sigma(w^{[2]} \sigma(w^{[1]} x + b^{[1]}) + b^{[2]})"),
    ("scalar-network", r"\frac{da_1}{dz_0} = \sigma(z_0)(1 - \sigma(z_0)) = a_1 (1 - a_1)"),
]
#: Slips in such lines: the question, the formula, the first wrong expression counted from 0.
SLIPS = [
    ("objective", r"a_{avg} = a_{w_{c-1}} + a_{w_{c+1}}", 1),
    (
        "objective",
        r"J = \log \sigma(a_{avg}^T b_{w_c}) + \sum_{k=1}^K E_{w_k \sim P}[\log"
        r" \sigma(a_{avg}^T b_{w_k})]",
        1,
    ),
    (
        "objective",
        r"\log P(w_c|w_{c-1},w_{c+1}) = \log \sigma(b_{w_c}^T a_{avg}) + \sum_{k=1}^K \log"
        r" \sigma(b_{w_k}^T a_{avg})",
        1,
    ),
    ("scalar-network", r"\frac{da_1}{dz_0} = \sigma(z_1)(1 - \sigma(z_1))", 1),
    ("scalar-network", r"\frac{dl}{da_2} = \frac{1}{a_2}", 1),
]
#: What rests on something that the formula does not say: a person reads it.
LEFT_OPEN = [
    (
        "objective",
        r"P(w_c|w_{c-1}, w_{c+1}) = \frac{\exp b_{w_c}^{\mathsf{T}} a_{avg}}{\sum_{j=1}^{|V|} \exp"
        r" b_{w_j}^{\mathsf{T}} a_{avg}}",
    ),
    # Mikolov's own form: right, if the expectation is that of one draw.
    ("objective", r"J = \log \sigma(a_{avg}^T b_{w_c}) + K \cdot E_{w \sim P}[\log \sigma(-a_{avg}^T b_w)]"),
    ("objective", r"J = -\log \sigma(a_{avg}^T b_{w_c}) - K \mathbb{E}_{w_k \sim P} \log \sigma(-a_{avg}^T b_{w_k})"),
    ("sigmoid-and-tanh", r"\nabla CX = \frac{1}{1 + e^{-x}} = \nabla CX \cdot C1 - \nabla CX)"),
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


def counted(question: str, text: str) -> Outcome:
    """What becomes of an answer to a question about the number of samples."""
    questions = load(SPECS / SLUG, functions_of(None)).questions
    (check,) = next(each.checks for each in questions if each.id == question)
    return check.run(attempt(FOUNDATIONS, answer=WrittenAnswer(text, "markdown", "answers.md", 1)))


@pytest.mark.parametrize(
    ("question", "text", "convention"),
    [
        ("skipgram-samples", "12 + 14 + 20 = 46", "every token is a centre"),
        ("skipgram-samples", "Full centres only, so 40.", "only tokens with both neighbours"),
        ("cbow-samples", "5 + 6 + 9 = 20", "full windows only"),
        ("cbow-samples", "With windows cut at the ends: 26", "end with the sentence"),
    ],
)
def test_a_count_is_right_under_either_convention_and_the_report_says_which(
    question: str, text: str, convention: str
) -> None:
    outcome = counted(question, text)
    assert outcome.verdict is Verdict.PASSED
    assert convention in outcome.notes[0]


def test_a_count_that_forgets_the_ends_is_told_so() -> None:
    outcome = counted("skipgram-samples", "52")
    assert outcome.verdict is Verdict.FAILED
    assert outcome.finding is not None and "only one neighbour" in outcome.finding.advice


def test_skip_gram_gets_more_samples() -> None:
    assert counted("more-samples", "Skip-gram gets more of them.").verdict is Verdict.PASSED
    assert counted("more-samples", "CBOW gets more of them.").verdict is Verdict.FAILED
