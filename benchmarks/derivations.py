r"""What judging a formula costs: every example of the specs, and formulas that are made to cost as much as they can.

usage: python benchmarks/derivations.py [--write]

Every example chain of every derivation check, right and wrong, judged as `grade formula` judges it: worlds are drawn
anew for each, and the time of a wrong one includes its explanation. Then each costly formula in a process of its own,
which says its CPU time and how far its memory rose. `--write` keeps the figures in benchmarks/results/derivations.md.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from grader.checks.derivation import Derivation
from grader.checks.reference import functions_of
from grader.derivation.answer import judge_formula
from grader.derivation.asked import Asked
from grader.spec.load import load

ROOT = Path(__file__).parent.parent
MEDIAN_GOAL, MOST_GOAL, MEMORY_GOAL = 0.060, 2.0, 512.0
_J = r"\frac{\partial J}{\partial v_c} = "
_SUMS = "".join(rf"\sum_{{{letter}}} " for letter in "abdefghi")
_CHANCES = " ".join(rf"\hat y_{letter}" for letter in "abdefghi")
#: Asked of naive softmax: J, v_c, U and ŷ are names there.
COSTLY = {
    "4,000 numbers added": _J + "+".join(["1"] * 3900),
    "10,000 terms": _J + " + ".join(["u_o"] * 10_000),
    "100 KB": _J + r"\hat y_o " * 12_000,
    "a sum up to 10,000": _J + r"\sum_{k=1}^{10000} u_o",
    "four sums up to 400": _J + r"\sum_{i=1}^{400} \sum_{j=1}^{400} \sum_{k=1}^{400} \sum_{l=1}^{400} u_o",
    "eight sums over all words": _J + _SUMS + _CHANCES + " u_o",
    "90 fractions in one another": "J = " + r"\frac{1}{1+" * 90 + r"\hat y_o" + "}" * 90,
    "30 fractions in one another": "J = " + r"\frac{\hat y_o}{\hat y_o+" * 30 + r"\hat y_o" + "}" * 30,
    "95 brackets": "J = " + "(" * 95 + r"\hat y_o" + ")" * 95,
    "9 to the 9 to the 9 to the 9": "J = 9^{9^{9^{9}}}",
    "exp of exp, 12 times": "J = " + r"\exp(" * 12 + "1" + ")" * 12,
    "logarithms of what is negative": r"J = \log(-1) + \sqrt{-1} + 1/0",
    "12 derivatives of derivatives": "J = " + r"\frac{\partial}{\partial u_o} \frac{\partial}{\partial v_c} " * 6 + "J",
    "the derivative of J, 8 times": "J = " + r"\frac{\partial}{\partial U_{11}} " * 8 + "J",
    "9 vectors without brackets": _J + r" \cdot ".join(["v_c"] * 9),
    "40 times 9 vectors": _J + " + ".join([r" \cdot ".join(["v_c"] * 9)] * 40),
    "100 logarithms that end anywhere": "J = " + " + ".join([r"\log \hat y_o \hat y_o"] * 100),
    "60 slashes": "J = " + "+".join([r"\hat y_o / \hat y_o \hat y_o"] * 60),
    "six free letters": "".join([r"\hat y_a \hat y_b \hat y_d = \hat y_e \hat y_f \hat y_g"]),
    "40 × 40 written out": _J + r"\begin{bmatrix}" + r"\\".join([" & ".join(["1"] * 40)] * 40) + r"\end{bmatrix}",
    "150 times dots": "J = " + "+".join([r"\hat y_1 + \dots + \hat y_V"] * 150),
    "dots up to a thousand million": r"J = \hat y_1 + \dots + \hat y_{999999999}",
    "a chain of 240 steps": "J" + r" = -\log \hat y_o" * 240,
    "a chain of 40 wrong steps": "J" + "".join(rf" = -{number} \log \hat y_o" for number in range(2, 42)),
}


def examples() -> Iterator[tuple[Asked, str]]:
    """Every example of every derivation check in `specs/`, with what its check asks."""
    for path in sorted((ROOT / "specs").iterdir()):
        for question in load(path, functions_of(None)).questions:
            for check in question.checks:
                if isinstance(check, Derivation):
                    asked = check.asked()
                    yield from ((asked, chain) for chain in check.examples.right)
                    yield from ((asked, wrong.chain) for wrong in check.examples.wrong)


def naive_softmax() -> Asked:
    """What `word2vec` asks of naive softmax."""
    questions = load(ROOT / "specs/word2vec", functions_of(None)).questions
    checks = [check for question in questions for check in question.checks if isinstance(check, Derivation)]
    asked = (check.asked() for check in checks)
    return next(each for each in asked if any("v_c" in goal.target.spelling for goal in each.goals))


def seconds(asked: Asked, latex: str) -> tuple[float, int, str]:
    """CPU time, expressions judged, and what became of the first chain."""
    began = time.process_time()
    judged = judge_formula(asked, latex)
    spent = time.process_time() - began
    expressions = sum(len(chain.steps) for chain in judged.chains)
    return spent, expressions, str(judged.chains[0].status) if judged.chains else "not_read"


def of_examples() -> list[str]:
    """Rows: by chain, and by expression."""
    found = [seconds(asked, chain) for asked, chain in examples()]
    chains = sorted(spent for spent, _, _ in found)
    each = sorted(spent / expressions for spent, expressions, _ in found if expressions for _ in range(expressions))
    return [_row("an expression", each), _row("a chain", chains)]


def _row(name: str, spent: list[float]) -> str:
    median, most = spent[len(spent) // 2], spent[-1]
    ninety_fifth = spent[int(len(spent) * 0.95)]
    return f"| {name} | {len(spent)} | {median * 1e3:.1f} | {ninety_fifth * 1e3:.1f} | {most * 1e3:.0f} |"


def alone(name: str) -> None:
    """One costly formula, in this process; prints its figures. Memory is how far the peak rose above the start."""
    asked = naive_softmax()
    seconds(asked, "J = J")  # what judging loads
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent, _, status = seconds(asked, COSTLY[name])
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": spent, "megabytes": after / 1024, "rise": (after - before) / 1024, "status": status}))


def of_costly() -> list[str]:
    """A row for each costly formula."""
    rows = []
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for name in COSTLY:
        command = [sys.executable, "-W", "error", __file__, "--alone", name]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
        if done.returncode:
            rows.append(f"| {name} | - | - | **{done.stderr.strip().splitlines()[-1]}** |")
            continue
        figures = json.loads(done.stdout)
        kept = figures["seconds"] <= MOST_GOAL and figures["megabytes"] <= MEMORY_GOAL
        status = figures["status"] if kept else f"{figures['status']} **over the limit**"
        rows.append(f"| {name} | {figures['seconds'] * 1e3:.0f} | {figures['megabytes']:.0f} | {status} |")
    return rows


def page() -> list[str]:
    """The figures as a page."""
    return [
        "# Judging derivations", "",
        "`python benchmarks/derivations.py --write`; CPU milliseconds, worlds and explanations included. The goals: "
        f"a median of {MEDIAN_GOAL * 1e3:.0f} ms an expression; no formula above {MOST_GOAL:g} s and "
        f"{MEMORY_GOAL:.0f} MiB.", "",
        "## The specs' examples", "",
        "| what | how many | median | 95 % | most |", "|---|---:|---:|---:|---:|", *of_examples(), "",
        "## Costly formulas, each in a process of its own", "",
        "| formula | ms | peak MiB | verdict |", "|---|---:|---:|---|", *of_costly(), "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--alone", choices=list(COSTLY))
    arguments = parser.parse_args()
    if arguments.alone:
        alone(arguments.alone)
        return
    text = "\n".join(page())
    print(text)
    if arguments.write:
        (ROOT / "benchmarks/results/derivations.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
