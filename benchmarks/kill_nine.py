"""What is left of a grader that was killed with -9: no process, and no folder after the next start.

usage: python benchmarks/kill_nine.py [--moments 100] [--levels AB] [--seed 1] [--write]

Each moment starts a grader that goes through a student's life: its slot starts, the canary flies, one function answers,
another one hangs with threads. It is killed some time after one of these, drawn from the seed. All that it had started
is then a child of this process, which adopts orphans, and is waited for, but not for ever. Started by root, every level
is tried as root and as another user. `--write` keeps the figures in benchmarks/results/kill_nine.md.
"""

import argparse
import contextlib
import ctypes
import itertools
import json
import os
import platform
import random
import select
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
PHASES = ("starting", "canary", "proved", "hanging", "between")
LONGEST_AFTER = 0.3  # seconds from a phase's beginning to the kill
NOBODY = 65534
PATIENCE = 20.0  # seconds for the last process to end: a zygote that imports looks up only afterwards
ADOPT = 36  # PR_SET_CHILD_SUBREAPER
HANGS = """
import threading
def spin():
    while True:
        pass
def hang():
    for _ in range(8):
        threading.Thread(target=spin).start()
    spin()
def one():
    return 1
"""


@dataclass(frozen=True)
class Killed:
    """One moment: what it was in, and what was left of it."""

    phase: str
    processes: int  # that the kill left running at first
    seconds: float  # until the last of them had ended
    survivors: tuple[str, ...]


# ---- the grader that is killed
def live(letter: str) -> None:
    """A grader's life, told on stdout phase by phase."""
    from grader.submission.model import Submission
    from grader.submission.python_file import read_python_file
    from grader.submission.text import Text
    from grader.wall import canary
    from grader.wall.given import GivenFiles
    from grader.wall.levels import Level
    from grader.wall.limits import Limits
    from grader.wall.slot import Slot
    from grader.wall.student import Student

    def flying(*arguments, real=canary.observe):
        say("canary")
        return real(*arguments)

    say("starting")
    canary.observe = flying
    level = next(one for one in Level if one.letter == letter)
    with Slot(level) as slot:
        if slot.level is not level:
            sys.exit(f"level {letter} is not to be had here: {slot.why_not}")
        say("proved")
        hangs = read_python_file(Text(HANGS), "own", "own.py", "")
        submission = Submission("alice", "word2vec", Path("none"), (hangs,))
        with Student(submission, GivenFiles(Path("none")), Limits(call=600), slot) as student:
            student.call(["own.one"])
            say("between")
            threading.Timer(LONGEST_AFTER / 2, say, ["hanging"]).start()
            student.call(["own.hang"])


def say(phase: str) -> None:
    print(phase, flush=True)


# ---- the one who kills it
def command(user: int, *words: str) -> list[str]:
    """This program again, as a user."""
    again = [sys.executable, __file__, *words]
    if user == os.getuid():
        return again
    from grader.wall import visible

    told = {"user": user, "needs": [*visible.needed(), sys.prefix, str(ROOT)], "command": again}
    return [sys.executable, "-I", "-S", str(ROOT / "grader" / "wall" / "far" / "launch.py"), json.dumps(told)]


def killed(user: int, letter: str, phase: str, after: float) -> Killed:
    """Starts a grader, and kills it so many seconds after a phase has begun."""
    grader = subprocess.Popen(command(user, "--live", letter), stdout=subprocess.PIPE, text=True)
    for line in grader.stdout:
        if line.strip() == phase:
            break
    else:
        sys.exit(f"the grader ended before it was {phase}")
    with contextlib.suppress(subprocess.TimeoutExpired):
        grader.wait(after)
    grader.kill()
    grader.wait()
    grader.stdout.close()
    began = time.monotonic()
    left = _wait_for_orphans(began + PATIENCE)
    return Killed(phase, len(left), time.monotonic() - began, tuple(_running()))


def _wait_for_orphans(deadline: float) -> set[int]:
    """Waits until nothing that was adopted runs any more; the numbers of all that did."""
    seen = set()
    while time.monotonic() < deadline:
        seen.update(process.pid for process in psutil.Process().children(recursive=True))
        try:
            number, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if number == 0:
            select.select([], [], [], 0.002)
    return seen


def _running() -> list[str]:
    """What still runs, and its end: the next moment begins with nothing."""
    names = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            names.append(" ".join(process.cmdline())[:100] or process.name())
            process.kill()
    return names


# ---- all moments
def tried(user: int, letter: str, moments: int, seed: int) -> dict[str, Any]:
    """So many moments of graders of one user at one level."""
    draws = random.Random(f"{seed} {letter}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as where:
        os.chown(where, user, -1)
        os.environ["TMPDIR"] = where
        phases = [PHASES[number % len(PHASES)] for number in range(moments)]
        seen = [killed(user, letter, phase, draws.random() * LONGEST_AFTER) for phase in phases]
        left = len(list(Path(where).iterdir()))
        subprocess.run(command(user, "--next"), check=True)
        return {
            "level": letter, "user": "root" if user == 0 else "unprivileged", "moments": moments,
            "processes that stayed": [name for one in seen for name in one.survivors],
            "processes left at first, at most": max(one.processes for one in seen),
            "seconds until the last one's end, at most": round(max(one.seconds for one in seen), 2),
            "folders left": left, "folders left after the next start": len(list(Path(where).iterdir())),
        }  # fmt: skip


def write(rows: list[dict[str, Any]], seed: int) -> None:
    """The figures as a table."""
    shown = [{**row, "processes that stayed": len(row["processes that stayed"])} for row in rows]
    lines = [
        "# kill -9 at random moments", "",
        f"Written by `benchmarks/kill_nine.py --write`: seed {seed}, Python {platform.python_version()}, "
        f"Linux {platform.release().partition('-')[0]}. The moments are spread evenly over {', '.join(PHASES)}.", "",
        "| " + " | ".join(shown[0]) + " |", "|---" * len(shown[0]) + "|",
        *("| " + " | ".join(map(str, row.values())) + " |" for row in shown), "",
    ]  # fmt: skip
    (ROOT / "benchmarks" / "results" / "kill_nine.md").write_text("\n".join(lines), "utf-8")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--moments", type=int, default=100)
    options.add_argument("--levels", default="AB")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--write", action="store_true")
    options.add_argument("--live", choices=["A", "B"], help=argparse.SUPPRESS)
    options.add_argument("--next", action="store_true", help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.live:
        return live(arguments.live)
    if arguments.next:
        from grader.wall.slot import Slot

        return Slot().close()
    ctypes.CDLL(None).prctl(ADOPT, ctypes.c_ulong(1))
    users = [0, NOBODY] if os.getuid() == 0 else [os.getuid()]
    rows = []
    for letter, user in itertools.product(arguments.levels, users):
        rows.append(tried(user, letter, arguments.moments, arguments.seed))
        print(json.dumps(rows[-1], indent=1), flush=True)
    if arguments.write:
        write(rows, arguments.seed)
    sys.exit(any(row["processes that stayed"] or row["folders left after the next start"] for row in rows))


if __name__ == "__main__":
    main()
