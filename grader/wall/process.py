"""One process on the far side: started, talked to, watched and killed. Knows frames and clocks, no verdict's words.

A watchdog thread kills at the deadline, so every read and write here can simply block; a thread drains what is
printed, so a flood can neither block the student nor fill our memory. Both work on every system.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.wall import wire
from grader.wall.limits import Limits

FAR_SIDE = Path(__file__).parent / "far" / "main.py"
KEPT_OUTPUT = 64 << 10
MEMORY_POLL = 0.05  # seconds; RLIMIT_AS does the stopping, polling names it


class Killed(Enum):
    """Why this side ended the process."""

    WALL_CLOCK = "wall clock"
    MEMORY = "memory"
    OUTPUT = "output"
    NONSENSE = "nonsense"  # a frame that is none of ours


@dataclass(frozen=True)
class Death:
    """How the process ended: killed by us, or with an exit code of its own (negative: a signal)."""

    killed: Killed | None
    exit_code: int
    output: str
    detail: str = ""


class Died(Exception):
    """The process is gone in the middle of a conversation."""

    def __init__(self, death: Death) -> None:
        super().__init__(f"{death.killed or death.exit_code}")
        self.death = death


class Process:
    """A running far side. `exchange` sends one message and reads one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._scratch = tempfile.mkdtemp(prefix="grade-")
        self._killed: Killed | None = None
        self._detail = ""
        self._deadline: float | None = None
        self._changed = threading.Condition()
        self._output = bytearray()
        self._printed = 0
        self._popen = self._start()
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
            [sys.executable, "-P", "-s", "-B", str(FAR_SIDE)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=self._scratch, env=environment, start_new_session=os.name == "posix", bufsize=0,
        )  # fmt: skip

    # ---- the conversation
    def send(self, message: Any, export: wire.Export) -> None:
        """One message. Raises Died, or Malformed where our own value cannot cross."""
        frame = wire.Encoder(export, wire.Caps(header=64 << 20, nodes=5_000_000)).frame(message)
        assert self._popen.stdin is not None
        try:
            wire.write_frame(self._popen.stdin.fileno(), frame)
        except OSError:
            raise Died(self.bury()) from None

    def receive(self, recall: wire.Import) -> Any:
        """The next message. Raises Died; a frame that is none of ours ends the process."""
        assert self._popen.stdout is not None
        try:
            return wire.read_frame(self._popen.stdout.fileno(), wire.Decoder(recall))
        except (EOFError, OSError):
            raise Died(self.bury()) from None
        except wire.Malformed as trouble:
            self.kill(Killed.NONSENSE, str(trouble))
            raise Died(self.bury()) from None

    @contextlib.contextmanager
    def within(self, seconds: float) -> Any:
        """Runs the student's clock for what happens inside."""
        self._set_deadline(time.monotonic() + seconds)
        try:
            yield
        finally:
            self._set_deadline(None)

    @contextlib.contextmanager
    def clock_stopped(self) -> Any:
        """Our own time is not the student's."""
        left = None if self._deadline is None else self._deadline - time.monotonic()
        self._set_deadline(None)
        try:
            yield
        finally:
            self._set_deadline(None if left is None else time.monotonic() + left)

    def kill(self, why: Killed, detail: str = "") -> None:
        """Ends the process and all that it started."""
        if self._killed is None and self._popen.poll() is None:
            self._killed, self._detail = why, detail
        self._kill_tree()

    # ---- the watchers
    def _set_deadline(self, deadline: float | None) -> None:
        with self._changed:
            self._deadline = deadline
            self._changed.notify()

    def _watch_clock(self) -> None:
        with self._changed:
            while self._popen.poll() is None:
                if self._deadline is None:
                    self._changed.wait()
                    continue
                self._changed.wait(min(max(self._deadline - time.monotonic(), 0), MEMORY_POLL))
                if self._deadline is None:
                    continue
                if time.monotonic() >= self._deadline:
                    self.kill(Killed.WALL_CLOCK)
                elif self._memory() > self._limits.memory_mb << 20:
                    self.kill(Killed.MEMORY)

    def _memory(self) -> int:
        """Bytes that the process holds for itself; 0 where it cannot be read."""
        try:
            with open(f"/proc/{self._popen.pid}/statm") as counters:
                _, resident, shared, *_ = counters.read().split()
            return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return _memory_elsewhere(self._popen.pid)

    def _drain_output(self) -> None:
        assert self._popen.stderr is not None
        descriptor = self._popen.stderr.fileno()
        while part := os.read(descriptor, 1 << 16):
            self._printed += len(part)
            self._output += part[: KEPT_OUTPUT - len(self._output)]
            if self._printed > self._limits.output_mb << 20:
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
        # Closing its end of the channel without exiting is no way to stay alive.
        try:
            self._popen.wait(0.5)
        except subprocess.TimeoutExpired:
            self.kill(Killed.NONSENSE, "the channel was closed")
        self.close()
        return Death(self._killed, self._popen.returncode, self._output.decode("utf-8", "replace"), self._detail)

    def close(self) -> None:
        """Ends the process, if it lives, and removes its scratch directory."""
        assert self._popen.stdin and self._popen.stdout and self._popen.stderr
        with contextlib.suppress(OSError):
            self._popen.stdin.close()
        self._kill_tree()
        self._popen.wait()
        self._set_deadline(None)
        self._watch.join()
        self._drain.join(1)
        self._popen.stdout.close()
        if not self._drain.is_alive():
            self._popen.stderr.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _memory_elsewhere(pid: int) -> int:
    import psutil  # only where there is no /proc

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
