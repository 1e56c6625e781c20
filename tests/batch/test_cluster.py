"""A class on a cluster: a real scheduler, and workers in processes of their own, on this machine alone.

What needs no such thing is asked of a cluster that does what it is told at once.
"""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from grader.batch import cluster as room  # noqa: E402
from grader.batch import outpost, scheduler  # noqa: E402
from grader.batch.cluster import Cluster  # noqa: E402
from grader.batch.coordinator import Coordinator  # noqa: E402
from grader.batch.desks import Desks  # noqa: E402
from grader.batch.outpost import Reply  # noqa: E402
from grader.batch.pool import Here, LocalWorkers, Lost, Stopped, Workers  # noqa: E402
from grader.batch.tasks import Graded, Shown, Task, ToGrade, ToShow  # noqa: E402
from grader.batch.work import show  # noqa: E402
from grader.grading.seed import PUBLIC, Seed  # noqa: E402
from grader.outcome import Finding  # noqa: E402
from grader.store.store import Store  # noqa: E402
from grader.submission.find import Found  # noqa: E402
from grader.wall.levels import Level  # noqa: E402
from tests.grading.sheet import spec, values  # noqa: E402
from tests.slots import shared_slot  # noqa: E402

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
CLASS = {f"s{number}": f"{RIGHT}# {number}\n" for number in range(5)} | {
    "deadly": "def double(x): return 2 * x\ndef triple(x): return 2 * x\n",
    "syntax": "def double(x:\n",
    "wrong": "def double(x): return x\ndef triple(x): return 3 * x\n",
}
#: Whoever triples wrongly has the grading process look at the known mistakes, and this one ends it.
REFERENCE = """
    import os
    from reference.mistake import mistake
    def double(x): return 2 * x
    def triple(x): return 3 * x
    @mistake(of=triple, name="deadly", sentence="You end the process.", advice="Do not.")
    def deadly(x): os.kill(os.getpid(), 9)
"""
Outcome = dict[str, tuple[bytes | None, Finding | None]]


class Nobody:
    """Looks on."""

    def begins(self, total: int, known: int) -> None:
        pass

    def one(self, found: Found, figures: object) -> None:
        pass


@dataclass
class Classroom:
    """A class, its specs, and where its results are kept."""

    root: Path
    sources: dict[str, str]

    def __post_init__(self) -> None:
        self.specs = spec(self.root, {"one": [values("double"), values("triple", 2)]}, REFERENCE, call=20)
        for who, source in self.sources.items():
            (self.root / who).mkdir()
            (self.root / who / "own.py").write_text(source, "utf-8")

    def desks(self) -> Desks:
        return Desks(Seed(PUBLIC, secret=False), self.specs)

    def found(self) -> list[Found]:
        return [Found(who, "small", self.root / who) for who in self.sources]

    def graded(
        self,
        name: str,
        workers: Callable[[Desks], Workers],
        watcher: Any = None,
        level: Level | None = None,
    ) -> Outcome:
        """Everybody's report, packed, or why there is none. name: of the store."""
        with Store(self.root / f"{name}.sqlite") as store:
            made: list[Workers] = []

            def crew(tasks: int) -> Workers:
                made[:] = made or [workers(desks)]
                return made[0]

            desks = self.desks()
            coordinator = Coordinator(store, desks, level or shared_slot().level, watcher or Nobody())
            try:
                coordinator.run([], self.found(), crew)
            finally:
                for each in made:
                    each.__exit__(None, None, None)
            ours = store.hand_ins(store.runs()[-1].number)
            return {one.who: (store.report(one.result) if one.result else None, one.problem) for one in ours}


@contextmanager
def cluster_of(workers: int) -> Iterator[Any]:
    """A scheduler on this machine, with workers in their own processes."""
    with distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as made:
        yield made


def at(address: str, **more: Any) -> Callable[[Desks], Cluster]:
    return lambda desks: Cluster(address, desks, shared_slot().level, **more)


class Killer(Nobody):
    """Kills a worker that has something to do, as soon as there is a first result."""

    def __init__(self, client: Any) -> None:
        self.client, self.pids = client, client.run(os.getpid)
        self.killed = ""

    def one(self, found: Found, figures: object) -> None:
        busy = [worker for worker, keys in self.client.processing().items() if any("grade-" in key for key in keys)]
        if busy and not self.killed:
            self.killed = busy[0]
            os.kill(self.pids[self.killed], signal.SIGKILL)


