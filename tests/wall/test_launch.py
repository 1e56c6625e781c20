"""Root is given up before anything else runs, and what only root may enter is opened as far as it is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.wall.far.launch import locked_folder
from tests.unprivileged import LAUNCH, NOBODY, ROOT, ROOT_RUNS_THE_TESTS, as_nobody

needs_root = pytest.mark.skipif(not ROOT_RUNS_THE_TESTS, reason="only root can give up root")


@pytest.fixture
def home(tmp_path) -> Path:
    """A home of root's, closed to others, with a needed folder and a secret beside it."""
    folder = tmp_path / "home"
    (folder / "python" / "lib").mkdir(parents=True)
    (folder / "python" / "lib" / "needed").write_text("needed")
    (folder / "secret").write_text("secret")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.chmod(0o700)
    tmp_path.chmod(0o755)
    return folder


def said(code: str, *needs: Path) -> str:
    """What a program prints that was launched as nobody."""
    done = subprocess.run(as_nobody([sys.executable, "-c", code], *needs), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_way_is_locked_where_others_may_not_enter(home, tmp_path):
    pytests_own = locked_folder(str(tmp_path / "x"))  # who runs the tests may have closed what they stand in
    if pytests_own:
        assert locked_folder(str(home / "python")) == pytests_own
    else:
        assert locked_folder(str(home / "python")) == str(home)
        assert locked_folder(str(home)) == ""
    assert locked_folder("/usr/lib") == ""


@needs_root
def test_what_is_needed_can_be_read_and_what_lies_beside_it_is_not_there(home):
    code = f"""
import os
home = {str(home)!r}
print(open(home + "/python/lib/needed").read(), os.listdir(home), os.path.exists(home + "/secret"))
"""
    assert said(code, home / "python") == "needed ['python'] False"
    assert said(code, home / "python" / "lib" / "needed") == "needed ['python'] False"
    assert sorted(path.name for path in home.iterdir()) == ["python", "secret"]  # nothing of it is seen outside


@needs_root
def test_root_is_gone_for_good():
    code = """
import os
for trying in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgid(0), lambda: os.setgroups([0])):
    try:
        trying()
        print("root again")
    except PermissionError:
        pass
print(os.getresuid(), os.getresgid(), os.getgroups())
"""
    assert said(code) == f"{(NOBODY,) * 3} {(NOBODY,) * 3} []"


def launched(wanted: dict[str, object], *before: str) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-I", "-S", str(LAUNCH), json.dumps(wanted)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@needs_root
def test_where_the_way_cannot_be_opened_nothing_runs(home):
    wanted = {"user": NOBODY, "needs": [str(home / "python")], "command": ["/bin/echo", "it ran"]}
    done = launched(wanted, sys.executable, str(ROOT / "tests" / "without.py"), '["no mounts"]')
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("root could not be given up: [Errno 1] unshare: Operation not permitted")


@needs_root
def test_a_program_that_others_may_not_start_is_named(home):
    program = home.parent / "program"
    program.write_text("#!/bin/sh\necho it ran\n")
    program.chmod(0o700)
    done = launched({"user": NOBODY, "needs": [str(program)], "command": [str(program)]})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"nobody but root can start {program}: Permission denied\n"


def test_who_is_not_root_cannot_launch():
    wanted = json.dumps({"user": 1, "needs": [], "command": ["/bin/echo", "it ran"]})
    done = subprocess.run(
        as_nobody([sys.executable, "-I", "-S", str(LAUNCH), wanted]), capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("root could not be given up: ")
