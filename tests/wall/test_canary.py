"""The canary is believed, so it must be able to say both: here each of its attempts is made where nothing stops it."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from grader.wall import canary
from grader.wall.canary import ATTEMPTS, Attempt, Tried, level_of
from grader.wall.far import probes
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.slot import Slot
from grader.wall.spawned import Spawned
from tests.unprivileged import ROOT, as_nobody, folder_of_nobody

TASKS = Path("/proc/self/task")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the canary flies where there is a wall")

#: Observes a process at level C, as a user without rights, with limits beyond what is tried.
UNLOCKED = """
import json, sys
from pathlib import Path
from grader.wall import canary
from grader.wall.limits import Limits
from grader.wall.spawned import Spawned
base = Path.cwd()
for name in ("spool", "scratch"):
    (base / name).mkdir()
wide = Limits(memory_mb=4096, file_mb=64)
seen = canary.observe(lambda files: Spawned(wide, files, base / "scratch"), base)
print(json.dumps({one.attempt.function: [one.stopped, one.saw] for one in seen}))
"""


@pytest.fixture(scope="module")
def unlocked():
    """function: whether it was stopped, and by what, where nothing is locked."""
    with folder_of_nobody() as folder:
        command = as_nobody([sys.executable, "-c", UNLOCKED], Path(folder))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": folder, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        left = sorted(path.name for path in Path(folder).rglob("*"))
        return {**json.loads(done.stdout), "left": left}


def _forbidden(*settings: str) -> bool:
    """Whether this machine forbids something to every program of an ordinary user."""
    return any(Path("/proc/sys", path).exists() and Path("/proc/sys", path).read_text().strip() == value
               for path, value in (setting.split("=") for setting in settings))  # fmt: skip


_YAMA = tuple(f"kernel/yama/ptrace_scope={strictness}" for strictness in (1, 2, 3))
_NO_NAMESPACES = ("kernel/unprivileged_userns_clone=0", "user/max_user_namespaces=0")
#: What an ordinary program may not do on some machines, either: then nothing can be seen of the attempt here.
ELSEWHERE = {
    "read_the_graders_memory": _YAMA,
    "take_an_open_file_of_the_graders": _YAMA,
    "trace_the_grader": _YAMA,
    "make_a_user_namespace": _NO_NAMESPACES,
    "mount_something": (*_NO_NAMESPACES, "kernel/apparmor_restrict_unprivileged_userns=1"),
}


@linux
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.function)
def test_an_attempt_gets_through_where_nothing_stops_it(unlocked, attempt):
    if _forbidden(*ELSEWHERE.get(attempt.function, ())):
        pytest.skip("this machine stops every program from it")
    stopped, saw = unlocked[attempt.function]
    assert not stopped, saw


@linux
def test_an_attempt_that_gets_through_does_no_harm(unlocked):
    assert unlocked["left"] == ["scratch", "spool"]
    assert "the process ended" in unlocked["start_a_program"][1]


@linux
@pytest.mark.parametrize("best", [Level.ISOLATED, Level.CONFINED], ids=lambda level: level.letter)
def test_behind_the_wall_all_are_stopped_but_what_the_level_says(best):
    with Slot(best) as slot:
        if slot.level is not best:
            pytest.skip(f"level {best.letter} is not to be had here: {slot.why_not}")
        assert [one.attempt for one in slot.tried] == list(ATTEMPTS)
        open_here = [one.attempt.function for one in slot.tried if not one.stopped]
    assert open_here == ([] if best is Level.ISOLATED else ["make_too_many_files", "fill_the_disk"])


@linux
def test_threads_that_were_tried_are_gone_for_the_kernel_too(monkeypatch):
    """An attempt after them makes a namespace, which a process with a second thread cannot: it would seem stopped."""
    alive = len(list(TASKS.iterdir()))
    counts = iter([alive, alive + 300, alive + 1, alive])  # before, and then as its threads end one by one
    monkeypatch.setattr(probes, "_threads", lambda: next(counts))
    probes.start_too_many_threads({"threads": 3})
    assert next(counts, None) is None  # it went on looking until the last one was gone
    monkeypatch.undo()
    for _ in range(20):
        probes.start_too_many_threads({"threads": 30})
        assert len(list(TASKS.iterdir())) == alive


# ---- what it concludes
def tried(*through: str, attempts=ATTEMPTS) -> list[Tried]:
    return [Tried(one, one.function not in through, "seen") for one in attempts]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.function)
def test_one_way_out_is_enough_to_lose_the_level(attempt):
    assert level_of(tried(attempt.function), namespaces=True) is (Level.LIMITED if attempt.confined else Level.CONFINED)


def test_all_stopped_is_isolated_with_namespaces_and_confined_without():
    assert level_of(tried(), namespaces=True) is Level.ISOLATED
    assert level_of(tried(), namespaces=False) is Level.CONFINED


def test_what_was_not_tried_was_not_stopped():
    assert level_of(tried(attempts=ATTEMPTS[:-1]), namespaces=True) is Level.LIMITED
    assert level_of([], namespaces=True) is Level.LIMITED


@pytest.mark.parametrize(
    ("stopped", "saw", "words"),
    [
        (True, "FileNotFoundError: [Errno 2] No such file or directory: '/etc/passwd'", "not there"),
        (True, "PermissionError: [Errno 1] Operation not permitted", "not permitted"),
        (True, "PermissionError: [Errno 13] Permission denied: '/proc'", "not permitted"),
        (True, "OSError: [Errno 12] Cannot allocate memory", "no more memory"),
        (True, "OSError: can't start new thread", "can't start new thread"),
        (True, "OSError: [Errno 4095] odd", "[Errno 4095] odd"),
        (False, "OSError: [Errno 1] printed by a file", "[Errno 1] printed by a file"),
        (False, "/tmp/x was made", "/tmp/x was made"),
    ],
)
def test_what_stopped_it_is_said_in_plain_words(stopped, saw, words):
    assert Tried(Attempt("f", "f"), stopped, saw).words == words


# ---- a process that is not what it should be
def observed(tmp_path, monkeypatch, more: str, limits=None):
    """The canary in a process of level C, with other probes: every attempt raises but for what `more` says."""
    source = "def own_file(target):\n    return open(target['own']).read()\n"
    source += "def every(names, target):\n    return [globals().get(name, stopped)(name) for name in names]\n"
    source += "def stopped(name):\n    return 'OSError: no', ''\n" + more
    (tmp_path / "probes.py").write_text(source)
    monkeypatch.setattr(canary, "PROBES", tmp_path / "probes.py")
    for name in ("spool", "scratch"):
        (tmp_path / name).mkdir()
    return canary.observe(partial(_start, limits or canary.LIMITS, tmp_path), tmp_path)


def _start(limits: Limits, base: Path, files: Path | None) -> Spawned:
    return Spawned(limits, files, base / "scratch")


def test_a_process_that_cannot_read_its_own_file_proves_nothing(tmp_path, monkeypatch):
    with pytest.raises(OSError, match="what was handed in cannot be read"):
        observed(tmp_path, monkeypatch, "def own_file(target):\n    return ''\n")


def test_an_end_of_the_process_is_no_stop_and_the_rest_was_not_tried(tmp_path, monkeypatch):
    more = "def fork(name):\n    import os\n    print(name, flush=True)\n    os._exit(7)\n"
    seen = observed(tmp_path, monkeypatch, more)
    assert [(one.attempt.function, one.stopped, one.saw) for one in seen] == [("fork", False, "the process ended: 7")]


def test_a_mistake_in_a_probe_stops_nothing(tmp_path, monkeypatch):
    with pytest.raises(OSError, match="NameError"):
        observed(tmp_path, monkeypatch, "def fork(name):\n    return nowhere\n")


def test_the_watch_over_the_scratch_ends_no_canary(monkeypatch):
    """It looks when it happens to: at level B the canary writes more than a student may, and must live to tell."""
    monkeypatch.setattr("grader.wall.scratch.too_much", lambda _, megabytes: "too much" if megabytes < 100 else "")
    with Slot(Level.CONFINED) as slot:
        if slot.why_not and "stopped when it tried" not in str(slot.why_not):
            pytest.skip(f"level B is not to be had here: {slot.why_not}")
        assert slot.level is Level.CONFINED, slot.why_not
