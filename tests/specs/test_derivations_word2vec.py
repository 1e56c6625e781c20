"""The second sheet's derivations, (a) to (h): right answers hold in many spellings, real mistakes break."""

import pytest

from grader.derivation.verdicts import Status
from tests.specs.deriving import answer, breaks, checks, formula, holds, reaches, short_of_examples, statuses

SLUG = "word2vec"
LOSS, CENTER, OUTSIDE, MATRIX = (
    "cross-entropy-is-naive-softmax", "center-gradient", "outside-gradient", "outside-matrix-gradient",
)  # fmt: skip
SIGMOID, NEGATIVES, REPEATED, WINDOW = (
    "sigmoid-derivative", "negative-sampling-gradients", "repeated-negatives", "window-gradients",
)  # fmt: skip

RIGHT = [
    (LOSS, r"-\sum_{w \in \text{Vocab}} y_w \log \hat y_w = -y_o\log\hat y_o - \sum_{w\neq o} y_w \log \hat y_w = "
           r"-1\cdot\log\hat y_o - 0 = -\log \hat y_o"),
    (LOSS, r"-\sum_{w=1}^{W} y_w \log \hat y_w = -y^T\log\hat y = -\log P(O=o|C=c) = "
           r"J_{\text{naive-softmax}}(v_c,o,U)"),
    (LOSS, r"CE(y,\hat y) = -\sum_{i=1}^{|V|} y_i \log \hat y_i = -\log p(o|c)"),
    (CENTER, r"\frac{\partial J}{\partial v_c} = U(\hat y - y)"),
    (CENTER, r"\frac{\partial J}{\partial {\bf v}_c} = {\bf U}({\bf \hat y} - {\bf y})"),
    (CENTER, r"\frac{\partial J}{\partial \vec{v_c}} = U(\hat{\vec y} - \vec y)"),
    (CENTER, r"\frac{\partial J}{\partial \mathbf{v_c}} = \mathbf{U}(\hat{\mathbf y} - \mathbf y)"),
    (CENTER, r"\dfrac{\partial J}{\partial v_c} = \mathbf U\left(\widehat{\mathbf y} - \mathbf y\right)"),
    (CENTER, r"\frac{dJ}{dv_c} = U(\hat y-y)"),
    (CENTER, r"∂J/∂v_c = U(ŷ − y)"),
    (CENTER, r"\frac{\partial J_{\text{naive-softmax}} (\boldsymbol{v}_c, o, \boldsymbol{U})}{\partial "
             r"\boldsymbol{v}_c} = \boldsymbol{U}(\hat{\boldsymbol{y}} - \boldsymbol{y})"),
    (CENTER, r"\frac{\partial J}{\partial v_c} = \frac{\partial J}{\partial z}\frac{\partial z}{\partial v_c} = "
             r"(\hat y - y)\frac{\partial z}{\partial v_c} = U(\hat y-y)"),
    (CENTER, r"\frac{\partial J}{\partial v_c} = \sum_{i=1}^{n} \frac{\partial J}{\partial \hat "
             r"y_i}\frac{\partial\hat y_i}{\partial v_c}= U(\hat y - y)"),
    (CENTER, r"\begin{align*} \frac{\partial J_{naive-softmax}(v_c, o, U)}{\partial v_c} &= "
             r"-\frac{\partial}{\partial v_c} \log \left( \frac{\exp(u_o^T v_c)}{\sum_{w \in Vocab} \exp(u_w^T "
             r"v_c)} \right) \\ &= - \frac{\partial}{\partial v_c} \left[ \log(\exp(u_o^T v_c)) - \log "
             r"\left(\sum_{w \in Vocab} \exp(u_w^T v_c)\right) \right] \\ &= -u_o + \frac{1}{\sum_{w \in Vocab} "
             r"\exp(u_w^T v_c)} \sum_{x \in Vocab} \exp(u_x^T v_c) u_x \\ &= -u_o + \sum_{x\in Vocab} P(O=x|C=c) "
             r"u_x \\ &= -u_o + \sum_{x \in Vocab} \hat{y}_x u_x \\ &= U(\hat{y} - y) \end{align*}"),
    (CENTER, r"\frac{\partial J}{\partial v_c} = -u_o + \frac{\sum_{w\in V} \exp(\langle u_w, v_c\rangle) "
             r"u_w}{\sum_{w\in V}\exp(\langle u_w, v_c \rangle)} = \sum_{w\in V}(\hat y_w - y_w)u_w = U(\hat y - "
             r"y)."),
    (OUTSIDE, r"\frac{\partial J}{\partial u_w} = (\hat y_w - y_w) v_c"),
    (OUTSIDE, r"\frac{\partial J}{\partial u_k} = (\hat y_k - \delta_{ko}) v_c"),
    (OUTSIDE, r"\frac{\partial J}{\partial u_w} = v_c(P(O=w\mid C=c) - \mathbb{1}_{w=o})"),
    (OUTSIDE, r"\frac{\partial J}{\partial u_w} = (\hat y - y)_w v_c"),
    (OUTSIDE, r"\frac{\partial J}{\partial u_w} = \begin{cases}v_c(\hat y_w - 1), & \text{if } w = o\\ v_c\hat "
              r"y_w, & \text{if } w\neq o\end{cases}"),
    (OUTSIDE, r"\frac{\partial J}{\partial u_o} = -\frac{1}{\hat y_o}\frac{\partial\hat y_o}{\partial u_o} = "
              r"-\frac{1}{\hat y_o}\hat y_o(1-\hat y_o)v_c = (\hat y_o-1)v_c"),
    (MATRIX, r"\frac{\partial J}{\partial U} = v_c\hat y^\top - v_c y^\top"),
    (MATRIX, r"\frac{\partial J}{\partial U} = [\frac{\partial J}{\partial u_1}, ..., \frac{\partial J}{\partial "
             r"u_{|V|}}]"),
    (MATRIX, r"\frac{\partial J}{\partial U} = [(\hat y_1 - y_1)v_c, (\hat y_2-y_2)v_c, \dots, (\hat "
             r"y_{|V|}-y_{|V|})v_c]"),
    (MATRIX, r"\frac{\partial J}{\partial U} = \left[\frac{\partial J(v_c,o,U)}{\partial u_1}, \frac{\partial "
             r"J(v_c,o,U)}{\partial u_2}, \dots, \frac{\partial J(v_c,o,U)}{\partial u_{|Vocab|}}\right]"),
    (MATRIX, r"\frac{\partial J}{\partial U} = \left[ \hat y_1 v_c, \hat y_2 v_c, \dots, (\hat y_o-1)v_c, \dots, "
             r"\hat y_V v_c\right]"),
    (SIGMOID, r"\sigma(x)' = \left(\frac{1}{1+e^{-x}}\right)' = \frac{e^{-x}}{(1+e^{-x})^2} = "
              r"\sigma(x)(1-\sigma(x))"),
    (SIGMOID, r"\frac{d\sigma(x_i)}{dx_i} = \frac{e^{-x_i}}{(1+e^{-x_i})^2} = \sigma(x_i)(1-\sigma(x_i))"),
    (SIGMOID, r"\sigma'(x) = (-1)(1+e^{-x})^{-2}\cdot e^{-x}\cdot(-1) = \frac{(1+e^{-x}) - 1}{(1+e^{-x})^2} = "
              r"\frac{1+e^{-x}}{(1+e^{-x})^2} - \left(\frac{1}{1+e^{-x}}\right)^2 = \sigma(x) - \sigma^2(x) = "
              r"\sigma(x)(1-\sigma(x))"),
    (SIGMOID, r"\frac{d\sigma}{dx} = \frac{0\cdot(1+e^{-x}) - 1\cdot(-e^{-x})}{(1+e^{-x})^2} = "
              r"\frac{1}{1+e^{-x}}\left(1-\frac{1}{1+e^{-x}}\right) = \sigma(x)[1-\sigma(x)]"),
    (NEGATIVES, r"\nabla_{v_c} J = -(1-\sigma(u_o^\top v_c))u_o + \sum_{i=1}^K\sigma(u_i^\top v_c)u_i"),
    (NEGATIVES, r"\frac{\partial J}{\partial v_c} = -u_o\sigma(-u_o^Tv_c) + u_1\sigma(u_1^Tv_c) + \dots + "
                r"u_K\sigma(u_K^Tv_c)"),
    (NEGATIVES, r"\frac{\partial J}{\partial \mathbf v_c} = -(1-\sigma(\mathbf u_o^\top\mathbf v_c))\mathbf u_o + "
                r"\sum_{s=1}^{K}(1-\sigma(-\mathbf u_{w_s}^\top\mathbf v_c))\mathbf u_{w_s}"),
    (NEGATIVES, r"\frac{\partial J}{\partial \mathbf u_{w_s}} = (1-\sigma(-\mathbf u_{w_s}^\top\mathbf "
                r"v_c))\mathbf v_c"),
    (NEGATIVES, r"\frac{\partial J_{neg-sample}}{\partial u_o} = -\frac{\sigma'(u_o^Tv_c)}{\sigma(u_o^Tv_c)}v_c = "
                r"(\sigma(u_o^Tv_c)-1)v_c"),
    (NEGATIVES, r"\frac{\partial J}{\partial u_k} = -\frac{\partial}{\partial u_k}\log(\sigma(-u_k^Tv_c)) = "
                r"-\frac{\sigma(-u_k^Tv_c)(1-\sigma(-u_k^Tv_c))}{\sigma(-u_k^Tv_c)}\frac{\partial(-u_k^Tv_c)}{\partial "
                r"u_k} = (1-\sigma(-u_k^Tv_c))v_c"),
    (REPEATED, r"\frac{\partial J}{\partial u_{w_s}} = \sum_{\substack{1\le i\le K\\ w_i=w_s}}\sigma(u_{w_i}^\top "
               r"v_c)v_c"),
    (REPEATED, r"\frac{\partial J}{\partial u_{w_s}} = \sum_{j=1, w_j=w_s}^K \sigma(u_{w_s}^Tv_c)v_c"),
    (REPEATED, r"\frac{\partial J}{\partial u_k} = \sum_{i, u_i=u_k}\sigma(u_k^Tv_c)v_c"),
    (REPEATED, r"\frac{\partial J}{\partial u_k} = \sum_{j=1}^K \delta_{w_j, w_k}\sigma(u_k^T v_c) v_c"),
    (WINDOW, r"\partial J_{\text{skip-gram}}/\partial U = \sum_{-m\le j\le m, j\ne0}\partial "
             r"J(v_c,w_{t+j},U)/\partial U"),
    (WINDOW, r"\frac{\partial J_{skip-gram}}{\partial U} = \sum_{j \in \{-m,\dots,m\}, j\neq 0}\frac{\partial "
             r"J(v_c, w_{t+j}, U)}{\partial U}"),
    (WINDOW, r"\frac{\partial J(v_c, w_{t-m},\dots,w_{t+m}, U)}{\partial v_c} = \sum_{\underset{j\neq0}{-m\le "
             r"j\le m}} \frac{\partial J(v_c, w_{t+j}, U)}{\partial v_c}"),
    (WINDOW, r"\frac{\partial J_{skip-gram}}{\partial v_w} = 0, \text{ when } w \neq c"),
]  # fmt: skip

