"""A far side that runs, however it was started: its open ends, its end. Watches nothing and decides nothing."""

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (negative: a signal), and the seconds of CPU it took, where that is known."""

    exit_code: int
    cpu: float | None


class Running(ABC):
    """One process. `reader`, `writer`, `output` are this side's open files: frames from it, frames to it, its prints."""

    #: A folder on a disk that others use too, "" where the scratch is the process's own and limited by the system.
    scratch = ""

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


def memory_elsewhere(pid: int) -> int:
    """The same where there is no /proc; 0 where the process is gone."""
    import psutil  # only there

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
