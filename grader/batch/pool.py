"""Workers on this machine: a process for each slot, each with one task at a time.

What comes back does not depend on how many there are. A worker that dies costs its task a second try, alone.
"""

import contextlib
import gc
import logging
import multiprocessing
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Protocol, Self, cast

from grader.batch.desks import Desks
from grader.batch.leaving import Leave, ready_to_leave, without_interrupts
from grader.batch.tasks import Done, Task, ToShow
from grader.log import keep_log
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.threads import cores, one_thread, stay_on
from grader.wall.slot import Slot

#: New objects until a worker looks for rubbish among them; Python's own count is 700.
_RUBBISH = 20_000
_TASKS = 50  # until it looks through everything


@dataclass(frozen=True)
class Lost:
    """A task whose worker died over it."""

    task: Task
    how: str  # "signal 9"


class Stopped(Exception):
    """What stops a whole run, as it crosses from one process to another: a spec that cannot be read, data that is not
    there. Carries its findings and its exit code."""

    def __init__(self, findings: tuple[Finding, ...], exit_code: int) -> None:
        super().__init__(findings, exit_code)
        self.findings, self.exit_code = findings, exit_code

    @classmethod
    def by(cls, trouble: Exception) -> "Stopped":
        """Of any exception; one without a message of its own is a fault of ours, and told in the log."""
        findings = getattr(trouble, "findings", None) or (
            (trouble.finding,) if isinstance(trouble, UserMistake) else ()
        )
        if findings:
            return cls(tuple(findings), getattr(trouble, "exit_code", 2 if isinstance(trouble, UserMistake) else 3))
        if isinstance(trouble, OSError):
            what = f"The machine refused: {trouble.strerror or type(trouble).__name__}."
            advice = "Make room or give permission there, and run the same command again; what was graded is kept."
            return cls((Finding(what, str(trouble.filename or ""), advice),), 4)
        logging.getLogger("grader").error("%s", "".join(traceback.format_exception(trouble)))
        what = f"Something failed on our side: {type(trouble).__name__}. No mark is lost by it."
        return cls((Finding(what, "", "Run the same command again; what was graded is kept."),), 4)


class Workers(Protocol):
    """Where tasks are worked on."""

    #: Whether several tasks share a machine, so that a limit may have been another one's doing.
    crowded: bool

    def run(self, tasks: Iterable[Task], at_once: int | None = None) -> Iterator[Done | Lost]:
        """What comes of each, as it comes. at_once: fewer than there could be. Raises what stops a whole run."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *trouble: object) -> None: ...


class Here:
    """No other process: for a single task."""

    crowded = False

    def __init__(self, desks: Desks, slot: Slot) -> None:
        from grader.batch.work import Bench  # here: to grade needs much that to look up does not

        self._bench = Bench(desks, slot)

    def run(self, tasks: Iterable[Task], at_once: int | None = None) -> Iterator[Done | Lost]:
        """One after the other."""
        yield from map(self._bench.do, tasks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._bench.__exit__(*trouble)


class Drawing:
    """Draws pages in this process, and grades nothing: no student code is started."""

    crowded = False

    def run(self, tasks: Iterable[Task], at_once: int | None = None) -> Iterator[Done | Lost]:
        """One after the other."""
        from grader.batch.work import show

        for task in tasks:
            assert isinstance(task, ToShow)
            yield show(task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        pass


class LocalWorkers:
    """`count` processes on this machine, started when there is a task for them."""

    def __init__(self, desks: Desks, count: int) -> None:
        self._desks, self._count, self.crowded = desks.packed(), count, count > 1
        self._cores = cores() if count == len(cores()) else []
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        for worker in self._busy.values():
            worker.kill()
        for worker in self._idle:
            worker.end()
        self._busy.clear()
        self._idle.clear()

    def run(self, tasks: Iterable[Task], at_once: int | None = None) -> Iterator[Done | Lost]:
        """What comes of each task, as it comes. at_once: fewer than there are workers."""
        waiting, most = iter(tasks), min(at_once or self._count, self._count)
        self._keep_busy(waiting, most)
        while self._busy:
            for connection in wait(list(self._busy)):
                done = self._taken(self._busy.pop(cast("Connection", connection)))
                self._keep_busy(waiting, most)  # first: what is done is kept while others work
                yield done

    def _keep_busy(self, waiting: Iterator[Task], most: int) -> None:
        for task in islice(waiting, most - len(self._busy)):
            worker = self._idle.pop() if self._idle else _Worker(self._desks, self._free_core())
            self._busy[worker.connection] = worker
            worker.give(task)

    def _free_core(self) -> int | None:
        """Where the next worker stays. It and the process that it talks to work in turns: on one core neither waits for
        the other to be woken on another one. None where there is not just one worker for each."""
        taken = {worker.core for worker in (*self._idle, *self._busy.values())}
        return next((core for core in self._cores if core not in taken), None)

    def _taken(self, worker: "_Worker") -> Done | Lost:
        """A worker's answer; it may work on, or it is dead. Raises what stops the whole run."""
        answer = worker.answer()
        if isinstance(answer, Lost):
            worker.kill()
        else:
            self._idle.append(worker)
        if isinstance(answer, Stopped):
            raise answer
        return answer


class _Worker:
    """One process with a bench of its own. `core`: where it and all that it starts stay; None for anywhere."""

    def __init__(self, desks: Desks, core: int | None) -> None:
        self.core = core
        context = multiprocessing.get_context("spawn")  # a fork would copy threads and the store's connection
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(theirs, desks, core), daemon=True)
        with without_interrupts():
            self._process.start()
        theirs.close()
        self._task: Task | None = None

    def give(self, task: Task) -> None:
        """Sends a task."""
        self._task = task
        with contextlib.suppress(OSError):  # it has died while it was idle: that is its answer
            self.connection.send(task)

    def answer(self) -> "Done | Lost | Stopped":
        """What came of the task, or what stops the whole run."""
        assert self._task is not None
        try:
            answer: Done | Stopped = self.connection.recv()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            return Lost(self._task, f"signal {-code}" if code is not None and code < 0 else f"exit code {code}")
        return answer

    def end(self) -> None:
        """Lets it end; whatever it started has ended then."""
        with contextlib.suppress(OSError):
            self.connection.send(None)
        self._process.join(5)
        self.kill()

    def kill(self) -> None:
        """Ends it at once. What it started ends with it: each zygote watches its channel."""
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.connection.close()


def _work(connection: Connection, desks: Desks, core: int | None) -> None:
    """A worker's life: tasks until there is none, or until the coordinator is gone."""
    one_thread()
    stay_on(core)
    from grader.batch.work import Bench

    keep_log()
    with contextlib.suppress(Leave, EOFError, OSError), contextlib.ExitStack() as stack:
        ready_to_leave()
        bench: Bench | None = None
        done = 0
        while (task := connection.recv()) is not None:
            try:
                bench = bench or stack.enter_context(Bench(desks))
                answer: Done | Stopped = bench.do(task)
                done += 1
                _tidy_up(done)
            except Exception as trouble:
                answer = Stopped.by(trouble)
            connection.send(answer)


def _tidy_up(done: int) -> None:
    """What was loaded and learnt for the first task stays: looking it through for rubbish again and again would be a
    tenth of a worker's time. So that is done seldom; and all of it after so many tasks, or it would pile up."""
    if done == 1:
        gc.collect()
        gc.freeze()
        gc.set_threshold(_RUBBISH)
    elif done % _TASKS == 0:
        gc.collect()
