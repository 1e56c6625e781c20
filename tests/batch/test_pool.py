"""Workers in processes of their own: who dies, hangs or is told to go costs nobody a result, and leaves nothing."""

import os
import sys
from pathlib import Path

import psutil
import pytest

from grader.batch import leaving, pool
from grader.batch.desks import Desks
from grader.batch.pool import Here, LocalWorkers, Lost, Stopped
from grader.batch.tasks import Graded, ToGrade, content_of
from grader.grading.judge import judge
from grader.grading.seed import PUBLIC, Seed
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.submission.find import Found
from tests.batch.classes import RIGHT, SLEEPS, TWO, WRONG
from tests.grading.sheet import spec
from tests.slots import shared_slot


@pytest.fixture
def desks(tmp_path):
    return Desks(Seed(PUBLIC, secret=False), spec(tmp_path, TWO, call=60))


@pytest.fixture
def task(tmp_path):
    """task("ann", source): a hand-in to grade."""

    def made(who: str, source: str) -> ToGrade:
        folder = tmp_path / "class" / who
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "own.py").write_text(source, "utf-8")
        found = Found(who, "small", folder)
        return ToGrade(ord(who[0]), who, found, content_of(found))

    return made


def children() -> list[psutil.Process]:
    """The workers of this test; not the zygotes of the tests' slot, nor what Python keeps for itself."""
    return [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=20)[1]


def score(answer: object) -> float:
    assert isinstance(answer, Graded) and answer.result is not None
    return answer.result.figures.score


def test_workers_live_on_from_task_to_task_and_end_with_their_room(desks, task):
    with LocalWorkers(desks, 2) as workers:
        assert children() == []  # before there is work
        first = list(workers.run([task("ann", RIGHT), task("bob", WRONG), task("cid", RIGHT)]))
        mine = children()
        assert len(mine) == 2 and all(one.is_running() for one in mine)
        [alone] = workers.run([task("dan", WRONG)], at_once=1)
        assert children() == mine
        below = [each for one in mine for each in one.children(recursive=True)]
    assert sorted(map(score, first)) == [1, 3, 3] and score(alone) == 1
    assert gone([*mine, *below])


def test_who_is_killed_is_told_with_its_task_and_the_others_work_on(desks, task):
    with LocalWorkers(desks, 2) as workers:
        answers = workers.run([task("ann", SLEEPS), task("bob", RIGHT), task("cid", WRONG)])
        assert score(next(answers)) == 3  # bob: the other one hangs
        busy = next(one for one in children() if one.children(recursive=True) and "ann" in given(workers, one))
        busy.kill()
        rest = list(answers)
    [lost] = [one for one in rest if isinstance(one, Lost)]
    assert (lost.task.key, lost.how) == ("ann", "signal 9")
    assert [score(one) for one in rest if isinstance(one, Graded)] == [1]


def given(workers: LocalWorkers, process: psutil.Process) -> str:
    """Whose hand-in a worker has."""
    for one in workers._busy.values():
        if one._process.pid == process.pid:
            return one._task.key
    return ""


def test_who_dies_while_it_is_idle_costs_a_second_try_and_no_run(desks, task):
    with LocalWorkers(desks, 1) as workers:
        assert score(next(workers.run([task("ann", RIGHT)]))) == 3
        [idle] = children()
        idle.kill()
        idle.wait()
        [lost] = workers.run([task("bob", RIGHT)])
        assert isinstance(lost, Lost) and lost.task.key == "bob"
        [again] = workers.run([task("bob", RIGHT)], at_once=1)
        assert score(again) == 3


def test_an_end_in_the_middle_leaves_no_process_and_no_folder(desks, task):
    before = folders()
    with pytest.raises(KeyboardInterrupt), LocalWorkers(desks, 2) as workers:
        for _ in workers.run([task("ann", SLEEPS), task("bob", RIGHT), task("cid", SLEEPS)]):
            mine = [each for one in children() for each in (one, *one.children(recursive=True))]
            raise KeyboardInterrupt
    assert gone(mine) and folders() == before


def folders() -> set[str]:
    """Folders of living slots."""
    return {path.name for path in Path(os.environ.get("TMPDIR", "/tmp")).glob("grade-slot-*") if mine(path)}


def mine(path: Path) -> bool:
    pid = int(path.name.split("-")[2])
    return psutil.pid_exists(pid) and any(one.pid == os.getpid() for one in psutil.Process(pid).parents())


def test_what_stops_a_whole_run_crosses_over_with_its_words(desks, task, tmp_path):
    (tmp_path / "specs" / "small" / "assignment.yaml").write_text("slug: small\n", "utf-8")
    with LocalWorkers(desks, 1) as workers, pytest.raises(Stopped) as told:
        list(workers.run([task("ann", RIGHT)]))
    assert told.value.exit_code == 3 and told.value.findings[0].what


@pytest.mark.parametrize(
    ("trouble", "code", "what"),
    [
        (UserMistake(Finding("Not this.")), 2, "Not this."),
        (OSError(28, "No space left on device", "/tmp/x"), 4, "The machine refused: No space left on device."),
        (ValueError("x"), 4, "Something failed on our side: ValueError. No mark is lost by it."),
    ],
)
def test_whatever_stops_a_run_is_told_with_whose_it_was(trouble, code, what):
    stopped = Stopped.by(trouble)
    assert (stopped.exit_code, stopped.findings[0].what) == (code, what)


def test_to_leave_is_not_taken_for_a_fault_of_a_check():
    class Interrupted:
        title = "it"

        def run(self, attempt: object) -> None:
            raise leaving.Leave

    with pytest.raises(leaving.Leave):
        judge(Interrupted(), None)  # type: ignore[arg-type]


def test_one_task_needs_no_process(desks, task):
    before = children()
    with Here(desks, shared_slot()) as here:
        assert [score(one) for one in here.run([task("ann", RIGHT)])] == [3]
    assert children() == before


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells where it may run")
def test_with_a_worker_for_each_core_each_has_one_and_another_in_its_place_takes_it(desks, task, monkeypatch):
    there = sorted(os.sched_getaffinity(0))
    monkeypatch.setattr(pool, "cores", lambda: there[:1])
    with LocalWorkers(desks, 1) as workers:
        list(workers.run([task("ann", RIGHT)]))
        [first] = children()
        assert first.cpu_affinity() == there[:1]
        first.kill()
        first.wait()
        list(workers.run([task("bob", RIGHT)]))
        list(workers.run([task("bob", RIGHT)]))
        assert [one.cpu_affinity() for one in children()] == [there[:1]]
    monkeypatch.setattr(pool, "cores", lambda: [*there, *there])
    with LocalWorkers(desks, 1) as workers:
        list(workers.run([task("ann", RIGHT)]))
        assert [one.cpu_affinity() for one in children()] == [there]
