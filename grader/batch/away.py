"""The process that grades on another machine: one bench, told over a pipe what to do. It knows nothing of the cluster.

It looks first whether it is the same program with the same specs, then unpacks what was handed in, and then does what
any other worker does. Its own process, because our code is interrupted in a main thread only, and because what dies
over a hand-in should not be the cluster's worker.
"""

import pickle
import shutil
import signal
import sys
import tempfile
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.datasets import Datasets
from grader.batch.desks import Desks
from grader.batch.errand import Answer, Errand
from grader.batch.parcel import Parcel, unpacked
from grader.batch.pool import Stopped
from grader.batch.rests_on import RestsOn, rests_on
from grader.batch.same_program import Other, drawn_with
from grader.batch.tasks import ToGrade
from grader.log import keep_log
from grader.outcome import Finding
from grader.threads import one_thread
from grader.wall.slot import Slot

if TYPE_CHECKING:
    from grader.batch.work import Bench

#: Seconds without work after which it ends: whoever sent it work may have been killed.
PATIENCE = 300.0


class NoRoom(Exception):
    """This machine refused to take a hand-in's files; another one may not."""


class Away:
    """A bench on another machine. home: where hand-ins are unpacked."""

    def __init__(self, desks: Desks, slot: Slot, bench: "Bench", home: Path) -> None:
        self._desks, self._slot, self._bench, self._home = desks, slot, bench, home
        self._rests: dict[str, RestsOn] = {}

    def do(self, errand: Errand) -> Answer:
        """What came of it. Raises NoRoom."""
        try:
            if isinstance(errand.task, ToGrade):
                return self._other(errand.task) or self._grade(errand.task, errand.parcel)
            if dict(errand.drawn_with) != drawn_with():
                return Other(drawn_with())
            return self._bench.do(errand.task)
        except NoRoom:
            raise
        except Exception as trouble:
            return Stopped.by(trouble)

    def _other(self, task: ToGrade) -> Other | None:
        """Why results of this machine would not belong under the task's key; None where they do."""
        slug = task.found.slug
        try:
            if slug not in self._rests:
                self._rests[slug] = rests_on(self._desks.desk(slug), self._slot.level, Datasets({}))
        except Exception as trouble:  # the machine that sent it has set up the same desk
            found = Stopped.by(trouble).findings
            return Other({}, found[0] if found else Finding("It failed."))
        rests = self._rests[slug]
        return None if rests.whole(task.content) == task.key else Other(rests.parts)

    def _grade(self, task: ToGrade, parcel: Parcel | None) -> Answer:
        assert parcel is not None
        with tempfile.TemporaryDirectory(dir=self._home) as place:
            try:
                path = unpacked(parcel, Path(place))
            except OSError as trouble:
                raise NoRoom(trouble.strerror or type(trouble).__name__) from trouble
            found = replace(task.found, path=path, source=task.found.where)
            return self._bench.do(replace(task, found=found))


def main() -> None:
    """Errands from the pipe until it is closed, or nothing has come for long. usage: DESCRIPTOR HOME"""
    one_thread()
    from grader.batch.work import Bench

    connection, home = Connection(int(sys.argv[1])), Path(sys.argv[2])
    keep_log()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    try:
        desks = pickle.loads(connection.recv_bytes())
        with Slot() as slot, Bench(desks, slot) as bench:
            away = Away(desks, slot, bench, home)
            while connection.poll(PATIENCE):
                connection.send(_said(away, connection.recv_bytes()))
    except (EOFError, OSError):
        pass  # the cluster's worker has ended
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _said(away: Away, errand: bytes) -> tuple[str, bytes]:
    """Why this machine refused, or "", and the answer."""
    try:
        return "", pickle.dumps(away.do(pickle.loads(errand)))
    except NoRoom as refusal:
        return str(refusal), b""


def _leave(*_: object) -> None:
    raise SystemExit(0)
