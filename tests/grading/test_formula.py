"""One formula against a question: which question is meant, what is decided, and what a program is told."""

import pytest

from grader.derivation.verdicts import Status
from grader.grading.formula import as_data, checks, tried
from grader.mistake_of_user import UserMistake
from grader.resources import specs_folders
from grader.spec.find import find
from grader.spec.load import load

ASSIGNMENTS = {
    name: load(find(name, specs_folders(None)).path) for name in ("word2vec", "language-models", "cbow")
}  # fmt: skip
CENTER = r"\frac{\partial J}{\partial v_c}"


def data(question, latex, assignment="word2vec"):
    return as_data(tried(checks(ASSIGNMENTS[assignment], question), latex))


# ---- which question
@pytest.mark.parametrize(
    "name",
    ["center-gradient", "1b", "1.b", "1(b)", "b", "Question 1 (b)", "∂J/∂v_c", "1(b) ∂J/∂v_c", "center", "Center Grad"],
)
def test_a_question_is_found_by_name_label_title_or_beginning(name):
    [check] = checks(ASSIGNMENTS["word2vec"], name)
    assert check.title == "the gradient by the center word's vector"


def test_a_label_finds_all_that_stands_below_it():
    assert len(checks(ASSIGNMENTS["word2vec"], "1")) == 8
    assert [check.title for check in checks(ASSIGNMENTS["language-models"], "5.b")] == [
        "M with M s = v_a", "q with c ≈ ½(v_a + v_b)",
    ]  # fmt: skip


def test_a_part_finds_the_question_that_it_is_a_part_of():
    assert checks(ASSIGNMENTS["cbow"], "P1b") == checks(ASSIGNMENTS["cbow"], "2.1")


def test_a_name_that_begins_with_a_questions_letter_is_not_that_question():
    with pytest.raises(UserMistake) as mistake:
        checks(ASSIGNMENTS["word2vec"], "cosine")
    finding = mistake.value.finding
    assert finding.what == "There is no question `cosine` in word2vec."
    assert finding.advice.startswith("Formulas can be tried against: `1a` (1(a) Cross entropy and the naive softmax")


def test_a_mistyped_name_is_answered_with_the_nearest():
    with pytest.raises(UserMistake) as mistake:
        checks(ASSIGNMENTS["word2vec"], "centre-gradient")
    assert mistake.value.finding.advice.startswith("Did you mean `center-gradient`? Formulas can be tried against: ")


def test_a_question_without_derivations_says_where_there_are_some():
    with pytest.raises(UserMistake) as mistake:
        checks(ASSIGNMENTS["word2vec"], "2a")
    finding = mistake.value.finding
    assert finding.what == "Question `2a` of word2vec asks for no derivation."
    assert "`1h` (1(h) Skip-gram's gradients)" in finding.advice


# ---- every field
def test_a_chain_that_holds():
    assert data("1b", CENTER + r" = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)") == {
        "verdict": "holds",
        "steps": [
            {"latex": CENTER, "verdict": "holds", "note": ""},
            {"latex": r"-u_o + \sum_w \hat y_w u_w", "verdict": "holds", "note": ""},
            {"latex": r"U(\hat y - y)", "verdict": "holds", "note": ""},
        ],
        "first_wrong": None,
        "rejoins": None,
        "slip": None,
        "counterexample": None,
        "result": True,
        "unread": [],
    }


def test_a_chain_that_breaks_and_rejoins():
    found = data("1b", CENTER + r" = u_o - \sum_w \hat y_w u_w = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)")
    assert (found["verdict"], found["first_wrong"], found["rejoins"], found["result"]) == ("breaks", 1, 2, True)
    assert [step["verdict"] for step in found["steps"]] == ["holds", "breaks", "holds", "holds"]
    assert found["slip"] == "The sign of the whole expression: this is the negative of what is due."


def test_a_break_that_nobody_can_explain_has_numbers():
    found = data("1b", CENTER + r" = u_1 u_1^\top u_2 + 3 v_c")
    assert (found["verdict"], found["first_wrong"], found["slip"], found["result"]) == ("breaks", 1, None, False)
    assert found["counterexample"]


def test_several_chains_are_counted_through():
    right = r"\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2}"
    wrong = r"\frac{d\sigma}{dx} = \frac{e^{-x}}{(1 + e^{-x})^2} = \sigma(x)(1 + \sigma(x))"
    found = data("1e", rf"\begin{{align}} {right} \\ {wrong} \end{{align}}")
    assert (found["verdict"], found["first_wrong"], len(found["steps"])) == ("breaks", 4, 5)


def test_a_name_introduced_beside_what_is_asked_takes_nothing_from_it():
    found = data("1b", r"\delta = \hat y - y, \quad " + CENTER + r" = U\delta")
    assert (found["verdict"], found["result"]) == ("holds", True)


@pytest.mark.parametrize("latex", [r"Q = U(\hat y - y)", r"Q = U(y - \hat y)", r"Q = U(\hat y - y) = U \hat y - u_o"])
def test_a_formula_that_only_introduces_a_name_derives_nothing(latex):
    found = data("1b", latex)
    assert (found["verdict"], found["first_wrong"], found["result"]) == ("not_read", None, None)
    note = "This introduces `Q`; begin with what is asked, and it is known what this is about."
    assert found["steps"][0] == {"latex": "Q", "verdict": "not_read", "note": note}


def test_a_name_for_what_is_asked_is_no_obstacle():
    assert data("1b", "g = " + CENTER + r" = U(\hat y - y)")["verdict"] == "holds"


def test_a_result_without_a_left_side_is_judged_as_the_result():
    assert data("1b", r"U(\hat y - y)")["verdict"] == "holds"
    assert data("1b", r"U(y - \hat y)")["verdict"] == "breaks"


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        (CENTER + " = U(\\hat y - y", "The bracket `(` opened here is never closed"),
        (CENTER + " = U(\\hat y - y) + \\frac{1}{2", "The brace `{` opened here is never closed"),
        (CENTER + " = \\foo", "`\\foo`"),
    ],
)
def test_a_step_that_is_not_read_says_why(latex, why):
    found = data("1b", latex)
    assert (found["verdict"], found["steps"][1]["verdict"]) == ("not_read", "not_read")
    assert why in found["steps"][1]["note"]


@pytest.mark.parametrize("latex", ["![x](a.png)", r"\includegraphics[width=3cm]{a.png}", '<img src="a.png">'])
def test_a_picture_is_called_one(latex):
    found = data("1b", latex)
    assert (found["verdict"], found["steps"]) == ("not_read", [])
    [unread] = found["unread"]
    assert unread["line"] == 1 and unread["latex"] == latex.strip()
    assert "a formula in a picture can't be read" in unread["why"]
    assert unread["advice"].startswith("Type the formula between dollar signs")


def test_of_several_checks_the_one_that_fits_decides():
    one = tried(checks(ASSIGNMENTS["word2vec"], "1"), CENTER + r" = U(\hat y - y)")
    assert (one.check.title, one.status) == ("the gradient by the center word's vector", Status.HOLDS)


def test_the_same_formula_gets_the_same_words():
    latex = CENTER + r" = U(y - \hat y)"
    assert data("1b", latex) == data("1b", latex)