#: Whole answers, with the goals that they reach.
ANSWERS = [
    (OUTSIDE, {0, 1}, r"For $w = o$: $\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c$. For every other "
                      r"word: $\frac{\partial J}{\partial u_w} = \hat y_w v_c$."),
    (OUTSIDE, {0, 1}, r"**Case 1: $w = o$** $$\frac{\partial J}{\partial u_o} = v_c(\hat y_o - 1)$$ **Case 2: $w "
                      r"\ne o$** $$\frac{\partial J}{\partial u_w} = v_c\hat y_w$$"),
    (OUTSIDE, {0, 1}, r"$$\frac{\partial J}{\partial u_{w = o}} = (\hat y_o - 1)v_c, \qquad \frac{\partial "
                      r"J}{\partial u_{w \neq o}} = \hat y_w v_c$$"),
    (OUTSIDE, {0, 1}, r"When $w \ne o$ we have $\frac{\partial J}{\partial u_w} = \hat{y}_w v_c$, and when $w = "
                      r"o$ we have $\frac{\partial J}{\partial u_o} = (\hat{y}_o - 1) v_c$."),
    (CENTER, {0}, r"Let $s_w = u_w^\top v_c$. Then $\hat y_w = \frac{e^{s_w}}{\sum_x e^{s_x}}$ and "
                  r"$\frac{\partial J}{\partial v_c} = -u_o + \sum_w \frac{e^{s_w}}{\sum_x e^{s_x}} u_w = U(\hat "
                  r"y - y)$"),
    (NEGATIVES, {0, 1, 2}, r"$$\begin{aligned}\frac{\partial J}{\partial v_c} &= \left(\sigma(u_o^\top "
                           r"v_c)-1\right)u_o - \sum_{k=1}^{K}\left(\sigma(-u_k^\top v_c) - 1\right)u_k\\ "
                           r"\frac{\partial J}{\partial u_o} &= \left(\sigma(u_o^\top v_c)-1\right)v_c\\ "
                           r"\frac{\partial J}{\partial u_k} &= -\left(\sigma(-u_k^\top "
                           r"v_c)-1\right)v_c\quad\text{for all }k=1,2,\ldots,K\end{aligned}$$"),
    (WINDOW, {0, 1, 2}, r"$\frac{\partial J_{skip-gram}}{\partial U} = \sum_{-m\le j\le m, j\ne 0} \frac{\partial "
                        r"J(v_c, w_{t+j}, U)}{\partial U}$, $\frac{\partial J_{skip-gram}}{\partial v_c} = "
                        r"\sum_{-m\le j\le m, j\ne 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial v_c}$ and "
                        r"$\frac{\partial J_{skip-gram}}{\partial v_w} = 0$ for $w \neq c$."),
]  # fmt: skip

