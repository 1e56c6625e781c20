"""`grade CLASS`: worker processes, Ctrl-C, one broken hand-in, a store that cannot be used, as the command tells it."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from grader.batch import class_run, work
from grader.batch.coordinator import Coordinator
from grader.batch.pool import Here
from grader.store.store import Store
from tests.batch.classes import HANGS, RIGHT, SLEEPS, TWO, USUAL, WRONG
from tests.cli.conftest import command, environment
from tests.grading.sheet import spec
from tests.slots import shared_slot
from tests.unprivileged import as_nobody, folder_of_nobody

POINTS = {"ann": 3.0, "bob": 1.0, "cid": 3.0, "dan": 0.0, "eve": 0.0}
#: Known mistakes are tried on wrong answers alone, and on our side: so one hand-in kills the worker that grades it.
KILLS = """
    import os, signal
    from pathlib import Path
    def double(x): return 2 * x
    def triple(x): return 3 * x
    from reference.mistake import mistake
    @mistake(of=triple, name="it dies", sentence="It dies.", advice="Live.")
    def dies(x):
        place = Path(LIVES)
        lives = int(place.read_text())
        if lives:
            place.write_text(str(lives - 1))
            os.kill(os.getpid(), signal.SIGKILL)
        return x
"""


@pytest.fixture
def specs(tmp_path) -> Path:
    return spec(tmp_path, TWO)


@pytest.fixture
def hand_in(tmp_path):
    """hand_in(ann=source): a class, in the folder that it gives."""

    def write(**sources: str) -> Path:
        for who, source in sources.items():
            (tmp_path / "class" / who).mkdir(parents=True, exist_ok=True)
            (tmp_path / "class" / who / "own.py").write_text(source, "utf-8")
        return tmp_path / "class"

    return write


@pytest.fixture
def words(specs, hand_in):
    """The words of a command that grades the usual class."""
    return [hand_in(**USUAL), "--specs", specs, "-a", "small"]


@pytest.fixture
def here(monkeypatch, lent_slot):
    """No workers: for what is asked of the store and of the pages, and not of who graded."""
    monkeypatch.setattr(class_run, "LocalWorkers", lambda desks, count: Here(desks, shared_slot()))


def points(store: Path = Path("reports/grades.sqlite")) -> dict[str, float | None]:
    """What the store has of everybody in its last run."""
    with Store(store, writable=False) as opened:
        run = opened.runs()[-1]
        return {one.who: _score(opened, one.result) for one in opened.hand_ins(run.number)}


def _score(store: Store, key: str | None) -> float | None:
    rows = store._all("SELECT score FROM results WHERE key = ?", key) if key else []
    return rows[0][0] if rows else None


def pages(folder: Path = Path("reports")) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.html"))}


def began(*words: object) -> subprocess.Popen:
    """The command in a process group of its own, as a terminal starts it."""
    return subprocess.Popen([*command(*words)], env=environment(), text=True, start_new_session=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def until(holds, process: subprocess.Popen) -> None:
    """Waits for something that the command does; not for a time."""
    end = time.monotonic() + 60
    while not holds():
        assert process.poll() is None and time.monotonic() < end, process.communicate()
        time.sleep(0.01)


def below(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def started(process: subprocess.Popen) -> list[psutil.Process]:
    """The command's workers, also those that still import."""
    return [one for one in psutil.Process(process.pid).children() if "spawn_main" in " ".join(one.cmdline())]


def workers(process: subprocess.Popen) -> list[psutil.Process]:
    """The command's workers that have begun to grade: each has a zygote."""
    return [one for one in started(process) if one.children()]


def kept(count: int):
    """Whether the store has so many results."""

    def there() -> bool:
        try:
            return sum(one is not None for one in points().values()) >= count
        except Exception:
            return False

    return there


# ---- with workers
def test_a_class_is_graded_by_workers_and_then_by_none(grade, words):
    ended = grade(*words, "-j", 2)
    assert (ended.code, ended.err) == (0, "") and points() == POINTS
    assert ended.out.startswith("5 submissions of 5 people\n") and "class-small.html" in ended.out
    first, rows = pages(), json.loads(Path("reports/timings.json").read_text())
    assert rows["known"] == 0 and sorted(row["who"] for row in rows["graded"]) == ["ann", "bob", "dan", "eve"]
    again = grade(*words)
    known = "5 of them known and unchanged: not run again\n\n"
    assert known in again.out and again.out.replace(known, "") == ended.out and pages() == first
    assert json.loads(Path("reports/timings.json").read_text())["known"] == 5


