r"""Nothing of a formula vanishes: each letter is in a step, a condition, the prose or what is left to a person."""

import random
import re
from collections import Counter

import pytest

from grader.derivation.chains import find
from grader.submission.answer import WrittenAnswer

PIECES = [
    r"\frac{\partial J}{\partial u_w} =",
    r"(\hat y_w - 1)v_c",
    r"\hat y_w v_c",
    r"J = -\log\hat y_o",
    "w = o",
    r"w \neq o",
    r"k_a^T q \approx \beta",
    r"\left(z_j = u_j^\top v_c\right)",
    r"U(\hat y - y) \in \mathbb{R}^{D}",
    r"q = \beta(k_a + k_b)",
    r"\sum_{j \neq 0} u_j",
    r"\begin{cases} a & i = k \\ b & i \neq k \end{cases}",
    r"m \le j",
    r"\overset{\lambda > 1}{=} v_a",
    "5v_c",
    r"\alpha_i > 0",
]
GLUE = [
    ", ",
    r"\quad ",
    r" \\ ",
    " = ",
    "; ",
    ": ",
    " & ",
    ". ",
    " ",
    r" \Rightarrow ",
    r" \approx ",
    r"\text{ for all } ",
    r"\text{ if } ",
    r"\text{ else } ",
    r"\text{ otherwise, } ",
    r"\text{ and } ",
    r"\text{ where } ",
    r"\text{ so we get } ",
    r"\ (w \neq o)\ ",
    r"\quad (\text{unless } i = j)\quad ",
    r"\text{ if $i = j$ and $k = l$} ",
    r"\quad (\text{chain rule}) ",
]
_LAYOUT = re.compile(
    r"\\(?:begin|end)\{\w+\}|\\(?:text|quad|left|right|Rightarrow|approx|neq?|le|ge|in|overset)(?![A-Za-z])"
    r"|\b(?:else|otherwise|if|for|all|where|unless)\b|[^A-Za-z0-9]"
)


def letters(text: str) -> Counter[str]:
    return Counter(_LAYOUT.sub("", text))


def lost(latex: str) -> str:
    """The letters and digits of a formula that are nowhere in what was found."""
    found = find(WrittenAnswer(f"$$ {latex} $$", "markdown", "answers.md", 1))
    kept = [step.latex for chain in found.chains for step in chain.steps]
    kept += [f"{one.words} {one.latex}" for chain in found.chains for one in chain.conditions]
    kept += [one.text for one in (*found.prose, *found.unread)]
    missing = letters(latex) - letters(" ".join(kept))
    return "".join(sorted(missing))


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{if } w=o,\ \frac{\partial J}{\partial u_w} = v_c;\quad \text{else } \nabla_{u_w} J = 5v_c",
        r"a = b \text{ otherwise } c = 5d",
        r"a = b \quad (\text{otherwise it is } 5)",
        r"a = b \text{ if $i = j$ and $k = l$}",
        r"c \overset{\lambda > 1}{\approx} v_b",
        r"a = b,\ \text{for } w = o:",
        r"x \in \mathbb{R} = 5",
        r"\text{for the others } \frac{\partial J}{\partial u_w} = 5v_c",
    ],
)
def test_keeps_what_people_write_in_one_line(latex: str) -> None:
    assert lost(latex) == ""


@pytest.mark.parametrize("seed", range(8))
def test_keeps_whatever_is_put_side_by_side(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        latex = "".join(chance.choice(PIECES) + chance.choice(GLUE) for _ in range(chance.randint(1, 4)))
        # One condition over two signs of a chain is one condition.
        if latex.count("overset") < 2:
            assert lost(latex) == "", latex
