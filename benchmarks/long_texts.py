"""How reading grows with the text: whatever a student wrote, twice as much must take about twice as long.

usage: python benchmarks/long_texts.py [--write]

For each text the least CPU time of three at one length and at twice that; the ratio is 2 for a linear reader and 4 for
a quadratic one. Readers that look at a bounded beginning are below 2. `--write` keeps the figures in
benchmarks/results/long_texts.md.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from grader.checks.number import numbers
from grader.report.prose import prose
from grader.submission.labels import read_label

ROOT = Path(__file__).parent.parent
GOAL = 3.0
CASES: tuple[tuple[str, Callable[[str], object], tuple[str, ...], int], ...] = (
    ("numbers of an answer", numbers, ("1 ", "-", "1,000", "*", "\\cdot "), 5_000),
    ("a question's label", read_label, ("question ", "(", "1.", "1 ", "a. "), 50_000),
    ("an answer as HTML", prose, ("[", "*a ", "`", "> ", "$", "\\(", "\\begin{align}\n"), 2_000),
)


def seconds(read: Callable[[str], object], text: str) -> float:
    """The least of three, in CPU time."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        read(text)
        spent.append(time.process_time() - began)
    return min(spent)


def measured() -> list[str]:
    """The page's lines."""
    rows = []
    for name, read, pieces, count in CASES:
        for piece in pieces:
            once, twice = seconds(read, piece * count), seconds(read, piece * 2 * count)
            # Below a millisecond the clock's own grain is all that a ratio would show.
            ratio = f"{twice / once:.2f}" if once > 1e-3 else "-"
            what = f"{name} | {piece!r}, {count:,} times"
            rows.append(f"| {what} | {once * 1e3:.1f} | {twice * 1e3:.1f} | {ratio} |")
    return [
        "# Reading long texts", "",
        "`python benchmarks/long_texts.py --write`; CPU milliseconds at one length and at twice that. A linear reader "
        f"has 2, a quadratic one 4; the goal is below {GOAL:g}.", "",
        "| what | text | once | twice | ratio |", "|---|---|---:|---:|---:|", *rows, "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    text = "\n".join(measured())
    print(text)
    if parser.parse_args().write:
        (ROOT / "benchmarks/results/long_texts.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
