"""How a worker's process ends before its time: told by whoever started it, or because that one is gone."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait

from grader.interruption import never_lost


class Leave(BaseException):
    """It is time to go. No Exception and no SystemExit, which are believed to be a check's or the reference's."""


def ready_to_leave() -> None:
    """This process goes by `Leave` when it is told to, or when its parent has ended; Ctrl-C is not for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    never_lost(Leave, signal.SIGTERM, lambda: signal.signal(signal.SIGTERM, _leave))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


@contextlib.contextmanager
def without_interrupts() -> Iterator[None]:
    """What is started here hears no Ctrl-C before it is ready to leave; here it is heard afterwards."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # or it is started below, and unblocks what is blocked here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough, and must not disturb the tidying up
    raise Leave


def _follow(parent: int) -> None:
    """Whoever is killed tells nobody: without this a worker would run what it runs to the end."""
    wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
