"""The program as a whole: quick help, Ctrl-C, and an exception of ours that nobody foresaw."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader import log
from grader.cli import grade as grade_command
from tests.cli.conftest import command, environment

HEAVY = {"numpy", "torch", "nbformat", "fissix", "jinja2", "markdown_it", "math_core", "pygments", "pydantic", "yaml"}


@pytest.mark.parametrize("words", [["--help"], ["grade", "--help"], ["check", "--help"], ["--version"]])
def test_help_is_quick_and_imports_nothing_heavy(words):
    code = (
        "import sys, time, atexit\n"
        "atexit.register(lambda: print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr))\n"
        "from grader.cli import main; main()"
    )
    ended = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, env=environment())
    assert ended.returncode == 0 and ended.stdout
    assert not HEAVY & set(ended.stderr.split())


def test_help_names_every_command(grade):
    text = grade("--help").out
    for name in ("grade", "check", "lint", "validate", "schema", "doctor"):
        assert f"\n  {name} " in text
    assert "Exit: 0 graded" in text
    assert "--json" in grade("grade", "--help").out


def test_without_words_it_explains_itself(grade):
    ended = grade()
    assert ended.code in (0, 2) and "Usage: grade" in ended.out + ended.err


@pytest.mark.parametrize(("words", "what", "where", "advice"), [
    (["export", "--jsn", "x"], "`--jsn` is no option of `grade export`.", "grade export [OPTIONS] FORMAT",
     "`grade export --help` says what it takes."),
    (["here", "--scheduller", "x"], "`--scheduller` is no option of `grade grade`.", "grade grade [OPTIONS] PATH…",
     "Did you mean `--scheduler`? `grade grade --help` says what it takes."),
    (["validate"], "Missing argument 'SLUG…'.", "grade validate [OPTIONS] SLUG…",
     "`grade validate --help` says what it takes."),
    (["export", "cavnas"], "Invalid value for 'FORMAT': 'cavnas' is not one of 'canvas', 'moodle', 'gradescope', "
     "'classroom50', 'github-summary', 'junit', 'csv', 'json'.", "grade export [OPTIONS] FORMAT",
     "`grade export --help` says what it takes."),
    (["diff", "1", "2", "3"], "Got unexpected extra argument (3).", "grade diff [OPTIONS] [RUN1] [RUN2]",
     "`grade diff --help` says what it takes."),
    (["here", "--out"], "Option '--out' requires an argument.", "--out",
     "`grade COMMAND --help` says what it takes."),
    (["diff", "\x1b[2J"], "Invalid value for '[RUN1]': '\\x1b[2J' is not a valid integer.",
     "grade diff [OPTIONS] [RUN1] [RUN2]", "`grade diff --help` says what it takes."),
])  # fmt: skip
def test_a_slip_in_the_words_is_told_in_three_parts(grade, words, what, where, advice):
    Path("here").mkdir()
    ended = grade(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"{what}\n  where: {where}\n  try:   {advice}\n"


def test_ctrl_c_ends_with_130_and_leaves_nobody_behind(specs, alice, tmp_path):
    ready = tmp_path / "ready"
    (alice / "own.py").write_text("def double(x):\n    print('ready', flush=True)\n    while True: pass\n", "utf-8")
    text = (specs / "small" / "assignment.yaml").read_text("utf-8")
    (specs / "small" / "assignment.yaml").write_text(text.replace("call: 1", "call: 30"), "utf-8")
    # The marker is the draws' first call: made once the worker runs and our side waits for its answer.
    code = (
        "import pathlib, grader.wall.conversation as talk\n"
        "ask = talk.Conversation.ask\n"
        "def told(self, request, *rest):\n"
        "    if request.get('target') == 'own':\n"
        f"        pathlib.Path({str(ready)!r}).write_text(str(self._process._running.pid))\n"
        "    return ask(self, request, *rest)\n"
        "talk.Conversation.ask = told\n"
        "from grader.cli import main; main()"
    )
    words = [sys.executable, "-c", code, *command(alice, "--specs", specs, "-a", "small")[3:]]
    running = subprocess.Popen(words, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not (ready.exists() and ready.read_text()) and time.monotonic() < deadline:
        os.sched_yield()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "Stopped. What was graded before is kept; the same command goes on from there." in err
    assert "Traceback" not in out + err
    assert not Path(f"/proc/{ready.read_text()}").exists()


def test_an_exception_nobody_foresaw_goes_to_the_log_that_is_named(grade, specs, alice, tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("unforeseen \x1b[31m")

    monkeypatch.setattr(grade_command, "print_report", fail)
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert ended.code == 4
    assert ended.err == (
        "Something failed on our side: RuntimeError. No mark is lost by it.\n"
        f"  where: the details are in {tmp_path / 'log.txt'}\n"
        "  try:   Send that file with a report of the fault.\n"
    )
    log = (tmp_path / "log.txt").read_text("utf-8")
    assert "Traceback" in log and "unforeseen" in log and "\x1b" not in log


def test_a_broken_check_is_in_the_log_with_its_traceback(grade, specs, alice, tmp_path):
    (specs / "small" / "reference.py").write_text("def double(x): return 1 / 0\ndef triple(x): return 3 * x\n", "utf-8")
    assert grade(alice, "--specs", specs, "-a", "small").code == 3
    log = (tmp_path / "log.txt").read_text("utf-8")
    assert "check 'double' is broken" in log and "ZeroDivisionError" in log


def test_a_log_that_cannot_be_written_stops_nothing(grade, specs, alice, tmp_path, monkeypatch):
    monkeypatch.setattr(log, "log_file", lambda: tmp_path / "no" / "such" / "folder.txt")
    (specs / "small" / "reference.py").write_text("def double(x): return 1 / 0\ndef triple(x): return 3 * x\n", "utf-8")
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert ended.code == 3 and "2 / 2" in ended.out


def test_a_full_disk_for_the_log_stops_nothing(grade, specs, alice, monkeypatch):
    class Full(io.StringIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(log._Log, "_open", lambda _: Full())
    (specs / "small" / "reference.py").write_text("def double(x): return 1 / 0\ndef triple(x): return 3 * x\n", "utf-8")
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert (ended.code, ended.err) == (3, "") and "2 / 2" in ended.out
