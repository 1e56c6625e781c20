"""What grading assignments about models costs: CPU of everybody involved, trainings included, and memory.

usage: python benchmarks/models.py [--data FOLDER] [--write]

Each row is one `grade` command in a process of its own, with all that it starts: CPU from the kernel's count of ended
children, memory as the greatest sum of what the processes have for themselves (PSS), looked at twenty times a second.
One thread. `--write` keeps the figures in benchmarks/results/models.md (with `--data` in models_real.md).
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

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


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    cpu: float  # seconds
    wall: float
    memory: float  # MiB
    said: str  # its score


def measured(sample: str, only: str, data: str) -> Cost:
    """One command's cost. Raises where it did not end well."""
    with tempfile.TemporaryDirectory() as out:
        command = [str(GRADE), str(ROOT / "submissions" / sample), "--out", out, "--for", "student"]
        command += ["--only", only] if only else []
        command += ["--data", data] if data else []
        before, started = _cpu(), time.perf_counter()
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        memory = _greatest_memory(running)
        said = running.communicate()[0]
        if running.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
        return Cost(_cpu() - before, time.perf_counter() - started, memory, said.splitlines()[1].split(" · ")[0])


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _greatest_memory(running: subprocess.Popen[str]) -> float:
    greatest = 0.0
    while running.poll() is None:
        greatest = max(greatest, _memory(running.pid))
        time.sleep(0.05)
    return greatest


def _memory(pid: int) -> float:
    try:
        processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
            continue
    return total / 2**20


def table(data: str) -> str:
    """The page's table, each row as it is measured."""
    lines = ["| what | CPU, s | wall, s | memory, MiB | earned | bound |", "|---|--:|--:|--:|---|---|"]
    for words, sample, only, bound in ROWS:
        cost = measured(sample, only, data)
        holds = "" if bound is None else f"{bound:g} s of CPU: {'holds' if cost.cpu <= bound else 'BROKEN'}"
        holds += "" if cost.memory <= MEMORY else f" {MEMORY:g} MiB: BROKEN"
        row = f"| {words} (`{sample}`) | {cost.cpu:.1f} | {cost.wall:.1f} | {cost.memory:.0f} | {cost.said} | {holds} |"
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
