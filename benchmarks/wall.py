"""What the wall costs: a child's CPU and memory, the start, and whether a slot grows over thousands of jobs.

usage: python benchmarks/wall.py [--children 36] [--jobs 2000] [--write]

Every round times one fresh `python -c "import torch"` and one child of a torch zygote at A and at B, in turn, and
compares them round by round, so that a machine whose speed drifts does not decide. A child's CPU is that of all who
work for it, from the job to the end of its process: the grader's (its own clock, all threads), the zygote's (its
process clock, read from outside) and the child's own (what the kernel tells whoever waited for it: set-up, worker,
answer, and taking its memory apart). The student's module has one line, so all of that is the wall's. What the kernel
does later on, such as taking namespaces apart, is in nobody's account. `--write` keeps the figures in
benchmarks/results/wall.md.
"""

import argparse
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy; for the fresh import as well

import contextlib
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import mixed_jobs
import numpy as np
from mixed_jobs import Held, Watched, student

from grader.wall import canary
from grader.wall.levels import Level
from grader.wall.running import Running

RESULTS = Path(__file__).parent / "results"
LEVELS = (Level.ISOLATED, Level.CONFINED)
TRIVIAL = "def f(x):\n    return x\n"
WITH_NUMPY = (
    "import numpy as np\n"
    "def f(x):\n"
    "    e = np.exp(x @ x.T)\n"
    "    p = e / e.sum(axis=1, keepdims=True)\n"
    "    return np.linalg.norm(p), np.random.default_rng(0).normal(size=3), np.einsum('ij,jk->ik', p, x)\n"
)
GOALS = {"cpu": 40.0, "ratio": 30.0, "memory": 10.0, "growth": 2.0}
STARTS = 7


@dataclass(frozen=True)
class Child:
    """Seconds for one child: on the clock until the answer and until its end, and on the processor."""

    answer: float
    end: float
    grader: float
    zygote: float
    own: float

    @property
    def cpu(self) -> float:
        return self.grader + self.zygote + self.own


@dataclass(frozen=True)
class Fresh:
    """Seconds of a fresh import of torch."""

    wall: float
    cpu: float


def process_clock(pid: int) -> float:
    """Seconds of CPU of another process, with all its threads."""
    # As clock_getcpuclockid(3) makes it, for which Python has no name.
    return time.clock_gettime((~pid << 3) | 2)


def child(slot: Watched, zygote: int) -> Child:
    """One child, from job to answer to end."""
    ours, theirs, began = time.process_time(), process_clock(zygote), time.perf_counter()
    with student(TRIVIAL, slot, torch=True) as one:
        assert one.call(["job.f"], 1.5).value == 1.5
        answered = time.perf_counter()
    ended, end = time.perf_counter(), slot.last.wait()
    assert end and end.cpu
    ours, theirs = time.process_time() - ours, process_clock(zygote) - theirs
    return Child(answered - began, ended - began, ours, theirs, end.cpu)


def fresh() -> Fresh:
    """A Python of its own that imports torch."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", "import torch"])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("torch cannot be imported: pip install 'straightedge[torch]'")
    return Fresh(time.perf_counter() - began, usage.ru_utime + usage.ru_stime)


def slot_at(level: Level) -> Watched:
    """A slot of that level. Where the machine does not give it, the run ends."""
    slot = Watched(level)
    if slot.level is not level:
        slot.close()
        raise SystemExit(f"level {level.letter} is not to be had here: {slot.why_not}")
    return slot


def zygote_of(slot: Watched, torch: bool) -> int:
    """Starts the slot's zygote, with one child; the zygote's number."""
    with student(TRIVIAL, slot, torch=torch) as one:
        one.call(["job.f"], 1)
        return slot.zygote()


# ---- the parts
def rounds(count: int) -> tuple[list[Fresh], dict[Level, list[Child]]]:
    """A fresh import and a child of each level, so many times."""
    with contextlib.ExitStack() as stack:
        slots = {level: stack.enter_context(slot_at(level)) for level in LEVELS}
        zygotes = {level: zygote_of(slot, torch=True) for level, slot in slots.items()}
        fresh()  # the first one fills the caches
        imports: list[Fresh] = []
        children: dict[Level, list[Child]] = {level: [] for level in LEVELS}
        for _ in range(count):
            imports.append(fresh())
            for level, slot in slots.items():
                children[level].append(child(slot, zygotes[level]))
    return imports, children


def private_memory(level: Level, torch: bool) -> str:
    """Megabytes that a child has for itself after a call that used numpy. Only root may look."""
    with slot_at(level) as slot, student(WITH_NUMPY, slot, torch=torch) as one:
        one.call(["job.f"], np.ones((20, 20)))
        try:
            text = Path(f"/proc/{slot.last.pid}/smaps_rollup").read_text("utf-8")
        except PermissionError:
            return "not seen: run as root"
    found = re.search(r"Private_Dirty: +(\d+) kB", text)
    assert found
    return f"{int(found[1]) / 2**10:.1f}"


def start(level: Level) -> tuple[float, float, float]:
    """Seconds of a slot's start: until its zygote has forked once, the canary, the first answer of a student."""
    ready = 0.0

    def observe(start: Callable[[Path | None], Running], base: Path) -> list[canary.Tried]:
        def forked(files: Path | None) -> Running:
            nonlocal ready
            running = start(files)
            ready = ready or time.perf_counter()
            return running

        return observed(forked, base)

    observed, canary.observe = canary.observe, observe
    began = time.perf_counter()
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, canary, "observe", observed)
        slot = stack.enter_context(slot_at(level))
        proved = time.perf_counter()
        with student(TRIVIAL, slot) as one:
            one.call(["job.f"], 1)
            return ready - began, proved - ready, time.perf_counter() - proved


