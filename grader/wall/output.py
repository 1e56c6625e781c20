"""What a process prints: taken as it comes, so that a flood blocks nobody and fills no memory; counted, its end kept.

Decides nothing: whoever counts as too much is told of it.
"""

import os
import select
import threading
from collections.abc import Callable

KEPT = 64 << 10
IDLE = 0.25  # seconds between two looks at whether it is over; a pipe may be held open by a process that lives on


class Output:
    """The reading end of one process's pipe. `too_much` is called, perhaps often, once more came than is allowed."""

    def __init__(self, descriptor: int, too_much: Callable[[], None]) -> None:
        self._descriptor, self._too_much = descriptor, too_much
        self._end = b""
        self._count, self._allowed = 0, 0
        self._over = False
        self._taking = threading.Lock()
        self._thread = threading.Thread(target=self._drain, daemon=True)

    def start(self, allowed: int) -> None:
        """Begins to read."""
        self._allowed = allowed
        self._thread.start()

    def allow(self, more: int) -> None:
        """From here on so many bytes more may come."""
        self._allowed = self._count + more

    def settle(self) -> None:
        """Counts what was printed until now: without this it were chance whether an answer or its flood came first."""
        while self._waiting(0) and self._take() and self._count <= self._allowed:
            pass

    @property
    def text(self) -> str:
        """The end of it."""
        return self._end.decode("utf-8", "replace")

    def close(self) -> bool:
        """Takes what is left of a process that has ended, and stops. Whether nobody reads any more."""
        self.settle()
        self._over = True
        self._thread.join(None if hasattr(select, "poll") else 1)
        return not self._thread.is_alive()

    def _drain(self) -> None:
        """Until nobody can print any more."""
        while not self._over:
            if self._waiting(IDLE) and not self._take():
                return

    def _take(self) -> bool:
        """Reads once, if there is something; whether there can be more."""
        with self._taking:
            if not self._waiting(0):
                return True  # somebody else took it
            part = os.read(self._descriptor, KEPT)
            self._count += len(part)
            self._end = (self._end + part)[-KEPT:]
        if self._count > self._allowed:
            self._too_much()
        return bool(part)

    def _waiting(self, seconds: float) -> bool:
        """Whether a read would come back at once."""
        if not hasattr(select, "poll"):
            # Windows cannot ask a pipe. The thread waits in the read itself, and nobody else reads.
            return threading.current_thread() is self._thread
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
