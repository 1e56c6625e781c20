"""A far side that runs, however it was started: its open ends, its end. Watches nothing and decides nothing."""

import os
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (negative: a signal), and the seconds of CPU it took, where that is known."""

    exit_code: int
    cpu: float | None
    orphan: bool = False  # because its zygote did


class Running(ABC):
    """One process. `reader`, `writer` and `output` are this side's open files: frames from it and to it, its prints."""

    #: A folder on a disk that others use too, "" where the scratch is the process's own and limited by the system.
    scratch = ""
    #: Whether it can send itself a signal that ends it; the first process of a namespace cannot.
    signals_itself = True

    def __init__(self, pid: int, reader: int, writer: int, output: int, shared: int) -> None:
        self.pid, self.reader, self.writer, self.output = pid, reader, writer, output
        self._shared = shared  # bytes that it has in common with its zygote

    @abstractmethod
    def alive(self) -> bool:
        """Whether it still runs."""

    @abstractmethod
    def kill(self) -> None:
        """Ends it and all that it started; nothing where it has ended already."""

    @abstractmethod
    def wait(self, seconds: float | None = None) -> Ended | None:
        """Its end; None where it has not come after so many seconds."""

    @abstractmethod
    def hang_up(self) -> None:
        """Tells it that there will be no more requests."""

    @abstractmethod
    def clean_up(self, output_is_drained: bool) -> None:
        """Closes and removes what belonged to it. It has ended."""

    def memory(self) -> int:
        """Bytes that it holds for itself; 0 where it cannot be read."""
        try:
            with open(f"/proc/{self.pid}/statm") as counters:  # noqa: PTH123 - many times a second
                _, resident, shared, *_ = counters.read().split()
            return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") - self._shared
        except OSError:
            return memory_elsewhere(self.pid)

    def computed(self) -> float | None:
        """Seconds of CPU that it took until now; None where that cannot be read."""
        if self.pid <= 0:  # it has ended; asked for number 0, the system would tell our own
            return None
        try:
            return time.clock_gettime((~self.pid << 3) | 2)  # Linux's name for the clock of a process
        except (OSError, AttributeError, OverflowError):
            return computed_elsewhere(self.pid)


def killed_for_memory() -> int:
    """How many processes this machine has ended because it had no memory left; 0 where it does not say."""
    try:
        with open("/proc/vmstat") as counters:  # noqa: PTH123 - for every process
            return next((int(line.split()[1]) for line in counters if line.startswith("oom_kill ")), 0)
    except OSError:
        return 0


def memory_elsewhere(pid: int) -> int:
    """The same where there is no /proc; 0 where the process is gone."""
    import psutil  # only there

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def computed_elsewhere(pid: int) -> float | None:
    """The same where Linux's clocks are unknown; None where the process is gone."""
    import psutil  # only there

    try:
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    except psutil.Error:
        return None
