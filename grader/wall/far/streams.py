"""The far side's standard streams and its resource limits.

What is printed goes through to the pipe that the grader drains and counts; the beginning is kept for the reply.
"""

import io
import os
import sys
from collections.abc import Mapping
from typing import Any


class Tee(io.RawIOBase):
    """Writes through to a descriptor, and remembers the first `keep` bytes of the open call."""

    def __init__(self, descriptor: int, keep: int) -> None:
        self._descriptor, self._keep = descriptor, keep
        self.kept = b""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        if len(self.kept) < self._keep:
            self.kept += bytes(view[: self._keep - len(self.kept)])
        left = view
        while left:
            left = left[os.write(self._descriptor, left[: 1 << 16]) :]
        return len(view)

    def close(self) -> None:
        """Stays open: a student who closes `sys.stdout` means no harm."""


class Recorder:
    """Standard output and error of the student's code, put in place anew for every call."""

    def __init__(self, descriptor: int, keep: int) -> None:
        self._output, self._errors = Tee(descriptor, keep), Tee(descriptor, 0)

    def start(self) -> None:
        """A call begins: nothing was printed yet, and whatever replaced the streams is gone."""
        self._output.kept = b""
        sys.stdout = sys.__stdout__ = _text(self._output)  # type: ignore[misc]
        sys.stderr = sys.__stderr__ = _text(self._errors)  # type: ignore[misc]

    def kept(self) -> str:
        """The beginning of what was printed to standard output."""
        return self._output.kept.decode("utf-8", "replace")


def _text(raw: io.RawIOBase) -> io.TextIOWrapper:
    # Written through at once, so that nothing is lost when the process ends without a good-bye.
    return io.TextIOWrapper(raw, "utf-8", "backslashreplace", newline="\n", write_through=True)  # type: ignore[arg-type]


def limit(limits: Mapping[str, int]) -> None:
    """Sets this process's own limits ("cpu" in seconds, "file" and "memory" in bytes) where the system knows them; the
    grader's clock and polling stand behind."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: limits["cpu"],
        resource.RLIMIT_FSIZE: limits["file"],
    }
    used = _address_space()
    if used:
        wanted[resource.RLIMIT_AS] = used + limits["memory"]
    for what, value in wanted.items():
        hard = resource.getrlimit(what)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # One second more for the hard CPU limit: at the soft one the signal still tells what it was.
        more = 1 if what == resource.RLIMIT_CPU and soft == value and hard != value else 0
        resource.setrlimit(what, (soft, soft + more))


def _address_space() -> int:
    """Bytes of address space in use, 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as counters:  # noqa: PTH123 - pathlib is not needed otherwise
            return int(counters.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
