"""What a cluster's worker does with an errand: hands it to a process of its own, and gives back what that says.

Everything is bytes here. Nothing that was handed in is unpacked, read or run in the cluster's worker itself, which may
have other work. Its processes end with it, with the run that they were started for, or where nothing comes for long.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import grader

_ENDS_WITHIN = 10.0  # seconds; then it is killed
_idle: list["_Process"] = []
_turn = threading.Lock()


@dataclass(frozen=True)
class Reply:
    """What came of an errand. worker: where. answer: pickled; None where the process died over it, `died`: how."""

    worker: str
    answer: bytes | None
    died: str = ""


def work(run: str, desks: bytes, errand: bytes) -> Reply:
    """Does one errand. run: processes are kept from one errand of a run to the next.

    Raises OSError where this machine refuses what it takes.
    """
    process = _kept(run) or _Process(run, desks)
    try:
        refused, answer = process.does(errand)
    except (EOFError, OSError):
        return Reply(_here(), None, process.ended())
    except BaseException:
        process.ended()
        raise
    with _turn:
        _idle.append(process)
    if refused:
        raise OSError(0, f"{refused}, on {_here()}")
    return Reply(_here(), answer)


def _kept(run: str) -> "_Process | None":
    """A process of this run that waits for work. Those of other runs are ended: they have read other specs."""
    with _turn:
        mine = [process for process in _idle if process.run == run and process.lives]
        others = [process for process in _idle if process not in mine]
        _idle[:] = mine[:-1]
    for process in others:
        process.ended()
    return mine[-1] if mine else None


def _here() -> str:
    from distributed import get_worker

    return f"{socket.gethostname()} ({get_worker().address})"


class _Process:
    """One process that grades, see `away`. Not one of multiprocessing's: a cluster's worker may have none of those."""

    def __init__(self, run: str, desks: bytes) -> None:
        self.run = run
        self._home = tempfile.mkdtemp(prefix="grade-")
        ours, theirs = socket.socketpair()
        self._connection = Connection(ours.detach())
        with theirs:
            code = "from grader.batch.away import main; main()"
            command = [sys.executable, "-P", "-c", code, str(theirs.fileno()), self._home]
            try:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], env=_environment()
                )
            except BaseException:
                self._connection.close()
                shutil.rmtree(self._home, ignore_errors=True)
                raise
        self._connection.send_bytes(desks)

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def does(self, errand: bytes) -> tuple[str, bytes]:
        """Why this machine refused it, or "", and the answer. Raises EOFError, OSError where the process died."""
        self._connection.send_bytes(errand)
        refused, answer = self._connection.recv()
        return refused, answer

    def ended(self) -> str:
        """Sees to it that it has ended, and says how: what it started, and what it unpacked, is gone with it."""
        self._connection.close()
        try:
            code = self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def _environment() -> dict[str, str]:
    """This process's, with this very program on the path."""
    path = [str(Path(grader.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
