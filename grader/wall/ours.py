"""Runs a function of ours for student code, which chose the arguments: bounded in time and memory, and unheard.

The time is bounded where the system has an alarm, in the main thread; elsewhere it is counted afterwards.
"""

import io
import os
import signal
import sys
import threading
from types import FrameType
from typing import Self

import numpy as np

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
MOST_MEMORY = 1 << 30  # bytes that it may take on top of what the grader has
_AGAIN = 1.0  # seconds until the alarm rings again, for code that goes on all the same


class TooLong(BaseException):
    """Time is up. No `Exception`: nothing that the function catches by itself."""


class _Unheard(io.TextIOBase):
    """Where a function of ours prints to while it works for a student: nobody reads it, and it takes no room."""

    def write(self, text: str) -> int:
        return len(text)

    def close(self) -> None:
        """Stays open: it is one for all calls."""


_UNHEARD = _Unheard()
_listens = False  # whether this process hears the alarm
_rings = False  # whether it is for somebody who is inside


class bounded:  # by hand: a loss function is called back hundreds of times
    """What runs inside has this long and no more than `MOST_MEMORY`. Raises TooLong, MemoryError."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        self._limits = _hold_memory()
        self._streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = _UNHEARD
        self._numpy = np.errstate(all="ignore")
        self._numpy.__enter__()
        self._alarm = _may_ring()
        if self._alarm:
            _set_alarm(self._seconds)
        return self

    def __exit__(self, *trouble: object) -> None:
        if self._alarm:
            _no_alarm()
        self._numpy.__exit__(None, None, None)
        sys.stdout, sys.stderr = self._streams
        _release_memory(self._limits)


# ---- time
def _may_ring() -> bool:
    return sys.platform != "win32" and threading.current_thread() is threading.main_thread()


def _set_alarm(seconds: float) -> None:
    global _listens, _rings
    if not _listens:
        signal.signal(signal.SIGALRM, _ring)  # and it stays: nobody else here has a use for it
        _listens = True
    _rings = True
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), _AGAIN)


def _no_alarm() -> None:
    global _rings
    _rings = False
    signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(number: int, frame: FrameType | None) -> None:
    if _rings:
        raise TooLong


# ---- memory
def _hold_memory() -> tuple[int, int] | None:
    """Lowers this process's limit to what it has and `MOST_MEMORY`; the limits before, None where that can't be."""
    taken = _address_space()
    if not taken:
        return None
    import resource  # where there is /proc, there is this

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = [taken + MOST_MEMORY, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted), hard))
    return soft, hard


def _release_memory(limits: tuple[int, int] | None) -> None:
    if limits is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, limits)


def _address_space() -> int:
    """Bytes of address space of this process, 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as counters:  # noqa: PTH123 - for every call back
            return int(counters.read(80).split(b" ", 1)[0]) * _PAGE
    except OSError:
        return 0
