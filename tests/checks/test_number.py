"""Numbers in written answers: every accepted convention counts, and where a doubt is left a person reads."""


from pathlib import Path

import pytest

from grader.grading.judge import judge
from grader.outcome import Answer, Verdict
from grader.submission.model import Submission
from tests.checks.bench import FOUNDATIONS, attempt, check, read_answer, written

PAIRS = check("""
    kind: number
    accepted:
      - {value: 46, convention: every word with the neighbours it has}
      - {value: 40, convention: full windows only}
    slips:
      - {value: 26, sentence: "26 is the number of words.", advice: "Count the pairs."}
""")
PARAMETERS = check("kind: number\naccepted: [{value: 104550}]\n")
PERPLEXITY = check("kind: number\naccepted: [{value: 113.7}]\ntolerance: 0.001\n")
THIRD = check("kind: number\naccepted: [{value: 0.3333333333}]\n")


@pytest.mark.parametrize(
    "text",
    [
        "46", "**46**", "The answer is 46.", "$46$", "$$12+14+20=46$$", "12 + 14 + 20 = 46",
        "- 12 for the first\n- 46 in all",
        "46.0", "4.6e1", r"\boxed{46}", r"\mathbf{46}", "= 46", "46 and 46", "skip-gram: 46",
        "x_1 and W2 give 46", "46 %",
        "2^{3} windows, so 46",
    ],
)  # fmt: skip
def test_accepts_a_number_however_it_is_written(text):
    outcome = read_answer(PAIRS, text)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), outcome.finding


def test_says_under_which_convention_a_number_was_accepted():
    assert read_answer(PAIRS, "46").notes == ("46: accepted as every word with the neighbours it has.",)
    assert read_answer(PAIRS, "40, for full windows").notes == ("40: accepted as full windows only.",)
    assert read_answer(PARAMETERS, "104550").notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "104,550", "104 550", "104\u202f550", "104_550", "104'550", "$104{,}550$", r"$104\,550$", "1.0455e5",
        r"$1.0455 \cdot 10^5$", r"$1.0455 \times 10^{5}$", "(50+1)*50 + (50+1)*2000 = 104,550",
    ],
)  # fmt: skip
def test_reads_thousands_and_powers_as_people_and_latex_write_them(text):
    assert read_answer(PARAMETERS, text).verdict is Verdict.PASSED


@pytest.mark.parametrize("text", ["47", "46.1", "45", "-46", "−46", "460", "the total: 106", "W2 has 47 entries"])
def test_rejects_another_number_in_three_parts(text):
    outcome = read_answer(PAIRS, text)
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert outcome.finding.what == "The number is none of those that the question can give."
    assert outcome.finding.where.startswith("yours: ")
    assert outcome.finding.advice.startswith("Work it out once more on the smallest case")
    assert outcome.finding.category == outcome.finding.what
    assert outcome.evidence == (Answer(text),)


def test_a_near_miss_of_a_large_count_is_wrong():
    assert read_answer(PARAMETERS, "104,551").verdict is Verdict.FAILED
    assert read_answer(PARAMETERS, "104,500").verdict is Verdict.FAILED


def test_rounding_to_the_digits_given_is_no_mistake_and_the_tolerance_is_the_specs():
    assert read_answer(THIRD, "0.33").verdict is Verdict.PASSED
    assert read_answer(THIRD, "0.34").verdict is Verdict.FAILED
    assert read_answer(PERPLEXITY, "113.81").verdict is Verdict.PASSED
    assert read_answer(PERPLEXITY, "113.87").verdict is Verdict.FAILED
    assert read_answer(PERPLEXITY, "114").verdict is Verdict.FAILED


def test_a_slip_that_is_understood_is_named():
    finding = read_answer(PAIRS, "I count 26.").finding
    assert (finding.what, finding.where, finding.advice) == (
        "26 is the number of words.",
        "yours: 26",
        "Count the pairs.",
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("46 for skip-gram, 20 for CBOW", "Several numbers stand in this answer, and it does not end with one"),
        ("46 positive samples for m = 1", "Several numbers stand in this answer"),
        ("26, or 12", "Several numbers stand in this answer"),
        ("many", "No number stands in this answer"),
        ("2^{46}", "No number stands in this answer"),
        ("forty-six", "No number stands in this answer"),
        ("2 * 46", "is part of a formula or a comparison"),
        (r"$\frac{92}{2}$", "Several numbers stand in this answer"),
        ("46/2", "is part of a formula or a comparison"),
        ("46 - 6", "is part of a formula or a comparison"),
        ("46!", "is part of a formula or a comparison"),
        ("more than 46", "is part of a formula or a comparison"),
        ("not 46", "is part of a formula or a comparison"),
        ("It isn't 46", "is part of a formula or a comparison"),
        ("$n < 46$", "is part of a formula or a comparison"),
        ("at least 46", "is part of a formula or a comparison"),
        (r"$n \neq 46$", "is part of a formula or a comparison"),
        ("at most about 46", "is part of a formula or a comparison"),
    ],
)
def test_a_person_reads_what_leaves_a_doubt(text, why):
    outcome = read_answer(PAIRS, text)
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert why in outcome.finding.what and outcome.finding.what.endswith("a person will read it.")
    assert outcome.finding.where == "found in answers.md, line 7"


