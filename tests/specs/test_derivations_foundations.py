"""The first sheet's derivations: right answers hold in many spellings, real mistakes break where they are made."""

import pytest

from grader.derivation.verdicts import Status
from tests.specs.deriving import answer, breaks, checks, formula, holds, reaches, short_of_examples, statuses

SLUG = "word2vec-foundations"
SHIFT, SIGMOID, ENTROPY, NETWORK, COUNT = (
    "softmax-invariance", "sigmoid-derivative", "cross-entropy-gradient", "network-gradient", "parameter-count",
)  # fmt: skip
CENTER, OUTPUT, NEGATIVES, MODELS = (
    "softmax-center-gradient", "softmax-output-gradient", "negative-sampling-gradients", "skipgram-and-cbow-gradients",
)  # fmt: skip

RIGHT = [
    (SHIFT, r"\text{softmax}(x_i+c) = \frac{e^{x_i+c}}{\sum_j e^{x_j+c}} = \frac{e^{x_i}e^c}{\sum_j e^{x_j}e^c} = "
            r"\text{softmax}(x_i)"),
    (SHIFT, r"\text{softmax}(\mathbf{x}+c)_j = \frac{e^{x_j}e^{c}}{\sum_{k=1}^K e^{x_k} e^c} = "
            r"\text{softmax}(\mathbf x)_j"),
    (SHIFT, r"\text{softmax}(x + c\mathbf 1)_i = \frac{e^{x_i+c}}{\sum_j e^{x_j+c}} = \text{softmax}(x)_i"),
    (SHIFT, r"\text{softmax}(x + c)_i = \frac{e^{x_i + c}}{e^{x_1+c}+\dots+e^{x_n+c}} = \frac{e^c "
            r"e^{x_i}}{e^c(e^{x_1}+\dots+e^{x_n})} = \frac{e^{x_i}}{\sum_j e^{x_j}}"),
    (SIGMOID, r"\frac{d}{dx}\left(\frac{1}{1+e^{-x}}\right) = \frac{e^{-x}}{(1+e^{-x})^2} = \frac{1}{1+e^{-x}} "
              r"\left(1 - \frac{1}{1+e^{-x}}\right) = \sigma(x) (1 - \sigma(x))"),
    (ENTROPY, r"\frac{\partial CE}{\partial \theta_i} = \begin{cases}\hat y_i - 1 & i = t\\ \hat y_i & "
              r"\text{otherwise}\end{cases}"),
    (ENTROPY, r"\nabla_\theta CE(y,\hat y) = (\hat y - y)^T"),
    (ENTROPY, r"\frac{\partial CE}{\partial\theta} = \frac{\partial \hat y}{\partial \theta}\frac{\partial "
              r"CE}{\partial \hat y} = (\text{diag}(\hat y) - \hat y\hat y^T)(-y \oslash \hat y) = -y + \hat y"),
    (ENTROPY, r"\frac{\partial J}{\partial z_k} = -\sum_{i=1}^N y_i \frac{\partial \log \hat y_i}{\partial z_k} = "
              r"-\sum_{i=1}^N y_i (1[i=k] - \hat y_k) = \hat y_k - y_k"),
    (NETWORK, r"\frac{\partial J}{\partial x} = (\hat y-y)W_2^T \circ \sigma(z_1)\circ(1-\sigma(z_1)) W_1^T"),
    (NETWORK, r"\frac{\partial CE(y,\hat y)}{\partial x} = (\hat{y}-y)\cdot W_2^T\cdot \sigma'(xW_1+b_1)\cdot "
              r"W_1^T"),
    (NETWORK, r"\frac{\partial J}{\partial x} = (\hat y - y) W_2^\top \odot h(1-h) W_1^\top"),
    (COUNT, r"(D_x+1)\cdot H + (H+1)\cdot D_y"),
    (COUNT, r"D_x \times H + H + H \times D_y + D_y"),
    (COUNT, r"H(D_x + D_y + 1) + D_y"),
    (CENTER, r"\frac{\partial J}{\partial \hat{v}} = \sum_{w}(\hat y_w - y_w)u_w"),
    (CENTER, r"\frac{\partial J}{\partial v_c} = -\frac{\partial}{\partial v_c} u_o^T v_c + "
             r"\frac{\partial}{\partial v_c} \log \sum_{w=1}^W \exp(u_w^T v_c) = -u_o + \sum_{w=1}^W \hat y_w u_w "
             r"= U(\hat y - y)"),
    (CENTER, r"\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U^\top(\hat y - y)"),
    (OUTPUT, r"\frac{\partial J}{\partial u_w} = (\hat y_w - y_w)v_c"),
    (OUTPUT, r"\frac{\partial J}{\partial U} = (\hat y - y) v_c^T"),
    (OUTPUT, r"\frac{\partial J}{\partial U} = v_c \hat y^T - v_c y^T"),
    (NEGATIVES, r"\frac{\partial J}{\partial \hat r} = -(1-\sigma(u_o^T \hat r)) u_o + \sum_{k=1}^K \sigma(u_k^T "
                r"\hat r) u_k"),
    (NEGATIVES, r"\frac{\partial J_{neg-sample}(o, v_c, U)}{\partial u_k} = -(\sigma(-u_k^T v_c) - 1) v_c"),
    (MODELS, r"\frac{\partial J_{\text{skip-gram}}}{\partial U} = \sum_{-m\le j\le m,j\neq 0}\frac{\partial "
             r"F(w_{c+j}, v_c)}{\partial U}"),
    (MODELS, r"\frac{\partial J_{\text{skip-gram}}}{\partial v_j} = 0, \forall j \neq c"),
    (MODELS, r"\frac{\partial J_{CBOW}}{\partial U} = \frac{\partial F(w_c, \hat v)}{\partial U}"),
]  # fmt: skip

