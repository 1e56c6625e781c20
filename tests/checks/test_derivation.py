"""Written derivations: right ones earn their points, near misses are found and explained, doubt waits for a person."""

import pytest

from grader.outcome import Answer, Derivation, Verdict
from grader.submission.answer import WrittenAnswer
from tests.checks.bench import FOUNDATIONS, attempt, check, read_answer, said

NOTATION = r"""
    kind: derivation
    notation:
      dimensions: {D: {}, V: {spellings: ['|V|']}}
      variables: {U: {shape: [D, V]}, v_c: {shape: [D]}}
      families: {u: {of: U, over: V}}
      one_hots: {y: {at: o, over: V}}
      constants: {o: {over: V}}
      definitions:
        yhat: {meaning: '\text{softmax}(U^\top v_c)', shape: [V], spellings: ['\hat y']}
        J: {meaning: '-\log \hat y_o', formal: true}
"""
CENTER = r"""
    goals:
      - {target: '\frac{\partial J}{\partial v_c}', name: ∂J/∂v_c, result: 'U(\hat y - y)', without: [J]}
"""
GRADIENT = check(NOTATION + CENTER, points={"result": 3, "chain": 2})
LEFT = r"\frac{\partial J}{\partial v_c} = "
WAY = r"-u_o + \sum_w \hat y_w u_w = "


def read(formula, judged_by=GRADIENT, before="", after=""):
    return read_answer(judged_by, f"{before}\n$$\n{formula}\n$$\n{after}")


def derivation(outcome) -> Derivation:
    (found,) = [one for one in outcome.evidence if isinstance(one, Derivation)]
    return found


def test_accepts_a_right_derivation_with_every_step_shown():
    outcome = read(LEFT + WAY + r"U(\hat y - y)")
    assert (outcome.verdict, outcome.fraction, outcome.finding) == (Verdict.PASSED, 1.0, None), said(outcome)
    assert [(part.name, part.earned, part.points) for part in outcome.parts] == [("result", 3, 3), ("chain", 2, 2)]
    (chain,) = derivation(outcome).chains
    assert (chain.goal, chain.line) == (r"\frac{\partial J}{\partial v_c}", 9)
    assert [step.verdict for step in chain.steps] == ["holds"] * 3
    assert all(step.understood for step in chain.steps)


def test_rejects_a_sign_and_names_it_with_its_place():
    outcome = read(LEFT + WAY + r"U(y - \hat y)")
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.2)  # half of the chain's 2, of 5
    assert outcome.finding.what.startswith("Line 9 does not follow. The sign of the whole expression")
    assert outcome.finding.where == r"answers.md, line 9: `U(y - \hat y)`"
    assert outcome.finding.advice == "Work this step out once more, then go through the steps after it."
    (chain,) = derivation(outcome).chains
    assert (chain.first_wrong, [step.verdict for step in chain.steps]) == (2, ["holds", "holds", "breaks"])
    assert chain.explanations


def test_a_wrong_result_alone_fails():
    outcome = read(LEFT + r"U(\hat y + y)")
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0), said(outcome)
    assert [part.earned for part in outcome.parts] == [0, 0]


def test_an_error_carried_forward_earns_what_the_spec_says_and_is_shown_as_such():
    outcome = read(LEFT + r"u_o + \sum_w \hat y_w u_w = U(\hat y + y)")
    assert outcome.fraction == pytest.approx(2 * 0.25 / 5)
    assert [step.carried for step in derivation(outcome).chains[0].steps] == [False, False, True]


@pytest.mark.parametrize("left", [LEFT, r"\nabla_{v_c} J = ", ""])
def test_a_lone_right_result_earns_the_result_and_says_what_is_missing(left):
    outcome = read(left + r"U(\hat y - y)")
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.6)
    assert outcome.finding.what == "∂J/∂v_c: The result is right; how it comes about is not written."
    assert outcome.finding.advice == "Write down the steps between, each behind its own `=`."


@pytest.mark.parametrize(
    "formula",
    [
        f"{LEFT} {WAY[:-2]} \n$$\nthat is\n$$\n {WAY} U(\\hat y - y)",
        WAY + r"U(\hat y - y)",
        "= " + WAY + r"U(\hat y - y)",
    ],
)
def test_a_line_that_goes_on_from_another_is_no_lone_result(formula):
    assert read(formula).verdict is Verdict.PASSED


