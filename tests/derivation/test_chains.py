r"""From an answer to chains of steps, in the layouts that people really use."""

import random

import pytest

from grader.derivation.chains import find
from grader.derivation.finding.assembly import MOST_STEPS
from grader.derivation.steps import Chain, Found
from grader.submission.answer import Format, WrittenAnswer


def read(text: str, kind: Format = "markdown", line: int = 1) -> Found:
    return find(WrittenAnswer(text, kind, "answers.md", line))


def squeezed(latex: str) -> str:
    return " ".join(latex.split())


def shown(chain: Chain) -> str:
    """A chain on one line: "J = a = b [if i = j]"."""
    steps = " ".join(f"{step.relation} {squeezed(step.latex)}".strip() for step in chain.steps)
    conditions = "".join(f" [{one.words} {one.latex}]".replace("[ ", "[") for one in chain.conditions)
    return steps.strip() + conditions


def chains(text: str, kind: Format = "markdown") -> list[str]:
    """The chains of a text that have a relation."""
    return [shown(chain) for chain in read(text, kind).chains if len(chain.steps) > 1]


ROWS = [
    (r"\begin{align} a &= b \\ &= c \\ &= d \end{align}", ["a = b = c = d"]),
    (r"\begin{align*} a = & b \\ = & c \end{align*}", ["a = b = c"]),
    (r"$$\begin{aligned} a &= b \\[4pt] &= c. \end{aligned}$$", ["a = b = c"]),
    (r"$$\begin{split} a &= b\\ &= c,\end{split}$$", ["a = b = c"]),
    (r"\begin{equation}\begin{aligned}[t] a &= b\\ &= c\end{aligned}\end{equation}", ["a = b = c"]),
    (r"\begin{alignat}{2} a &= b \\ &= c \end{alignat}", ["a = b = c"]),
    (r"\begin{eqnarray*} a & = & b \\ & = & c \end{eqnarray*}", ["a = b = c"]),
    (r"\[\begin{array}{rcl} a & = & b \\ & = & c \end{array}\]", ["a = b = c"]),
    (r"\begin{gather} a = b \\ c = d \end{gather}", ["a = b", "c = d"]),
    (r"\begin{multline} a = b \\ + c \\ = d \end{multline}", ["a = b + c = d"]),
    (r"\begin{align} a &= b + \\ & c \\ &= d \end{align}", ["a = b + c = d"]),
    (r"\begin{align} a &= b \\ &\quad + c \\ &\cdot d \\ &= e \end{align}", ["a = b + c \\cdot d = e"]),
    (r"\begin{align} a &= b \\ &- c \end{align}", ["a = b - c"]),
    (r"\begin{align} a &= b \\ -c &= d \end{align}", ["a = b", "-c = d"]),
    (r"\begin{align} a &= (b \\ & c) \end{align}", ["a = (b c)"]),
    (r"\begin{align} a = b = \\ = c \end{align}", ["a = b = c"]),
    (r"\begin{align} a &= b \\ c &= d \\ &= e \end{align}", ["a = b", "c = d = e"]),
    (r"\begin{align} a &= b & c &= d \end{align}", ["a = b", "c = d"]),
    (r"\begin{align} & a \\ &= b \end{align}", ["a = b"]),
    (r"$$a = b \\ = c$$", ["a = b = c"]),
    ("$$a = b\n= c\n= d$$", ["a = b = c = d"]),
    ("$$\\frac{\\partial J}{\\partial x} = a\n\\frac{\\partial J}{\\partial y} = b$$", [
        r"\frac{\partial J}{\partial x} = a", r"\frac{\partial J}{\partial y} = b"]),
    ("$$a = b +\nc = d$$", ["a = b + c = d"]),
    (r"$$a = b \xrightarrow{z \to \infty} 0$$", [r"a = b → {z \to \infty} 0"]),
    (r"$$a = b \qquad (z_j = u_j^\top v)$$", ["a = b", r"z_j = u_j^\top v"]),
    (r"$$\text{let } u = e^{-x}:\ a = \frac{u}{2} = c$$", ["u = e^{-x}", r"a = \frac{u}{2} = c"]),
    (r"$$a = b \in \mathbb{R}^{d\times|V|}$$", ["a = b"]),
    (r"$$a = b, \quad z \in \mathbb R^{D}$$", ["a = b"]),
    (r"$$a = b \in \mathbb{R} + c$$", [r"a = b ∈ \mathbb{R} + c"]),
    (r"where $U \in \mathbb{R}^{D \times V}$ and $a = b$", ["a = b"]),
    (r"Only $w=o$ survives: $a = b$, as $K \ll |V|$ and $\alpha_i > 0$.", ["a = b"]),
    (r"As $\lambda > 1$, or $\beta < 0$: $a = b$ where $\lambda \sim N(1, 0.5)$.",
     [r"a = b [As \lambda > 1] [\beta < 0]"]),
    ("$$a = b\n\\hat y_w u_w = c$$", [r"a = b \hat y_w u_w = c"]),
    ("> $$\\begin{aligned}\n> a &= b \\\\\n>   &= c\n> \\end{aligned}$$", ["a = b = c"]),
    (r"$$\left\{\begin{aligned} a &= b \\ c &= d \end{aligned}\right.$$", ["a = b", "c = d"]),
    (r"$$a = \left\{\begin{aligned} b & i = j \\ c & i > j \end{aligned}\right.$$",
        [r"a = \left\{\begin{aligned} b & i = j \\ c & i > j \end{aligned}\right."]),
    (r"$$\text{sum of squares}(x) = y$$", [r"\text{sum of squares}(x) = y"]),
    (r"$$\boxed{a = b}$$", ["a = b"]),
    (r"$$a = \boxed{b + c} d$$", [r"a = {b + c} d"]),
    (r"$$\boxed{\begin{aligned} a &= b \\ &= c \end{aligned}}$$", ["a = b = c"]),
    (r"$$\textcolor{red}{a = b}$$", ["a = b"]),
    (r"$${\color{blue} a = b}$$", ["a = b"]),
    (r"$$a {}={} b {=} c$$", ["a {} = {} b = c"]),
    (r"$$a_{i=1}^{n} = \sum_{j=1}^n b_j = P(X = x)$$", [r"a_{i=1}^{n} = \sum_{j=1}^n b_j = P(X = x)"]),
    (r"$$a = \begin{cases} b & i = j \\ c & i \neq j \end{cases}$$",
        [r"a = \begin{cases} b & i = j \\ c & i \neq j \end{cases}"]),
    (r"$$M = \begin{bmatrix} a & b \\ c & d \end{bmatrix} = N$$",
        [r"M = \begin{bmatrix} a & b \\ c & d \end{bmatrix} = N"]),
    (r"$$a = \left( b = c \right. + d$$", [r"a = \left( b = c \right. + d"]),
    (r"$$a = (b \cdot c = d$$", [r"a = (b \cdot c = d"]),  # a lone bracket hides nothing
]  # fmt: skip
NUMBERING = [
    (r"$$a = b \quad (1)$$", ["a = b"]),
    ("$$a = b \\quad (1)\n= c \\quad (2)$$", ["a = b = c"]),
    (r"\begin{align} a &= b \tag{1} \\ &= c \label{eq:x} \nonumber \end{align}", ["a = b = c"]),
    (r"\begin{align} a &= b && (\text{chain rule}) \\ &= c & \text{(since $y$ is one-hot)} \end{align}", ["a = b = c"]),
    (r"$$a = b \text{ (by definition)} = c$$", ["a = b = c"]),
    (r"\begin{align} a &= b \\ \intertext{and so} &= c \end{align}", ["a = b = c"]),
    (r"$$a = b \hspace{1cm} (*)$$", ["a = b"]),
    (r"$$a \stackrel{(1)}{=} b \overset{\text{def}}{=} c$$", ["a = b := c"]),
    (r"$$Q. \quad a = b$$", ["a = b"]),
    (r"$$(a) \quad a = b$$", ["a = b"]),
    ("\\[ a % = z\n = b \\]", ["a = b"]),
    (r"$$a\,=\;b\!c$$", ["a = b c"]),
    (r"$$a = b \blacksquare$$", ["a = b"]),
    (r"$$\newcommand{\x}{y = z} a = b$$", ["a = b"]),
]
RELATIONS = [
    (r"$$a \approx b \equiv c \propto d$$", ["a ≈ b ≡ c ∝ d"]),
    (r"$$a := b, \quad c \coloneqq d$$", ["a := b", "c := d"]),
    (r"$$a \Rightarrow b \Rightarrow = c$$", ["a ⇒ b = c"]),
    (r"$$a = b \Rightarrow c = d$$", ["a = b", "c = d"]),
    (r"$$a = b \iff c = d \implies e = f$$", ["a = b", "c = d", "e = f"]),
    (r"$$\Rightarrow a = b$$", ["a = b"]),
    (r"$$k^T q = \beta \rightarrow \alpha \approx 1$$", [r"k^T q = \beta", r"\alpha ≈ 1"]),
    (r"$$\exp(\beta) \to \infty$$", [r"\exp(\beta) → \infty"]),
    (r"$$i \neq a \rightarrow \Sigma_i \approx 0$$", [r"\Sigma_i ≈ 0 [i \neq a]"]),
    (r"$$a \not= b$$", ["a ≠ b"]),
    (r"$$a \leq b < c \gg d \in e \sim f$$", ["a ≤ b < c ≫ d ∈ e ∼ f"]),
    ("$$a ≈ b => c == d$$", ["a ≈ b", "c = d"]),
    (r"$$\theta \leftarrow \theta - \alpha g$$", [r"\theta ← \theta - \alpha g"]),
]
SEVERAL = [
    (r"$$a = b, \quad c = d$$", ["a = b", "c = d"]),
    (r"$$a = b, c = d$$", ["a = b", "c = d"]),
    (r"$$\alpha_a \approx 1, c_1 \approx v_a$$", [r"\alpha_a ≈ 1", "c_1 ≈ v_a"]),
    (r"$$a = b \quad\text{and}\quad c = d$$", ["a = b", "c = d"]),
    (r"$$a = b \text{ so } c = d$$", ["a = b", "c = d"]),
    (r"$$a = b \qquad c = d$$", ["a = b", "c = d"]),
    (r"\begin{align} a &= b \\ \text{or equivalently} \quad c &= d \end{align}", ["a = b", "c = d"]),
    (r"\begin{align} a &= b \\ \text{or } c & \quad = d \end{align}", ["a = b", "c = d"]),
    (r"$$a, b = c$$", ["a, b = c"]),
    (r"$$f(a, b) = [c, d], \; \{e, f\} = g$$", ["f(a, b) = [c, d]", r"\{e, f\} = g"]),
    (r"$$\delta = a \;\text{where}\; a = \hat y - y$$", [r"\delta = a", r"a = \hat y - y"]),
    (r"$$\text{CE}(y, \hat y) = \text{softmax}(\theta)$$", [r"\text{CE}(y, \hat y) = \text{softmax}(\theta)"]),
    (
        r"$$J_{\text{naive softmax}} = \text{cross entropy}(y, \hat y)$$",
        [r"J_{\text{naive softmax}} = \text{cross entropy}(y, \hat y)"],
    ),
]
CONDITIONS = [
    (r"$$a = b \quad \forall i$$", ["a = b [forall i]"]),
    (r"$$a = b, \quad i \neq j$$", [r"a = b [i \neq j]"]),
    (r"$$a = b \quad (i \neq j)$$", [r"a = b [i \neq j]"]),
    (r"$$a = b \quad (\text{for } w \ne o)$$", [r"a = b [for w \ne o]"]),
    (r"$$(w \ne o)\quad a = b$$", [r"a = b [w \ne o]"]),
    (r"$$\text{if } w = o,\ a = b;\quad \text{else } a = c$$", ["a = b [if w = o]", "a = c [otherwise ]"]),
    (r"$$a = b \text{ for } w = o, \quad \text{for all others } \nabla J = c$$",
     ["a = b [for w = o]", r"\nabla J = c [otherwise: for all others ]"]),
    (r"$$a = b \quad (\text{otherwise})$$", ["a = b [otherwise ]"]),
    (r"$$a = b\ (\text{otherwise})$$", ["a = b [otherwise ]"]),
    (r"$$a = b \text{ for } w = o, \text{ else } 5c$$", ["a = b [for w = o]", "a = 5c [otherwise ]"]),
    (r"$$a = b \text{ for all other } w$$", ["a = b [otherwise: for all other w ]"]),
    (r"$$a = b \text{ except for } w = o$$", [r"a = b [except for w \neq o]"]),
    (r"$$a = b \text{ unless } w = o$$", [r"a = b [unless w \neq o]"]),
    ("$a = b$ if $w = o$ and $a = c$ otherwise. So $a = d$.", ["a = b [if w = o]", "a = c [otherwise ]", "a = d"]),
    ("$a = b$ if $w = o$. Otherwise $a = c$.", ["a = b [if w = o]", "a = c [otherwise ]"]),
    ("$a = b$ for all words except $w = o$.", [r"a = b [for all words except w \neq o]"]),
    ("$a = b$ except for $w = o$.", [r"a = b [except for w \neq o]"]),
    (r"$$a = b \text{ unless } w > o$$", [r"a = b [unless \text{unless} w > o]"]),
    (r"$$a = b \text{ if $i = j$ and $k = l$}$$", [r"a = b [if i = j \text{ and }k = l]"]),
    (r"$$c \overset{\lambda > 1}{\approx} v_b$$", [r"c ≈ v_b [for \lambda > 1]"]),
    ("| case | |\n|---|---|\n| $w=o$ | $a = b$ |\n| $w\\neq o$ | $a = c$ |", ["a = b [w=o]", r"a = c [w\neq o]"]),
    ("| | case |\n|---|---|\n| $a = b$ | $w=o$ |\n| $a = c$ | $w\\neq o$ |", ["a = b [w=o]", r"a = c [w\neq o]"]),
    (r"$$a = b \text{ for all } w \in V$$", [r"a = b [for all w \in V]"]),
    (r"$$a = b \text{ if } i = j$$", ["a = b [if i = j]"]),
    (r"$$a = b \text{ if $i = j$}$$", ["a = b [if i = j]"]),
    (r"$$a = b \text{ when i = j}$$", ["a = b [when i = j i = j]"]),
    (r"$$a = b if i = j$$", ["a = b [if i = j]"]),
    (r"$$a_i = b, \; i = 1, \dots, n$$", [r"a_i = b [i = 1, \dots, n]"]),
    (r"$$a = b, \quad 0 < \lambda < 1$$", [r"a = b [0 < \lambda < 1]"]),
    (r"$$\text{If } i = j, \quad a = b$$", ["a = b [If i = j]"]),
    (r"$$\text{for } w = o: a = b, \qquad \text{for } w \ne o: a = c$$", ["a = b [for w = o]", r"a = c [for w \ne o]"]),
    (r"$$\text{for } i \neq a : a = b$$", [r"a = b [for i \neq a]"]),
    (r"\begin{align} a &= b && \text{if } w = o \\ &= c && \text{if } w \neq o \end{align}", [
        "a = b [if w = o]", r"a = c [if w \neq o]"]),
    (r"\begin{align} w = o: & a = b \\ w \neq o: & a = c \end{align}", ["a = b [w = o]", r"a = c [w \neq o]"]),
    (r"\begin{align} \text{If } i = j: \\ a &= b \\ \text{If } i \neq j: \\ a &= c \end{align}", [
        "a = b [If i = j]", r"a = c [If i \neq j]"]),
    (r"\begin{align} a &= b \\ &\text{for } w = o \\ a &= c \\ &\text{for } w \neq o \end{align}", [
        "a = b [for w = o]", r"a = c [for w \neq o]"]),
    (r"$$\begin{cases} a = b & w = o \\ a = c & \text{otherwise} \end{cases}$$",
        ["a = b [w = o]", "a = c [otherwise ]"]),
    ("If $i = j$:\n$$a = b$$\nIf $i \\neq j$ then\n$$a = c$$\nCombining both, $$a = d$$", [
        "a = b [If i = j]", r"a = c [If i \neq j]", "a = d"]),
    ("$$a = b$$ for $i = j$, and $$a = c$$ for $i \\neq j$.", ["a = b [for i = j]", r"a = c [for i \neq j]"]),
    ("For all $w \\neq o$ we have $a = b$.", [r"a = b [For all w \neq o]"]),
    ("We have $a = b$ for each $i$.", ["a = b [for each i]"]),
    ("We have $a = b$ ($i \\neq j$).", [r"a = b [i \neq j]"]),
    ("for $\\lambda = 0.5$:\n$$a = b$$\n$$c = d$$", [r"a = b [for \lambda = 0.5]", r"c = d [for \lambda = 0.5]"]),
    ("- w = o:\n\n $a = b$\n- w != o:\n\n $a = c$", ["a = b [w = o]", r"a = c [w \neq o]"]),
    ("Case 1: i = j.\n$$a = b$$\nOtherwise,\n$$a = c$$", ["a = b [Case i = j]", "a = c [otherwise ]"]),
    ("**Case $i = j$:** $a = b$", ["a = b [Case i = j]"]),
    ("Solving for $v_c$ gives $a = b$", ["a = b"]),
    ("For $w = o$, $a = b$; for $w \\neq o$, $a = c$.", ["a = b [For w = o]", r"a = c [for w \neq o]"]),
    ("For $w = o$, $a = b$ and for $w \\neq o$, $a = c$.", ["a = b [For w = o]", r"a = c [for w \neq o]"]),
    (r"$$\text{case 1: } i = j$$ $$a = b$$ $$\text{case 2: } i \neq j$$ $$a = c$$",
        ["a = b [case 1: i = j]", r"a = c [case 2: i \neq j]"]),
    (r"$$a = b$$ $$\forall i \neq j$$", [r"a = b [forall i \neq j]"]),
    ("For $w = o$, $a = b$, for $w \\neq o$, $a = c$.", ["a = b [For w = o]", r"a = c [for w \neq o]"]),
    (r"$$i = a \rightarrow a = b$$ $$c = d$$", ["a = b [i = a]", "c = d"]),
    (r"\begin{align} w = o: & a = b \\ w \neq o: & = c \end{align}", ["a = b [w = o]", r"a = c [w \neq o]"]),
    ("where $\\delta = \\hat y - y$", [r"\delta = \hat y - y"]),
]  # fmt: skip
SENTENCES = [
    ("$$a = b$$\nand therefore\n$$= c$$", ["a = b = c"]),
    ("$$a = b$$ where $y$ is one-hot, so $$= c$$", ["a = b = c"]),
    ("$$a$$ $$= b$$", ["a = b"]),
    ("$$a =$$ $$b$$", ["a = b"]),
    ("$$a = b +$$ $$c$$", ["a = b + c"]),
    ("$$a = b$$ $$+ c$$ $$= d$$", ["a = b + c = d"]),
    ("$$a = b$$ Second, $$c = d$$", ["a = b", "c = d"]),
    ("We get $a = b$ $= c$ = $d$.", ["a = b = c = d"]),
    (
        r"The gradient $\frac{\partial J}{\partial v_c}$ is $U(\hat y - y)$.",
        [r"\frac{\partial J}{\partial v_c} = U(\hat y - y)"],
    ),
    (r"So $\nabla_x J$ = $W^T \delta$", [r"\nabla_x J = W^T \delta"]),
    ("The input $x$ is $y$", []),
    ("$a = b$; also $c = d$", ["a = b", "c = d"]),
    ("$$a = b$$ ![scan](s.png) $$= c$$", ["a = b", "= c"]),
    ("$$a = b$$\n\n$$c = x\n\nThis is where the dollars of it end.\n\n$$= d$$", ["a = b", "= d"]),
    ("$$= a$$", ["= a"]),
]