@pytest.mark.parametrize("text", ["104.550", "113,70"])
def test_a_point_or_comma_of_another_country_is_for_a_person(text):
    assert read_answer(PARAMETERS, text).verdict is Verdict.NEEDS_PERSON
    assert "its point may part thousands" in read_answer(PARAMETERS, "104.550").finding.what


def test_nothing_written_waits_for_a_person():
    assert read_answer(PAIRS, "  \n").finding.what == "Nothing stands under this question's heading."
    outcome = PAIRS.run(attempt(FOUNDATIONS.pretender({})))
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what == "No answer to this question was found in what was handed in."


def test_a_very_long_answer_is_read():
    for text in (
        "1 " * 50_000,
        "-" * 200_000,
        "1,000" * 40_000,
        "*" * 100_000,
        "\\cdot " * 40_000,
        " " * 100_000 + "1",
    ):
        assert read_answer(PAIRS, text).verdict is not Verdict.PASSED


# ---- in a paragraph that answers more than this
AROUND = """
    within: {labels: ['2.2'], beside: [skip-gram], others: [CBOW, bag of words]}
"""
OF_SKIPGRAM = check(f"""
    kind: number
    accepted: [{{value: 46}}, {{value: 40}}]
    slips: [{{value: 52, sentence: "52 counts all.", advice: "Count."}}, {{value: 20, sentence: "20.", advice: "C."}}]
    {AROUND.strip()}
""")


def within(text, place="2.2"):
    submission = Submission("ada", "small", Path(), sections={place: (written(text),)})
    return judge(OF_SKIPGRAM, attempt(FOUNDATIONS.pretender({}), submission=submission))


@pytest.mark.parametrize(
    "text",
    [
        "Skip-gram gets more. Each gives $2(n-1)$ pairs: $12 + 14 + 20 = 46$. CBOW gives $n-2$, so $5+6+9 = 20$.",
        "Skip-gram: 2*6 = 12, 2*7 = 14, 2*10 = 20, total 46. CBOW, one for each: 5 + 6 + 9 = 20.",
        "Skip-gram: 2*(7-2) + 2*(8-2) + 2*(11-2) = 10 + 12 + 18 = 40. CBOW: 20. So skip-gram has twice as many.",
        "CBOW: 20. Skip-gram: 46.",
        "skip-gram: 46 (12 + 14 + 20), cbow: 20 (only full windows). skip-gram has more.",
    ],
)
def test_a_number_without_a_heading_of_its_own_is_found_beside_its_name(text):
    assert within(text).verdict is Verdict.PASSED


def test_a_slip_beside_its_name_is_named():
    outcome = within("Skip-gram gives $14 + 16 + 22 = 52$. CBOW gives 5 + 6 + 9 = 20.")
    assert outcome.verdict is Verdict.FAILED and outcome.finding.what == "52 counts all."


@pytest.mark.parametrize(
    "text",
    [
        "46 for skip-gram, 20 for CBOW",  # before the names
        "Skip-gram: 12, 14, 20. CBOW: 5, 6, 9",  # not added up
        "Skip-gram: 2*6 = 12, 2*10 = 20. CBOW: 20",
        "CBOW has 20 fewer than skip-gram: 26 fewer. Skip-gram: 46 in all",
        "Skip-gram: 46. CBOW: 20. Skip-gram: 44",  # two of them
        "Skip-gram has 46 times more than CBOW",
        "Skip-gram: 46/2. CBOW: 20",
        "Skip-gram: not 46. CBOW: 20",
        "Skip-gram gives 20 and CBOW 46",  # no sum, and the right one stands there
        "Skip-gram: half of 20",
        "Skip-gram: 46 (12 + 14 + 22), CBOW: 20",  # these are no 46
        "neither",
        "skip-gram 1 " * 4000,
    ],
)
def test_a_number_that_may_be_another_ones_waits(text):
    assert within(text).verdict is Verdict.NEEDS_PERSON


def test_without_an_answer_around_it_none_was_found():
    assert "No answer to this question was found" in within("Skip-gram: 46.", "2.3").finding.what
