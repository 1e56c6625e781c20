"""How much `grade` costs over the bare checks: one right submission of `word2vec`, HTML pages included.

usage: python benchmarks/straight_line.py [--runs 15] [--write]

Each run times `grade submissions/rosa` and `benchmarks/bare.py` as whole processes, in turn, and compares them pair by
pair, so that a machine whose speed drifts does not decide. CPU is that of the process and all it waited for. Memory is
the most that grader, zygote and children together held, sampled in a run of its own. `--write` keeps the figures in
benchmarks/results/straight_line.md.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
SUBMISSION = ROOT / "submissions/rosa"
GOALS = {"wall": 4.0, "cpu": 4.0, "memory": 150.0}


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock and on the processor."""

    wall: float
    cpu: float


def environment() -> dict[str, str]:
    """One thread, and compiled files kept, as everybody has them after the first run."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def ours(out: str) -> list[str]:
    code = "from grader.cli import main; main()"
    return [sys.executable, "-c", code, str(SUBMISSION), "--out", out]


def bare() -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks/bare.py"), str(SUBMISSION / "word2vec")]


def timed(command: Sequence[str]) -> Run:
    """One run as a whole process."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(), cwd=ROOT
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise SystemExit(f"{command[-1]} ended with {process.returncode}: {errors.decode(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime)


def most_memory(command: Sequence[str]) -> float:
    """Megabytes that the process and its children held at most, shared pages counted for each."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment(), cwd=ROOT)
    tree, most = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            held = sum(one.memory_info().rss for one in [tree, *tree.children(recursive=True)])
        except psutil.Error:
            continue
        most = max(most, held)
        time.sleep(0.002)
    return most / 2**20


def split() -> dict[str, float]:
    """Seconds of one grading by part, measured inside one process: what is waited for counts where it is waited."""
    code = (
        "import time, sys; t0 = time.perf_counter()\n"
        "from pathlib import Path\n"
        "from grader.wall.slot import Slot\n"
        "slot = Slot(); slot.warm_up()\n"
        "from grader.cli.line import Line\n"
        "from grader.grading.seed import Seed\n"
        "import grader.report.page, grader.report.terminal\n"
        "from grader.report.files import write_pages\n"
        "from grader.wall.process import Process\n"
        "from grader.wall.student import Student\n"
        "from grader.checks.reference import Reference\n"
        "spent = {}\n"
        "def clock(owner, name, part):\n"
        "    inner = getattr(owner, name)\n"
        "    def timed(*a, **k):\n"
        "        began = time.perf_counter()\n"
        "        try: return inner(*a, **k)\n"
        "        finally: spent[part] = spent.get(part, 0) + time.perf_counter() - began\n"
        "    setattr(owner, name, timed)\n"
        "clock(Student, '_running', 'wall'); clock(Student, '_call', 'wall and student')\n"
        "clock(Reference, 'call', 'reference')\n"
        "line = Line(Seed('public', False)); t1 = time.perf_counter()\n"
        "found = line.found([Path(sys.argv[1])], None); desk = line.desk(found[0].slug); t2 = time.perf_counter()\n"
        "slot.level; spent['level'] = time.perf_counter() - t2; t2 += spent['level']\n"
        "[(one, report)] = line.reports(found, slot); t3 = time.perf_counter()\n"
        "write_pages(Path(sys.argv[2]), report); t4 = time.perf_counter()\n"
        "slot.close(); t5 = time.perf_counter()\n"
        "student = spent['wall and student'] - spent['wall']\n"
        "rest = t3 - t2 - spent['wall and student'] - spent['reference']\n"
        "rows = {'start (imports, beside them the zygote)': t1 - t0, 'spec': t2 - t1 - spent['level'],\n"
        "        'wall (what is left to wait for of the zygote, and the canary)': spent['level'],\n"
        "        'wall (the children)': spent['wall'], 'wall (the end)': t5 - t4,\n"
        "        'student (calls)': student, 'reference': spent['reference'], 'draws and comparing': rest,\n"
        "        'report (both pages)': t4 - t3}\n"
        "print(*(f'{name}\\t{seconds}' for name, seconds in rows.items()), sep='\\n')\n"
    )
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-c", code, str(SUBMISSION), out]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment(), cwd=ROOT)
    return {name: float(seconds) for name, seconds in (row.split("\t") for row in done.stdout.splitlines())}


def spread(values: Sequence[float], unit: Callable[[float], str]) -> str:
    return f"{unit(min(values))} | {unit(statistics.median(values))} | {unit(max(values))}"


def measured(runs: int) -> list[str]:
    """The page's lines."""
    with tempfile.TemporaryDirectory() as out:
        timed(ours(out)), timed(bare())  # a first run of each fills the caches
        pairs = [(timed(ours(out)), timed(bare())) for _ in range(runs)]
        memory = statistics.median(most_memory(ours(out)) for _ in range(3))
    splits = [split() for _ in range(5)]

    def seconds(value: float) -> str:
        return f"{value:.3f} s"

    def ratio(value: float) -> str:
        return f"{value:.2f}"

    rows = [
        ("ours, wall", spread([mine.wall for mine, _ in pairs], seconds)),
        ("ours, CPU", spread([mine.cpu for mine, _ in pairs], seconds)),
        ("bare, wall", spread([floor.wall for _, floor in pairs], seconds)),
        ("bare, CPU", spread([floor.cpu for _, floor in pairs], seconds)),
        (f"**ours / bare, wall** (goal: at most {GOALS['wall']:g})",
         spread([mine.wall / floor.wall for mine, floor in pairs], ratio)),
        (f"**ours / bare, CPU** (goal: at most {GOALS['cpu']:g})",
         spread([mine.cpu / floor.cpu for mine, floor in pairs], ratio)),
    ]  # fmt: skip
    return [
        "# One right submission, HTML included", "",
        f"`python benchmarks/straight_line.py --runs {runs} --write` on {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {platform.machine()}; {runs} pairs, in turn.", "",
        "| figure | least | median | most |", "|---|---:|---:|---:|",
        *(f"| {name} | {values} |" for name, values in rows), "",
        f"Memory, grader, zygote and children together: {memory:.0f} MiB (goal: under {GOALS['memory']:g}).", "",
        "Where the time of one grading goes (medians of 5, wall):", "", "| part | seconds |", "|---|---:|",
        *(f"| {name} | {statistics.median(one[name] for one in splits):.3f} |" for name in splits[0]), "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = "\n".join(measured(chosen.runs))
    print(text)
    if chosen.write:
        results = ROOT / "benchmarks/results"
        results.mkdir(exist_ok=True)
        (results / "straight_line.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