#: Mistakes beside those of the checks' own examples, with the step that is wrong.
WRONG = [
    (CENTER, 1, r"\frac{\partial J}{\partial v_c} = \hat y - y"),
    (CENTER, 1, r"\frac{\partial J}{\partial v_c} = (\hat y - y)U"),
    (CENTER, 1, r"\frac{\partial J}{\partial v_c} = \hat y_o u_o - u_o"),
    (OUTSIDE, 1, r"\frac{\partial J}{\partial u_w} = v_c(\hat y-y)^T"),
    (OUTSIDE, 1, r"\frac{\partial J}{\partial u_o} = -v_c"),
    (OUTSIDE, 1, r"\frac{\partial J}{\partial u_w} = \begin{cases}v_c(\hat y_w - 1) & w \neq o\\ v_c\hat y_w & w "
                 r"= o\end{cases}"),
    (NEGATIVES, 1, r"\frac{\partial J}{\partial u_k} = -\sigma(u_k^Tv_c)v_c"),
    (NEGATIVES, 1, r"\frac{\partial J}{\partial v_c} = (\sigma(u_o^Tv_c)-1)u_o + \sum_k \sigma(u_k^Tv_c)v_c"),
]  # fmt: skip

#: What no machine should decide: neither right nor wrong.
DOUBTFUL = [
    (MATRIX, r"\frac{\partial J}{\partial U} = (\hat y-y)v_c^T"),
    (LOSS, r"-\sum_w y_w \log \hat y_w = -\log \hat y_w"),
    (REPEATED, r"\frac{\partial J}{\partial u_k} = |S_k|\,\sigma(u_k^\top v_c)v_c"),
    (REPEATED, r"\frac{\partial J}{\partial u_{w_k}} = k (1-\sigma(-u_{w_k}^Tv_c))v_c"),
]  # fmt: skip


