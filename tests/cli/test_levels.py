"""Machines that lack something, each simulated in a process of its own: which level, why, and what to do about it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.wall.far.launch import locked_folder
from grader.wall.levels import Level
from grader.wall.slot import Slot
from tests.cli.conftest import ROOT, Ended, environment
from tests.unprivileged import ROOT_RUNS_THE_TESTS, as_nobody, folder_of_nobody

linux = pytest.mark.skipif(sys.platform != "linux", reason="no other system confines anything")
WITHOUT = ROOT / "tests" / "without.py"
#: The doctor leaves torch out: that costs seconds, and levels have nothing to do with it.
#: What hangs is stopped sooner: it uses up all the time it has.
QUICKLY = "from grader.cli import doctor, main; doctor._torch = lambda slot: (True, ''); doctor.SECONDS = 0.3\n"
DOCTOR = f"{QUICKLY}main()"
#: This one leaves out too what a machine of the same level has shown before: specs are found, limits stop what hangs.
LEFT_OUT = "doctor._resources = lambda: (True, ''); doctor._stopped = lambda *_: (True, '')"
BRIEFLY = f"{QUICKLY}{LEFT_OUT}; main()"
GRADE = "from grader.cli import main; main()"
#: Several commands in one process: how each ended and what it printed. Most of a command's time is the start of Python,
#: and of what makes it believe that this is another machine.
GRADE_EACH = """
import contextlib, io, json, sys
from grader.cli import main
commands, ended = json.loads(sys.argv[1]), []
for words in commands:
    sys.argv[1:], out, err, code = words, io.StringIO(), io.StringIO(), None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    ended.append([code or 0, out.getvalue(), err.getvalue()])
print(json.dumps(ended))
"""
#: What bubblewrap says where AppArmor leaves it no rights in its namespaces.
FORBIDDEN = "bwrap: setting up uid map: Permission denied"


@pytest.fixture(scope="module", autouse=True)
def best_machine():
    """What is lacking can be simulated only where nothing is."""
    if sys.platform == "linux":
        with Slot() as slot:
            if slot.level is not Level.ISOLATED:
                pytest.skip(f"this machine lacks something already: {slot.why_not}")


@pytest.fixture
def path():
    """path(): a PATH without bubblewrap; path(says="…"): with one that fails and says why."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)

        def make(says: str = "") -> str:
            if says:
                fake = Path(folder, "bwrap")
                fake.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n")
                fake.chmod(0o755)
            return folder

        yield make