@pytest.mark.parametrize(("text", "expected"), [*ROWS, *NUMBERING, *RELATIONS, *SEVERAL, *CONDITIONS, *SENTENCES])
def test_reads_the_chains_of_real_layouts(text: str, expected: list[str]) -> None:
    assert chains(text) == expected


def test_a_row_that_might_be_a_factor_is_left_for_a_person() -> None:
    # "a = b c" or two lines? What is kept between the two can't be read, so nobody loses a mark.
    assert chains(r"\begin{align} a &= b \\ & c \end{align}") == [r"a = b\\ c"]


def test_a_formula_without_a_relation_is_a_chain_of_its_own() -> None:
    assert [shown(chain) for chain in read(r"$$U(\hat y - y)$$").chains] == [r"U(\hat y - y)"]


def test_the_braces_around_a_system_of_equations_are_no_formula() -> None:
    assert len(read(r"$$\left\{\begin{aligned} a &= b \\ c &= d \end{aligned}\right.$$").chains) == 2


def test_a_brace_does_not_close_across_an_environment() -> None:
    found = read(r"$$x_{ \begin{cases} a } \end{cases} = b$$").unread
    assert [one.text for one in found] == ["{", "}"]


def test_steps_point_at_what_the_student_wrote() -> None:
    text = "So\n\n\\begin{align}\nJ &= a % why\n  + b \\nonumber \\\\\n  &= \\text{CE}\n\\end{align}"
    (chain,) = read(text, "latex", line=20).chains
    for step in chain.steps:
        for place, letter in enumerate(step.latex):
            assert letter in (text[step.span.start + place], " ")
    assert [(step.line, step.column, step.end_line, step.end_column) for step in chain.steps] == [
        (23, 1, 23, 2),
        (23, 6, 24, 6),
        (25, 6, 25, 15),
    ]
    assert chain.lines == (23, 25)
    assert chain.file == "answers.md"


