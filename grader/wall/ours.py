"""Runs a function of ours for student code, which chose the arguments: bounded in time and memory, and unheard.

The time is bounded where the system has an alarm, in the main thread; elsewhere it is counted afterwards.
"""

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

import numpy as np

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


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """What runs inside has this long and no more than `MOST_MEMORY`. Raises TooLong, MemoryError."""
    with (
        contextlib.redirect_stdout(_UNHEARD),
        contextlib.redirect_stderr(_UNHEARD),
        np.errstate(all="ignore"),
        _memory(),
        _alarm(seconds),
    ):
        yield


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    over = False

    def ring(number: int, frame: FrameType | None) -> None:
        if not over:
            raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), _AGAIN)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory() -> Iterator[None]:
    taken = _address_space()
    if not taken:
        yield
        return
    import resource  # where there is /proc, there is this

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = [taken + MOST_MEMORY, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    """Bytes of address space of this process, 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as counters:  # noqa: PTH123 - for every call back
            return int(counters.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