# ---- the page
def spread(values: Sequence[float], scale: float = 1e3, digits: int = 1) -> str:
    ordered = sorted(value * scale for value in values)
    return " | ".join(f"{value:.{digits}f}" for value in (ordered[0], statistics.median(ordered), ordered[-1]))


def cost_rows(imports: Sequence[Fresh], children: dict[Level, list[Child]]) -> list[str]:
    rows = [f"| fresh `import torch`, wall, ms | {spread([one.wall for one in imports], digits=0)} | |",
            f"| fresh `import torch`, CPU, ms | {spread([one.cpu for one in imports], digits=0)} | |"]  # fmt: skip
    for level, mine in children.items():
        at, least, both = level.letter, f"{GOALS['ratio']:g} at least", list(zip(imports, mine, strict=True))
        rows += [
            f"| **{at}: CPU, ms** | {spread([one.cpu for one in mine])} | {GOALS['cpu']:g} at most |",
            f"| {at}: of it the grader's | {spread([one.grader for one in mine])} | |",
            f"| {at}: of it the zygote's (the fork) | {spread([one.zygote for one in mine])} | |",
            f"| {at}: of it the child's | {spread([one.own for one in mine])} | |",
            f"| **{at}: import / child, CPU** | {spread([a.cpu / b.cpu for a, b in both], 1)} | {least} |",
            f"| **{at}: import / child, wall to end** | {spread([a.wall / b.end for a, b in both], 1)} | {least} |",
            f"| {at}: wall until the answer, ms | {spread([one.answer for one in mine])} | |",
            f"| {at}: wall until its end, ms | {spread([one.end for one in mine])} | |",
        ]
    return rows


def held_rows(level: Level, looks: Sequence[Held]) -> list[str]:
    return [
        f"| {level.letter} | {one.jobs:,} | {one.files} | {one.threads} | {one.grader:.1f} | {one.zygotes_files} | "
        f"{one.zygote:.1f} | {one.zombies} | {one.left} |"
        for one in looks
    ]


def grew(looks: Sequence[Held]) -> str:
    """What grew between the first look and the last, in words; "nothing" where nothing did."""
    first, last = looks[0], looks[-1]
    counts = [
        name
        for name in ("files", "threads", "zygotes_files", "zombies", "left")
        if getattr(last, name) > getattr(first, name)
    ]
    sizes = [name for name in ("grader", "zygote") if getattr(last, name) - getattr(first, name) > GOALS["growth"]]
    return ", ".join([*counts, *sizes]) or "nothing"


def measured(count: int, jobs: int) -> list[str]:
    """The figures, as Markdown."""
    imports, children = rounds(count)
    memory = {(level, torch): private_memory(level, torch) for level in LEVELS for torch in (False, True)}
    starts = {level: [start(level) for _ in range(STARTS)] for level in LEVELS}
    looks: dict[Level, list[Held]] = {}
    for level in LEVELS:
        with slot_at(level) as slot:
            looks[level] = list(mixed_jobs.run(slot, jobs, [jobs // 4, jobs // 2, jobs]))
    return [
        "# The wall's cost", "",
        f"`python benchmarks/wall.py --children {count} --jobs {jobs} --write` on {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {platform.machine()}, Linux {platform.release().split('-')[0]}, as "
        f"{'root' if os.getuid() == 0 else 'an ordinary user'}.", "",
        f"## A child, torch preloaded: {count} rounds of a fresh import, a child at A and one at B", "",
        "| figure | least | median | most | goal (median) |", "|---|---:|---:|---:|---|",
        *cost_rows(imports, children), "",
        "## Private memory of a child that used numpy", "",
        "| level | zygote | MB | goal |", "|---|---|---:|---|",
        *(f"| {level.letter} | {'with torch' if torch else 'numpy only'} | {size} | under {GOALS['memory']:g} |"
          for (level, torch), size in memory.items()), "",
        f"## The start: from nothing to a first answer, ms, medians of {STARTS}", "",
        "| level | the zygote (launch, Python, numpy, warm-up, fork) | the canary | the first answer | in all |",
        "|---|---:|---:|---:|---:|",
        *(f"| {level.letter} | "
          + " | ".join(f"{statistics.median(part) * 1e3:.0f}" for part in zip(*taken, strict=True))
          + f" | {statistics.median(sum(one) for one in taken) * 1e3:.0f} |" for level, taken in starts.items()), "",
        f"## {jobs:,} jobs on one slot, half of them hostile: {', '.join(mixed_jobs.HOSTILE)}", "",
        "| level | jobs | files | threads | grader, MB | zygote's files | zygote, MB | zombies | left behind |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(row for level in LEVELS for row in held_rows(level, looks[level])), "",
        *(f"{level.letter}: {grew(looks[level])} grew after the first {jobs // 4:,} (goal: nothing; memory by less "
          f"than {GOALS['growth']:g} MB).\n" for level in LEVELS),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--children", type=int, default=36)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = "\n".join(measured(chosen.children, chosen.jobs))
    print(text)
    if chosen.write:
        (RESULTS / "wall.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
