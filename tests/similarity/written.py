"""Hand-ins written by nobody: programs of many shapes from a seed, and what people do to a file that is not theirs."""

import random
import re
from collections.abc import Callable

FUNCTIONS = ("softmax_loss", "negative_sampling", "skipgram", "sgd", "normalize", "perplexity")
_NAMES = [
    "scores",
    "loss",
    "grad",
    "v",
    "u",
    "rows",
    "probs",
    "idx",
    "total",
    "center",
    "outside",
    "delta",
    "step",
    "out",
]
_UNARY = ("np.exp({})", "np.log({})", "-{}", "{}.T", "{}.reshape(-1, 1)", "np.abs({})", "{}.copy()",
          "{}[0]", "{}[:, 1]", "np.sum({}, axis=0)", "np.sqrt({})", "{}.sum()", "{}.mean(axis=1)", "len({})",
          "np.zeros({}.shape)", "np.zeros_like({})", "{}.max(axis=1, keepdims=True)", "float({})")  # fmt: skip
_BINARY = ("{} + {}", "{} - {}", "{} * {}", "{} / {}", "{} @ {}", "np.dot({}, {})", "{}.dot({})", "np.outer({}, {})",
           "np.maximum({}, {})", "{}[{}]", "np.where({} > 0, {}, 0)", "softmax({}) ** {}")  # fmt: skip


def solution(seed: object, functions: int = 5) -> str:
    """A module that somebody may have written alone: no two seeds choose alike."""
    draw = random.Random(f"solution {seed}")
    head = f'"""Solution {seed}."""\n\nimport numpy as np\n\n\n'
    return head + "\n\n".join(_function(draw, name) for name in FUNCTIONS[:functions])


def _function(draw: random.Random, name: str) -> str:
    arguments = draw.sample(_NAMES, draw.randint(2, 4))
    body = [line for _ in range(draw.randint(5, 9)) for line in _statement(draw, "    ")]
    return "\n".join([f"def {name}({', '.join(arguments)}):", *body, f"    return {_expression(draw, 2)}", ""])


def _statement(draw: random.Random, indent: str) -> list[str]:
    name = draw.choice(_NAMES)
    kind = draw.random()
    if kind < 0.6 or len(indent) > 8:
        return [f"{indent}{name} = {_expression(draw, 3)}"]
    if kind < 0.75:
        return [f"{indent}{name} {draw.choice('+-*/')}= {_expression(draw, 2)}"]
    inner = [line for _ in range(draw.randint(1, 3)) for line in _statement(draw, indent + "    ")]
    heads = ("for {0} in range({1}):", "if {1} > {0}:", "for i, {0} in enumerate({1}):", "while {0} < {1}:")
    return [indent + draw.choice(heads).format(name, _expression(draw, 1)), *inner]


def _expression(draw: random.Random, depth: int) -> str:
    if depth == 0 or draw.random() < 0.15:
        return draw.choice([*_NAMES, "1", "0.5"])
    if draw.random() < 0.45:
        return draw.choice(_UNARY).format(_expression(draw, depth - 1))
    return draw.choice(_BINARY).format(_expression(draw, depth - 1), _expression(draw, depth - 1))


# ---- what people do to a file that is not theirs


def renamed(source: str) -> str:
    names = set(_NAMES) | {"i", *FUNCTIONS}
    return re.sub(r"(?<!\.)\b[a-z_]\w*\b", lambda one: f"my_{one.group()}" if one.group() in names else one.group(),
                  source)  # fmt: skip


def reordered(source: str) -> str:
    head, *functions = re.split(r"(?m)^(?=def )", source)
    return head + "\n\n".join(reversed([one.rstrip() + "\n" for one in functions]))


def commented(source: str) -> str:
    """Other comments, other literals, other blank lines."""
    lines = source.replace("0.5", "1e-3").split("\n")
    return "\n\n".join(f"{line}  # step {number}" if line.strip() and '"""' not in line else line
                       for number, line in enumerate(lines))  # fmt: skip


def padded(source: str, every: int = 3) -> str:
    """With a statement that does nothing after every third one."""
    lines, draw = list[str](), random.Random(1)
    for line in source.split("\n"):
        lines.append(line)
        if re.match(r" +\w+ .?= ", line) and draw.random() < 1 / every:
            lines.append(line[: len(line) - len(line.lstrip())] + draw.choice(["unused = 0", "debug = None"]))
    return "\n".join(lines)


def within(source: str) -> str:
    """Inside a file that is three times as long."""
    return solution("before", 6) + "\n\n" + source + "\n\n" + solution("after", 6)


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "renamed": renamed,
    "reordered": reordered,
    "commented": commented,
    "padded": padded,
    "within a longer file": within,
    "all at once": lambda source: reordered(commented(padded(renamed(source), 4))),
}