def test_a_case_with_the_same_left_side_shares_it() -> None:
    first, second = read(r"$$\begin{aligned} a &= b & (w = o) \\ &= c & (w \neq o) \end{aligned}$$").chains
    assert (first.shared, second.shared) == (False, True)
    assert second.left == first.left


def test_a_condition_that_is_taken_to_hold_on_says_so() -> None:
    first, second = read("If $i = j$:\n$$a = b$$ $$c = d$$").chains
    assert [one.carried for one in (*first.conditions, *second.conditions)] == [False, True]
    assert first.conditions[0].line == 1


def test_the_words_before_a_chain_are_its_lead() -> None:
    found = read("First.\n\n$$a = b$$\n\nBlah.\n\nHence, finally,\n$$c = d$$").chains
    assert [chain.lead for chain in found] == ["First.", "Hence, finally,"]


def test_collects_prose_and_the_students_macros() -> None:
    found = read(
        "\\newcommand{\\R}{\\mathbb{R}}\\def\\x#1{#1_{2}}\nWords $a = b \\text{ since it holds}$ more", "latex"
    )
    assert found.macros == (r"\newcommand{\R}{\mathbb{R}}", r"\def\x#1{#1_{2}}")
    assert [one.text.strip() for one in found.prose] == ["Words", "since it holds", "more"]


