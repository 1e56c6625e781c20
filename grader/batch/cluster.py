"""Workers of a cluster: a dask scheduler is given one task after the other, never more than its workers can soon do.

A worker that is gone costs its task another try, which dask sees to. A process that dies over a hand-in costs that one
a second try, alone, which the coordinator sees to, as it does for workers of this machine. Nothing is decided here.
"""

import contextlib
import os
import pickle
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self

from grader.batch import scheduler
from grader.batch.datasets import Datasets
from grader.batch.desks import Desks
from grader.batch.errand import Answer, Errand
from grader.batch.outpost import Reply, work
from grader.batch.parcel import StaysHere, packed
from grader.batch.pool import LocalWorkers, Lost, Stopped
from grader.batch.rests_on import rests_on
from grader.batch.same_program import Other, drawn_with, refused
from grader.batch.tasks import Done, Graded, Shown, Task, ToGrade
from grader.outcome import Finding
from grader.wall.levels import Level

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 60.0  # seconds for which a cluster without workers is waited for
_LOOK = 1.0  # seconds between two looks whether anybody works there
_GIVES_BACK = 60.0  # seconds for a result that is there to arrive
#: Of hand-ins on their way at once: the scheduler holds them in memory.
_MOST_BYTES = 400_000_000
#: Asked of a new worker before it is sent anything: a task that it cannot read would end it.
_HAS_IT = "__import__('importlib.util').util.find_spec('grader') is not None"
_RETRIES = 2  # of an errand that its worker's machine refused


@dataclass(frozen=True)
class _Sent:
    task: Task
    size: int
    future: "Future[Reply]"