def run(code, *words, lacks=(), nobody=False, path=None, cwd=None) -> Ended:
    command = [sys.executable, "-c", code, *map(str, words)]
    if nobody:
        command = as_nobody(command, Path(cwd))
    if lacks:
        command = [sys.executable, str(WITHOUT), json.dumps(list(lacks)), *command]
    own = {"PATH": path} if path else {}
    own |= {"TMPDIR": str(cwd), "HOME": str(cwd)} if nobody else {}
    done = subprocess.run(command, cwd=cwd, env={**environment(), **own}, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


def run_each(code, *commands, **machine) -> list[Ended]:
    """How each of several commands ends on one such machine."""
    done = run(code + GRADE_EACH, json.dumps([[str(word) for word in words] for words in commands]), **machine)
    assert (done.code, done.err) == (0, ""), done.err
    return [Ended(*ended) for ended in json.loads(done.out)]


NO_BUBBLEWRAP, FAILING = "no bubblewrap", "a bubblewrap that fails"
MACHINES = [  # what is lacking, the level, why a better one was not reached, what to do
    ((NO_BUBBLEWRAP,), "B", "not level A: bubblewrap is not installed", "install bubblewrap"),
    ((FAILING,), "B", "not level A: bubblewrap may not make user namespaces here", "orbid"),
    (("no user namespaces",), "B", "not level A: bubblewrap may not make user namespaces here", "orbid"),
    (("no Landlock",), "C", "not level A or B: this kernel has no Landlock", "It was built without, or a container's"),
    (("Landlock switched off",), "C", "not level A or B: Landlock is switched off in this kernel", "lsm=landlock"),
    (("no Landlock", NO_BUBBLEWRAP), "C", "not level B: this kernel has no Landlock", "install bubblewrap"),
    (("no Landlock", "no user namespaces"), "C", "not level B: this kernel has no Landlock", "It was built without"),
    (("no seccomp",), "C", "not level A or B: no filter of system calls can be installed", "CONFIG_SECCOMP_FILTER"),
    (("no seccomp", NO_BUBBLEWRAP), "C", "not level B: no filter of system calls can be", "CONFIG_SECCOMP_FILTER"),
]


#: The first machine of each level shows that limits hold there.
IN_FULL = [MACHINES[0][0], MACHINES[3][0]]
#: Where it matters who asks, beside the first of each level: root makes namespaces in another way. What else the kernel
#: lacks, it lacks for all. GRADE_EVERY_MACHINE=1 asks as nobody everywhere.
BY_NOBODY = [*IN_FULL, ("no user namespaces",), ("no Landlock", "no user namespaces")]
EVERY = bool(os.environ.get("GRADE_EVERY_MACHINE"))
ASKED = [
    pytest.param(*row, nobody, id=f"{' and '.join(row[0])}-as {'nobody' if nobody else 'who runs the tests'}")
    for nobody in (False, True)
    for row in MACHINES
    if not nobody or EVERY or row[0] in BY_NOBODY
]


def lacking(lacks, path) -> dict[str, object]:
    """Options of `run` for such a machine."""
    kernel = [lack for lack in lacks if lack not in (NO_BUBBLEWRAP, FAILING)]
    if len(kernel) == len(lacks):
        return {"lacks": kernel}
    return {"lacks": kernel, "path": path(FORBIDDEN if FAILING in lacks else "")}


@linux
@pytest.mark.parametrize(("lacks", "level", "why", "advice", "nobody"), ASKED)
def test_the_doctor_tells_the_truth(path, lacks, level, why, advice, nobody):
    if nobody and not ROOT_RUNS_THE_TESTS:
        pytest.skip("the other run is by an unprivileged user already")
    with folder_of_nobody() as folder:
        doctor = DOCTOR if lacks in IN_FULL and not nobody else BRIEFLY
        ended = run(doctor, "doctor", nobody=nobody, cwd=folder, **lacking(lacks, path))
    assert f"\nlevel {level}, " in ended.out and f"\n{why}" in ended.out, ended.out
    assert any("  try:   " in line and advice in line for line in ended.out.splitlines()), ended.out
    if level == "B":
        assert ended.code == 0 and "BROKEN" not in ended.out
        assert "NOT STOPPED: no limit of the system's" in ended.out and ended.out.count("NOT STOPPED") == 2
    else:
        assert ended.code == 4 and ended.out.count("BROKEN") == 1
        assert "BROKEN  strangers' code is confined: no; see below for what to do\n" in ended.out
        assert "Nothing holds student code here" in ended.out


@linux
def test_the_doctor_finds_level_a_as_an_unprivileged_user():
    with folder_of_nobody() as folder:
        ended = run(DOCTOR, "doctor", nobody=True, cwd=folder)
        assert not list(Path(folder).iterdir())
    assert ended.code == 0 and "\nlevel A, " in ended.out and "; none got through" in ended.out


@linux
def test_a_python_that_only_root_can_read_is_named(tmp_path):
    if not (ROOT_RUNS_THE_TESTS and locked_folder(os.path.realpath(sys.executable))):
        pytest.skip("everybody can read this Python")
    ended = run(BRIEFLY, "doctor", lacks=["no mounts"], cwd=tmp_path)
    assert ended.code == 4 and "\nlevel C, " in ended.out
    assert "\nnot level A or B: only root can read this Python\n  where: " in ended.out
    assert "Run `grade` as an ordinary user, or install Python" in ended.out


# ---- what the other commands do there
@linux
@pytest.mark.parametrize("lacks", [("no seccomp",), ("no Landlock", NO_BUBBLEWRAP)], ids="+".join)
def test_without_confinement_strangers_code_is_refused(tmp_path, specs, alice, path, lacks):
    assert_refused(run(GRADE, alice, "--specs", specs, "--out", "refused", cwd=tmp_path, **lacking(lacks, path)))
    assert not (tmp_path / "refused").exists()


@linux
def test_without_confinement_own_work_is_checked_and_strangers_code_refused_unless_it_is_trusted(
    tmp_path, specs, alice
):
    asked = (alice, "--specs", specs)
    trusting = (*asked, "--i-trust-this-code", "--json", "-")
    checked, refused, trusted = run_each(
        "", ("check", *asked), (*asked, "--out", "refused"), trusting, cwd=tmp_path, lacks=["no Landlock"]
    )
    assert (checked.code, checked.err) == (0, "")
    assert_refused(refused)
    assert not (tmp_path / "refused").exists()
    assert trusted.code == 0, trusted.err
    assert json.loads(trusted.out)["level"] == "C"


def assert_refused(refused):
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("Student code cannot be confined on this machine (level C, limited: ")
    assert "`grade doctor` says what is missing" in refused.err and "--i-trust-this-code" in refused.err


@linux
def test_without_bubblewrap_grading_goes_on_and_says_what_would_be_better(tmp_path, specs, alice, path):
    ended = run(GRADE, alice, "--specs", specs, cwd=tmp_path, path=path())
    assert ended.code == 0
    assert ended.err.startswith("Level B, not A: bubblewrap is not installed.\n  try:   sudo ")
    assert "install bubblewrap" in ended.err


# ---- other systems
#: Everything that is not ours is imported first: only our own code shall believe that this is another system.
BEFORE = """
import asyncio, click, ctypes, json, jinja2, msgpack, nbformat, numpy, psutil, pydantic, yaml, socket, subprocess, sys
import multiprocessing.connection, multiprocessing.spawn
import concurrent.futures, tempfile, shutil, zipfile, tarfile, math_core, markdown_it, mdit_py_plugins.dollarmath
import resource, select, signal, os, numpy.random, http.client, importlib.metadata, sysconfig, zoneinfo
from pydantic import BaseModel, TypeAdapter
sysconfig.get_config_vars()
"""
MAC = """
sys.platform = "darwin"
for name in ("MSGQUEUE", "NICE", "RTPRIO", "SIGPENDING", "RTTIME"):
    delattr(resource, "RLIMIT_" + name)
del os.pidfd_open, signal.pidfd_send_signal, socket.SOCK_CLOEXEC, os.memfd_create
"""
WINDOWS = """
sys.platform = "win32"
sys.modules["resource"] = sys.modules["fcntl"] = None
del os.pidfd_open, signal.pidfd_send_signal, os.killpg, os.getuid, os.geteuid, os.chown, select.poll
del socket.AF_UNIX, os.O_NOFOLLOW, os.O_DIRECTORY
whole = ctypes.CDLL
def library(name, *rest, **named):
    if name is None:
        raise TypeError("a name is needed")
    return whole(name, *rest, **named)
ctypes.CDLL = library
class Os:
    name = "nt"
    def __getattr__(self, name):
        return getattr(os, name)
from grader.wall import slot, spawned
slot.os = spawned.os = Os()
"""
NO_ZYGOTE = """
from grader.wall import zygote
def started(*arguments, **named):
    raise AssertionError("a zygote was tried")
zygote.Zygote.__init__ = started
"""
SYSTEMS = [("macOS", MAC, "C", "limited"), ("Windows", WINDOWS, "D", "none")]


@pytest.mark.parametrize(("name", "system", "level", "meaning"), SYSTEMS, ids=["macOS", "Windows"])
def test_other_systems_are_told_what_they_are_and_check_and_refuse_and_trust(
    tmp_path, monkeypatch, specs, alice, name, system, level, meaning
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # on Linux another grader takes a folder without a lock for an old one
    asked = (alice, "--specs", specs)
    trusting = (*asked, "--i-trust-this-code", "--json", "-")
    told, checked, refused, trusted = run_each(
        BEFORE + system + NO_ZYGOTE + QUICKLY, ("doctor",), ("check", *asked), asked, trusting, cwd=tmp_path
    )
    assert told.code == 0, told.out + told.err
    assert "BROKEN" not in told.out and f"\nlevel {level}, {meaning}: " in told.out
    assert "strangers' code is confined: no, and it cannot be on this system" in told.out
    assert "This system is unproven: the project is tried on Linux only." in told.out
    assert f"\nnot level A or B: what confines student code is Linux's, and this is {name}\n  try:   " in told.out
    assert "bubblewrap" not in told.out
    assert (checked.code, checked.err) == (0, ""), checked.err
    assert refused.code == 2 and f"(level {level}, {meaning}: " in refused.err
    assert trusted.code == 0 and json.loads(trusted.out)["level"] == level
