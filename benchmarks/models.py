"""What grading assignments about models costs: CPU of everybody involved, trainings included, and memory.

usage: python benchmarks/models.py [--data FOLDER] [--write]

Each row is one `grade` command in a process of its own, with all that it starts: CPU from the kernel's count of ended
children, memory as the greatest sum of what the processes have for themselves (PSS), looked at twenty times a second.
One thread. `--write` keeps the figures in benchmarks/results/models.md (with `--data` in models_real.md).
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.cost import Cost, run_at_cost

ROOT = Path(__file__).parent.parent
GRADE = Path(sys.executable).parent / "grade"
#: What is graded: words for it, the sample, one question or all, and the bound on its CPU where there is one.
ROWS = (
    ("the bigram model, its training included", "yara/language-models", "bigram-batch", 15.0),
    ("the numpy questions alone", "yara/language-models", "network", None),
    ("the character model", "yara/language-models", "character-model", None),
    ("the averaging network", "yara/language-models", "averaging-model", None),
    ("assignment 3, all of it", "yara/language-models", "", None),
    ("assignment 4, all of it", "vera/cbow", "", None),
    ("assignment 1, all of it", "vera/word2vec-foundations", "", None),
)
MEMORY = 1024.0  # MiB, the bound for each
LOOKS = 0.05  # seconds between two looks at the memory


def measured(sample: str, only: str, data: str) -> tuple[Cost, str]:
    """One command's cost, and the score that it told. Raises SystemExit where it did not end well."""
    with tempfile.TemporaryDirectory() as out:
        command = [str(GRADE), str(ROOT / "submissions" / sample), "--out", out, "--for", "student"]
        command += ["--only", only] if only else []
        command += ["--data", data] if data else []
        cost, said = run_at_cost(command, ROOT, {**os.environ, "OMP_NUM_THREADS": "1"}, looks=LOOKS)
    return cost, said.splitlines()[1].split(" · ")[0]


def table(data: str) -> str:
    """The page's table, each row as it is measured."""
    lines = ["| what | CPU, s | wall, s | memory, MiB | earned | bound |", "|---|--:|--:|--:|---|---|"]
    for words, sample, only, bound in ROWS:
        cost, score = measured(sample, only, data)
        holds = "" if bound is None else f"{bound:g} s of CPU: {'holds' if cost.cpu <= bound else 'BROKEN'}"
        holds += "" if cost.memory <= MEMORY else f" {MEMORY:g} MiB: BROKEN"
        row = f"| {words} (`{sample}`) | {cost.cpu:.1f} | {cost.wall:.1f} | {cost.memory:.0f} | {score} | {holds} |"
        print(row, flush=True)
        lines.append(row)
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = table(options.data)
    if options.write:
        which = "on the real texts of a data folder" if options.data else "on the synthetic texts"
        about = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
        page = f"# What models cost, {which}\n\n{about}. Memory stays under {MEMORY:g} MiB in each row.\n\n{rows}\n"
        name = "models_real.md" if options.data else "models.md"
        (ROOT / "benchmarks" / "results" / name).write_text(page, "utf-8")


if __name__ == "__main__":
    main()