class Cluster:
    """The workers of one scheduler. level: of this machine, which theirs has to be."""

    crowded = True

    def __init__(self, address: str, desks: Desks, level: Level, patience: float = PATIENCE) -> None:
        """Raises UserMistake where the scheduler cannot be reached."""
        self._address, self._level, self._patience = address, level, patience
        specs, data = (path and Path(os.path.abspath(path)) for path in (desks.specs, desks.data))  # noqa: PTH100
        self._desks = replace(desks.packed(), specs=specs, data=data)
        self._packed_desks = pickle.dumps(self._desks)
        self._run = uuid.uuid4().hex  # no worker keeps a process, and the specs that it has read, for another run
        self._sent: dict[str, _Sent] = {}
        self._ended: SimpleQueue[str] = SimpleQueue()
        self._threads = self._answers = 0
        self._looked_at: set[str] = set()
        self._client: Client = scheduler.connected(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        scheduler.left(self._client)

    def run(self, tasks: Iterable[Task], at_once: int | None = None) -> Iterator[Done | Lost]:
        """What comes of each task, as it comes. at_once: fewer than there are workers. Raises UserMistake, Stopped."""
        waiting, here = iter(tasks), list[Task]()
        self._threads = self._count()
        try:
            while True:
                self._fill(waiting, here, at_once)
                if not self._sent:
                    break
                sent = self._sent.pop(self._next())
                answer = self._read(sent)
                sent.future.release()  # no worker keeps what is here
                yield answer
        finally:
            self._call_back()
        if here:
            with LocalWorkers(self._desks, 1) as workers:
                yield from workers.run(here)

    # ---- there
    def _fill(self, waiting: Iterator[Task], here: list[Task], at_once: int | None) -> None:
        """Sends as many tasks as should be on their way. here: takes those that cannot be sent."""
        most = at_once or max(2, 2 * self._threads)  # one in work, one at hand
        while len(self._sent) < most and sum(sent.size for sent in self._sent.values()) < _MOST_BYTES:
            task = next(waiting, None)
            if task is None:
                return
            try:
                self._send(task, alone=at_once == 1)
            except StaysHere:
                here.append(task)

    def _send(self, task: Task, alone: bool) -> None:
        """Raises StaysHere."""
        if isinstance(task, ToGrade):
            errand = pickle.dumps(Errand(task, packed(task.found.path)))
            key = f"grade-{task.key}{'-alone' if alone else ''}"
        else:
            errand = pickle.dumps(Errand(task, None, tuple(drawn_with().items())))
            key = f"show-{sha256(errand).hexdigest()}{'-alone' if alone else ''}"
        future = self._client.submit(work, self._run, self._packed_desks, errand, key=key, retries=_RETRIES)
        self._sent[key] = _Sent(task, len(errand), future)
        future.add_done_callback(self._has_ended)

    def _has_ended(self, future: "Future[Reply]") -> None:
        self._ended.put(future.key)

    def _call_back(self) -> None:
        """Nobody waits for what is on its way. What is being graded runs to its end."""
        futures = [sent.future for sent in self._sent.values()]
        self._sent.clear()
        if futures and self._client.status == "running":
            with contextlib.suppress(Exception):
                self._client.cancel(futures)

    # ---- back
    def _next(self) -> str:
        """The key of a task that has ended. Raises Stopped where nobody is there to work."""
        look, alone = min(_LOOK, self._patience), 0.0
        while True:
            try:
                key = self._ended.get(timeout=look)
            except Empty:
                self._threads = self._count()
                alone = 0.0 if self._threads else alone + look
                if alone >= self._patience:
                    raise Stopped((scheduler.nobody(self._address, self._patience),), 4) from None
            else:
                if key in self._sent:  # else it was called back
                    return key

    def _count(self) -> int:
        """How many tasks the workers can do at once. Raises Stopped: the scheduler is gone, a worker has no grader."""
        try:
            there = self._client.nthreads()
            new = [worker for worker in there if worker not in self._looked_at]
            have = self._client.run(eval, _HAS_IT, workers=new, on_error="return") if new else {}
        except (OSError, CancelledError, RuntimeError, AttributeError):
            raise Stopped((scheduler.lost(self._address),), 4) from None
        for worker in (worker for worker, answer in have.items() if answer is False):
            raise Stopped((scheduler.lacking(worker),), 2)
        self._looked_at.update(new)
        return sum(there.values())

    def _read(self, sent: _Sent) -> Done | Lost:
        """What came of a task. Raises Stopped."""
        future = sent.future
        if future.status == "error":
            return self._failed(sent.task, future.exception())
        try:
            reply = future.result(timeout=_GIVES_BACK)
            answer = None if reply.answer is None else pickle.loads(reply.answer)
        except TimeoutError:
            return Lost(sent.task, "its worker ended with its result")
        except (OSError, CancelledError):
            raise Stopped((scheduler.lost(self._address),), 4) from None
        except Exception as trouble:
            raise Stopped((scheduler.unread(self._address, trouble),), 2) from trouble
        self._look_around()
        return Lost(sent.task, reply.died) if answer is None else self._answer(sent.task, reply.worker, answer)

    def _failed(self, task: Task, why: BaseException) -> Done | Lost:
        """What the cluster says of a task instead of what came of it. Raises Stopped."""
        from distributed import KilledWorker

        if isinstance(why, KilledWorker):
            return Lost(task, "its worker ended with it")
        if isinstance(why, OSError):
            return _refused(task, why.strerror or type(why).__name__)
        raise Stopped((scheduler.unread(self._address, why),), 2)

    def _look_around(self) -> None:
        """Counts the workers again after as many answers as they give in one go: some may have come or gone."""
        self._answers += 1
        if self._answers > self._threads:
            self._answers, self._threads = 0, self._count()

    def _answer(self, task: Task, worker: str, answer: Answer) -> Done:
        if isinstance(answer, Stopped):
            raise answer
        if isinstance(answer, Other):
            ours = {} if answer.problem else self._ours(task)
            raise Stopped((refused(worker, ours, answer),), 2)
        return replace(answer, number=task.number)  # another run may have asked for the same

    def _ours(self, task: Task) -> Mapping[str, str]:
        if isinstance(task, ToGrade):
            return rests_on(self._desks.desk(task.found.slug), self._level, Datasets({})).parts
        return drawn_with()


def _refused(task: Task, why: str) -> Done:
    advice = "Make room there, and run the same command again."
    problem = Finding(f"A worker's machine refused: {why}.", "", advice)
    return Graded(task.number, None, problem) if isinstance(task, ToGrade) else Shown(task.number, problem=problem)