# ---- a real one
@pytest.fixture(scope="module")
def two() -> Iterator[Any]:
    """A connection to a scheduler with two workers."""
    with cluster_of(2) as made, distributed.Client(made.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2)
        yield client


@dataclass
class Twice:
    """One class, graded here and on a cluster of which a worker was killed."""

    root: Path
    here: Outcome
    there: Outcome
    killer: Killer
    pids: dict[str, int]  # of the workers afterwards


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory, two: Any) -> Twice:
    made = Classroom(tmp_path_factory.mktemp("twice"), CLASS)
    os.mkfifo(made.root / "s3" / "pipe")
    (made.root / "s4" / "secret.py").symlink_to("/etc/hostname")
    killer = Killer(two)
    there = made.graded("there", at(two.scheduler.address), killer)
    pids = two.run(os.getpid)
    return Twice(made.root, made.graded("here", lambda desks: LocalWorkers(desks, 1)), there, killer, pids)


def test_a_worker_that_is_killed_costs_no_result_and_all_bytes_are_those_of_this_machine(twice: Twice) -> None:
    killed = twice.killer.killed
    assert killed and twice.killer.pids[killed] not in twice.pids.values()
    assert twice.there == twice.here and set(twice.there) == set(CLASS)
    assert all(report for who, (report, _) in twice.there.items() if who != "deadly")


def test_what_ends_the_process_that_grades_it_is_recorded_and_ends_no_worker(twice: Twice) -> None:
    report, problem = twice.there["deadly"]
    assert report is None and problem is not None
    what = "The process that graded this hand-in ended twice (signal 9), the second time with nothing beside it."
    assert (problem.what, problem.where) == (what, str(twice.root / "deadly"))
    kept = set(twice.killer.pids.values()) & set(twice.pids.values())
    assert len(kept) == 1  # all but the one that was killed from outside


def test_a_worker_of_another_kind_is_refused_by_name_and_by_what_differs(tmp_path: Path, two: Any) -> None:
    ours = shared_slot().level
    other = next(level for level in (Level.CONFINED, Level.ISOLATED) if level is not ours)
    with pytest.raises(Stopped) as stopped:
        Classroom(tmp_path, {"ann": RIGHT}).graded(
            "x", lambda desks: Cluster(two.scheduler.address, desks, other), level=other
        )
    (finding,) = stopped.value.findings
    assert stopped.value.exit_code == 2
    assert finding.what.startswith("A worker of the cluster works with something else than this machine")
    assert "(tcp://127.0.0.1:" in finding.where
    assert finding.where.endswith(f"): level {ours.letter} there, {other.letter} here")
    assert "--specs and --data" in finding.advice and "what was graded is kept" in finding.advice


def test_pages_are_drawn_there_as_here_and_a_worker_that_sees_no_specs_is_told_so(twice: Twice, two: Any) -> None:
    report, _ = twice.here["wrong"]
    assert report
    page = ToShow(3, report, "wrong", "", {}, ())
    blind = Desks(Seed(PUBLIC, secret=False), twice.root / "gone")
    with at(two.scheduler.address)(blind) as workers:
        drawn = sorted(workers.run([page, replace(page, number=5)]), key=lambda one: one.number)  # as they come
        assert drawn == [show(page), replace(show(page), number=5)]
        with pytest.raises(Stopped) as stopped:
            list(workers.run([ToGrade(1, "key", Found("s1", "small", twice.root / "s1"), "content")]))
    (finding,) = stopped.value.findings
    assert finding.what.startswith("A worker of the cluster cannot set up the assignment: ")
    assert "(tcp://127.0.0.1:" in finding.where and "--specs and --data" in finding.advice


class Ender(Nobody):
    """Ends the scheduler once there is a first result."""

    def __init__(self, made: Any) -> None:
        self.made = made

    def one(self, found: Found, figures: object) -> None:
        self.made.close()


