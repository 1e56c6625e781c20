"""The written part of a hand-in: right derivations, each student's with other steps and in another spelling."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Chain:
    """One derivation. Any of its steps may be left out, but not all of them."""

    targets: tuple[str, ...]
    steps: tuple[str, ...]
    results: tuple[str, ...]

    def with_steps(self, kept: tuple[str, ...], target: str = "", result: str = "") -> str:
        return "$$" + " = ".join([target or self.targets[0], *kept, result or self.results[0]]) + "$$"

    def chosen(self, random: Random) -> str:
        kept = tuple(step for step in self.steps if random.random() < 0.6)
        if not kept and self.steps:
            kept = (random.choice(self.steps),)
        return self.with_steps(kept, random.choice(self.targets), random.choice(self.results))


#: question -> the right answers, each one or more chains.
DERIVATIONS: dict[str, tuple[tuple[Chain, ...], ...]] = {
    "a": (
        (Chain(
            (r"-\sum_w y_w \log \hat y_w", r"-\sum_{w=1}^{V} y_w \log \hat y_w"),
            (r"-y^\top \log \hat y", r"-y_o \log \hat y_o - \sum_{w \neq o} y_w \log \hat y_w",
             r"-1 \cdot \log \hat y_o - 0"),
            (r"-\log \hat y_o",),
        ),),
    ),
    "b": (
        (Chain(
            (r"\frac{\partial J}{\partial v_c}", r"\nabla_{v_c} J"),
            (r"-\frac{\partial}{\partial v_c} \log \frac{\exp(u_o^\top v_c)}{\sum_w \exp(u_w^\top v_c)}",
             r"-\frac{\partial}{\partial v_c} u_o^\top v_c"
             r" + \frac{\partial}{\partial v_c} \log \sum_w \exp(u_w^\top v_c)",
             r"-u_o + \frac{\sum_x \exp(u_x^\top v_c) u_x}{\sum_w \exp(u_w^\top v_c)}",
             r"-u_o + \sum_w \hat y_w u_w", r"-U y + U \hat y"),
            (r"U(\hat y - y)", r"\sum_w (\hat y_w - y_w) u_w"),
        ),),
    ),
    "c": (
        (Chain(
            (r"\frac{\partial J}{\partial u_o}",),
            (r"-v_c + \frac{\exp(u_o^\top v_c)}{\sum_x \exp(u_x^\top v_c)} v_c", r"-v_c + P(O=o \mid C=c) v_c",
             r"-v_c + \hat y_o v_c"),
            (r"(\hat y_o - 1) v_c", r"(\hat y_o - y_o) v_c"),
        ), Chain(
            (r"\frac{\partial J}{\partial u_w}",),
            (r"\frac{\partial}{\partial u_w} \log \sum_x \exp(u_x^\top v_c)",
             r"\frac{\exp(u_w^\top v_c)}{\sum_x \exp(u_x^\top v_c)} v_c"),
            (r"\hat y_w v_c \quad \text{for } w \neq o",),
        )),
        (Chain(
            (r"\frac{\partial J}{\partial u_w}",),
            (r"-y_w v_c + \frac{\exp(u_w^\top v_c)}{\sum_x \exp(u_x^\top v_c)} v_c",
             r"-\mathbb{1}[w = o] v_c + \hat y_w v_c"),
            (r"(\hat y_w - y_w) v_c",
             r"\begin{cases} (\hat y_w - 1) v_c & \text{if } w = o \\ \hat y_w v_c & \text{otherwise} \end{cases}"),
        ),),
    ),
    "d": (
        (Chain(
            (r"\frac{\partial J}{\partial U}", r"\nabla_U J"),
            (r"\left[\frac{\partial J}{\partial u_1}, \dots, \frac{\partial J}{\partial u_V}\right]",
             r"[(\hat y_1 - y_1) v_c, \dots, (\hat y_V - y_V) v_c]"),
            (r"v_c (\hat y - y)^\top", r"v_c \otimes (\hat y - y)"),
        ),),
    ),
    "e": (
        (Chain(
            (r"\sigma'(x)", r"\frac{d\sigma}{dx}", r"\frac{\partial \sigma}{\partial x}"),
            (r"\frac{d}{dx} (1 + e^{-x})^{-1}", r"-\frac{1}{(1 + e^{-x})^2} \cdot (-e^{-x})",
             r"\frac{e^{-x}}{(1 + e^{-x})^2}", r"\frac{1}{1 + e^{-x}} - \frac{1}{(1 + e^{-x})^2}",
             r"\sigma(x) - \sigma(x)^2"),
            (r"\sigma(x)(1 - \sigma(x))",),
        ),),
        (Chain(
            (r"\sigma'(x)", r"\frac{d}{dx} \sigma(x)"),
            (r"\frac{e^x (e^x + 1) - e^{2x}}{(e^x + 1)^2}", r"\frac{e^x}{(e^x + 1)^2}",
             r"\frac{e^x}{e^x + 1} \cdot \frac{1}{e^x + 1}"),
            (r"\sigma(x)(1 - \sigma(x))",),
        ),),
    ),
    "f": (
        (Chain(
            (r"\frac{\partial J}{\partial v_c}",),
            (r"-\frac{\partial}{\partial v_c} \log \sigma(u_o^\top v_c) - \sum_{k=1}^K \frac{\partial}{\partial v_c}"
             r" \log \sigma(-u_k^\top v_c)",
             r"-\frac{\sigma(u_o^\top v_c)(1 - \sigma(u_o^\top v_c))}{\sigma(u_o^\top v_c)} u_o + \sum_{k=1}^K"
             r" \frac{\sigma(-u_k^\top v_c)(1 - \sigma(-u_k^\top v_c))}{\sigma(-u_k^\top v_c)} u_k"),
            (r"(\sigma(u_o^\top v_c) - 1) u_o + \sum_{k=1}^K (1 - \sigma(-u_k^\top v_c)) u_k",
             r"-(1 - \sigma(u_o^\top v_c)) u_o + \sum_{k=1}^K \sigma(u_k^\top v_c) u_k"),
        ), Chain(
            (r"\frac{\partial J}{\partial u_o}",),
            (r"-\frac{\partial}{\partial u_o} \log \sigma(u_o^\top v_c)",
             r"-\frac{\sigma(u_o^\top v_c)(1 - \sigma(u_o^\top v_c))}{\sigma(u_o^\top v_c)} v_c"),
            (r"(\sigma(u_o^\top v_c) - 1) v_c", r"-(1 - \sigma(u_o^\top v_c)) v_c", r"-\sigma(-u_o^\top v_c) v_c"),
        ), Chain(
            (r"\frac{\partial J}{\partial u_k}",),
            (r"-\frac{\partial}{\partial u_k} \log \sigma(-u_k^\top v_c)",
             r"\frac{\sigma(-u_k^\top v_c)(1 - \sigma(-u_k^\top v_c))}{\sigma(-u_k^\top v_c)} v_c"),
            (r"(1 - \sigma(-u_k^\top v_c)) v_c", r"\sigma(u_k^\top v_c) v_c"),
        )),
    ),
    "g": (
        (Chain(
            (r"\frac{\partial J}{\partial u_k}",),
            (r"-\frac{\partial}{\partial u_k} \sum_{j: w_j = w_k} \log \sigma(-u_k^\top v_c)",
             r"-\sum_{j=1}^K \mathbb{1}[w_j = w_k] \frac{\partial}{\partial u_k} \log \sigma(-u_k^\top v_c)"),
            (r"\sum_{j: w_j = w_k} (1 - \sigma(-u_k^\top v_c)) v_c",
             r"\sum_{j=1}^K \mathbb{1}[w_j = w_k] \sigma(u_k^\top v_c) v_c", r"m_k (1 - \sigma(-u_k^\top v_c)) v_c"),
        ),),
    ),
    "h": (
        (Chain(
            (r"\frac{\partial J_{skip-gram}}{\partial U}", r"\nabla_U J_{skip-gram}"),
            (r"\frac{\partial}{\partial U} \sum_{-m \le j \le m, j \neq 0} J(v_c, w_{t+j}, U)",),
            (r"\sum_{-m \le j \le m, j \neq 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial U}",),
        ), Chain(
            (r"\frac{\partial J_{skip-gram}}{\partial v_c}",),
            (r"\frac{\partial}{\partial v_c} \sum_{-m \le j \le m, j \neq 0} J(v_c, w_{t+j}, U)",),
            (r"\sum_{-m \le j \le m, j \neq 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial v_c}",),
        ), Chain((r"\frac{\partial J_{skip-gram}}{\partial v_w}",), (), (r"0 \quad \text{when } w \neq c",))),
    ),
}  # fmt: skip
#: What stands below the derivations, and the answer to 2(c): words, which a person reads.
WORDS = {
    "a": ("Only the term of $o$ is left, since $y$ is one-hot.", "All other $y_w$ are zero.", "$y$ picks one entry."),
    "f": ("It needs O(K) scores instead of O(V).", "Only K + 1 words take part, not the whole vocabulary."),
    "g": ("Here $m_k$ is how often $w_k$ was drawn.",),
    "2(c)": (
        "The words of feeling lie together on the left, the drinks on the right. I expected king and queen to be near.",
        "Two groups are to be seen: good and great with lovely, and tea with coffee. Bad is near good, to my surprise.",
    ),
}
#: The same, written otherwise: what a student writes everywhere or nowhere.
SPELLINGS = ((r"\top", "T"), (r"\hat y", r"\hat{y}"), ("v_c", r"\boldsymbol{v}_c"), (r"\exp(", r"\text{exp}("))


def written(random: Random, spoilt: Mapping[str, str]) -> tuple[str, str]:
    """A file's name and its text. spoilt: answers to put in the place of a right one."""
    answers = {label: _answer(label, random) for label in (*DERIVATIONS, "2(c)")} | dict(spoilt)
    if random.random() < 0.25:
        return "written.tex", _as_latex(answers)
    heading = random.choice(["## {}", "### {}", "## Question {}"])
    sections = [f"{heading.format(_label(label))}\n\n{answer}\n" for label, answer in answers.items()]
    return "written.md", "# Assignment 2\n\n" + "\n".join(sections)


def _answer(label: str, random: Random) -> str:
    said = [chain.chosen(random) for chain in random.choice(DERIVATIONS[label])] if label in DERIVATIONS else []
    text = "\n\n".join([*said, *(random.sample(WORDS[label], 1) if label in WORDS else [])])
    for spelling, other in SPELLINGS:
        text = text.replace(spelling, other) if random.random() < 0.3 else text
    return text


def _label(label: str) -> str:
    return label if "(" in label else f"1({label})"


def _as_latex(answers: Mapping[str, str]) -> str:
    sections = [f"\\section*{{{_label(label)}}}\n{answer}\n" for label, answer in answers.items()]
    head = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n"
    return head + "\n".join(sections) + "\\end{document}\n"