UNREAD = [
    ("a\n$$\\frac{a}{b = c$$", 2, "The brace `{` is never closed", "each `{` needs a `}`"),
    ("$$a} = c$$", 1, "The brace `}` closes nothing", "each `}` needs a `{`"),
    (r"$$\begin{pmatrix} a = c$$", 1, r"`\begin{pmatrix}` is never closed", r"Put `\end{pmatrix}`"),
    (r"$$a \end{cases} = c$$", 1, r"`\end{cases}` closes nothing", r"Put `\begin{cases}` before it"),
    ("\n\ndJ/dv = U(yhat - y)", 3, "looks like a formula", "between dollar signs"),
    (r"So \frac{a}{b} = c.", 1, "looks like a formula", "between dollar signs"),
    ("![scan](s.png)", 1, "A picture stands here", "between dollar signs"),
    ("$$" + "a+" * 40_000 + "$$", 1, "has 80,000 characters, and at most 60,000", "Split it"),
    ("$a = b$ " * (MOST_STEPS + 1), 1, "2,000 formulas stand before", "only the derivation"),
]


@pytest.mark.parametrize(("text", "line", "what", "advice"), UNREAD, ids=[one[2] for one in UNREAD])
def test_says_what_it_could_not_place(text: str, line: int, what: str, advice: str) -> None:
    found = read(text).unread[0]
    assert found.line == line
    assert what in found.finding.what
    assert found.finding.where == f"answers.md, line {line}"
    assert advice in found.finding.advice