def test_a_left_side_that_may_be_what_is_asked_in_other_words_leaves_the_chain_open():
    shift = check(r"""
    kind: derivation
    notation:
      dimensions: {K: {letters: [i, j]}}
      variables: {x: {shape: [K]}, c: {broadcasts: true}}
    goals:
      - {target: '\text{softmax}(x + c)', result: '\text{softmax}(x)'}
    """, points={"result": 1, "chain": 1})  # fmt: skip
    assert read(r"\text{softmax}(x + c) = \text{softmax}(x)", shift).fraction == 0.5
    assert read(r"\text{softmax}(c + x) = \text{softmax}(x)", shift).verdict is Verdict.NEEDS_PERSON


def test_a_result_in_two_spellings_is_still_a_lone_one():
    assert read(LEFT + r"U(\hat y - y) = \mathbf{U}(\hat{\mathbf y} - \vec{y})").fraction == 0.6


def test_a_lone_result_with_words_beside_it_waits_with_what_was_understood():
    outcome = read(LEFT + r"U(\hat y - y)", before="By the chain rule and the derivative of softmax we get")
    assert (outcome.verdict, outcome.fraction, outcome.parts) == (Verdict.NEEDS_PERSON, 0.0, ())
    assert outcome.finding.what == (
        "∂J/∂v_c stands there without the steps that lead to it; they may stand elsewhere. A person will read it. "
        "Understood so far: ∂J/∂v_c: its step holds, and its result is right."
    )


def test_a_few_words_that_only_lead_on_are_no_derivation():
    assert read(LEFT + r"U(\hat y - y)", before="Hence we get").verdict is Verdict.PARTIAL


def test_an_attached_file_may_hold_the_missing_steps():
    answer = WrittenAnswer(f"$${LEFT} U(\\hat y - y)$$", "markdown", "answers.md", 1)
    outcome = GRADIENT.run(attempt(FOUNDATIONS.pretender({}), answer=answer, attachments=("scan.pdf",)))
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.evidence[-1] == Answer(answer.text, ("scan.pdf",))


def test_a_right_last_line_behind_a_break_earns_the_result_and_is_flagged():
    outcome = read(LEFT + r"u_o + \sum_w \hat y_w u_w = U(\hat y - y)")
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, pytest.approx((3 + 1) / 5))
    assert outcome.finding.what.endswith("Your last line about ∂J/∂v_c is right.")
    assert outcome.flags == ("∂J/∂v_c: a right last line after a step that breaks (answers.md, line 9).",)


def test_an_unknown_symbol_waits_for_a_person_with_its_name_and_place():
    outcome = read(LEFT + WAY + r"U(\hat y - q)")
    assert (outcome.verdict, outcome.fraction) == (Verdict.NEEDS_PERSON, 0.0)
    assert outcome.finding.what.startswith("Line 9 could not be judged. I do not know the symbol `q`")
    assert outcome.finding.what.endswith(" A person will read it. Understood so far: ∂J/∂v_c: 1 of its 2 steps holds.")
    assert outcome.finding.where == r"answers.md, line 9: `U(\hat y - q)`"
    assert "with the sheet's own names" in outcome.finding.advice
    assert isinstance(outcome.evidence[1], Answer)


def test_a_formula_about_something_else_is_no_zero():
    outcome = read(r"\sum_w \hat y_w = 1")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what.startswith("No formula was found that says what ∂J/∂v_c is. A person will read it.")
    assert outcome.finding.advice.startswith("Begin with what is derived, as the sheet writes it")


def test_a_left_side_that_is_not_read_is_told_before_what_is_missing():
    outcome = read(r"\frac{\partial J}{\partial q} = U(\hat y + y)")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what.startswith("Line 9 could not be judged. I do not know the symbol `q`")
    assert outcome.finding.where == r"answers.md, line 9: `\frac{\partial J}{\partial q}`"


def test_an_open_delimiter_waits_with_the_line_and_how_to_close_it():
    outcome = read_answer(GRADIENT, f"\\[ {LEFT} U(\\hat y - y)")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert "was not read as a formula" in outcome.finding.what
    assert "line 7" in outcome.finding.where
    assert derivation(outcome).unread


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_answer_is_left_to_a_person(text):
    assert read_answer(GRADIENT, text).finding.what == "Nothing stands under this question's heading."


def test_no_answer_at_all_is_left_to_a_person():
    outcome = GRADIENT.run(attempt(FOUNDATIONS.pretender({})))
    assert outcome.finding.what == "No answer to this question was found in what was handed in."


def test_an_answer_in_words_alone_is_left_to_a_person():
    outcome = read_answer(GRADIENT, "It is the difference, carried back.")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what == "No formula was found in this answer; a person will read it."