#: Whole answers, with the goals that they reach.
ANSWERS = [
    (ENTROPY, {0}, r"Since $y_k = 1$ for the true class $k$ only, $CE = -\log \hat y_k = -\theta_k + \log \sum_j "
                   r"e^{\theta_j}$, so $$\frac{\partial CE}{\partial \theta_i} = \begin{cases} \hat y_i - 1 & i = "
                   r"k \\ \hat y_i & i \neq k \end{cases}$$ or $\frac{\partial CE}{\partial \theta} = \hat y - y$."),
    (NETWORK, {0}, r"$\delta_1 = \frac{\partial CE}{\partial z_2} = \hat y - y$, $\delta_2 = \frac{\partial "
                   r"CE}{\partial h} = \delta_1 W_2^T$, $\delta_3 = \frac{\partial CE}{\partial z_1} = \delta_2 "
                   r"\circ \sigma'(z_1)$, $\frac{\partial CE}{\partial x} = \delta_3 W_1^T$"),
    (NETWORK, {0}, r"$a_1 = xW_1 + b_1$ and $a_2 = hW_2+b_2$, so $\frac{\partial J}{\partial x} = ((\hat "
                   r"y-y)W_2^\top\odot\sigma'(a_1))W_1^\top$"),
    (NETWORK, {0}, r"Let $z_1 = xW_1+b_1$, $h = \sigma(z_1)$, $z_2 = hW_2+b_2$, $\hat y = \text{softmax}(z_2)$. "
                   r"$$\begin{aligned}\frac{\partial J}{\partial x} &= \frac{\partial J}{\partial "
                   r"z_2}\frac{\partial z_2}{\partial h}\frac{\partial h}{\partial z_1}\frac{\partial "
                   r"z_1}{\partial x}\\ &= (\hat y-y)W_2^T\odot\sigma'(z_1)W_1^T\end{aligned}$$"),
    (COUNT, {0}, r"There are $(D_x + 1) H + (H + 1) D_y$ parameters."),
    (OUTPUT, {0, 1, 2}, r"$$\frac{\partial J}{\partial u_w} = \begin{cases}(\hat y_w-1)v_c & w=o\\ \hat y_wv_c & "
                        r"\text{otherwise}\end{cases}$$ and so $\frac{\partial J}{\partial U} = v_c (\hat y - y)^T$."),
    (MODELS, {0, 1, 2, 3, 4}, r"Skip-gram: $\frac{\partial J_{skip-gram}}{\partial v_c} = \sum_{-m\le j\le m, "
                              r"j\neq 0}\frac{\partial F(w_{c+j}, v_c)}{\partial v_c}$, $\frac{\partial "
                              r"J_{skip-gram}}{\partial U} = \sum_{-m\le j\le m, j\neq 0}\frac{\partial "
                              r"F(w_{c+j}, v_c)}{\partial U}$ and $\frac{\partial J_{skip-gram}}{\partial v_j} = "
                              r"0$ for $j \neq c$. CBOW: $\frac{\partial J_{CBOW}}{\partial U} = \frac{\partial "
                              r"F(w_c, \hat v)}{\partial U}$ and $$\frac{\partial J_{CBOW}}{\partial v_j} = "
                              r"\frac{\partial F(w_c, \hat v)}{\partial \hat v} \quad \text{for all } j \in "
                              r"\{c-m, \dots, c-1, c+1, \dots, c+m\}$$"),
]  # fmt: skip

