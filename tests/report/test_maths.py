
import pytest

from grader.report.maths import DEEPEST, LONGEST, LONGEST_CODE, MOST_EXPANSIONS, MOST_LONE, mathml


def test_a_formula_becomes_mathml():
    assert mathml(r"\frac{a}{b}") == "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>"
    assert str(mathml("x", display=True)).startswith('<math display="block">')


@pytest.mark.parametrize("latex", [r"\unknown{x}", "{", r"\href{javascript:alert(1)}{x}", "a & b", "", "a\x00",
                                   "\ud800", "a\u202eb"])  # fmt: skip
def test_what_is_not_understood_is_shown_as_code(latex):
    shown = mathml(latex)
    assert shown.startswith('<code class="latex">')
    assert "\x00" not in shown and "\ud800" not in shown and "\u202e" not in shown


def test_html_in_a_formula_is_text():
    assert "<script" not in mathml(r"\text{<script>alert(1)</script>}")
    assert "<script" not in mathml(r"\unknown <script>")


def test_a_long_formula_is_shown_as_code():
    assert mathml("x" * LONGEST).startswith("<math>")
    assert mathml("x" * (LONGEST + 1)).startswith("<code")


def test_a_deep_formula_is_shown_as_code():
    assert mathml("{" * DEEPEST + "x" + "}" * DEEPEST).startswith("<math>")
    assert mathml("{" * (DEEPEST + 1) + "x" + "}" * (DEEPEST + 1)).startswith("<code")


@pytest.mark.parametrize("latex", ["(" * 1000, "f(x," * 300, r"\bigl(" * 300, r"\langle a" * 300, "{(}" * 300,
                                   r"(\\" * 300, r"\lvert x " * 300])  # fmt: skip
def test_fences_without_a_partner_never_hang_the_converter(latex):
    assert mathml(latex).startswith("<code")  # converted, each of them would take longer than a life


def test_a_few_fences_without_a_partner_are_typeset():
    assert mathml("(" * MOST_LONE).startswith("<math>")
    assert mathml("(" * (MOST_LONE + 1)).startswith("<code")


def test_fences_with_their_partners_are_typeset():
    assert mathml(r"\sigma(-u_k^\top v_c) " * 60).startswith("<math>")
    assert mathml(r"\log\left(1 + \exp(x)\right)").startswith("<math>")


def test_no_style_attribute_is_left_for_the_policy_to_refuse():
    shown = mathml(r"\begin{align} a&=b\\ c&=d\end{align}", display=True)
    assert " style=" not in shown and 'class="right"' in shown
    assert " style=" not in mathml(r"\color{red}x")


def test_a_macro_that_repeats_itself_makes_no_page_of_megabytes():
    bomb = r"\newcommand{\a}{" + "x" * 4_000 + "}" + r"\a" * 900
    assert mathml(bomb).startswith("<code") and len(mathml(bomb)) < LONGEST_CODE + 200
    assert len(mathml(r"\newcommand{\a}{" + "x" * 2_000 + "}" + r"\a" * MOST_EXPANSIONS)) < 10_000
    assert mathml(r"\newcommand{\vv}{\mathbf{v}} \vv_c + \vv_o").startswith("<math>")


def test_a_formula_of_a_hundred_kilobytes_is_shortened():
    assert mathml("x" * 100_000).endswith(" … 98,000 more characters</code>")


def test_a_formula_sets_no_anchor_and_no_link():
    shown = mathml(r"\begin{align} a&=b \label{q1-1} \end{align} \eqref{q1-1}", display=True)
    assert shown.startswith("<math") and " id=" not in shown and "<a " not in shown and "</a" not in shown


def test_what_latex_packages_add_is_typeset():
    assert "𝟙" in mathml(r"\mathds{1}") and "<mtext>word" in mathml(r"\mbox{word}")