@pytest.mark.parametrize("formula", [LEFT + r"U(y - \hat y)", LEFT + r"U(\hat y - y)", LEFT + "q", r"\hat y_o = 1"])
def test_a_hidden_check_has_words_without_a_value(formula):
    finding = read(formula).finding
    assert finding.category
    assert not any(hint in finding.category + finding.advice for hint in ("\\hat", "U(", "∂", "sign", "answers.md"))


def test_points_in_one_number_are_half_for_the_result_and_half_for_the_chain():
    whole = check(NOTATION + CENTER, points=8)
    outcome = read(LEFT + r"U(\hat y - y)", whole)
    assert [(part.name, part.earned, part.points) for part in outcome.parts] == [("result", 4, 4), ("chain", 0, 4)]


def test_where_only_the_result_earns_points_a_lone_one_passes():
    result = check(NOTATION + CENTER, points={"result": 2})
    assert read(LEFT + r"U(\hat y - y)", result).verdict is Verdict.PASSED
    assert read(LEFT + r"U(\hat y + y)", result).verdict is Verdict.FAILED


def test_a_check_without_points_is_still_judged():
    nothing = check(NOTATION + CENTER, points=0)
    assert read(LEFT + WAY + r"U(\hat y - y)", nothing).verdict is Verdict.PASSED
    assert read(LEFT + r"U(\hat y + y)", nothing).verdict is Verdict.FAILED


def test_goals_share_the_points_and_one_that_is_missing_makes_the_whole_wait():
    goals = r"""
    goals:
      - {target: '\frac{\partial J}{\partial v_c}', result: 'U(\hat y - y)'}
      - {target: '\frac{\partial J}{\partial U}', result: 'v_c (\hat y - y)^\top', share: 3}
"""
    both = check(NOTATION + goals, points=2)
    center = LEFT + WAY + r"U(\hat y - y)"
    outside = r"\frac{\partial J}{\partial U} = v_c (\hat y + y)^\top"
    outcome = read(center + "\n$$\n$$\n" + outside, both)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.25), said(outcome)
    assert read(center, both).verdict is Verdict.NEEDS_PERSON


def test_any_right_choice_is_right_and_a_wrong_one_is_not():
    projection = check(r"""
    kind: derivation
    notation:
      dimensions: {d: {}, m: {}, k: {}}
      variables:
        A: {shape: [d, m], drawn: orthonormal columns}
        B: {shape: [d, k], drawn: orthonormal columns}
        M: {shape: [d, d]}
    properties:
      - {name: M, goals: ['M A = A', 'M B = 0'], usual: 'A A^\top'}
    """, points={"result": 2})  # fmt: skip
    assert read(r"M = A A^\top", projection).verdict is Verdict.PASSED
    assert read(r"M = I - B B^\top", projection).verdict is Verdict.PASSED
    wrong = read(r"M = B B^\top", projection)
    assert (wrong.verdict, wrong.fraction) == (Verdict.FAILED, 0.0)


def test_a_notation_that_was_never_looked_up_is_ours_and_costs_nothing():
    unresolved = check(CENTER + "    kind: derivation\n    notation: nowhere\n")
    assert read(LEFT + r"U(\hat y - y)", unresolved).verdict is Verdict.BROKEN


def test_a_break_is_told_before_what_could_not_be_judged():
    wrong = LEFT + WAY + r"U(y - \hat y)"
    outcome = read(f"{wrong}\n$$\nwhere\n$$\n" + r"\frac{\partial q}{\partial J} = 1")
    assert (outcome.verdict, outcome.fraction) == (Verdict.NEEDS_PERSON, 0.0)
    what = outcome.finding.what
    assert what.startswith("Line 9 does not follow. The sign of the whole expression")
    assert "Besides: Line 13 could not be judged. I do not know the symbol `q`" in what
    assert outcome.finding.where == r"answers.md, line 9: `U(y - \hat y)`"
    assert outcome.finding.category.startswith("A step of the derivation does not follow.")


def test_two_ends_that_contradict_each_other_are_not_called_right_and_wrong_at_once():
    outcome = read(f"{LEFT}{WAY}" + r"U(\hat y - y)" + f"\n$$\n$$\n{LEFT}" + r"U(\hat y + y)")
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what.startswith("Line 12 does not follow.")
    assert "is right. Besides" not in outcome.finding.what


