"""One process on the far side: started, talked to, watched and killed. Knows frames and clocks, no verdict's words.

A watchdog thread kills at the deadline, so every read and write here can block; a thread drains what is printed, so a
flood can neither block the student nor fill our memory. Both work on every system.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from grader.wall import wire
from grader.wall.decoder import Decoder, Import
from grader.wall.encoder import Encoder, Export
from grader.wall.limits import Limits

FAR_SIDE = Path(__file__).parent / "far" / "main.py"
KEPT_OUTPUT = 64 << 10
POLL = 0.05  # seconds between two looks at clock and memory; RLIMIT_AS stops a balloon, polling names it
LAST_WORDS = 0.5  # seconds for a process to exit that has closed its end of the channel


class Killed(Enum):
    """Why this side ended the process."""

    WALL_CLOCK = "wall clock"
    MEMORY = "memory"
    OUTPUT = "output"
    CALLBACKS = "callbacks"
    NONSENSE = "nonsense"  # a frame that is none of ours


@dataclass(frozen=True)
class Death:
    """How the process ended: killed by us, or with an exit code of its own (negative: a signal)."""

    killed: Killed | None
    exit_code: int
    output: str  # the end of what it printed
    detail: str = ""


class Died(Exception):
    """The process is gone in the middle of a conversation."""

    def __init__(self, death: Death) -> None:
        super().__init__(f"{death.killed or death.exit_code}")
        self.death = death


class Process:
    """A running far side, its clock and its scratch directory."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._killed: Killed | None = None
        self._detail = ""
        self._deadline: float | None = None
        self._open = False  # a request is being answered
        self._closed = False
        self._wake = threading.Condition()
        self._output = b""
        self._printed = 0
        self._allowed_output = limits.output_mb << 20
        self._scratch = tempfile.mkdtemp(prefix="grade-")
        try:
            self._popen = self._start()
        except BaseException:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise
        self._drain = threading.Thread(target=self._drain_output, daemon=True)
        self._watch = threading.Thread(target=self._watch_clock, daemon=True)
        self._drain.start()
        self._watch.start()

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {
            "HOME": self._scratch, "TMPDIR": self._scratch, "PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1",
            "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "MPLBACKEND": "agg",
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
            "GRADER_CPU_SECONDS": str(self._limits.cpu),
            "GRADER_FILE_BYTES": str(self._limits.file_mb << 20),
            "GRADER_MEMORY_BYTES": str(self._limits.memory_mb << 20),
        }  # fmt: skip
        if "SYSTEMROOT" in os.environ:  # Windows cannot start Python without it
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        return subprocess.Popen(
            [sys.executable, "-P", "-s", str(FAR_SIDE)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=self._scratch, env=environment, start_new_session=os.name == "posix", bufsize=0,
        )  # fmt: skip

    # ---- the conversation
    def send(self, message: Any, export: Export) -> None:
        """One message. Raises Died, or Malformed where our own value cannot cross."""
        frame = Encoder(export, wire.TO_STUDENT).frame(message)
        assert self._popen.stdin is not None
        try:
            wire.write_frame(self._popen.stdin.fileno(), frame)
        except OSError:
            raise Died(self.bury()) from None

    def receive(self, recall: Import) -> Any:
        """The next message. Raises Died; a frame that is none of ours ends the process."""
        assert self._popen.stdout is not None
        try:
            frame = wire.read_frame(self._popen.stdout.fileno(), wire.FROM_STUDENT)
            return Decoder(recall).message(*frame)
        except (EOFError, OSError):
            raise Died(self.bury()) from None
        except wire.Malformed as trouble:
            raise self.talked_nonsense(str(trouble)) from None

    def talked_nonsense(self, detail: str) -> Died:
        """Ends the process for what it said."""
        self.kill(Killed.NONSENSE, detail)
        return Died(self.bury())

    @contextlib.contextmanager
    def within(self, seconds: float, calls: int = 1) -> Iterator[None]:
        """Runs the student's clock, and counts what `calls` calls may print, for what happens inside."""
        self._allowed_output = self._printed + calls * (self._limits.output_mb << 20)
        with self._wake:
            self._deadline, self._open = time.monotonic() + seconds, True
            self._wake.notify()
        try:
            yield
        finally:
            # No notice to the watchdog here and below: it looks by itself, and waking it would cost each callback.
            self._deadline, self._open = None, False

    @contextlib.contextmanager
    def clock_stopped(self) -> Iterator[None]:
        """Our own time is not the student's."""
        now, deadline = time.monotonic(), self._deadline
        self._deadline = None
        try:
            yield
        finally:
            self._deadline = None if deadline is None else deadline + time.monotonic() - now

    def kill(self, why: Killed, detail: str = "") -> None:
        """Ends the process and all that it started."""
        if self._killed is None and self._popen.poll() is None:
            self._killed, self._detail = why, detail
        self._kill_tree()

    # ---- the watchers
    def _watch_clock(self) -> None:
        with self._wake:
            while self._popen.poll() is None:
                deadline = self._deadline
                if deadline is None:
                    self._wake.wait(POLL if self._open else None)
                elif time.monotonic() >= deadline:
                    self.kill(Killed.WALL_CLOCK)
                    self._wake.wait(POLL)
                elif self._memory() > self._limits.memory_mb << 20:
                    self.kill(Killed.MEMORY)
                    self._wake.wait(POLL)
                else:
                    self._wake.wait(min(max(deadline - time.monotonic(), 0), POLL))

    def _memory(self) -> int:
        """Bytes that the process holds for itself; 0 where it cannot be read."""
        try:
            with open(f"/proc/{self._popen.pid}/statm") as counters:  # noqa: PTH123 - many times a second
                _, resident, shared, *_ = counters.read().split()
            return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return memory_elsewhere(self._popen.pid)

    def _drain_output(self) -> None:
        assert self._popen.stderr is not None
        descriptor = self._popen.stderr.fileno()
        while part := os.read(descriptor, KEPT_OUTPUT):
            self._printed += len(part)
            self._output = (self._output + part)[-KEPT_OUTPUT:]
            if self._printed > self._allowed_output:
                self.kill(Killed.OUTPUT)

    # ---- the end
    def _kill_tree(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._popen.pid, 9)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            self._popen.kill()

    def bury(self) -> Death:
        """Waits for the end, cleans up, and tells how it was."""
        try:
            self._popen.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            # Closing its end of the channel without exiting is no way to stay alive.
            self.kill(Killed.NONSENSE, "the channel was closed")
        self.close()
        return Death(self._killed, self._popen.returncode, self._output.decode("utf-8", "replace"), self._detail)

    def close(self) -> None:
        """Ends the process, if it lives, and removes its scratch directory. May be called again."""
        if self._closed:
            return
        self._closed = True
        assert self._popen.stdin and self._popen.stdout and self._popen.stderr
        with contextlib.suppress(OSError):
            self._popen.stdin.close()
        self._kill_tree()
        self._popen.wait()
        with self._wake:
            self._wake.notify()
        self._watch.join()
        self._drain.join(1)
        self._popen.stdout.close()
        if not self._drain.is_alive():
            self._popen.stderr.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def memory_elsewhere(pid: int) -> int:
    """The same where there is no /proc; 0 where the process is gone."""
    import psutil  # only there

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
