"""One process on the far side: talked to, watched and killed. Knows frames and clocks, no verdict's words.

A watchdog thread kills at the deadline, so every read and write here can block. It works on every system.
"""

import contextlib
import select
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from grader.wall import scratch, wire
from grader.wall.decoder import Decoder, Import
from grader.wall.encoder import Encoder, Export
from grader.wall.limits import Limits
from grader.wall.output import Output
from grader.wall.running import Ended, Running, killed_for_memory

POLL = 0.05  # seconds between two looks at clock and memory; RLIMIT_AS stops a balloon, polling names it
KILL_SIGNAL = 9  # by its number, because not every system has the name
SCRATCH_POLL = 0.25  # seconds between two looks at a scratch folder
LAST_WORDS = 0.5  # seconds for a process to exit that has closed its end of the channel


class Killed(Enum):
    """Why this side ended the process."""

    WALL_CLOCK = "wall clock"
    MEMORY = "memory"
    OUTPUT = "output"
    SCRATCH = "scratch"
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
    computed: float | None = None  # seconds of CPU that it took for the open request, where that is known
    outside: str = ""  # what ended it that was neither it nor this side, in words

    def had_its_share(self, seconds: float) -> bool:
        """Whether it computed for at least half of the time after which it was stopped.

        If not, it slept or waited, or others had the machine: from here the two look alike.
        """
        return self.computed is not None and self.computed >= seconds / 2


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
        self._computed_before: float | None = None
        self._computed: float | None = None
        self._next_look = 0.0  # at the scratch folder
        self._killed_for_memory = killed_for_memory()
        self._wake = threading.Condition()
        self._asleep = True  # the watchdog, until somebody wakes it
        self._output = Output(running.output, lambda: self.kill(Killed.OUTPUT))
        self._watch = threading.Thread(target=self._watch_clock, daemon=True)
        self._output.start(limits.output_mb << 20)
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
            self._await_word()
            frame = wire.read_frame(self._running.reader, wire.FROM_STUDENT)
            return Decoder(recall).message(*frame)
        except (EOFError, OSError):
            raise Died(self.bury()) from None
        except wire.Malformed as trouble:
            raise self.talked_nonsense(str(trouble)) from None

    def _await_word(self) -> None:
        """Until there is something to read, or nobody left to say it: without confinement a process that lives on may
        hold the channel open."""
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(self._running.reader, select.POLLIN)
            while not poll.poll(POLL * 1000):
                if not self._running.alive():
                    raise EOFError

    def talked_nonsense(self, detail: str) -> Died:
        """Ends the process for what it said."""
        self.kill(Killed.NONSENSE, detail)
        return Died(self.bury())

    @contextlib.contextmanager
    def within(self, seconds: float, calls: int = 1) -> Iterator[None]:
        """Runs the student's clock, and counts what `calls` calls may print, for what happens inside.

        Raises Died where a limit was hit, also if an answer was given just before: one of the two is told, always.
        """
        self._output.allow(calls * (self._limits.output_mb << 20))
        self._computed_before = self._running.computed()
        with self._wake:
            self._deadline, self._open = time.monotonic() + seconds, True
            if self._asleep:  # else it looks by itself, at most POLL from now: waking it would cost each request
                self._wake.notify()
        try:
            yield
        finally:
            with self._wake:  # no notice to the watchdog, here and below: waking it would cost each callback
                self._deadline, self._open = None, False
        self._output.settle()
        if trouble := self._too_much_scratch():
            self.kill(Killed.SCRATCH, trouble)
        if self._killed:
            raise Died(self.bury())

    @contextlib.contextmanager
    def clock_stopped(self) -> Iterator[None]:
        """Our own time is not the student's."""
        now, deadline = time.monotonic(), self._deadline
        self._deadline = None
        try:
            yield
        finally:
            self._deadline = None if deadline is None else deadline + time.monotonic() - now

    def disk_is_full(self) -> bool:
        """Whether the process can write nothing because others have filled the disk that its scratch is on."""
        folder = self._running.scratch
        return bool(folder) and shutil.disk_usage(folder).free < self._limits.file_mb << 20

    def kill(self, why: Killed, detail: str = "") -> None:
        """Ends the process and all that it started."""
        if self._killed is None and self._running.alive():
            self._killed, self._detail = why, detail
            self._computed = self._computed_since()
        self._running.kill()

    # ---- the watchdog
    def _watch_clock(self) -> None:
        with self._wake:
            while self._running.alive():
                deadline = self._deadline
                if deadline is None:
                    self._asleep = not self._open
                    self._wake.wait(POLL if self._open else None)
                    self._asleep = False
                elif limit := self._limit_hit(deadline):
                    self.kill(*limit)
                    self._wake.wait(POLL)
                else:
                    self._wake.wait(min(max(deadline - time.monotonic(), 0), POLL))

    def _limit_hit(self, deadline: float) -> tuple[Killed, str] | None:
        now = time.monotonic()
        if now < deadline and self._running.memory() > self._limits.memory_mb << 20:
            return Killed.MEMORY, ""
        if now >= min(self._next_look, deadline):  # at the end once more: files without end are the better reason
            self._next_look = now + SCRATCH_POLL
            if trouble := self._too_much_scratch():
                return Killed.SCRATCH, trouble
        return (Killed.WALL_CLOCK, "") if now >= deadline else None

    def _too_much_scratch(self) -> str:
        folder = self._running.scratch
        return scratch.too_much(folder, self._limits.scratch_mb) if folder else ""

    def _computed_since(self) -> float | None:
        before, now = self._computed_before, self._running.computed()
        return None if before is None or now is None else now - before

    # ---- the end
    def bury(self) -> Death:
        """Waits for the end, cleans up, and tells how it was."""
        if self._running.wait(LAST_WORDS) is None:
            # Closing its end of the channel without exiting is no way to stay alive.
            self.kill(Killed.NONSENSE, "the channel was closed")
        end = self.close()
        printed, outside = self._output.text, self._from_outside(end)
        return Death(self._killed, end.exit_code, printed, self._detail, end.cpu, self._computed, outside)

    def _from_outside(self, end: Ended) -> str:
        """What ended it that was neither it nor this side."""
        if self._killed:
            return ""
        if end.orphan:
            return "the zygote that it was forked from has ended"
        if end.exit_code != -KILL_SIGNAL or (end.cpu or 0) >= self._limits.cpu:
            return ""
        if killed_for_memory() > self._killed_for_memory:
            return "this machine has run out of memory; fewer submissions at once, or a lower `memory_mb`, need less"
        return "" if self._running.signals_itself else "somebody on this machine has killed it"

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
            self._running.clean_up(output_is_drained=self._output.close())
        return self._end