NETWORK = check(r"""
    kind: derivation
    notation:
      variables: {x: {}, w: {}, b: {}}
      definitions:
        z: {meaning: 'w x + b'}
        a: {meaning: '\sigma(z)'}
        l: {meaning: '-\log a', formal: true}
    goals:
      - {target: '\frac{\partial l}{\partial w}', name: ∂l/∂w, result: '(a - 1) x', without: [l]}
""", points={"result": 2, "chain": 2})  # fmt: skip
BY_Z = r"$\frac{\partial l}{\partial z} = a - 1$"
BY_W = r"$\frac{\partial l}{\partial w} = (a - 1) x$"
WORDS = "By the chain rule of derivatives, from the outside in:"


@pytest.mark.parametrize(
    "before",
    [
        BY_Z,
        r"$\frac{\partial l}{\partial a} = -\frac{1}{a}$ and $\frac{\partial a}{\partial z} = a(1 - a)$",
        r"$\frac{\partial l}{\partial a} = -\frac{1}{a}$",
        r"$\delta = \frac{\partial l}{\partial z} = a - 1$",
        rf"{BY_Z} and $\frac{{\partial z}}{{\partial w}} = x$",
    ],
)
def test_derivatives_by_what_stands_between_are_steps_of_the_result_below(before):
    outcome = read_answer(NETWORK, f"{WORDS}\n\n{before}\n\n{BY_W}")
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), said(outcome)


@pytest.mark.parametrize(
    "before",
    [
        r"$z = w x + b$",
        r"$a = \sigma(w x + b)$",
        r"$\delta = a - 1$",
        r"$\delta = \frac{\partial l}{\partial z}$",
        r"$\frac{\partial a}{\partial b} = a (1 - a)$",
        r"$\frac{\partial a}{\partial a} = \frac{a}{a}$",
        r"$\frac{\partial l}{\partial z} = (a - 1) x$",
        rf"{BY_Z} and $\frac{{\partial a}}{{\partial z}} = a$",
    ],
)
def test_other_lines_above_a_lone_result_are_not_its_steps(before):
    outcome = read_answer(NETWORK, f"{WORDS}\n\n{before}\n\n{BY_W}")
    assert (outcome.verdict, outcome.fraction) == (Verdict.NEEDS_PERSON, 0.0), said(outcome)


def test_steps_below_a_result_are_not_taken_for_those_that_lead_to_it():
    assert read_answer(NETWORK, f"{WORDS}\n\n{BY_W}\n\n{BY_Z}").verdict is Verdict.NEEDS_PERSON


def test_a_wrong_result_below_right_steps_earns_the_steps():
    wrong = r"$\frac{\partial l}{\partial w} = (a - 1) w$"
    outcome = read_answer(NETWORK, f"{WORDS}\n\n{BY_Z}\n\n{wrong}")
    assert [part.earned for part in outcome.parts] == [0.0, 1.0], said(outcome)
    assert outcome.finding.what == "Line 11 does not follow. `w` stands where `x` is due."


@pytest.mark.parametrize("limit", [r"a \to 1", r"\frac{\partial a}{\partial z} = a(1 - a) \to 0", r"l \to \infty"])
def test_a_limit_that_is_not_asked_for_keeps_no_answer_waiting(limit):
    rest = f"If $z$ is very large then ${limit}$, so that nothing is learned."
    outcome = read_answer(NETWORK, f"{BY_Z}\n\n{BY_W}\n\n{rest}")
    assert outcome.verdict is Verdict.PASSED, said(outcome)
    assert derivation(outcome).waits is False
    wrong = BY_W.replace("x$", "w$")
    assert read_answer(NETWORK, f"{BY_Z}\n\n{wrong}\n\n{rest}").verdict is Verdict.PARTIAL


def test_steps_that_lack_are_told_before_a_limit_that_is_not_asked_for():
    outcome = read_answer(NETWORK, rf"{WORDS} {BY_W}, and where it is very large $a \to 1$.")
    assert outcome.finding.what.startswith("∂l/∂w stands there without the steps"), said(outcome)


def test_of_two_breaks_the_one_that_stands_first_is_told():
    goals = r"""
    goals:
      - {target: '\frac{\partial J}{\partial v_c}', result: 'U(\hat y - y)'}
      - {target: '\frac{\partial J}{\partial U}', result: 'v_c (\hat y - y)^\top'}
"""
    outside = r"\frac{\partial J}{\partial U} = v_c (\hat y + y)^\top"
    center = LEFT + WAY + r"U(y - \hat y)"
    outcome = read(f"{outside}\n$$\n$$\n{center}", check(NOTATION + goals, points=2))
    assert outcome.finding.where == r"answers.md, line 9: `v_c (\hat y + y)^\top`", said(outcome)