def test_plain_sentences_are_no_formulas() -> None:
    for text in (
        "We get 113.7 perplexity.",
        "The accuracy = 0.84, which is fine.",
        "See (a) and (b).",
        "x and y",
        "accuracy = right / all",
        "n=3",
    ):
        assert read(text).unread == ()


PIECES = [
    *"{}()[]&=+-_^% \n!,.:ab0", "$$", "$", r"\\", r"\begin{align}", r"\end{align}", r"\text{if }", r"\quad ",
    r"\frac{", r"\left(",
    r"\right)", "\n\n", r"\[", r"\]", "for ", "i = j ", r"\boxed{", r"\begin{cases}", r"\end{cases}",
    r"\Rightarrow ", r"\intertext{",
    r"\overset{a}{=}", r"\textcolor{red}", r"\left\{", r"\not", r"\tag", r"\begin{array}{rcl}", "If $w = o$: ", "is",
    r"\forall ",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(150))
def test_any_text_is_read_to_its_end(seed: int) -> None:
    random_ = random.Random(seed)
    text = "$$".join("".join(random_.choice(PIECES) for _ in range(random_.randint(0, 60))) for _ in range(5))
    for kind in ("markdown", "latex"):
        for chain in read(text, kind).chains:  # type: ignore[arg-type]
            assert chain.left.relation == ""
            assert all(step.relation for step in chain.steps[1:])
            for step in chain.steps:
                assert len(step.latex) == step.span.end - step.span.start
                assert step.line <= step.end_line


