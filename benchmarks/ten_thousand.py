"""Whether a large class costs no more for each than a small one: memory that stays flat, time that grows in a line.

usage: python benchmarks/ten_thousand.py [--count 10000] [--jobs N] [--write]

One `grade` of a class of invented submissions, all different; every second the reports that are there are counted and
the memory of all its processes is summed up. Printed are seconds and memory quarter by quarter, the slope of the line
through all points, and how far the run strays from it. A few hundred already show the shape. `--write` keeps the
figures in benchmarks/results/ten_thousand.md.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.cost import environment, memory_of
from benchmarks.peers.graders import ROOT, offered
from tests.classroom.hand_ins import Class, write

FLAT = 1.25  # the last quarter's memory over the first's
LINEAR = 1.2  # the slowest quarter's seconds for each submission over the fastest's
MEMORY = 1024.0


@dataclass(frozen=True)
class Moment:
    """What was seen at one time."""

    second: float
    graded: int
    memory: float  # MiB


def watched(count: int, jobs: int) -> list[Moment]:
    """One run, looked at once a second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(Class(count), folder / "class")
        out = folder / "reports"
        out.mkdir()
        command = [sys.executable, "-c", "from grader.cli import main; main()", str(folder / "class"), "--out",
                   str(out), *offered("--jobs", str(jobs)), *offered("--store", str(folder / "store.db"))]  # fmt: skip
        began, moments = time.perf_counter(), []
        quiet = subprocess.DEVNULL
        running = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment())
        while running.poll() is None:
            time.sleep(1)
            moments.append(Moment(time.perf_counter() - began, sum(1 for _ in out.iterdir()), memory_of(running.pid)))
        if running.returncode:
            raise SystemExit(f"grade ended with {running.returncode}")
    return [moment for moment in moments if moment.graded and moment.memory]


def page(moments: Sequence[Moment], count: int, jobs: int) -> str:
    """Quarter by quarter, and the line through it all."""
    rows, paces, memories = [], [], []
    for quarter in range(4):
        low, high = count * quarter / 4, count * (quarter + 1) / 4
        inside = [one for one in moments if low <= one.graded <= high]
        if len(inside) < 2 or inside[-1].graded == inside[0].graded:
            raise SystemExit("too few for a look at each quarter: take a larger --count")
        paces.append((inside[-1].second - inside[0].second) / (inside[-1].graded - inside[0].graded))
        memories.append(statistics.median(one.memory for one in inside))
        rows.append(f"| {low:.0f} to {high:.0f} | {1000 * paces[-1]:.0f} | {memories[-1]:.0f} |")
    line = statistics.linear_regression([one.graded for one in moments], [one.second for one in moments])
    strays = max(abs(one.second - line.intercept - line.slope * one.graded) for one in moments)
    flat, linear, most = memories[3] / memories[0], max(paces) / min(paces), max(one.memory for one in moments)
    return "\n".join([
        f"# A class of {count}", "",
        f"{jobs} jobs on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}.", "",
        "| submissions | ms each, wall | memory, MiB |", "|---|--:|--:|", *rows, "",
        f"- slope: {1000 * line.slope:.0f} ms a submission, start {line.intercept:.1f} s, at most {strays:.1f} s off",
        f"- slowest quarter over fastest: {linear:.2f} (at most {LINEAR}: {'holds' if linear <= LINEAR else 'BROKEN'})",
        f"- memory, last quarter over first: {flat:.2f} (at most {FLAT}: {'holds' if flat <= FLAT else 'BROKEN'})",
        f"- memory at most: {most:.0f} MiB (under {MEMORY:g}: {'holds' if most < MEMORY else 'BROKEN'})", "",
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = page(watched(chosen.count, chosen.jobs), chosen.count, chosen.jobs)
    print(text)
    if chosen.write:
        (ROOT / "benchmarks/results/ten_thousand.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
