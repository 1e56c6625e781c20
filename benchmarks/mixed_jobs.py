"""Honest and hostile jobs on one slot, a process each: what a slot still holds after thousands of them.

Used by benchmarks/wall.py, and as a sample by the tests. Refuses to run where student code is not confined.
"""

import contextlib
import gc
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from grader.code import CannotAnswer
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.running import Running
from grader.wall.slot import Slot
from grader.wall.student import Student

NOWHERE = Path("/nowhere")
HONEST = "import numpy as np\ndef f(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()\n"
SMALL = {"memory_mb": 64, "output_mb": 1, "file_mb": 1, "scratch_mb": 1}
#: What it does, the source, and the limits that stop it.
HOSTILE: dict[str, tuple[str, dict[str, Any]]] = {
    "exit": ("import os\ndef f(x):\n    os._exit(0)\n", {}),
    "segfault": ("import ctypes\ndef f(x):\n    ctypes.string_at(0)\n", {}),
    "hang": ("def f(x):\n    while True:\n        pass\n", {"call": 0.05}),
    "memory": ("def f(x):\n    held = []\n    while True:\n        held.append(bytearray(1 << 20))\n", SMALL),
    "output": ("def f(x):\n    while True:\n        print('x' * 4000)\n", SMALL),
    "nonsense": ("import os\ndef f(x):\n    os.write(3, os.urandom(400))\n    return x\n", {"call": 2}),
    "threads": (
        "import threading, time\ndef f(x):\n    while True:\n"
        "        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n",
        {"call": 1, "memory_mb": 1024},
    ),
    "forks": (
        "import os\ndef f(x):\n    while True:\n        try:\n            os.fork()\n"
        "        except OSError:\n            pass\n",
        {"call": 0.05},
    ),
    "recursion": (
        "import sys\ndef f(x):\n    sys.setrecursionlimit(10 ** 8)\n    return sorted([x], key=f)\n",
        {"call": 2},
    ),
    "disk": (
        "def f(x):\n    for number in range(4):\n        with open(f'part{number}', 'wb') as file:\n"
        "            file.write(bytes(1 << 20))\n    raise OSError('no limit of the system')\n",
        SMALL,
    ),
}  # fmt: skip


class Watched(Slot):
    """A slot that remembers what it started last."""

    last: Running

    def start(self, *wanted: Any, **named: Any) -> Running:
        self.last = super().start(*wanted, **named)
        return self.last

    def zygote(self) -> int:
        """The number of the process that forked the last one; that must live."""
        return int(psutil.Process(self.last.pid).ppid())


@dataclass(frozen=True)
class Held:
    """What grader and zygote hold between two jobs."""

    jobs: int
    files: int  # open in the grader
    threads: int
    grader: float  # MB
    zygotes_files: int
    zygote: float
    zombies: int
    left: int  # processes and scratch folders of jobs that are over


def student(source: str, slot: Slot, torch: bool = False, **limits: Any) -> Student:
    """A submission of one module."""
    modules = (read_python_file(Text(source), "job", "job.py", ""),)
    submission = Submission("mallory", "mixed", NOWHERE, modules)
    return Student(submission, GivenFiles(NOWHERE), Limits(**limits), slot, torch=torch)


def run(slot: Watched, jobs: int, looks: Sequence[int], seed: int = 20150401) -> Iterator[Held]:
    """Runs the jobs, half of them honest, in an order of the seed's; looks around after those many."""
    if not slot.level.holds_strangers:
        raise SystemExit(f"level {slot.level.letter} confines nobody: hostile code is not run here")
    rng = random.Random(seed)
    with student(HONEST, slot) as first:
        answers_right(first)
        zygote = psutil.Process(slot.zygote())
    for number in range(1, jobs + 1):
        _job(rng.choice(["honest", rng.choice(list(HOSTILE))]), number, slot)
        if number in looks:
            yield _held(number, slot, zygote)


def _job(kind: str, number: int, slot: Slot) -> None:
    source, limits = HOSTILE.get(kind, (HONEST, {}))
    # A comment of its own: what remembers sources by their text must forget them too.
    with student(f"{source}# job {number}\n", slot, **limits) as one:
        if kind == "honest":
            answers_right(one)
            return
        with contextlib.suppress(CannotAnswer):
            one.call(["job.f"], np.ones(3))
            raise SystemExit(f"job {number}, {kind}, was given an answer")


def answers_right(one: Student) -> None:
    """One call of an honest job; ends the run where the answer is wrong."""
    if not np.allclose(one.call(["job.f"], np.arange(3.0)).value, [0.09003057, 0.24472847, 0.66524096]):
        raise SystemExit("an honest job was answered wrongly")


def _held(jobs: int, slot: Slot, zygote: psutil.Process) -> Held:
    gc.collect()
    grader = psutil.Process()
    below = [one for one in grader.children(recursive=True) if one != zygote]
    zombies = [one for one in below if one.status() == psutil.STATUS_ZOMBIE]
    children = [one for one in below if one.ppid() == zygote.pid]
    scratch = list((slot.spool.parent / "scratch").iterdir())
    return Held(
        jobs, grader.num_fds(), grader.num_threads(), _private(grader), _files(zygote), _private(zygote), len(zombies),
        len(children) + len(scratch),
    )  # fmt: skip


def _private(process: psutil.Process) -> float:
    """Megabytes that are no file's."""
    memory = process.memory_info()
    return (memory.rss - memory.shared) / 2**20


def _files(process: psutil.Process) -> int:
    """Open files; -1 where only root may count them."""
    try:
        return len(os.listdir(f"/proc/{process.pid}/fd"))  # noqa: PTH208 - names are enough
    except PermissionError:
        return -1