#: What is long in every way, with how many chains it has, and how much that is told as not placed.
HOSTILE = [
    ("{" * 50_000, 1, 50_000), (r"\boxed{" * 8_000, 1, 8_000), ("(" * 50_000, 1, 0), ("a=" * 25_000, 0, 1),
    ("&" * 50_000, 0, 0), (r"a=b\\" * 10_000, MOST_STEPS // 2, 1), (r"\begin{aligned}" * 3_500, 0, 3_500),
    (r"\text{if }" * 5_000, 0, 0), ("a," * 25_000, 1, 0), (r"\left(" * 9_000, 1, 0),
    (r"a=b\Rightarrow " * 4_000, MOST_STEPS // 2, 1), ("\na = b" * 8_000, MOST_STEPS // 2, 1),
    (r"\overset{a}" * 5_000, 1, 0), (r"\quad a = b" * 5_000, MOST_STEPS // 2, 1), ("a\n" + "> b = c\n" * 7_000, 0, 1),
    (r"\tag[" * 9_000, 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("body", "count", "unread"), HOSTILE, ids=[body[:12] for body, *_ in HOSTILE])
def test_hostile_formulas_end(body: str, count: int, unread: int) -> None:
    found = read(f"$${body}$$")
    assert (len(found.chains), len(found.unread)) == (count, unread)


@pytest.mark.parametrize(
    ("text", "count", "unread"),
    [
        ("for $i=j$ " * 4_000, 0, 0), ("if i = j " * 6_000, 0, 0), ("a = b^2\n" * 6_000, 0, 20),
        ("$$a=$$ $$b+$$ " * 4_000, 1, 1), ("* " * 20_000, 0, 0),
    ],
    ids=["conditions", "conditions without a dollar", "formulas without a dollar", "pieces", "bullets"],
)  # fmt: skip
def test_hostile_prose_ends(text: str, count: int, unread: int) -> None:
    found = read(text)
    assert (len(found.chains), len(found.unread)) == (count, unread)


#: Conditions where they are easily overlooked, and what becomes of them.
CONDITIONED = [
    (r"$$a = b \quad \forall k = 1,2,\ldots,K$$", [r"a = b [forall k = 1,2,\ldots,K]"]),
    (r"$$a = b, \quad k = 1,\dots,K$$", [r"a = b [k = 1,\dots,K]"]),
    (r"$$a = b\ (w \not= o)$$", [r"a = b [w \not= o]"]),
    (r"$$a = b \; (w = o)$$", ["a = b [w = o]"]),
    (r"$$a = \mathbb{1}\, (w = o)$$", [r"a = \mathbb{1} (w = o)"]),
    (r"$$a = p\,(w = o)$$", ["a = p (w = o)"]),
    (r"$$v_{c+j} = b \quad -m\le j\le m, j\neq 0$$", [r"v_{c+j} = b [-m\le j\le m] [j\neq 0]"]),
    (r"$$x = b \quad c-m \le j \le c+m, j\neq c$$", [r"x = b [c-m \le j \le c+m] [j\neq c]"]),
    (r"$$x = b, \text{ for } -m \le j \le m$$", [r"x = b [for -m \le j \le m]"]),
    (r"$x=b$ for every $j$ with $-m \le j \le m$, $j \neq 0$",
        [r"x = b [for every j] [with -m \le j \le m] [j \neq 0]"]),
    (r"$$x_{w\neq o} = b_{w \not= o}$$", [r"x_{w } = b_{w } [for w \neq o]"]),
    (r"$$x = \sum_{w\neq o} b = \mathbb{1}_{w\neq o}$$", [r"x = \sum_{w\neq o} b = \mathbb{1}_{w\neq o}"]),
    (r"$$x\Big|_{w=o} = b$$", ["x = b [for w = o]"]),
    (r"$$x_{w\neq o} = b, \qquad x_{w=o} = c$$", [r"x_{w } = b [for w \neq o]", "x_{w=o} = c"]),
    (r"$$f(x)\Big|_{x=0} = b$$", [r"f(x)\Big|_{x=0} = b"]),
    (r"$$(i)\ x = b$$", ["x = b"]),
    (r"$$(a) x = b$$", ["(a) x = b"]),
    ("For $w = o$: $Ux_o = a$. For every other word: $Ux_w = b$.", ["Ux_o = a [For w = o]", "Ux_w = b [otherwise ]"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONDITIONED, ids=[one[0] for one in CONDITIONED])
def test_a_condition_is_found_behind_a_formula_and_within_it(text: str, expected: list[str]) -> None:
    assert chains(text) == expected
