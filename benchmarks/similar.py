"""`grade similar` on growing classes: CPU and memory against the class's size, and who is noticed rightly and wrongly.

usage: python benchmarks/similar.py [--most 1000] [--write]

Each hand-in is a program of its own (tests/similarity/written.py) below a starter that all have. In every class three
pairs, a group of five and a ring of one in fifty share a program, in different disguises. Each size runs in a process
of its own, from files to the finished page; time is CPU time, memory is the process's greatest. The slope is that of
the logarithms: 1 is linear. `--write` keeps the figures in benchmarks/results/similar.md.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from grader.similarity.comparison import Comparison, compare
from grader.similarity.fingerprints import hashes
from grader.similarity.handed_in import read_class
from grader.similarity.page import page
from grader.similarity.starter import Starter
from grader.similarity.tokens import read_code
from grader.similarity.view import view
from grader.submission.found import Found
from grader.submission.spool import Spool
from tests.similarity.written import DISGUISES, solution

ROOT = Path(__file__).parent.parent
STARTER = solution("the course", 6)


def class_of(count: int) -> Iterator[tuple[str, str]]:
    """Names and sources; who shares has a name that says with whom."""
    groups = {f"pair{number}": 2 for number in range(3)} | {"five": 5, "ring": max(2, count // 50)}
    changes = list(DISGUISES.values())
    for group, size in groups.items():
        for number in range(size):
            yield f"{group}-{number}", changes[number % len(changes)](solution(group, 6))
    for number in range(count - sum(groups.values())):
        yield f"alone{number}-0", solution(f"alone {number}", 6)


def one(count: int) -> dict[str, float]:
    """The figures of one class, in this process."""
    with tempfile.TemporaryDirectory() as home, Spool() as spool:
        found = []
        for who, source in class_of(count):
            folder = Path(home, who)
            folder.mkdir()
            (folder / "own.py").write_text(STARTER + "\n\n" + source, "utf-8")
            found.append(Found(who, "hw", folder))
        begin = time.process_time()
        hand_ins = read_class(found, spool)
        read = time.process_time()
        starter = Starter(frozenset(hashes([token.code for token in read_code(STARTER)[0]])))
        comparison = compare(hand_ins, starter)
        text = page(view(comparison, "A class"))
        end = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tokens = sum(len(piece.codes) for hand_in in hand_ins for piece in hand_in.pieces) / count
    return {"count": count, "reading": read - begin, "comparing": end - read, "memory": memory, "tokens": tokens,
            "page": len(text) / 1e6, **judged(comparison)}  # fmt: skip


def judged(comparison: Comparison) -> dict[str, float]:
    """How many pairs are right, and how many who share are in one."""
    names = [hand_in.who.split("-")[0] for hand_in in comparison.hand_ins]
    right = sum(names[pair.first] == names[pair.second] for pair in comparison.noticed)
    sharing = {number for number, name in enumerate(names) if not name.startswith("alone")}
    seen = {number for pair in comparison.noticed for number in (pair.first, pair.second)}
    return {"noticed": len(comparison.noticed), "right": right, "sharing": len(sharing), "seen": len(sharing & seen)}


def slope(rows: list[dict[str, float]], *names: str) -> float:
    """Of the logarithms, by least squares."""
    points = [(math.log(row["count"]), math.log(sum(row[name] for name in names))) for row in rows]
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def table(rows: list[dict[str, float]]) -> str:
    """The figures as Markdown."""
    lines = [
        "# What `grade similar` costs, and whom it notices",
        "",
        f"Written by `benchmarks/similar.py`. Hand-ins of {rows[-1]['tokens']:.0f} tokens, starter included.",
        "",
        "| hand-ins | reading, CPU s | comparing, CPU s | memory, MB | page, MB | pairs noticed | of these right "
        "| people who share | of these noticed |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row['count']:.0f} | {row['reading']:.1f} | {row['comparing']:.1f} | {row['memory']:.0f} "
        f"| {row['page']:.2f} | {row['noticed']:.0f} | {row['right']:.0f} | {row['sharing']:.0f} | {row['seen']:.0f} |"
        for row in rows
    ]
    lines += [
        "",
        "Slope of the logarithms (1 is linear, 2 would be every pair): "
        f"time {slope(rows, 'reading', 'comparing'):.2f}, "
        f"comparing alone {slope(rows, 'comparing'):.2f}, memory {slope(rows, 'memory'):.2f}.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(one(chosen.one)))
        return
    rows = []
    for count in (chosen.most // 8, chosen.most // 4, chosen.most // 2, chosen.most):
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(count)], capture_output=True, text=True, check=True
        )
        rows.append(json.loads(done.stdout))
    text = table(rows)
    print(text)
    if chosen.write:
        (ROOT / "benchmarks/results/similar.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