def test_a_scheduler_that_goes_costs_nothing_that_was_graded_and_the_next_run_goes_on(tmp_path: Path) -> None:
    made = Classroom(tmp_path, {who: CLASS[who] for who in ("s0", "s1", "s2", "s3")})
    with cluster_of(1) as there, pytest.raises(Stopped) as stopped:
        made.graded("there", at(there.scheduler_address), Ender(there))
    (finding,) = stopped.value.findings
    assert stopped.value.exit_code == 4
    assert finding.what == "The connection to the cluster's scheduler broke off."
    assert finding.where.startswith("tcp://127.0.0.1") and "what was graded is kept" in finding.advice
    with Store(tmp_path / "there.sqlite") as store:
        assert 0 < len([one for one in store.hand_ins(1) if one.result]) < 4
    here = lambda desks: Here(desks, shared_slot())  # noqa: E731
    assert made.graded("there", here) == made.graded("here", here)


def test_a_scheduler_without_workers_is_told_after_a_while(tmp_path: Path) -> None:
    with cluster_of(0) as there, pytest.raises(Stopped) as stopped:
        Classroom(tmp_path, {"ann": RIGHT}).graded("x", at(there.scheduler_address, patience=0.1))
    (finding,) = stopped.value.findings
    assert stopped.value.exit_code == 4
    assert finding.what == "The cluster has 0 workers, and none has come in 0.1 seconds."
    assert finding.where == there.scheduler_address
    assert f"dask worker {there.scheduler_address}" in finding.advice


def test_a_process_that_grades_ends_with_its_worker_and_leaves_nothing() -> None:
    process = outpost._Process("run", pickle.dumps(Desks(Seed(PUBLIC, secret=False))))
    assert process.lives
    process._connection.close()  # as the system does for a worker that was killed
    assert process._process.wait(60) == 0
    assert not Path(process._home).exists()


def test_what_a_killed_process_left_is_removed_by_its_worker() -> None:
    process = outpost._Process("run", pickle.dumps(Desks(Seed(PUBLIC, secret=False))))
    process._process.kill()
    assert process.ended() == "signal 9"
    assert not Path(process._home).exists()


# ---- one that does what it is told at once
class Future:
    """What came of a task already."""

    def __init__(self, key: str, outcome: Any) -> None:
        self.key, self._outcome, self.released = key, outcome, False
        failed = isinstance(outcome, Exception) and not isinstance(outcome, TimeoutError)
        self.status = "error" if failed else "finished"

    def add_done_callback(self, tell: Callable[[Any], None]) -> None:
        tell(self)

    def exception(self) -> Any:
        return self._outcome

    def result(self, timeout: float) -> Any:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome

    def release(self) -> None:
        self.released = True


class AtOnce:
    """A client whose cluster answers what it is told to. sent: what was."""

    status, has_it = "running", True

    def __init__(self, answer: Callable[[Task], Any], threads: int = 2) -> None:
        self._answer, self._threads = answer, threads
        self.sent: list[SimpleNamespace] = []
        self.cancelled: list[Any] = []

    def nthreads(self) -> dict[str, int]:
        return {"tcp://127.0.0.1:1": self._threads}

    def run(self, function: Any, words: str, workers: list[str], on_error: str) -> dict[str, bool]:
        return dict.fromkeys(workers, self.has_it)

    def submit(self, function: Any, run: str, desks: bytes, errand: bytes, key: str, retries: int) -> Future:
        task = pickle.loads(errand).task
        outcome = self._answer(task)
        raw = isinstance(outcome, Reply) or (isinstance(outcome, Exception) and not isinstance(outcome, Stopped))
        reply = outcome if raw else Reply("w", pickle.dumps(outcome))
        self.sent.append(SimpleNamespace(key=key, retries=retries, future=Future(key, reply)))
        return self.sent[-1].future

    def cancel(self, futures: list[Any]) -> None:
        self.cancelled += futures

    def close(self, timeout: float) -> None:
        pass


def tasks(root: Path, count: int) -> list[Task]:
    (root / "ann.py").write_text(RIGHT, "utf-8")
    return [
        ToGrade(number, f"key{number}", Found("ann", "small", root / "ann.py"), "content") for number in range(count)
    ]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Cluster, AtOnce]]:
    """told(answer): a cluster that gives this answer to each task."""

    def make(answer: Callable[[Task], Any], threads: int = 2) -> tuple[Cluster, AtOnce]:
        client = AtOnce(answer, threads)
        monkeypatch.setattr(scheduler, "connected", lambda address: client)
        return Cluster("tcp://127.0.0.1:1", Desks(Seed(PUBLIC, secret=False)), Level.ISOLATED), client

    return make


def fine(task: Task) -> Graded:
    return Graded(99, None)  # another run's number