#: Mistakes beside those of the checks' own examples, with the step that is wrong.
WRONG = [
    (ENTROPY, 1, r"\frac{\partial CE}{\partial \theta_i} = -\sum_k y_k (\delta_{ik} - \hat y_k) = \hat y_i - y_i"),
    (ENTROPY, 1, r"\frac{\partial \hat y_i}{\partial \theta_j} = \hat y_i (1 - \hat y_j)"),
    (ENTROPY, 1, r"\frac{\partial CE}{\partial \theta_i} = \hat y_i - 1"),
    (NETWORK, 1, r"\frac{\partial J}{\partial x} = W_1^T(\sigma'(z_1)\odot W_2^T(\hat y-y))"),
    (COUNT, 0, r"D_x H + H D_y"),
    (OUTPUT, 1, r"\frac{\partial J}{\partial u_w} = (\hat y - y) v_c"),
    (NEGATIVES, 1, r"\frac{\partial J}{\partial u_k} = \sigma(u_k^T v_c) u_k"),
    (MODELS, 1, r"\frac{\partial J_{CBOW}}{\partial U} = 2m \frac{\partial F(w_c, \hat v)}{\partial U}"),
]  # fmt: skip

#: What no machine should decide: neither right nor wrong.
DOUBTFUL = [
    (ENTROPY, r"CE = -\log \hat y_k = -\theta_k + \log\sum_j e^{\theta_j}"),
    (NETWORK, r"\frac{\partial J}{\partial x} = W_1 (\sigma'(z_1)\odot W_2 (\hat y - y))"),
    (COUNT, r"\text{\# weights} = D_x H"),
    (MODELS, r"\frac{\partial J}{\partial U} = \frac{\partial F(w_c, \hat v)}{\partial U}"),
]  # fmt: skip


def test_every_written_question_derives() -> None:
    assert list(checks(SLUG)) == [SHIFT, SIGMOID, ENTROPY, NETWORK, COUNT, CENTER, OUTPUT, NEGATIVES, MODELS]
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
def test_a_whole_answer_reaches_each_of_its_parts(question: str, goals: set[int], text: str) -> None:
    judged = answer(SLUG, question, text)
    assert reaches(judged) == goals, judged
    assert breaks(judged) is None


@pytest.mark.parametrize(("question", "step", "chain"), WRONG)
def test_a_mistake_breaks_where_it_is_made(question: str, step: int, chain: str) -> None:
    broken = breaks(formula(SLUG, question, chain))
    assert broken is not None and broken.first_wrong == step


def test_a_word_may_be_a_row_of_the_matrix_or_a_column_but_not_both_in_one_answer() -> None:
    right = r"$z = U v_c$, $\hat y = \text{softmax}(z)$, so $\frac{\partial J}{\partial v_c} = U^\top(\hat y - y)$"
    assert reaches(answer(SLUG, CENTER, right)) == {0}
    assert breaks(answer(SLUG, CENTER, right.replace(r"U^\top", "U"))) is not None


@pytest.mark.parametrize(("question", "chain"), DOUBTFUL)
def test_what_is_doubtful_is_left_to_a_person(question: str, chain: str) -> None:
    assert statuses(formula(SLUG, question, chain)) == [Status.NOT_READ]
