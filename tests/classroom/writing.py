"""The written part of a hand-in: a right answer to every question, each in one of several ways."""

from random import Random

#: question -> right answers, formulas between dollars. Every one of them earns all that a machine gives.
ANSWERS: dict[str, tuple[str, ...]] = {
    "a": (
        r"Since $y$ is one-hot, only the term of $o$ is left: $$-\sum_w y_w \log \hat y_w = -\log \hat y_o$$",
        r"$$-\sum_{w=1}^{V} y_w \log \hat y_w = -y_o \log \hat y_o - \sum_{w \neq o} y_w \log \hat"
        r" y_w = -\log \hat y_o$$"
        " because $y_w = 0$ for every other word.",
        r"$$-\sum_{w \in Vocab} y_w \log \hat y_w = -y^\top \log \hat y = -\log \hat y_o$$ as $y$"
        r" picks the entry of $o$.",
    ),
    "b": (
        r"$$\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)$$",
        r"$$\frac{\partial J}{\partial v_c} = -\frac{\partial}{\partial v_c} u_o^\top v_c +"
        r" \frac{\partial}{\partial v_c}"
        r" \log \sum_w \exp(u_w^\top v_c) = -u_o + \sum_w \hat y_w u_w = U \hat y - U y = U(\hat y - y)$$",
        r"$$\frac{\partial J}{\partial v_c} = \sum_w (\hat y_w - y_w) u_w = U(\hat y - y)$$",
        r"$$\nabla_{v_c} J = \frac{\sum_x \exp(u_x^\top v_c) u_x}{\sum_w \exp(u_w^\top v_c)} - u_o"
        r" = \sum_x \hat y_x u_x - u_o = U(\hat y - y)$$",
    ),
    "c": (
        r"For the outside word $$\frac{\partial J}{\partial u_o} = -v_c + \hat y_o v_c = (\hat y_o"
        r" - 1) v_c$$ and for the"
        r" others $$\frac{\partial J}{\partial u_w} = \frac{\exp(u_w^\top v_c)}{\sum_x \exp(u_x^\top v_c)} v_c"
        r" = \hat y_w v_c \quad \text{for } w \neq o$$",
        r"$$\frac{\partial J}{\partial u_w} = -y_w v_c + \frac{\exp(u_w^\top v_c)}{\sum_x \exp(u_x^\top v_c)} v_c"
        r" = \begin{cases} (\hat y_w - 1) v_c & \text{if } w = o \\ \hat y_w v_c & \text{otherwise} \end{cases}$$",
        r"$$\frac{\partial J}{\partial u_w} = -\mathbb{1}[w = o] v_c + \hat y_w v_c = (\hat y_w - y_w) v_c$$",
    ),
    "d": (
        r"$$\frac{\partial J}{\partial U} = \left[\frac{\partial J}{\partial u_1}, \dots,"
        r" \frac{\partial J}{\partial u_V}\right]$$",
        r"$$\frac{\partial J}{\partial U} = v_c (\hat y - y)^\top$$",
        r"$$\frac{\partial J}{\partial U} = \begin{bmatrix} \frac{\partial J}{\partial u_1} & \cdots &"
        r" \frac{\partial J}{\partial u_V} \end{bmatrix} = v_c (\hat y - y)^T$$",
    ),
    "e": (
        r"$$\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2} = \frac{1}{1 + e^{-x}} \cdot \frac{e^{-x}}{1 + e^{-x}}"
        r" = \sigma(x)(1 - \sigma(x))$$",
        r"$$\frac{d\sigma}{dx} = \frac{e^x (e^x + 1) - e^{2x}}{(e^x + 1)^2} = \frac{e^x}{e^x + 1} \cdot"
        r" \frac{1}{e^x + 1} = \sigma(x)(1 - \sigma(x))$$",
        r"$$\sigma'(x) = -\frac{1}{(1 + e^{-x})^2} \cdot (-e^{-x}) = \frac{1}{1 + e^{-x}} - \frac{1}{(1 + e^{-x})^2}"
        r" = \sigma(x) - \sigma(x)^2 = \sigma(x)(1 - \sigma(x))$$",
    ),
    "f": (
        r"$$\frac{\partial J}{\partial v_c} = -\frac{\sigma(u_o^\top v_c)(1 - \sigma(u_o^\top"
        r" v_c))}{\sigma(u_o^\top v_c)}"
        r" u_o + \sum_{k=1}^K \frac{\sigma(-u_k^\top v_c)(1 - \sigma(-u_k^\top v_c))}{\sigma(-u_k^\top v_c)} u_k"
        r" = (\sigma(u_o^\top v_c) - 1) u_o + \sum_{k=1}^K (1 - \sigma(-u_k^\top v_c)) u_k$$"
        r" $$\frac{\partial J}{\partial u_o} = -\frac{\partial}{\partial u_o} \log \sigma(u_o^\top v_c)"
        r" = (\sigma(u_o^\top v_c) - 1) v_c$$"
        r" $$\frac{\partial J}{\partial u_k} = -\frac{\partial}{\partial u_k} \log \sigma(-u_k^\top v_c)"
        r" = (1 - \sigma(-u_k^\top v_c)) v_c$$"
        " It needs O(K) scores instead of O(V).",
        r"$$\frac{\partial J}{\partial v_c} = -\frac{\partial}{\partial v_c} \log \sigma(u_o^\top v_c) - \sum_{k=1}^K"
        r" \frac{\partial}{\partial v_c} \log \sigma(-u_k^\top v_c)"
        r" = -(1 - \sigma(u_o^\top v_c)) u_o + \sum_{k=1}^K \sigma(u_k^\top v_c) u_k$$"
        r" $$\frac{\partial J}{\partial u_o} = -\frac{\sigma(u_o^\top v_c)(1 - \sigma(u_o^\top"
        r" v_c))}{\sigma(u_o^\top v_c)}"
        r" v_c = -(1 - \sigma(u_o^\top v_c)) v_c$$"
        r" $$\frac{\partial J}{\partial u_k} = -\frac{\partial}{\partial u_k} \log \sigma(-u_k^\top v_c)"
        r" = \sigma(u_k^\top v_c) v_c$$"
        " Only K + 1 words take part, not the whole vocabulary.",
    ),
    "g": (
        r"$$\frac{\partial J}{\partial u_k} = -\frac{\partial}{\partial u_k} \sum_{j: w_j = w_k}"
        r" \log \sigma(-u_k^\top v_c)"
        r" = \sum_{j: w_j = w_k} (1 - \sigma(-u_k^\top v_c)) v_c$$",
        r"With $m_k$ for how often $w_k$ was drawn: $$\frac{\partial J}{\partial u_k}"
        r" = -m_k \frac{\partial}{\partial u_k} \log \sigma(-u_k^\top v_c) = m_k (1 - \sigma(-u_k^\top v_c)) v_c$$",
        r"$$\frac{\partial J}{\partial u_k} = -\sum_{j=1}^K \mathbb{1}[w_j = w_k] \frac{\partial}{\partial u_k}"
        r" \log \sigma(-u_k^\top v_c) = \sum_{j=1}^K \mathbb{1}[w_j = w_k] \sigma(u_k^\top v_c) v_c$$",
    ),
    "h": (
        r"$$\frac{\partial J_{skip-gram}}{\partial U} = \sum_{-m \le j \le m, j \neq 0}"
        r" \frac{\partial J(v_c, w_{t+j}, U)}{\partial U}$$"
        r" $$\frac{\partial J_{skip-gram}}{\partial v_c} = \sum_{-m \le j \le m, j \neq 0}"
        r" \frac{\partial J(v_c, w_{t+j}, U)}{\partial v_c}$$"
        r" $$\frac{\partial J_{skip-gram}}{\partial v_w} = 0 \quad \text{when } w \neq c$$",
    ),
    "2(c)": (
        "The words of feeling lie together on the left, the drinks on the right. I expected king and queen to be near"
        " each other, and they are not.",
        "Two groups are to be seen: good and great with lovely, and tea with coffee. That bad is"
        " near good surprised me.",
    ),
}


def written(random: Random, spoilt: dict[str, str]) -> tuple[str, str]:
    """A file's name and its text. spoilt: answers to put in the place of a right one."""
    answers = {label: random.choice(ways) for label, ways in ANSWERS.items()} | spoilt
    if random.random() < 0.25:
        return "written.tex", _as_latex(answers)
    heading = random.choice(["## {}", "### {}", "## Question {}"])
    sections = [f"{heading.format(_label(label))}\n\n{answer}\n" for label, answer in answers.items()]
    return "written.md", "# Assignment 2\n\n" + "\n".join(sections)


def _label(label: str) -> str:
    return label if "(" in label else f"1({label})"


def _as_latex(answers: dict[str, str]) -> str:
    sections = [f"\\section*{{{_label(label)}}}\n{answer}\n" for label, answer in answers.items()]
    head = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n"
    return head + "\n".join(sections) + "\\end{document}\n"
