"""What grading a class costs, ours and the peers', on the same right submissions of `word2vec` that all differ.

usage: python benchmarks/whole_class.py [--peers FOLDER] [--sample 10] [--rounds 3] [--count 300] [--jobs N] [--write]

Two tables, each with the bounds that it is held to. First ours alone grades the whole class, with numpy and with
`import torch` on top (our spec then says `packages: [torch]`, as one does that uses it), once more unchanged, and once
more after one question's spec was changed. Then a sample of a class is graded by everybody, in turn, round by round in
another order. A peer starts a process for each submission, so its cost each is the same in a class; ours starts its
workers once. So the bounds are held against ours in the class, and ours in the sample, starts and all, stands beside.
FOLDER is what `benchmarks/peers/setup` made; without it ours stands alone. Whoever marks a right function wrong ends
the run. `--write` keeps the figures in benchmarks/results/whole_class.md.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.cost import Cost
from benchmarks.peers.graders import ROOT, Grader, Ours, offered, peers, run_grade, specs_for
from benchmarks.peers.sheet import POINTS
from tests.classroom.hand_ins import Class, HandIn, write

#: Ours per submission over the cheapest peer's, in CPU.
SHARE = {"numpy": 0.5, "torch": 0.2}
WALL = {"numpy": 40.0, "torch": 60.0}  # seconds for 300
MEMORY = 1024.0  # MiB
UNCHANGED = 1.0  # seconds for 300


def verdict(holds: bool) -> str:
    return "holds" if holds else "BROKEN"


def paired(graders: Sequence[Grader], handed_in: Sequence[HandIn], rounds: int) -> dict[str, list[Cost]]:
    """Every grader's costs, a round each."""
    costs: dict[str, list[Cost]] = {grader.title: [] for grader in graders}
    for number in range(rounds):
        turn = number % len(graders)
        for grader in [*graders[turn:], *graders[:turn]]:
            with tempfile.TemporaryDirectory() as work:
                cost, earned = grader.grade(handed_in, Path(work))
            short = {who: points for who, points in earned.items() if abs(points - POINTS) > 1e-9}
            if short or len(earned) != len(handed_in):
                raise SystemExit(f"{grader.title} marks right functions wrong: {short or earned}")
            costs[grader.title].append(cost)
            print(f"  {grader.title}: {cost.cpu / len(handed_in):.3f} s of CPU each", file=sys.stderr, flush=True)
    return costs


def with_peers(folder: Path | None, sample: int, rounds: int, in_class: Mapping[str, float]) -> Iterator[str]:
    """The table of everybody, and what it says about the bounds. in_class: ours, CPU seconds each, by kind."""
    options = offered("--jobs", "1") + offered("--fresh")
    ours = [Ours("**ours**, all of it, with its pages", options=options),
            Ours("**ours**, the code alone, with its pages", True, options)]  # fmt: skip
    yield from ["", "## Beside others", "",
                f"Medians of {rounds} rounds over the same {sample} submissions, per submission.", "",
                "| grader | numpy: CPU, s | wall, s | memory, MiB | torch: CPU, s | wall, s | memory, MiB |",
                "|---|--:|--:|--:|--:|--:|--:|"]  # fmt: skip
    graders = [*ours, *(peers(folder) if folder else [])]
    taken = {kind: paired(graders, list(Class(sample, plain=True, torch=kind == "torch")), rounds) for kind in SHARE}
    cpu = {}
    for grader in graders:
        cells = []
        for kind, costs in taken.items():
            every = costs[grader.title]
            cpu[kind, grader.title] = statistics.median(cost.cpu for cost in every) / sample
            wall = statistics.median(cost.wall for cost in every) / sample
            cells.append(f"{cpu[kind, grader.title]:.3f} | {wall:.3f} | {max(cost.memory for cost in every):.0f}")
        yield f"| {grader.title} | {' | '.join(cells)} |"
    yield ""
    for kind, share in SHARE.items():
        for other in graders[len(ours) :]:
            ratio, small, code = (mine / cpu[kind, other.title] for mine in (
                in_class[kind], *(cpu[kind, mine.title] for mine in ours)))  # fmt: skip
            yield (f"- {kind}, over {other.title} (at most {share:g}): in the class {ratio:.2f} "
                   f"{verdict(ratio <= share)}; in the sample {small:.2f}, the code alone {code:.2f}")  # fmt: skip


def alone(count: int, jobs: int, in_class: dict[str, float]) -> Iterator[str]:
    """The table of the whole class by ours alone; CPU seconds each go into `in_class`, by kind."""
    yield from [f"## A class of {count}", "", "| what | wall, s | CPU, s | CPU, s each | memory, MiB | bound |",
                "|---|--:|--:|--:|--:|---|"]  # fmt: skip
    for kind in SHARE:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            specs = specs_for(write(Class(count, torch=kind == "torch"), folder / "class"), folder / "specs")
            arguments = [str(folder / "class"), "--out", str(folder / "reports"), "--specs", str(specs),
                         *offered("--jobs", str(jobs)), *offered("--store", str(folder / "store.db"))]  # fmt: skip
            cost = run_grade(arguments)
            in_class[kind] = cost.cpu / count
            yield _row(f"{kind}, nothing known yet", cost, count, WALL[kind] * count / 300)
            if not offered("--store"):
                continue
            yield _row(f"{kind}, again, unchanged", run_grade(arguments), count, UNCHANGED * max(1.0, count / 300))
            _change_one_question(specs)
            yield _row(f"{kind}, “sgd” was changed", run_grade(arguments), count, None)


def _row(what: str, cost: Cost, count: int, bound: float | None) -> str:
    held = f"{MEMORY:g} MiB: {verdict(cost.memory <= MEMORY)}"
    if bound is not None:
        held += f"; {bound:.3g} s of wall: {verdict(cost.wall <= bound)}"
    row = f"| {what} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.cpu / count:.3f} | {cost.memory:.0f} | {held} |"
    print(row, file=sys.stderr, flush=True)
    return row


def _change_one_question(specs: Path) -> None:
    """One number of one check, as an instructor would who finds it too small."""
    sheet = specs / "word2vec/assignment.yaml"
    before = sheet.read_text("utf-8")
    assert before.count("iterations: {constant: 37}") == 1
    sheet.write_text(before.replace("iterations: {constant: 37}", "iterations: {constant: 38}"), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--sample", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    about = f"{chosen.jobs} jobs on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}"
    lines = ["# A whole class", "", f"`python benchmarks/whole_class.py --count {chosen.count} --write`: {about}.", ""]
    in_class: dict[str, float] = {}
    lines += alone(chosen.count, chosen.jobs, in_class)
    lines += with_peers(chosen.peers.resolve() if chosen.peers else None, chosen.sample, chosen.rounds, in_class)
    text = "\n".join(lines) + "\n"
    print(text)
    if chosen.write:
        (ROOT / "benchmarks/results/whole_class.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
