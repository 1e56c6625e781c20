"""The grader's handle of one zygote (the far side's mother process), and of each process that it forks."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.wall import bubblewrap, visible
from grader.wall.far.lockdown import SCRATCH, House, Job
from grader.wall.far.surroundings import surroundings
from grader.wall.folders import remove
from grader.wall.running import Ended, Running

if TYPE_CHECKING:
    from grader.wall.limits import Limits

FAR = Path(__file__).parent / "far"
#: Nobody's number: neither the system, nor systemd, nor the tools that add users give it away. Student code runs as
#: this user where the grader is root.
UNPRIVILEGED = 60_700
SECONDS_TO_START = 60.0  # Python, numpy and torch on a machine that is busy; no student's code runs yet
_LARGEST_MESSAGE = 1 << 16


class NotStarted(Exception):
    """The zygote could not be started, or has ended; in words."""


class Zygote:
    """One zygote and what it forks. `base` is a folder of the grader's own, with the spool in it."""

    def __init__(self, base: Path, namespaces: bool, torch: bool) -> None:
        self.namespaces = namespaces
        self._base, self._torch = base, torch
        self._lock = threading.Lock()
        self._count = 0
        self._ended: dict[int, Ended] = {}
        self._private: int | None = None  # bytes, once it is ready
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(SECONDS_TO_START)
        with tempfile.TemporaryFile() as words, theirs:
            self._words = os.dup(words.fileno())
            try:
                self._popen = subprocess.Popen(
                    self._command(theirs.fileno()), pass_fds=[theirs.fileno()], cwd="/", env=surroundings("/"),
                    stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True,
                )  # fmt: skip
            except OSError as trouble:
                self._control.close()
                os.close(self._words)
                raise NotStarted(str(trouble)) from trouble

    def _command(self, control: int) -> list[str]:
        python = visible.python()
        wanted = {
            "path": python.path,
            "zygote": {
                "control": control,
                "torch": self._torch,
                "house": asdict(House(self.namespaces, **asdict(visible.opened()))),
            },
        }
        command = [python.executable, "-P", "-s", "-S", str(FAR / "main.py"), json.dumps(wanted)]
        if self.namespaces:
            command = [*bubblewrap.command(self._base / "spool"), *command]
        if os.getuid() == 0:
            needs = [*visible.needed(), str(self._base)]
            launch = json.dumps({"user": UNPRIVILEGED, "needs": needs, "command": command})
            command = [sys.executable, "-I", "-S", str(FAR / "launch.py"), launch]
        return command

    # ---- what is said
    def fork(self, limits: "Limits", files: Path | None) -> "Forked":
        """A locked process that waits for its first request. Raises NotStarted."""
        scratch = SCRATCH if self.namespaces else self._make_scratch()
        sizes = (limits.memory_mb << 20, limits.file_mb << 20, limits.scratch_mb << 20)
        job = Job(limits.cpu, *sizes, scratch, self._seen(files))
        channel, theirs = socket.socketpair()
        output, printing = os.pipe()
        with self._lock:
            try:
                self._until_ready()
                self._count += 1
                number = self._count
                message = json.dumps([number, asdict(job)]).encode()
                socket.send_fds(self._control, [message], [theirs.fileno(), printing])
                handle = self._started(number)
            except (OSError, NotStarted) as trouble:
                channel.close()
                os.close(output)
                raise NotStarted(self._last_words() or str(trouble)) from trouble
            finally:
                theirs.close()
                os.close(printing)
        assert self._private is not None
        return Forked(self, number, handle, channel, output, self._private, "" if self.namespaces else scratch)

    def _until_ready(self) -> None:
        if self._private is None:
            message, _ = self._receive()
            self._private = int(message["private"])

    def _started(self, number: int) -> int:
        while True:
            message, descriptors = self._receive()
            if message.get("started") == number:
                return descriptors[0]

    def ended(self, number: int) -> Ended:
        """How a process ended that has ended."""
        with self._lock:
            while number not in self._ended:
                try:
                    self._receive()
                except (OSError, NotStarted):
                    return Ended(-signal.SIGKILL, None, orphan=True)
            return self._ended.pop(number)

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        data, descriptors, _, _ = socket.recv_fds(self._control, _LARGEST_MESSAGE, 1)
        if not data:
            raise NotStarted("it ended")
        message = json.loads(data)
        if "ended" in message:
            self._ended[message["ended"]] = Ended(message["code"], message["cpu"])
        return message, descriptors

    def _last_words(self) -> str:
        return os.pread(self._words, 4000, 0).decode("utf-8", "replace").strip()

    # ---- files
    def _make_scratch(self) -> str:
        folder = tempfile.mkdtemp(prefix="", dir=self._base / "scratch")
        if os.getuid() == 0:
            os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        return folder

    def _seen(self, files: Path | None) -> str:
        """Where the far side sees a folder of the spool."""
        if files is None:
            return ""
        return f"{bubblewrap.SPOOL}/{files.relative_to(self._base / 'spool')}" if self.namespaces else str(files)

    def close(self) -> None:
        """Ends the zygote, and with it all that it forked."""
        self._control.close()
        try:
            self._popen.wait(5)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        if self._words >= 0:
            os.close(self._words)
            self._words = -1


class Forked(Running):
    """One locked process."""

    def __init__(
        self, zygote: Zygote, number: int, handle: int, channel: socket.socket, output: int, shared: int, scratch: str
    ) -> None:
        super().__init__(_pid(handle), channel.fileno(), channel.fileno(), output, shared)
        self.scratch = scratch
        self.signals_itself = not zygote.namespaces
        self._zygote, self._number, self._handle, self._channel = zygote, number, handle, channel
        self._end: Ended | None = None

    def alive(self) -> bool:
        return not self._gone(0)

    def _gone(self, seconds: float | None) -> bool:
        if self._handle < 0 or self._end:
            return True
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(None if seconds is None else seconds * 1000))

    def kill(self) -> None:
        # By its handle and not by its number, which may be another process's by now. At level A it is the first
        # process of its namespace: all others there end with it.
        if self._handle >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self, seconds: float | None = None) -> Ended | None:
        if self._end is None and self._gone(seconds):
            self._end = self._zygote.ended(self._number)
        return self._end

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_WR)

    def clean_up(self, output_is_drained: bool) -> None:
        self._channel.close()
        os.close(self.output)
        handle, self._handle = self._handle, -1
        os.close(handle)
        if self.scratch:
            remove(Path(self.scratch))


def _pid(handle: int) -> int:
    """The number of a process as this side sees it; 0 where it has ended."""
    with open(f"/proc/self/fdinfo/{handle}") as lines:  # noqa: PTH123
        return max(next((int(line.split()[1]) for line in lines if line.startswith("Pid:")), 0), 0)