def test_every_written_question_derives() -> None:
    assert list(checks(SLUG)) == [LOSS, CENTER, OUTSIDE, MATRIX, SIGMOID, NEGATIVES, REPEATED, WINDOW]
    assert short_of_examples(SLUG) == []


@pytest.mark.parametrize(("question", "chain"), RIGHT)
def test_a_right_answer_holds_at_every_step(question: str, chain: str) -> None:
    judged = formula(SLUG, question, chain)
    assert holds(SLUG, question, chain), judged
    assert any(each.about for each in judged.chains)


@pytest.mark.parametrize(("question", "chain"), RIGHT)
def test_a_whole_derivation_reaches_what_is_asked(question: str, chain: str) -> None:
    assert reaches(formula(SLUG, question, chain))


@pytest.mark.parametrize(("question", "goals", "text"), ANSWERS)
def test_an_answer_in_parts_reaches_each_of_them(question: str, goals: set[int], text: str) -> None:
    judged = answer(SLUG, question, text)
    assert reaches(judged) == goals, judged
    assert breaks(judged) is None


@pytest.mark.parametrize(("question", "step", "chain"), WRONG)
def test_a_mistake_breaks_where_it_is_made(question: str, step: int, chain: str) -> None:
    broken = breaks(formula(SLUG, question, chain))
    assert broken is not None and broken.first_wrong == step


@pytest.mark.parametrize(("question", "chain"), DOUBTFUL)
def test_what_is_doubtful_is_left_to_a_person(question: str, chain: str) -> None:
    assert statuses(formula(SLUG, question, chain)) == [Status.NOT_READ]


def test_a_matrix_may_be_given_by_its_columns_with_spaces_between_them() -> None:
    columns = r"\left[\frac{\partial J}{\partial u_1} \; \cdots \; \frac{\partial J}{\partial u_V}\right]"
    assert holds(SLUG, MATRIX, r"\frac{\partial J}{\partial U} = " + columns)
    assert not holds(SLUG, MATRIX, r"\frac{\partial J}{\partial U} = " + columns.replace("u_1", "u_2"))
