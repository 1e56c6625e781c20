"""One file, one writer: what is kept is there again, and what goes wrong is told without touching it."""

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from grader.outcome import Finding
from grader.store import schema
from grader.store.event import Decision, Event
from grader.store.problems import OnlyReadable, StoreUnusable
from grader.store.rows import Figures, HandIn, Result
from grader.store.store import Store

RESULT = Result("small", Figures(1, 3, 0, 0), True, b"report", {"one": b"looked", "gone": b"x"})
EVENT = Event("alice", "small", "one", "double", Decision.POINTS, 1.5, "good", "", "tutor", "2026-11-21T10:00:00+01:00")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "grades.sqlite") as opened:
        yield opened


def test_a_result_is_there_again(store):
    store.keep("k", RESULT, {"one": "q1"})
    assert store.figures("k") == Figures(1, 3, 0, 0) and store.report("k") == b"report"
    assert store.looked({"one": "q1", "two": "q2"}) == {"one": b"looked"}
    assert store.figures("other") is None and store.report("other") is None


def test_what_may_not_be_said_again_can_still_be_read(store):
    store.keep("k", Result("small", Figures(1, 3, 0, 0), False, b"report", {}), {})
    assert store.figures("k") is None and store.report("k") == b"report"


def test_started_is_not_graded(store):
    run = store.begin(
        "now", ["/class"], {}, [HandIn("alice", "small", 1, "{}", "c"), HandIn("bob", "small", 1, "{}", "d")]
    )
    assert [one.result for one in store.hand_ins(run)] == [None, None] and store.runs()[0].ended is None
    store.graded(run, 0, "k")
    store.not_graded(run, 1, Finding("what", "where", "try"))
    store.end(run, "later")
    assert [one.result for one in store.hand_ins(run)] == ["k", None]
    assert store.hand_ins(run)[1].problem == Finding("what", "where", "try")
    assert store.runs()[0].ended == "later" and store.runs()[0].paths == ("/class",)


def test_decisions_are_added_and_never_change(store):
    store.add([EVENT])
    [event] = store.events("small")
    assert event.number == 1 and event.points == 1.5 and event.decision is Decision.POINTS
    assert store.events("other") == [] and store.last_event == 1
    for statement in ("UPDATE events SET points = 9", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            store._database.execute(statement)


def test_all_of_several_decisions_or_none(store):
    with pytest.raises(StoreUnusable):
        store.add([EVENT, Event("bob", "small", "one", "double", "guess")])  # type: ignore[arg-type]
    assert store.events() == []


def test_a_killed_writer_loses_what_it_had_not_finished_and_nothing_else(tmp_path):
    path = tmp_path / "grades.sqlite"
    with Store(path) as store:
        store.keep("k", RESULT, {})
        pid = os.fork()
        if pid == 0:
            mine = sqlite3.connect(path, isolation_level=None)
            mine.execute("BEGIN IMMEDIATE")
            mine.execute("DELETE FROM results")
            os.kill(os.getpid(), 9)
        os.waitpid(pid, 0)
        assert store.report("k") == b"report"
        store.keep("l", RESULT, {})


def test_a_store_that_is_written_to_is_read_meanwhile(tmp_path):
    with Store(tmp_path / "s") as writer, Store(tmp_path / "s", writable=False) as reader:
        writer.keep("k", RESULT, {})
        assert reader.report("k") == b"report"
        with pytest.raises(OnlyReadable):
            reader.add([EVENT])


def test_another_writer_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.store.opening.PATIENCE", 0.01)
    with Store(tmp_path / "s") as first, Store(tmp_path / "s") as second:
        first._database.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnusable) as told:
            second.keep("k", RESULT, {})
        first._database.execute("ROLLBACK")
    [finding] = told.value.findings
    assert finding.what == "Another program is writing to the store of results." and "`--store FILE`" in finding.advice


def test_a_folder_that_may_not_be_written_leaves_the_marks_readable(tmp_path):
    folder = tmp_path / "kept"
    with Store(folder / "s") as store:
        store.keep("k", RESULT, {})
    with in_a_folder_of_nobody(folder):
        with Store(folder / "s", writable=False) as store:
            assert store.report("k") == b"report"
        with pytest.raises(StoreUnusable) as told:
            Store(folder / "s")
    assert told.value.findings[0].where == str(folder / "s")


