"""The process itself: what it starts with, how it is watched, and the systems that have less than Linux."""

import builtins
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.code import Callback, CannotAnswer, OurFault
from grader.outcome import Verdict
from grader.wall import process, running, spawned
from grader.wall.answers import CallBack, Raised, Values, read_answer
from grader.wall.far import streams
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.process import Died, Killed, Process
from grader.wall.spawned import Spawned
from grader.wall.wire import Malformed


def at_levels(*letters):
    """The test is run in a slot of each of these levels."""
    levels = [level for level in Level if level.letter in letters]
    return pytest.mark.parametrize("slot", levels, ids=lambda level: level.letter, indirect=True)


def refuse(value: object) -> tuple[str, object]:
    raise Malformed


def test_the_far_side_starts_without_the_graders_environment(student, monkeypatch):
    monkeypatch.setenv("SECRET_SEED", "42")
    one = student("import os, sys\ndef f():\n    return dict(os.environ), sys.argv, os.getcwd(), sys.path")
    environment, arguments, folder, path = one.call(["code_under_test.f"]).value
    assert "SECRET_SEED" not in environment and environment["HOME"] == folder
    assert arguments == ["student"] and str(Path(process.__file__).parents[2]) not in path


@at_levels("A", "B", "C")
def test_no_file_of_ours_is_open_on_the_far_side(student, slot, tmp_path):
    one = student("""
        import os
        def f():
            found = {}
            for number in range(256):
                try:
                    found[number] = os.fstat(number).st_mode >> 12
                except OSError:
                    pass
            return found
    """)
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        found = one.call(["code_under_test.f"]).value
    device, pipe, unix_socket = 2, 1, 12
    ends = {3: unix_socket} if slot.level.holds_strangers else {3: pipe, 4: pipe}
    assert found == {0: device, 1: pipe, 2: pipe, **ends}


def test_a_student_can_be_asked_again_after_being_closed(student):
    one = student("def f():\n    return 1")
    assert one.call(["code_under_test.f"]).value == 1
    one.close()
    one.close()
    assert one.call(["code_under_test.f"]).value == 1


@at_levels("C")
def test_children_of_the_student_end_with_it(student):
    one = student("import subprocess\ndef f():\n    return subprocess.Popen(['sleep', '987']).pid")
    child = one.call(["code_under_test.f"]).value
    one.close()
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] in "ZX"


def test_an_interrupt_of_ours_ends_the_process(student):
    def interrupted():
        raise KeyboardInterrupt

    one = student("def f(g):\n    return g()")
    with pytest.raises(KeyboardInterrupt):
        one.call(["code_under_test.f"], Callback(interrupted, "interrupted"))
    assert one._room.conversation is None


@at_levels("C")
def test_a_worker_that_cannot_start_is_our_fault(student, slot, monkeypatch, tmp_path):
    broken = tmp_path / "main.py"
    broken.write_text("raise SystemExit('no numpy')")
    monkeypatch.setattr(spawned, "MAIN", broken)
    with pytest.raises(OurFault, match="the worker process did not start: 1 no numpy"):
        student("def f():\n    return 1").call(["code_under_test.f"])

    def refused(*arguments: object, **named: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with pytest.raises(OurFault, match="no process could be started for the student's code: Resource temporarily"):
        student("def f():\n    return 1").call(["code_under_test.f"])


# ---- systems that have less


@pytest.fixture
def elsewhere(monkeypatch):
    """No process groups and no /proc, as on Windows."""
    monkeypatch.setattr(spawned, "os", _Without(os, "killpg", name="nt"))
    real = builtins.open
    monkeypatch.setattr(
        running, "open", lambda file, *rest: real("/nowhere" if "/proc" in str(file) else file, *rest), raising=False
    )


class _Without:
    """A module without some of its names."""

    def __init__(self, module, *missing, **changed):
        self._module, self._missing, self._changed = module, missing, changed

    def __getattr__(self, name):
        if name in self._missing:
            raise AttributeError(name)
        return self._changed.get(name) or getattr(self._module, name)


def test_without_process_groups_and_proc_a_hang_is_ended_all_the_same(elsewhere, tmp_path):
    limits = Limits(call=0.3)
    one = Process(limits, Spawned(limits, None, tmp_path))
    one.send({"id": 1, "op": "start", "setup": {"sources": {}, "given": {}, "guarded": [], "substitutes": {}}}, refuse)
    with one.within(30):
        assert one.receive(refuse)["ok"] is True
    with pytest.raises(Died) as caught, one.within(0.2):
        one.receive(refuse)
    assert caught.value.death.killed is Killed.WALL_CLOCK


def test_memory_is_read_through_psutil_where_there_is_no_proc():
    psutil = pytest.importorskip("psutil")
    assert running.memory_elsewhere(os.getpid()) > 1 << 20
    assert running.memory_elsewhere(2**22 + 1) == 0
    del psutil


def test_without_resource_the_far_side_runs_on(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    streams.limit({})


# ---- what the far side may say

TOLD = {"type": "E", "message": "", "frames": [], "kinds": ["E"], "cannot_cross": False, "standin": None, "at": 0}
GOOD = {"ok": True, "value": [[1, {}]], "id": 7, "printed": ""}
BAD_ONE = {"ok": False, "trouble": TOLD, "id": 7, "printed": ""}


def test_the_three_things_that_may_be_said_are_told_apart():
    assert isinstance(read_answer(GOOD, 7, 1), Values)
    assert isinstance(read_answer(BAD_ONE, 7, 1), Raised)
    assert isinstance(read_answer({"callback": 0, "arguments": [], "named": {}}, 7, 1), CallBack)


@pytest.mark.parametrize(
    "message",
    [
        None, [], {}, {**GOOD, "id": 6}, {**GOOD, "id": True}, {**GOOD, "id": 7.0}, {**GOOD, "ok": 1},
        {**GOOD, "more": 1},
        {**GOOD, "printed": 3}, {**GOOD, "value": None}, {**GOOD, "value": [[1, {}], [1, {}]]}, {**GOOD, "value": []},
        {**GOOD, "value": [[1]]}, {**GOOD, "value": [[1, {"a": 1}]]}, {**GOOD, "value": [[1, 2]]},
        {**GOOD, "ok": False},
        *({**BAD_ONE, "trouble": {**TOLD, **wrong}} for wrong in (
            {"at": 1}, {"at": -2}, {"at": None}, {"kinds": 3}, {"kinds": [3]}, {"frames": 5},
            {"frames": [["a", "b", "c"]]},
            {"frames": ["abc"]}, {"message": None}, {"type": 3}, {"standin": 3}, {"cannot_cross": 1}, {"more": 1},
        )),
        {**BAD_ONE, "trouble": None}, {"callback": "0", "arguments": [], "named": {}},
        {"callback": 0, "arguments": (), "named": {}}, {"callback": 0, "arguments": [], "named": {1: 1}},
    ],
    ids=range(33),
)  # fmt: skip
def test_whatever_else_is_said_is_malformed(message):
    with pytest.raises(Malformed):
        read_answer(message, 7, 1)


def test_a_call_back_to_a_function_that_was_not_given_ends_the_process(student):
    one = student("""
        def f(g):
            return next(cell.cell_contents for cell in g.__closure__ if callable(cell.cell_contents))(99, (), {})
    """)
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"], Callback(lambda: 1, "one"))
    assert caught.value.outcome.verdict is Verdict.CRASHED
    assert caught.value.outcome.flags == (
        "spoke out of turn on the grader's channel: a call back to a function that was not given",
    )
