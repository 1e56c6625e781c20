"""The far side's standard streams and its resource limits.

What is printed goes through to the pipe that the grader drains and counts; the beginning is kept for the reply.
"""

import io
import os
import sys
from collections.abc import Mapping


class Recorder(io.TextIOBase):
    """Standard output and error: writes through, and remembers the first `keep` characters of the open call."""

    def __init__(self, descriptor: int, keep: int) -> None:
        self._descriptor, self._keep = descriptor, keep
        self._kept: list[str] = []
        self._room = 0

    def install(self) -> None:
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = self  # type: ignore[assignment,misc]

    def start(self) -> None:
        self._kept, self._room = [], self._keep

    def kept(self) -> str:
        return "".join(self._kept)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        if self._room:
            self._kept.append(text[: self._room])
            self._room -= len(self._kept[-1])
        data = memoryview(text.encode("utf-8", "backslashreplace"))
        while data:
            data = data[os.write(self._descriptor, data[: 1 << 16]) :]
        return len(text)


def limit(environment: Mapping[str, str]) -> None:
    """Sets this process's own limits where the system knows them; the grader's clock and polling stand behind."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: int(environment["GRADER_CPU_SECONDS"]),
        resource.RLIMIT_FSIZE: int(environment["GRADER_FILE_BYTES"]),
    }
    used = _address_space()
    if used:
        wanted[resource.RLIMIT_AS] = used + int(environment["GRADER_MEMORY_BYTES"])
    for what, value in wanted.items():
        # One second more for the hard CPU limit: at the soft one the signal still tells what it was.
        resource.setrlimit(what, (value, value + 1 if what == resource.RLIMIT_CPU else value))


def _address_space() -> int:
    """Bytes of address space in use, 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as counters:
            return int(counters.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