def test_what_kills_its_worker_once_has_its_result_and_twice_is_told_as_that(grade, words, specs, tmp_path):
    lives = tmp_path / "lives"
    spec(tmp_path, TWO, reference=KILLS.replace("LIVES", repr(str(lives))))
    lives.write_text("1")
    ended = grade(*words, "-j", 2)
    assert lives.read_text() == "0" and ended.code == 0 and points() == POINTS
    lives.write_text("2")
    ended = grade(*words, "-j", 1, "--fresh")
    assert ended.code == 4 and points() == {**POINTS, "bob": None}
    assert ended.err.startswith("bob, small: The process that graded this hand-in ended twice (signal 9), the second ")
    assert grade(*words).code == 0 and points() == POINTS


def test_a_worker_that_is_killed_costs_no_result(words, hand_in, specs):
    spec(specs.parent, TWO, call=2)
    process = began(hand_in(abe=SLEEPS), *words[1:], "-j", 2)
    until(lambda: workers(process), process)
    workers(process)[0].kill()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "") and points() == {**POINTS, "abe": 2.0}


# ---- Ctrl-C, and worse
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("moment", ["it has begun", "a worker starts", "a worker has begun", "a result is kept"])
def test_ctrl_c_stops_at_once_says_how_to_go_on_and_leaves_nothing(words, hand_in, specs, grade, moment):
    spec(specs.parent, TWO, call=30)
    process = began(hand_in(abe=HANGS), *words[1:], "-j", 2)
    moments = {"it has begun": lambda: len(below(process)) > 1, "a worker starts": lambda: started(process),
               "a worker has begun": lambda: workers(process), "a result is kept": kept(2)}  # fmt: skip
    until(moments[moment], process)
    there = below(process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.strip() == "Stopped. What was graded before is kept; the same command goes on from there."
    assert not psutil.wait_procs(there, timeout=10)[1]
    hand_in(abe=RIGHT)
    assert grade(*words, "-j", 1).code == 0 and points() == {**POINTS, "abe": 3.0}


@pytest.mark.usefixtures("here")
def test_who_is_killed_takes_the_workers_along_and_the_next_run_goes_on(words, hand_in, specs, grade):
    spec(specs.parent, TWO, call=30)
    process = began(hand_in(abe=SLEEPS), *words[1:], "-j", 2)
    until(kept(2), process)
    there = below(process)
    process.kill()
    process.wait()
    assert not psutil.wait_procs(there, timeout=10)[1]
    process.communicate()
    hand_in(abe=RIGHT)
    before = {who for who, score in points().items() if score is not None}
    assert grade(*words, "-j", 1).code == 0 and points() == {**POINTS, "abe": 3.0}
    again = {row["who"] for row in json.loads(Path("reports/timings.json").read_text())["graded"]}
    assert not again & before - {"abe"}


@pytest.mark.usefixtures("here")
def test_a_class_in_an_archive_is_known_again_and_has_the_same_pages(grade, words, monkeypatch):
    grade(*words, "-j", 1)
    folder, seen = pages(), []
    shutil.make_archive("all", "zip", words[0])
    real = Coordinator.run
    monkeypatch.setattr(
        Coordinator, "run", lambda self, paths, found, of: seen.append(found) or real(self, paths, found, of)
    )
    ended = grade("all.zip", *words[1:], "-j", 1, "--out", "unpacked", "--store", "other")
    assert ended.code == 0 and pages(Path("unpacked")) == folder
    # In a folder of the slot, which the next grader removes where this one is killed.
    assert all("grade-slot-" in str(one.path) and not one.path.exists() for one in seen[0])
    times = {path: path.stat().st_mtime_ns for path in Path("unpacked").rglob("*.html")}
    assert "5 of them known" in grade("all.zip", *words[1:], "--out", "unpacked", "--store", "other").out
    assert {path: path.stat().st_mtime_ns for path in times} == times


# ---- one broken hand-in
@pytest.mark.usefixtures("lent_slot")
def test_what_cannot_be_graded_is_told_and_no_zero(grade, specs, hand_in, monkeypatch):
    real = work.grade_again

    def fails(desk, submission, slot, known):
        raise RuntimeError("ours")

    monkeypatch.setattr(work, "grade_again", fails)
    words = [hand_in(ann=RIGHT), "--specs", specs, "-a", "small"]
    ended = grade(*words, "--json", "all.json")
    assert ended.code == 4
    assert ended.err.startswith("ann, small: Something failed on our side: RuntimeError. No mark is lost by it.\n")
    assert "  where: " in ended.err and "  try:   The log has the details" in ended.err
    assert points() == {"ann": None} and not Path("reports/ann").exists() and not Path("all.json").exists()
    monkeypatch.setattr(work, "grade_again", real)
    assert grade(*words).code == 0 and points() == {"ann": 3.0}


@pytest.mark.usefixtures("here")
def test_an_empty_hand_in_is_named_is_no_fault_of_ours_and_no_export_makes_it_a_zero(grade, words, hand_in, lent_slot):
    (hand_in() / "fay").mkdir()
    ended = grade(*words)
    assert ended.code == 0
    assert "fay, small: Nothing was handed in: there is not one file in it." in ended.err
    assert "Until then there is no mark, and that is no zero." in ended.err
    assert points() == {**POINTS, "fay": None}
    refused = grade("export", "csv")
    assert refused.code == 2 and "One person has handed in and not been graded: fay." in refused.err
    ended = grade("export", "csv", "--mark-ungraded")
    [fay] = [row for row in csv.DictReader(ended.out.lstrip("\ufeff").splitlines()) if row["who"] == "fay"]
    assert ended.code == 0 and (fay["score"], fay["final"], fay["standing"]) == ("", "", "ungraded")


def test_an_archive_without_anything_in_it_and_nothing_else_is_the_users_mistake(grade, words, tmp_path, lent_slot):
    (tmp_path / "ann.zip").write_bytes(b"no zip")
    ended = grade(tmp_path / "ann.zip", *words[1:])
    assert ended.code == 2 and "Nothing that was handed in can be read." in ended.err and not ended.out


@pytest.mark.usefixtures("here")
def test_only_is_not_remembered(grade, words):
    assert grade(*words, "--only", "one").code == 0
    assert not Path("reports/grades.sqlite").exists()
    grade(*words, "-j", 1)
    assert points() == POINTS
    first = pages()
    grade(*words, "--only", "one")
    grade(*words)
    assert points() == POINTS and pages() == first


def test_only_looks_at_everybody_in_an_archive(grade, words, lent_slot):
    archive = shutil.make_archive("class", "zip", words[0])
    ended = grade(archive, *words[1:], "--only", "one", "--json", "one.json")
    assert (ended.code, ended.err) == (0, "")
    scores = {one["submission"]: one["score"] for one in json.loads(Path("one.json").read_text("utf-8"))}
    assert scores == {"ann": 1, "bob": 1, "cid": 1, "dan": 0, "eve": 0}


def test_only_tells_what_is_in_doubt_too(grade, words, hand_in, lent_slot):
    (hand_in() / "count.py").write_text("x = 1", "utf-8")
    ended = grade(*words, "--only", "one")
    assert ended.code == 0 and ended.err.startswith("count.py lies beside the people of this class")
    ended = grade(words[0], "nowhere", *words[1:], "--only", "one")
    assert ended.code == 2 and "nowhere does not exist." in ended.err and "ann" in ended.out


def test_only_gives_no_zero_for_an_empty_hand_in(grade, words, hand_in, lent_slot):
    (hand_in() / "fay").mkdir()
    ended = grade(*words, "--only", "one")
    assert ended.code == 0 and "fay, small: Nothing was handed in: there is not one file in it." in ended.err
    assert "fay" not in ended.out and Path("reports/ann").exists() and not Path("reports/fay").exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no users")
def test_a_file_or_a_folder_that_may_not_be_read_stops_nobody_else():
    with folder_of_nobody() as name:
        room = Path(name)
        for who, source in {"ann": RIGHT, "bob": RIGHT, "cid": WRONG, "dan": RIGHT}.items():
            (room / "class" / who).mkdir(parents=True)
            (room / "class" / who / "own.py").write_text(source, "utf-8")
        (room / "class" / "bob" / "own.py").chmod(0)
        (room / "class" / "dan").chmod(0)
        words = [room / "class", "--specs", spec(room, TWO), "-a", "small", "--out", room / "out"]
        told = as_nobody(command(*words), room)
        ended = subprocess.run(told, env=environment(), cwd=room, text=True, capture_output=True, timeout=120)
        assert "bob, small: This hand-in cannot be read: Permission denied.\n" in ended.stderr, ended
        found = points(room / "out" / "grades.sqlite")
        assert found == {"ann": 3.0, "bob": None, "cid": 1.0} | dict.fromkeys(found.keys() & {"dan"})
        assert ended.returncode == 4 and "dan" in ended.stderr


# ---- a store that cannot be used
@pytest.mark.usefixtures("lent_slot")
class TestAStore:
    def words(self, hand_in, specs) -> list[object]:
        return [hand_in(ann=RIGHT), "--specs", specs, "-a", "small"]

    def test_that_is_none_is_told_and_left(self, grade, hand_in, specs):
        Path("s").write_bytes(b"my thesis, the only copy. " * 100)
        ended = grade(*self.words(hand_in, specs), "--store", "s")
        assert ended.code == 4
        assert ended.err.startswith("The store of results is damaged, or it is no store of ours.\n  where: s\n  try: ")
        assert Path("s").read_bytes() == b"my thesis, the only copy. " * 100 and not Path("reports/ann").exists()

    def test_that_is_a_folder_is_told(self, grade, hand_in, specs):
        Path("s").mkdir()
        ended = grade(*self.words(hand_in, specs), "--store", "s")
        assert ended.code == 4 and ended.err.startswith("The store of results cannot be opened.")

    def test_that_another_program_holds_is_told_and_the_same_goes_on(self, grade, hand_in, specs, monkeypatch):
        monkeypatch.setattr("grader.store.opening.PATIENCE", 0.01)
        words = self.words(hand_in, specs)
        grade(*words)
        other = sqlite3.connect("reports/grades.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        ended = grade(*words, "--fresh")
        assert ended.code == 4 and ended.err.startswith("Another program is writing to the store of results.")
        other.execute("ROLLBACK")
        other.close()
        assert grade(*words).code == 0

    def test_on_a_full_disk_is_told_and_keeps_what_it_had(self, grade, hand_in, specs, monkeypatch):
        words = self.words(hand_in, specs)
        grade(*words)
        real = sqlite3.connect

        def full(*arguments, **named):
            database = real(*arguments, **named)
            [(pages,)] = database.execute("PRAGMA page_count").fetchall()
            database.execute(f"PRAGMA max_page_count = {pages}")
            return database

        monkeypatch.setattr(sqlite3, "connect", full)
        hand_in(ann="".join(f"def f{number}(x): return {number}\n" for number in range(3000)) + WRONG)
        spec(specs.parent, {f"q{number}": [TWO["one"][0]] for number in range(60)})
        ended = grade(*words)
        assert ended.code == 4 and ended.err.startswith("The disk is full: a result could not be kept.")
        assert "What was kept before is safe." in ended.err
        monkeypatch.setattr(sqlite3, "connect", real)
        assert grade(*words).code == 0

    def test_two_graders_share_one(self, hand_in, specs):
        """Each grades in its own process: these are too few for workers."""
        words = [hand_in(ann=RIGHT, bob=WRONG, cid=RIGHT), "--specs", specs, "-a", "small", "-j", "1"]
        both = [began(*words, "--out", out, "--store", "s") for out in ("one", "two")]
        ends = [process.communicate(timeout=120) for process in both]
        assert [(process.returncode, err) for process, (_, err) in zip(both, ends, strict=True)] == [(0, "")] * 2
        assert points(Path("s")) == {"ann": 3.0, "bob": 1.0, "cid": 3.0} and pages(Path("one")) == pages(Path("two"))
        assert sqlite3.connect("s").execute("PRAGMA integrity_check").fetchall() == [("ok",)]