def test_the_content_is_the_tasks_key_and_what_was_read_is_released(told: Any, tmp_path: Path) -> None:
    workers, client = told(fine)
    assert [answer.number for answer in workers.run(tasks(tmp_path, 3))] == [0, 1, 2]
    assert [sent.key for sent in client.sent] == ["grade-key0", "grade-key1", "grade-key2"]
    assert all(sent.future.released and sent.retries == 2 for sent in client.sent)


def test_no_more_is_on_its_way_than_the_workers_can_soon_do(told: Any, tmp_path: Path) -> None:
    workers, client = told(fine, threads=3)
    ahead = [len(client.sent) - read for read, _ in enumerate(workers.run(tasks(tmp_path, 20)))]
    assert max(ahead) == 6
    alone = [len(client.sent) - read for read, _ in enumerate(workers.run(tasks(tmp_path, 5), at_once=1), 20)]
    assert max(alone) == 1 and client.sent[-1].key == "grade-key4-alone"


def test_large_hand_ins_wait_for_one_another(told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST_BYTES", 1)
    workers, client = told(fine)
    assert max(len(client.sent) - read for read, _ in enumerate(workers.run(tasks(tmp_path, 5)))) == 1


def test_whoever_stops_reading_calls_back_what_is_on_its_way(told: Any, tmp_path: Path) -> None:
    workers, client = told(fine)
    running = workers.run(tasks(tmp_path, 9))
    next(running)
    running.close()
    assert [future.key for future in client.cancelled] == ["grade-key1", "grade-key2", "grade-key3"]


@pytest.mark.parametrize(
    ("came", "how"),
    [
        (Reply("w", None, "signal 9"), "signal 9"),
        (distributed.KilledWorker("task", None, 3), "its worker ended with it"),
        (TimeoutError(), "its worker ended with its result"),
    ],
)
def test_what_nobody_survived_is_lost_and_for_the_coordinator_to_try_again(
    came: Any, how: str, told: Any, tmp_path: Path
) -> None:
    (only,) = tasks(tmp_path, 1)
    workers, _ = told(lambda task: came)
    assert list(workers.run([only])) == [Lost(only, how)]


def test_a_machine_that_refuses_costs_one_hand_in_its_result_and_is_told(told: Any, tmp_path: Path) -> None:
    workers, _ = told(lambda task: OSError(0, "No space left on device, on node7 (tcp://10.0.0.7:1)"))
    what = "A worker's machine refused: No space left on device, on node7 (tcp://10.0.0.7:1)."
    problem = Finding(what, "", "Make room there, and run the same command again.")
    assert list(workers.run(tasks(tmp_path, 1))) == [Graded(0, None, problem)]
    assert list(workers.run([ToShow(4, b"", "ann", "", {}, ())])) == [Shown(4, problem=problem)]


def test_a_cluster_that_cannot_read_what_it_is_sent_is_told_so(told: Any, tmp_path: Path) -> None:
    workers, _ = told(lambda task: ModuleNotFoundError("No module named 'grader'"))
    with pytest.raises(Stopped) as stopped:
        list(workers.run(tasks(tmp_path, 1)))
    (finding,) = stopped.value.findings
    assert stopped.value.exit_code == 2
    assert finding.what.startswith("The cluster cannot read what it was sent: its scheduler or a worker has another")
    assert finding.where == "tcp://127.0.0.1:1: ModuleNotFoundError: No module named 'grader'"
    assert "straightedge[cluster]" in finding.advice


def test_what_stops_a_run_there_stops_it_here(told: Any, tmp_path: Path) -> None:
    workers, _ = told(lambda task: Stopped((Finding("The data is torn."),), 3))
    with pytest.raises(Stopped) as stopped:
        list(workers.run(tasks(tmp_path, 1)))
    assert (stopped.value.findings[0].what, stopped.value.exit_code) == ("The data is torn.", 3)


def test_a_worker_without_the_program_is_sent_nothing(told: Any, tmp_path: Path) -> None:
    workers, client = told(fine)
    client.has_it = False
    with pytest.raises(Stopped) as stopped:
        list(workers.run(tasks(tmp_path, 1)))
    (finding,) = stopped.value.findings
    assert stopped.value.exit_code == 2 and not client.sent
    assert (finding.what, finding.where) == ("A worker of the cluster does not have this program.", "tcp://127.0.0.1:1")
    assert "straightedge[cluster]" in finding.advice
