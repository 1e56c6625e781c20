"""A class that is killed again and again and goes on each time: the same bytes as one that nobody disturbed.

usage: python benchmarks/interrupted_class.py [--count 200] [--kills 20] [--jobs N] [--seed 1] [--write]

A class of `word2vec`, a fifth of it wrong and a twentieth hostile, is graded once in peace. Then it is graded in
another folder and store, and the command is killed with -9 at so many moments, drawn over the whole of its work, and
started again each time. After each kill it is looked whether a process of it stays. At the end every page and every
stored report must have the bytes of the undisturbed run, no temporary folder may be left after the next start, and
nothing that was kept may have been run twice. Kept again each time are limits, which are never believed from before.
`--write` keeps the figures in benchmarks/results/interrupted_class.md.

Results rest on the grader's own source: run it in a checkout that nobody edits meanwhile.
"""

import argparse
import contextlib
import difflib
import itertools
import json
import os
import platform
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from grader.store.store import Store
from tests.classroom.hand_ins import Class, write

ROOT = Path(__file__).parent.parent
LONGEST = 2.0  # seconds between what is waited for and the kill
STARTING = 4  # each so-many-th kill comes while the command starts
TOLD, WIDTH = 12, 300  # lines of what differs in a page, and how much of each
PATIENCE = 20.0  # seconds for the last process to end: one that imports looks up only afterwards


@dataclass(frozen=True)
class Killed:
    """One kill, and what was there."""

    after: float  # seconds after the command was started
    kept: int  # results in the store
    processes: int  # below the command when it was killed
    seconds: float  # until the last of them had ended
    stayed: int


#: What is written into the store beside what belongs there: every result as it is kept.
WATCH = """
    CREATE TABLE ran (key TEXT, reusable INTEGER);
    CREATE TRIGGER watches AFTER INSERT ON results BEGIN INSERT INTO ran VALUES (NEW.key, NEW.reusable); END;
"""


class Room:
    """One grading of the class: a folder with its pages, its store and its temporary files."""

    def __init__(self, home: Path, handed_in: Path, jobs: int) -> None:
        self.home, self._handed_in, self._jobs = home, handed_in, jobs
        self.out, self.store, self.temporary = home / "reports", home / "grades.sqlite", home / "tmp"
        self.temporary.mkdir(parents=True)
        Store(self.store).close()
        with contextlib.closing(sqlite3.connect(self.store)) as database:
            database.executescript(WATCH)

    def began(self) -> psutil.Popen:
        """The command, started."""
        words = [str(self._handed_in), "-a", "word2vec", "--out", "reports", "--store", "grades.sqlite",
                 "-j", str(self._jobs)]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.temporary)}
        program = [sys.executable, "-c", "from grader.cli import main; main()", *words]
        return psutil.Popen(program, cwd=self.home, env=environment, stdout=subprocess.DEVNULL)

    def pages(self) -> dict[str, bytes]:
        """Every file beside the timings, by its place."""
        files = (path for path in self.out.rglob("*") if path.is_file() and path.name != "timings.json")
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in files}

    def rows(self, words: str) -> list[tuple[object, ...]]:
        """What the store answers; nothing where there is none yet."""
        try:
            with contextlib.closing(sqlite3.connect(f"{self.store.as_uri()}?mode=ro", uri=True)) as database:
                return database.execute(words).fetchall()
        except sqlite3.OperationalError:
            return []

    def results(self) -> dict[str, tuple[object, ...]]:
        """By its key: points, and the stored report's bytes."""
        return {str(row[0]): row[1:] for row in self.rows("SELECT key, reusable, score, max_score, report FROM results")
                if " " not in str(row[0])}  # fmt: skip

    def kept(self) -> int:
        """How many results there are."""
        return len(self.rows("SELECT key FROM results"))

    def twice(self, reusable: bool) -> int:
        """How many times too often something was run whose result was kept."""
        times = self.rows(f"SELECT count(*) - 1 FROM ran WHERE reusable = {reusable:d} GROUP BY key")
        return sum(int(str(row[0])) for row in times)

    def ran(self) -> tuple[int, int]:
        """Of the last command: what was known, what was run."""
        told = json.loads((self.out / "timings.json").read_text("utf-8"))
        return told["known"], len(told["graded"])


def killed(room: Room, results: int, after: float) -> Killed | None:
    """Starts the command and kills it so many seconds after the store has so many results; None where it was done."""
    began, process = time.monotonic(), room.began()
    while results and room.kept() < results and process.poll() is None:
        time.sleep(0.02)
    with contextlib.suppress(subprocess.TimeoutExpired, psutil.TimeoutExpired):
        process.wait(after)
        return None
    length, below = time.monotonic() - began, process.children(recursive=True)
    process.kill()
    process.wait()
    began = time.monotonic()
    _, stay = psutil.wait_procs(below, timeout=PATIENCE)
    for one in stay:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    return Killed(length, room.kept(), len(below), time.monotonic() - began, len(stay))


