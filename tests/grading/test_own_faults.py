"""What fails on our side: a reference, a generator, the machine, a kill in the middle. Nobody loses a point by it, the
rest of the class is graded as ever, and the exit code tells whose fault it was."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from grader.batch import class_run
from grader.batch.pool import Here
from grader.cli import main, problems
from grader.grading.grade import grade
from grader.outcome import Verdict
from grader.store.problems import StoreUnusable
from grader.store.store import Store
from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall import slot
from grader.wall.slot import Slot
from grader.wall.spawned import Spawned
from grader.wall.zygote import Zygote
from tests.cli.conftest import Lent
from tests.grading.sheet import desk, graded, hand_in, marks, spec, values
from tests.slots import shared_slot

ROOT = Path(__file__).parents[2]
RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\ndef broken(x): return x\n"
WRONG = "def double(x): return 2 * x\ndef triple(x): return 2 * x\ndef broken(x): return x\n"
CRASHING = "raise SystemExit\n"
HANGING = "def double(x):\n    while True: pass\ntriple = double\n"
SAMPLER = "class Sampler:\n    def __init__(self): raise KeyError('no corpus')\n"


def class_of(root: Path, **sources: str) -> Path:
    """A class: one folder a student, each with its own.py."""
    for who, source in sources.items():
        (root / "class" / who).mkdir(parents=True)
        (root / "class" / who / "own.py").write_text(source, "utf-8")
    return root / "class"


def command(*words: object, before: str = "") -> list[str]:
    return [sys.executable, "-c", f"{before}\nfrom grader.cli import main; main()", *map(str, words)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@pytest.fixture
def told(monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    """told(*words): `grade …` in this process, on the tests' slot; its exit code and what it prints."""
    monkeypatch.setattr(class_run, "LocalWorkers", lambda desks, count: Here(desks, shared_slot()))
    monkeypatch.setattr(slot, "Slot", Lent)
    monkeypatch.setattr(problems, "keep_log", lambda: None)

    def graded(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["grade", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr().out

    return graded


@pytest.fixture
def totals_of(tmp_path, monkeypatch, told) -> Callable[..., tuple[int, dict[str, tuple[float, float, float]]]]:
    """totals_of(specs, ann=source): a class graded in this process; the exit code, and everybody's totals."""
    monkeypatch.chdir(tmp_path)

    def graded(specs: Path, **sources: str) -> tuple[int, dict[str, tuple[float, float, float]]]:
        code, text = told(class_of(tmp_path, **sources), "--specs", specs, "-a", "small", "--json", "-")
        return code, totals(text)

    return graded


def run(root: Path, *words: object, before: str = "") -> subprocess.CompletedProcess[str]:
    """`grade …` in a process of its own."""
    return subprocess.run(command(*words, before=before), cwd=root, env=environment(), text=True, capture_output=True,
                          timeout=120, check=False)  # fmt: skip


def totals(text: str) -> dict[str, tuple[float, float, float]]:
    """Score, what it was out of, and what was set aside as our fault, by student."""
    return {row["submission"]: (row["score"], row["max_score"], row["excluded"]) for row in json.loads(text)}


# ---- 80: the reference raises
def test_a_reference_that_raises_costs_neither_the_right_nor_the_wrong_nor_the_crashing(tmp_path, totals_of):
    specs = spec(tmp_path, {"one": [values("broken", 5), values("double"), values("triple", 2)]})
    code, found = totals_of(specs, ann=RIGHT, bob=WRONG, eve=CRASHING)
    assert code == 3
    assert found["ann"] == (3, 3, 5) and found["bob"] == (1, 3, 5)
    assert found["eve"][0] == 0, "a file that cannot be run is the student's, before any reference is asked"


def test_a_reference_that_ends_python_costs_nobody_a_point(tmp_path, totals_of):
    """`sys.exit` in a reference, left over from a script, is no `Exception`."""
    specs = spec(tmp_path, {"one": [values("broken", 5), values("double")]},
                 "import sys\ndef double(x): return 2 * x\ndef broken(x): sys.exit(0)\n")  # fmt: skip
    assert totals_of(specs, ann=RIGHT, bob=RIGHT) == (3, {"ann": (1, 1, 5), "bob": (1, 1, 5)})


# ---- 81: the spec's generator raises
def test_a_size_that_no_draw_can_have_costs_nobody_a_point(tmp_path, totals_of):
    impossible = values("broken", 5).replace("normal: [D]", "normal: [D - 20]")
    specs = spec(tmp_path, {"one": [impossible, values("double")], "two": [values("triple", 2)]})
    assert totals_of(specs, ann=RIGHT, bob=WRONG) == (3, {"ann": (3, 3, 5), "bob": (1, 3, 5)})


def test_a_given_sampler_that_raises_is_ours_and_the_student_is_asked_again_afterwards(tmp_path):
    sampled = values("broken", 5).replace("{normal: [D]}", "{object: course.Sampler}")
    specs = spec(tmp_path, {"one": [sampled, values("double")]})
    (specs / "small" / "given").mkdir()
    (specs / "small" / "given" / "course.py").write_text(SAMPLER, "utf-8")
    report = graded(desk(specs), hand_in(tmp_path, own=RIGHT))
    assert (report.score, report.max_score, report.excluded) == (1, 1, 5)
    broken = marks(report)["one/broken"].outcome
    assert broken.verdict is Verdict.BROKEN and "no corpus" in broken.flags[0]


# ---- 82: the sandbox cannot start
def test_a_sandbox_that_cannot_start_costs_nobody_a_point(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(11, "Resource temporarily unavailable")

    assert shared_slot().level  # found before nothing can be started any more
    monkeypatch.setattr(Zygote, "fork", refused)
    monkeypatch.setattr(Spawned, "_start", refused)
    specs = spec(tmp_path, {"one": [values("double"), values("triple", 2)]})
    report = graded(desk(specs), hand_in(tmp_path, own=RIGHT))
    assert {mark.outcome.verdict for mark in marks(report).values()} == {Verdict.BROKEN}
    assert (report.score, report.max_score, report.excluded) == (0, 0, 3)
    assert all("temporarily unavailable" in mark.outcome.flags[0] for mark in marks(report).values())


def test_a_sandbox_that_dies_between_two_students_costs_nobody_a_point(tmp_path):
    grading = desk(spec(tmp_path, {"one": [values("double"), values("triple", 2)]}))
    found = Found("alice", "small", hand_in(tmp_path, own=RIGHT))
    before = set(psutil.Process().children(recursive=True))
    with Slot() as slot, Spool(slot.spool) as spool:
        assert grade(grading, load(found, frozenset(), spool, run_scripts=True), slot).score == 3
        sandbox = [child for child in psutil.Process().children(recursive=True) if child not in before]
        assert sandbox or not slot.level.holds_strangers
        for process in sandbox:
            with contextlib.suppress(psutil.NoSuchProcess):  # the first one takes the others along
                process.kill()
        psutil.wait_procs(sandbox, timeout=10)
        report = grade(grading, load(found, frozenset(), spool, run_scripts=True), slot)
    assert [mark.lost for mark in marks(report).values()] == [0, 0]
    assert report.score + report.excluded == 3


# ---- 83: nothing can be written
#: The disk has no room for what is longer than 2 KB, whenever a page is written.
FULL_FOR_PAGES = """
import resource
from grader.batch import pages
whole, (_, most) = pages.write_whole, resource.getrlimit(resource.RLIMIT_FSIZE)
def limited(*words):
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, most))
    try:
        whole(*words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
pages.write_whole = limited
"""


def test_a_disk_that_fills_up_within_a_page_leaves_the_page_before_whole(tmp_path, monkeypatch, told):
    specs = spec(tmp_path, {"one": [values("double"), values("triple", 2)]})
    words = (class_of(tmp_path, ann=RIGHT), "--specs", specs, "-a", "small", "--out", "out")
    monkeypatch.chdir(tmp_path)
    assert told(*words)[0] == 0
    page = tmp_path / "out" / "ann" / "small.html"
    whole = page.read_bytes()
    (tmp_path / "class" / "ann" / "own.py").write_text(WRONG, "utf-8")
    ended = run(tmp_path, *words, before=FULL_FOR_PAGES)
    assert ended.returncode == 4
    assert ended.stderr.startswith("The machine refused to write a page: ") and "out/ann/small.html" in ended.stderr
    assert "1 / 3" in ended.stdout, "the marks are told all the same"
    assert page.read_bytes() == whole
    assert sorted(path.name for path in page.parent.iterdir()) == ["small.html", "small.instructor.html"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is the folder in which not even root can write")
def test_a_folder_that_cannot_be_written_is_told_before_anybody_is_graded(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple", 2)]})
    ended = run(tmp_path, class_of(tmp_path, ann=RIGHT, bob=WRONG), "--specs", specs, "-a", "small",
                "--out", "/proc/reports", "--json", "-")  # fmt: skip
    assert (ended.returncode, ended.stdout) == (4, "")
    assert ended.stderr.startswith("The store of results cannot be opened: ")
    assert "where: /proc/reports/grades.sqlite" in ended.stderr and "`--store FILE`" in ended.stderr


def test_a_full_device_for_the_marks_as_json_is_told_and_the_pages_are_there(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple", 2)]})
    (tmp_path / "full").symlink_to("/dev/full")  # a link: whatever goes wrong, the device itself is not replaced
    ended = run(tmp_path, class_of(tmp_path, ann=RIGHT), "--specs", specs, "-a", "small", "--json", "full")
    assert ended.returncode == 4 and "3 / 3" in ended.stdout
    assert (tmp_path / "reports" / "ann" / "small.html").read_text("utf-8").rstrip().endswith("</html>")


# ---- 84: the grader is killed in the middle of a batch
@pytest.fixture(scope="module")
def killed(tmp_path_factory) -> Iterator[tuple[int, list[psutil.Process], Path]]:
    """A class that was graded until its second student hung; then the grader was killed with -9."""
    root = tmp_path_factory.mktemp("killed")
    specs = spec(root, {"one": [values("double"), values("triple", 2)]})
    sheet = specs / "small" / "assignment.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("call: 1", "call: 60"), "utf-8")
    words = command(class_of(root, ann=RIGHT, bob=HANGING, eve=RIGHT), "--specs", specs, "-a", "small")
    grader = subprocess.Popen(words, cwd=root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    below: list[psutil.Process] = []
    try:
        deadline = time.monotonic() + 60
        while kept(root) != ["ann", "eve"] and time.monotonic() < deadline:
            time.sleep(0.02)  # a poll, as of what follows: this process had a core for itself
        below = hanging_below(psutil.Process(grader.pid))
        grader.kill()
        yield grader.wait(), below, root
    finally:
        for process in (grader, *below):
            if process.is_running() if isinstance(process, psutil.Process) else process.poll() is None:
                process.kill()
        grader.wait()


def kept(root: Path) -> list[str]:
    """Who has a result in the store."""
    with contextlib.suppress(StoreUnusable), Store(root / "reports/grades.sqlite", writable=False) as store:
        return [one.who for run in store.runs() for one in store.hand_ins(run.number) if one.result]
    return []


def hanging_below(grader: psutil.Process) -> list[psutil.Process]:
    """Everything below the grader, once something there has computed for a while: that is the student's loop."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        below = grader.children(recursive=True)
        if any(computing(process) > 1.0 for process in below):
            return below
        time.sleep(0.02)
    raise AssertionError("the student's loop did not start")


def computing(process: psutil.Process) -> float:
    try:
        return process.cpu_times().user
    except psutil.Error:
        return 0.0


def test_a_grader_killed_in_the_middle_has_kept_what_was_graded(killed):
    code, _, root = killed
    assert code == -9
    assert kept(root) == ["ann", "eve"]


def test_after_a_kill_the_same_command_goes_on_and_runs_nothing_twice(killed, monkeypatch, told):
    _, _, root = killed
    monkeypatch.chdir(root)
    (root / "class" / "bob" / "own.py").write_text(WRONG, "utf-8")
    _, text = told(root / "class", "--specs", root / "specs", "-a", "small", "--json", "-")
    assert totals(text) == {"ann": (3, 3, 0), "bob": (1, 3, 0), "eve": (3, 3, 0)}
    timings = json.loads((root / "reports/timings.json").read_text("utf-8"))
    assert timings["known"] == 2 and [one["who"] for one in timings["graded"]] == ["bob"]


def test_a_grader_killed_in_the_middle_leaves_no_process_behind(killed):
    _, below, _ = killed
    _, alive = psutil.wait_procs(below, timeout=10)
    assert [process.pid for process in alive] == []
