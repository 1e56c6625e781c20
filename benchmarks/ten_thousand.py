"""Whether a large class costs no more for each than a small one: memory that stays flat, time that grows in a line.

usage: python benchmarks/ten_thousand.py [--count 10000] [--jobs N] [--write]

One `grade` of a class of simulated submissions to a small sheet, all different, all executed behind the wall; every
second the results that are kept are counted and the memory of all its processes is summed up. Printed are seconds and
memory quarter by quarter, the slope of the line through all points, how far the run strays from it, what the pages took
after it, and a second run in which nothing has changed. A few hundred already show the shape. `--write` keeps the
figures in benchmarks/results/ten_thousand.md.
"""

import argparse
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.cost import environment, memory_of
from benchmarks.peers.graders import ROOT
from tests.grading.sheet import spec, values

FLAT = 1.25  # the last quarter's memory over the first's
LINEAR = 1.2  # the slowest quarter's seconds for each submission over the fastest's
MEMORY = 1024.0


@dataclass(frozen=True)
class Moment:
    """What was seen at one time."""

    second: float
    graded: int
    memory: float  # MiB


def simulated(folder: Path, count: int) -> Path:
    """A class of that many people, each with a right hand-in that no other one equals."""
    for number in range(count):
        mine = folder / f"student-{number:06}"
        mine.mkdir(parents=True)
        source = (
            f"def double(x):\n    return x * {number + 3} - x * {number + 1}\n\n\ndef triple(x):\n    return 3 * x\n"
        )
        (mine / "own.py").write_text(source, "utf-8")
    return folder


def watched(count: int, jobs: int) -> tuple[list[Moment], float, float]:
    """One run, looked at once a second until everything is graded; the seconds of all of it, and of another run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        specs = spec(folder, {"one": [values("double")], "two": [values("triple", 2)]})
        store = folder / "reports/grades.sqlite"
        command = [sys.executable, "-c", "from grader.cli import main; main()", str(simulated(folder / "class", count)),
                   "-a", "small", "--specs", str(specs), "--out", str(store.parent), "--jobs", str(jobs)]  # fmt: skip
        began, moments = time.perf_counter(), []
        quiet = subprocess.DEVNULL
        running = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment())
        while running.poll() is None:
            time.sleep(1)
            moments.append(Moment(time.perf_counter() - began, _kept(store), memory_of(running.pid)))
        if running.returncode:
            raise SystemExit(f"grade ended with {running.returncode}")
        whole = time.perf_counter() - began
        began = time.perf_counter()
        subprocess.run(command, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment(), check=True)
        again = time.perf_counter() - began
    return [moment for moment in moments if moment.graded and moment.memory], whole, again


def _kept(store: Path) -> int:
    """How many have their results."""
    try:
        with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(result) FROM hand_ins").fetchone()[0])
    except sqlite3.Error:  # not made yet
        return 0


def page(moments: Sequence[Moment], whole: float, again: float, count: int, jobs: int) -> str:
    """Quarter by quarter, and the line through it all."""
    graded = next(one.second for one in moments if one.graded == count)
    grading = [one for one in moments if one.second <= graded]  # what comes after it are pages
    rows, paces, memories = [], [], []
    for quarter in range(4):
        low, high = count * quarter / 4, count * (quarter + 1) / 4
        inside = [one for one in grading if low <= one.graded <= high]
        if len(inside) < 2 or inside[-1].graded == inside[0].graded:
            raise SystemExit("too few for a look at each quarter: take a larger --count")
        paces.append((inside[-1].second - inside[0].second) / (inside[-1].graded - inside[0].graded))
        memories.append(statistics.median(one.memory for one in inside))
        rows.append(f"| {low:.0f} to {high:.0f} | {1000 * paces[-1]:.0f} | {memories[-1]:.0f} |")
    line = statistics.linear_regression([one.graded for one in grading], [one.second for one in grading])
    strays = max(abs(one.second - line.intercept - line.slope * one.graded) for one in grading)
    flat, linear, most = memories[3] / memories[0], max(paces) / min(paces), max(one.memory for one in moments)
    return "\n".join([
        f"# A class of {count}", "",
        f"{jobs} jobs on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}.", "",
        "| submissions | ms each, wall | memory, MiB |", "|---|--:|--:|", *rows, "",
        f"- slope: {1000 * line.slope:.0f} ms a submission, start {line.intercept:.1f} s, at most {strays:.1f} s off",
        f"- slowest quarter over fastest: {linear:.2f} (at most {LINEAR}: {'holds' if linear <= LINEAR else 'BROKEN'})",
        f"- memory, last quarter over first: {flat:.2f} (at most {FLAT}: {'holds' if flat <= FLAT else 'BROKEN'})",
        f"- pages, all of them and the class's: {1000 * (whole - graded) / count:.0f} ms a submission",
        f"- again, unchanged: {again:.1f} s, {1000 * again / count:.1f} ms a submission",
        f"- memory at most: {most:.0f} MiB (under {MEMORY:g}: {'holds' if most < MEMORY else 'BROKEN'})", "",
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = page(*watched(chosen.count, chosen.jobs), chosen.count, chosen.jobs)
    print(text)
    if chosen.write:
        (ROOT / "benchmarks/results/ten_thousand.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