def disturbed(room: Room, results: int, kills: int, draws: random.Random) -> Iterator[Killed]:
    """Kills while it starts, while it grades, from the first to the last result, and while it draws."""
    for number in range(kills):
        starting = number % STARTING == STARTING - 1
        share = 0 if starting else round(results * number / max(1, kills - 1))
        one = killed(room, share, draws.uniform(0, LONGEST))
        if one is not None:
            yield one


def compared(calm: Room, other: Room) -> dict[str, int]:
    """What differs between the two."""
    first, second = calm.pages(), other.pages()
    results, others = calm.results(), other.results()
    for name in sorted(name for name, page in first.items() if second.get(name) != page):
        pair = [page.decode(errors="replace").splitlines() for page in (first[name], second.get(name, b""))]
        told = itertools.islice(difflib.unified_diff(*pair, "calm", "disturbed", n=0, lineterm=""), TOLD)
        print(f"differs: {name}", *(line[:WIDTH] for line in told), sep="\n  ", file=sys.stderr, flush=True)
    return {
        "pages": len(first),
        "pages that differ": sum(second.get(name) != page for name, page in first.items()),
        "pages too many": len(set(second) - set(first)),
        "results": len(results),
        "results that differ": sum(others.get(key) != row for key, row in results.items()),
        "results too many": len(set(others) - set(results)),
    }


def measured(chosen: argparse.Namespace, home: Path) -> tuple[dict[str, object], list[Killed]]:
    """The whole of it: the figures, and each kill."""
    handed_in = home / "class"
    write(Class(chosen.count, wrong=0.2, hostile=0.05), handed_in)
    calm, other = (Room(home / name, handed_in, chosen.jobs) for name in ("calm", "disturbed"))
    began = time.monotonic()
    if code := calm.began().wait():
        raise SystemExit(f"the undisturbed run ended with {code}")
    length = time.monotonic() - began
    print(f"undisturbed: {length:.0f} s", file=sys.stderr, flush=True)
    kills = []
    for one in disturbed(other, len(calm.results()), chosen.kills, random.Random(chosen.seed)):
        kills.append(one)
        print(one, file=sys.stderr, flush=True)
    before = other.kept()
    began = time.monotonic()
    if code := other.began().wait():
        raise SystemExit(f"the last run ended with {code}")
    rest = time.monotonic() - began
    known, run = other.ran()
    equal = chosen.count - len(calm.results())  # hand-ins that are another one's twin
    figures: dict[str, object] = {
        **compared(calm, other), "run again though it was known": other.twice(True),
        "limits and faults of ours run again": other.twice(False),
        "kept before the last run": before, "known in it": known, "run in it": run, "twins": equal,
        "processes that stayed": sum(one.stayed for one in kills),
        "temporary files at the end": len(list(other.temporary.iterdir())),
        "seconds undisturbed": round(length), "seconds of the last run": round(rest),
    }  # fmt: skip
    return figures, kills


def broken(figures: dict[str, object]) -> list[str]:
    """What must be nothing and is not."""
    names = ("pages that differ", "pages too many", "results that differ", "results too many", "processes that stayed",
             "temporary files at the end", "run again though it was known")  # fmt: skip
    return [name for name in names if figures[name]]


def lines(chosen: argparse.Namespace, figures: dict[str, object], kills: list[Killed]) -> Iterator[str]:
    """The figures as a page."""
    yield from ["# A class that is killed again and again", "",
                f"`python benchmarks/interrupted_class.py --count {chosen.count} --kills {chosen.kills} --write`: "
                f"{chosen.jobs} jobs on {os.cpu_count()} cores, Python {platform.python_version()}, "
                f"{platform.machine()}, {len(kills)} kills before it was done.", "",
                "| what | |", "|---|--:|"]  # fmt: skip
    yield from (f"| {name} | {value} |" for name, value in figures.items())
    yield from ["", "| killed after, s | results kept | processes | all gone after, s |",
                "|--:|--:|--:|--:|"]  # fmt: skip
    for one in kills:
        yield f"| {one.after:.1f} | {one.kept} | {one.processes} | {one.seconds:.2f} |"
    wrong = broken(figures)
    yield from ["", f"BROKEN: {', '.join(wrong)}." if wrong else "All of it holds.", ""]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        figures, kills = measured(chosen, Path(home))
    text = "\n".join(lines(chosen, figures, kills))
    print(text)
    if chosen.write:
        (ROOT / "benchmarks" / "results" / "interrupted_class.md").write_text(text, "utf-8")
    sys.exit(bool(broken(figures)))


if __name__ == "__main__":
    main()