class in_a_folder_of_nobody:
    """A folder without permission to write; root is somebody else meanwhile, whom no permission is waived for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        for path in (self._folder, *self._folder.iterdir(), *self._folder.parents):
            if path == self._folder or self._folder in path.parents:
                path.chmod(0o555 if path.is_dir() else 0o444)
            elif path.stat().st_uid == os.getuid() and path != Path("/"):
                path.chmod(path.stat().st_mode | 0o755)
        self._root = os.geteuid() == 0
        if self._root:
            os.seteuid(65534)

    def __exit__(self, *trouble: object) -> None:
        if self._root:
            os.seteuid(0)
        self._folder.chmod(0o755)


@pytest.mark.parametrize("content", [b"", b"no database at all, and long enough to be looked at" * 40])
def test_a_file_that_is_none_of_ours_is_told_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "s"
    if content:
        path.write_bytes(content)
        with pytest.raises(StoreUnusable) as told:
            Store(path)
        assert told.value.findings[0].what.startswith("The store of results is damaged, or it is no store of ours.")
        assert path.read_bytes() == content
    else:  # an empty file is a store that nobody has written to
        path.touch()
        Store(path).close()


def test_another_programs_database_is_not_taken_for_ours(tmp_path):
    other = sqlite3.connect(tmp_path / "s")
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(StoreUnusable):
        Store(tmp_path / "s")


def test_a_store_with_a_hole_is_told(tmp_path):
    path = tmp_path / "s"
    with Store(path) as store:
        for number in range(200):
            store.keep(str(number), Result("small", Figures(1, 3, 0, 0), True, os.urandom(3000), {}), {})
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 40] = b"\xff" * (4096 * 37)
    path.write_bytes(data)
    with pytest.raises(StoreUnusable), Store(path) as store:
        for number in range(200):
            store.report(str(number))


def test_a_full_disk_is_told(store):
    store._database.execute("PRAGMA max_page_count = 30")
    with pytest.raises(StoreUnusable) as told:
        for number in range(100):
            store.keep(str(number), Result("small", Figures(1, 3, 0, 0), True, os.urandom(3000), {}), {})
    assert told.value.findings[0].what == "The disk is full: a result could not be kept."
    assert store.report("0") is not None


def test_a_newer_store_is_left_alone(tmp_path):
    Store(tmp_path / "s").close()
    newer = sqlite3.connect(tmp_path / "s")
    newer.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    newer.close()
    with pytest.raises(StoreUnusable, match="newer grader"):
        Store(tmp_path / "s")


def test_an_older_store_is_brought_up_to_date_step_by_step(tmp_path, monkeypatch):
    with Store(tmp_path / "s") as store:
        store.keep("k", RESULT, {})
    step = "ALTER TABLE results ADD COLUMN later TEXT;"
    monkeypatch.setattr("grader.store.opening.STEPS", (*schema.STEPS, step))
    monkeypatch.setattr("grader.store.opening.VERSION", schema.VERSION + 1)
    with Store(tmp_path / "s") as store:
        assert store.report("k") == b"report"
        assert store._all("SELECT later FROM results") == [(None,)]


def _makes(path: Path) -> str:
    try:
        Store(path).close()
    except StoreUnusable as trouble:
        return trouble.findings[0].what
    return ""


def test_several_programs_may_make_one_store_at_once(tmp_path):
    with multiprocessing.get_context("fork").Pool(4) as programs:
        for number in range(10):
            assert programs.map(_makes, [tmp_path / f"s{number}"] * 4, chunksize=1) == [""] * 4


def test_what_is_made_again_and_is_another_leaves_the_earlier_run_its_own(store):
    limited = Result("small", Figures(0, 3, 0, 0), False, b"it ran too long", {})
    first = store.begin("now", [], {}, [HandIn("alice", "small", 1, "{}", "c")])
    store.keep("k", limited, {})
    store.graded(first, 0, "k")
    store.say("it", "0 points")
    second = store.begin("later", [], {}, [HandIn("alice", "small", 1, "{}", "c")])
    store.keep("k", RESULT, {})
    store.graded(second, 0, "k")
    found = [store.hand_ins(run)[0].result for run in (first, second)]
    assert [store.report(key) for key in found] == [b"it ran too long", b"report"]
    assert store.figures("k") == Figures(1, 3, 0, 0) and store.figures(found[0]) is None
    assert store.said("it") is None


def test_what_is_made_again_and_is_the_same_is_one(store):
    run = store.begin("now", [], {}, [HandIn("alice", "small", 1, "{}", "c", "k")])
    store.say("it", "1 point")
    for _ in range(2):
        store.keep("k", RESULT, {})
    assert store.hand_ins(run)[0].result == "k" and store.said("it") == "1 point"


def test_nothing_is_made_where_only_reading_is_asked_for(tmp_path):
    with pytest.raises(StoreUnusable, match="no store of results"):
        Store(tmp_path / "s", writable=False)
    assert list(tmp_path.iterdir()) == []
