"""One process on the far side: talked to, watched and killed. Knows frames and clocks, no verdict's words.

A watchdog thread kills at the deadline, so every read and write here can block; a thread drains what is printed, so a
flood can neither block the student nor fill our memory. Both work on every system.
"""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from grader.wall import wire
from grader.wall.decoder import Decoder, Import
from grader.wall.encoder import Encoder, Export
from grader.wall.limits import Limits
from grader.wall.running import Ended, Running

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
    cpu: float | None = None  # seconds that it took in all, where that is known


class Died(Exception):
    """The process is gone in the middle of a conversation."""

    def __init__(self, death: Death) -> None:
        super().__init__(f"{death.killed or death.exit_code}")
        self.death = death


class Process:
    """A running far side and its clock."""

    def __init__(self, limits: Limits, running: Running) -> None:
        self._limits, self._running = limits, running
        self._killed: Killed | None = None
        self._detail = ""
        self._deadline: float | None = None
        self._open = False  # a request is being answered
        self._end: Ended | None = None
        self._wake = threading.Condition()
        self._output = b""
        self._printed = 0
        self._allowed_output = limits.output_mb << 20
        self._drain = threading.Thread(target=self._drain_output, daemon=True)
        self._watch = threading.Thread(target=self._watch_clock, daemon=True)
        self._drain.start()
        self._watch.start()

    # ---- the conversation
    def send(self, message: Any, export: Export) -> None:
        """One message. Raises Died, or Malformed where our own value cannot cross."""
        frame = Encoder(export, wire.TO_STUDENT).frame(message)
        try:
            wire.write_frame(self._running.writer, frame)
        except OSError:
            raise Died(self.bury()) from None

    def receive(self, recall: Import) -> Any:
        """The next message. Raises Died; a frame that is none of ours ends the process."""
        try:
            frame = wire.read_frame(self._running.reader, wire.FROM_STUDENT)
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
        if self._killed is None and self._running.alive():
            self._killed, self._detail = why, detail
        self._running.kill()

    # ---- the watchers
    def _watch_clock(self) -> None:
        with self._wake:
            while self._running.alive():
                deadline = self._deadline
                if deadline is None:
                    self._wake.wait(POLL if self._open else None)
                elif time.monotonic() >= deadline:
                    self.kill(Killed.WALL_CLOCK)
                    self._wake.wait(POLL)
                elif self._running.memory() > self._limits.memory_mb << 20:
                    self.kill(Killed.MEMORY)
                    self._wake.wait(POLL)
                else:
                    self._wake.wait(min(max(deadline - time.monotonic(), 0), POLL))

    def _drain_output(self) -> None:
        while part := os.read(self._running.output, KEPT_OUTPUT):
            self._printed += len(part)
            self._output = (self._output + part)[-KEPT_OUTPUT:]
            if self._printed > self._allowed_output:
                self.kill(Killed.OUTPUT)

    # ---- the end
    def bury(self) -> Death:
        """Waits for the end, cleans up, and tells how it was."""
        if self._running.wait(LAST_WORDS) is None:
            # Closing its end of the channel without exiting is no way to stay alive.
            self.kill(Killed.NONSENSE, "the channel was closed")
        end = self.close()
        return Death(self._killed, end.exit_code, self._output.decode("utf-8", "replace"), self._detail, end.cpu)

    def close(self) -> Ended:
        """Ends the process, if it lives, and removes what belonged to it. May be called again."""
        if self._end is None:
            self._running.hang_up()
            self._running.kill()
            self._end = self._running.wait()
            assert self._end, "a wait without end comes back with one"
            with self._wake:
                self._wake.notify()
            self._watch.join()
            self._drain.join(1)
            self._running.clean_up(output_is_drained=not self._drain.is_alive())
        return self._end
