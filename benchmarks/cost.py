"""What a command costs with all that it starts: CPU of everybody who was waited for, time on the clock, memory."""

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil


@dataclass(frozen=True)
class Cost:
    """Seconds, and MiB at the most."""

    cpu: float
    wall: float
    memory: float

    def __add__(self, other: "Cost") -> "Cost":
        """One after the other."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


NOTHING = Cost(0.0, 0.0, 0.0)
#: Seconds between two looks at the memory. Each look reads what the kernel says about every process of the command.
LOOKS = 0.1


def environment(**more: str) -> dict[str, str]:
    """One thread, and compiled files kept, as everybody has them after the first run."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    return {**kept, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **more}


def cost_of(
    command: Sequence[str], cwd: Path, settings: Mapping[str, str], ends: Sequence[int] = (0,), looks: float = LOOKS
) -> Cost:
    """The cost of one command. Raises SystemExit with its last words where it ends otherwise than expected."""
    return run_at_cost(command, cwd, settings, ends, looks)[0]


def run_at_cost(
    command: Sequence[str], cwd: Path, settings: Mapping[str, str], ends: Sequence[int] = (0,), looks: float = LOOKS
) -> tuple[Cost, str]:
    """The same with what the command said on standard output; its complaints are in its last words alone."""
    before, began = _cpu(), time.perf_counter()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        running = subprocess.Popen(command, stdout=said, stderr=complained, cwd=cwd, env=dict(settings))
        memory = _most_memory(running, looks)
        wall = time.perf_counter() - began
        out, errors = (_read(file) for file in (said, complained))
        if running.returncode not in ends:
            last = (out + errors)[-2000:]
            raise SystemExit(f"{' '.join(command)} ended with {running.returncode}:\n{last}")
    return Cost(_cpu() - before, wall, memory), out


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _most_memory(running: "subprocess.Popen[bytes]", looks: float) -> float:
    """Looks again and again until it ends; what is shared counts once (PSS)."""
    most = 0.0
    while True:
        try:
            running.wait(looks)
            return most
        except subprocess.TimeoutExpired:
            most = max(most, memory_of(running.pid))


def memory_of(pid: int) -> float:
    """MiB of a process and all below it; what is shared counts once."""
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    total = 0
    for process in tree:
        try:
            total += process.memory_full_info().pss
        except (psutil.Error, OSError):
            continue
    return total / 2**20
