"""Limits: what is measured, what is believed, and what is nobody's fault. Nothing here looks at a clock."""

import contextlib
import os
import shutil
import signal
import threading
import tracemalloc
from pathlib import Path

import psutil
import pytest

from grader.code import Callback, CannotAnswer, OurFault
from grader.outcome import Verdict
from grader.wall import deaths, process, scratch
from grader.wall.answers import Raised
from grader.wall.calls import Handle
from grader.wall.far import lockdown, troubles
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.output import KEPT, Output
from grader.wall.process import Death, Killed
from grader.wall.running import Running, computed_elsewhere
from grader.wall.slot import Slot

F = ["code_under_test.f"]


def at_levels(*letters):
    """The test is run in a slot of each of these levels."""
    levels = [level for level in Level if level.letter in letters]
    return pytest.mark.parametrize("slot", levels, ids=lambda level: level.letter, indirect=True)


def outcome_of(one, *arguments):
    with pytest.raises(CannotAnswer) as caught:
        one.call(F, *arguments)
    return caught.value.outcome


def computing(monkeypatch, share):
    """Whatever this machine does meanwhile, a process is seen to take this much CPU in each request; None: unknown."""
    seen = [0.0]

    def computed(self):
        seen[0] += share or 0.0
        return None if share is None else seen[0]

    monkeypatch.setattr(Running, "computed", computed)


# ---- time
@at_levels("A", "B", "C")
def test_code_that_slept_is_asked_once_more_in_a_fresh_process(student):
    naps = iter([99, 0])
    one = student("import time\ndef f(g):\n    time.sleep(g())\n    return 7", limits={"call": 0.3})
    assert one.call(F, Callback(lambda: next(naps), "naps")).value == 7
    assert one._processes == 2


@pytest.mark.parametrize(("computed", "processes"), [(99.0, 1), (0.0, 2), (None, 2)])
def test_a_limit_of_time_is_believed_where_the_process_had_its_share(student, monkeypatch, computed, processes):
    computing(monkeypatch, computed)
    one = student("def f():\n    while True: pass", limits={"call": 0.3})
    outcome = outcome_of(one)
    assert one._processes == processes
    assert outcome.verdict is Verdict.TIMED_OUT
    assert outcome.finding.what == "`f` was still running after 0.3 seconds and was stopped."


def test_an_import_that_slept_is_tried_once_more_and_then_its_definitions(student):
    one = student("import time\ndef f():\n    return 3\ntime.sleep(99)", limits={"import": 0.3})
    assert one.call(F).value == 3 and one._processes == 3
    assert "was still running after 0.3 seconds" in one.import_troubles["code_under_test.py"].outcome.finding.what


def test_a_method_is_not_asked_again_because_its_object_is_gone(student):
    source = "import time\nclass A:\n    def m(self): time.sleep(99)\ndef f():\n    return A()"
    one = student(source, limits={"call": 0.3})
    made = one.call(F).value
    assert isinstance(made, Handle)
    with pytest.raises(CannotAnswer) as caught:
        one.call_method(made, "m")
    assert caught.value.outcome.verdict is Verdict.TIMED_OUT and one._processes == 1


def test_what_died_of_something_else_is_not_asked_again(student):
    one = student("import os\ndef f():\n    os._exit(1)")
    assert outcome_of(one).verdict is Verdict.CRASHED and one._processes == 1


@at_levels("A", "B", "C")
def test_the_time_that_a_process_computes_is_read_from_outside(student):
    one = student("""
        import time
        def f(g):
            g()
            while time.process_time() < 0.5: pass
            g()
    """)
    seen = []
    one.call(F, Callback(lambda: seen.append(one._room.conversation._process._running.computed()), "look"))
    assert seen[1] >= 0.5 > seen[1] - seen[0]


def test_without_the_clocks_of_linux_psutil_is_asked():
    assert computed_elsewhere(os.getpid()) > 0
    assert computed_elsewhere(2**22 + 1) is None


# ---- what is printed
@at_levels("A", "B", "C")
def test_a_flood_is_told_also_where_the_answer_comes_at_once(student):
    """It was chance: whoever read first, the answer or the flood."""
    one = student("import os\ndef f(n):\n    for _ in range(n): os.write(1, b'x' * 65536)\n    return 1",
                  limits={"output_mb": 1})  # fmt: skip
    for _ in range(5):
        assert one.call(F, 16).value == 1  # to the last byte
    outcome = outcome_of(one, 17)
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    assert outcome.finding.what == "`f` printed more than 1 MB and was stopped."


def test_a_flood_without_a_line_end_fills_no_memory_here(student):
    source = "import os\ndef f():\n    while True: os.write(1, b'x' * 65536)"
    one = student(source, limits={"output_mb": 256, "call": 60.0})
    tracemalloc.start()
    try:
        assert outcome_of(one).verdict is Verdict.OUTPUT_EXCEEDED
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def held() -> tuple[int, int]:
    """Files and threads of ours."""
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


@at_levels("C")
def test_a_process_that_lives_on_and_holds_the_pipe_keeps_no_file_and_no_thread_of_ours(student):
    start = "subprocess.Popen(['sleep', '987'], start_new_session=True)"
    one = student(f"import subprocess\ndef f():\n    return {start}.pid")
    before = held()
    survivor = one.call(F).value
    try:
        one.close()
        assert held() == before
        assert psutil.Process(survivor).is_running()
    finally:
        os.kill(survivor, signal.SIGKILL)


@at_levels("C")
def test_a_process_that_lives_on_and_holds_the_channel_keeps_nobody_waiting(student):
    one = student("""
        import os, time
        def f(g):
            child = os.fork()
            if child == 0:
                os.setsid()
                time.sleep(987)
            g(child)
            os._exit(5)
    """)
    survivors = []
    try:
        outcome = outcome_of(one, Callback(survivors.append, "told"))
        assert outcome.finding.what == "`f` ended the whole Python process (exit code 5)."
        assert psutil.Process(survivors[0]).is_running()
    finally:
        os.kill(survivors[0], signal.SIGKILL)


def test_what_was_printed_is_read_to_its_end_and_no_further():
    ours, theirs = os.pipe()
    output = Output(ours, lambda: None)
    output.start(1 << 20)
    os.write(theirs, b"a" * 1000)
    output.settle()
    os.write(theirs, b"last words")
    assert output.close() and output.text == "a" * 1000 + "last words"
    os.close(ours)
    os.close(theirs)


def test_settling_counts_what_nobody_has_read_yet():
    ours, theirs = os.pipe()
    told = []
    output = Output(ours, lambda: told.append(True))  # its thread is not started
    output.allow(10)
    os.write(theirs, b"x" * 10)
    output.settle()
    assert told == []
    os.write(theirs, b"x")
    output.settle()
    assert told == [True]
    os.close(ours)
    os.close(theirs)


def test_the_end_of_much_output_is_kept_and_too_much_is_told():
    ours, theirs = os.pipe()
    told = threading.Event()
    output = Output(ours, told.set)
    output.start(KEPT)
    with os.fdopen(theirs, "wb") as writer:
        writer.write(b"x" * 3 * KEPT + b"the end")
    assert told.wait(30) and output.close()
    assert output.text == "x" * (KEPT - 7) + "the end"
    os.close(ours)


# ---- files
WRITES = """
import os, time
def f(files, megabytes, then=None):
    for number in range(files):
        with open(f"file-{number}", "wb") as file:
            file.write(bytes(megabytes << 20))
    if then: time.sleep(then)
    return 1
"""
NO_FILES = "Grading needs no files of yours: remove what writes them, or write less."


@at_levels("A", "B", "C")
def test_files_within_the_limits_are_nobodys_business(student):
    assert student(WRITES, limits={"scratch_mb": 4}).call(F, 3, 1).value == 1


@at_levels("B", "C")
@pytest.mark.parametrize("then", [None, 99])
def test_too_many_bytes_on_a_shared_disk_end_the_process(student, then):
    outcome = outcome_of(student(WRITES, limits={"scratch_mb": 2, "call": 30.0}), 4, 1, then)
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    assert outcome.finding.what == "`f` left more than 2 MB of files behind and was stopped."
    assert outcome.finding.advice == NO_FILES


@at_levels("B", "C")
def test_too_many_files_on_a_shared_disk_end_the_process(student):
    outcome = outcome_of(student(WRITES, limits={"call": 30.0}), 4200, 0)
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    assert outcome.finding.what == "`f` left more than 4,096 files and folders behind and was stopped."


@at_levels("A")
@pytest.mark.parametrize(("files", "megabytes"), [(4, 1), (5000, 0)])
def test_a_scratch_of_its_own_is_full_and_says_so(student, files, megabytes):
    outcome = outcome_of(student(WRITES, limits={"scratch_mb": 2}), files, megabytes)
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    what = "`f` found no more space for its files: its working folder holds 2 MB and 4,096 files."
    assert outcome.finding.what == what and outcome.finding.where.startswith("code_under_test.py, line ")
    assert outcome.finding.advice == NO_FILES


@at_levels("B", "C")
def test_a_machine_without_space_is_not_the_students(student, monkeypatch):
    one = student("def f():\n    raise OSError(28, 'No space left on device')")
    assert outcome_of(one).verdict is Verdict.OUTPUT_EXCEEDED  # anybody can say so
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=0))
    with pytest.raises(OurFault, match="the disk with the scratch folders of student code is full"):
        one.call(F)


def test_both_kinds_of_scratch_hold_as_many_files():
    assert scratch.MOST_FILES == lockdown.MOST_SCRATCH_FILES


def test_links_and_holes_count_for_what_they_take(tmp_path):
    (tmp_path / "large").symlink_to("/usr")
    with (tmp_path / "holes").open("wb") as file:
        file.truncate(1 << 30)
    assert scratch.too_much(str(tmp_path), 1) == ""


def test_what_lies_deep_counts_too(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(bytes(3 << 20))
    assert scratch.too_much(str(tmp_path), 2) == "more than 2 MB of files"
    assert scratch.too_much(str(tmp_path), 4) == ""


def test_folders_deeper_than_a_path_can_name_are_too_much(tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    opened = [folder]
    try:
        for _ in range(20):
            os.mkdir("d" * 250, dir_fd=opened[-1])
            opened.append(os.open("d" * 250, os.O_RDONLY, dir_fd=opened[-1]))
        assert scratch.too_much(str(tmp_path), 1) == "folders that cannot be looked into"
    finally:
        for inner in reversed(opened):
            with contextlib.suppress(FileNotFoundError):
                os.rmdir("d" * 250, dir_fd=inner)
            os.close(inner)


def test_a_folder_that_is_closed_to_us_is_too_much_and_one_that_is_gone_is_not(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def closed(error):
        def refuse(path):
            if path.endswith("closed"):
                raise error
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)

    closed(PermissionError(13, "no"))
    assert scratch.too_much(str(tmp_path), 1) == "folders that cannot be looked into"
    closed(FileNotFoundError(2, "gone"))
    assert scratch.too_much(str(tmp_path), 1) == ""


def test_the_signal_of_the_file_limit_is_told_as_the_limit():
    outcome = deaths.died("`f`", Death(None, -25, ""), Limits(), 1).outcome
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    assert outcome.finding.what == "`f` wrote a file of more than 16 MB, which is the most that one file may have."


# ---- memory
NO_MEMORY = [
    "raise RuntimeError('[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can\\'t allocate memory: '\n"
    "    'you tried to allocate 40000000000 bytes. Error code 12 (Cannot allocate memory)')",
    "raise RuntimeError('std::bad_alloc')",
    "raise ImportError('libx.so: failed to map segment from shared object')",
    "raise OSError(12, 'Cannot allocate memory')",
    "try: bytearray(1 << 40)\n    except MemoryError: raise ValueError('too large')",
    "try: bytearray(1 << 40)\n    except MemoryError as e: raise KeyError('too large') from e",
    "os.write(2, b\"terminate called after throwing an instance of 'std::bad_alloc'\"); os.abort()",
]


@at_levels("A", "B", "C")
@pytest.mark.parametrize("body", NO_MEMORY, ids=range(len(NO_MEMORY)))
def test_memory_that_ran_out_below_python_is_named(student, body):
    outcome = outcome_of(student(f"import os\ndef f():\n    {body}", limits={"memory_mb": 200}))
    assert outcome.verdict is Verdict.OUT_OF_MEMORY
    assert outcome.finding.what == "`f` asked for more than 200 MB of memory and was stopped."


@pytest.mark.parametrize("code", [-6, -11, 1])
def test_a_crash_that_says_nothing_of_memory_is_a_crash(code):
    assert deaths.died("`f`", Death(None, code, "ouch"), Limits(), 1).outcome.verdict is Verdict.CRASHED
    told = deaths.died("`f`", Death(None, code, "MemoryError" + "\n" * 2000), Limits(), 1)
    assert told.outcome.verdict is Verdict.CRASHED, "it was long before"


def test_what_led_to_an_exception_is_followed_in_a_circle_only_so_far():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert troubles.told(first, "/here", 0)["kinds"] == ["ValueError", "Exception", "BaseException"]


def test_an_exception_whose_truth_cannot_be_asked_is_told_all_the_same():
    class Odd(Exception):
        def __bool__(self):
            raise KeyError

    trouble = ValueError()
    trouble.__cause__ = Odd()
    assert troubles.told(trouble, "/here", 0)["type"] == "ValueError"


# ---- threads
@at_levels("A", "B")
def test_too_many_threads_are_told_with_what_to_do(student):
    outcome = outcome_of(student("""
        import threading, time
        def f():
            while True:
                threading.Thread(target=time.sleep, args=(99,), daemon=True).start()
    """))  # fmt: skip
    assert outcome.verdict is Verdict.CRASHED
    assert outcome.finding.what == "`f` raised RuntimeError: can't start new thread"
    assert outcome.finding.advice.startswith("Too many threads at once, or no memory for one more: ")


def test_another_error_at_run_time_has_the_usual_advice():
    told = Raised("RuntimeError", "no", (), ("RuntimeError",), False, None, 0)
    assert deaths.raised("`f`", told, [], Limits()).outcome.finding.advice.startswith("Run that line on a small input")


# ---- calls back
def test_too_many_calls_back_have_their_words(student):
    one = student("def f(g):\n    while True: g()", limits={"callbacks": 20})
    outcome = outcome_of(one, Callback(lambda: 1, "one"))
    assert outcome.verdict is Verdict.TIMED_OUT
    assert outcome.finding.what == "`f` called the functions it was given more than 20 times and was stopped."
    assert outcome.finding.advice == "Look for a loop around that call whose end is never reached."


# ---- nobody's fault
HONEST = "import os, time\ndef f(g):\n    g()\n    time.sleep(9)\n    return 1\ndef honest(x):\n    return x"


def kill_tree(top: int, but: int) -> None:
    """Ends a zygote and whoever stands around it, from the outside in."""
    tree = [psutil.Process(top), *psutil.Process(top).children(recursive=True)]
    for one in tree:
        if one.pid != but:
            with contextlib.suppress(psutil.Error):
                one.kill()


@pytest.mark.parametrize("level", [Level.ISOLATED, Level.CONFINED], ids=lambda level: level.letter)
def test_a_zygote_that_ends_is_our_fault_and_the_next_one_serves(student, level, monkeypatch):
    with Slot(level) as slot:
        if slot.level is not level:
            pytest.skip(f"level {level.letter} is not to be had here")
        one = student(HONEST, limits={"call": 60.0})
        one._slot = slot
        first = slot._zygotes[False]
        own = lambda: one._room.conversation._process._running.pid  # noqa: E731
        with pytest.raises(OurFault, match="the zygote that it was forked from has ended"):
            one.call(F, Callback(lambda: kill_tree(first._popen.pid, own()), "kill"))
        assert one.call(["code_under_test.honest"], 3).value == 3
        assert slot._zygotes[False] is not first and slot.level is level


@at_levels("A", "B")
def test_who_is_killed_because_the_machine_has_no_memory_is_not_blamed(student, monkeypatch):
    counts = iter([5, 6])
    monkeypatch.setattr(process, "killed_for_memory", lambda: next(counts))
    one = student(HONEST, limits={"call": 60.0})
    with pytest.raises(OurFault, match="this machine has run out of memory; fewer submissions at once"):
        one.call(F, Callback(lambda: os.kill(one._room.conversation._process._running.pid, 9), "kill"))


@at_levels("A")
def test_who_cannot_have_killed_itself_is_not_blamed(student):
    one = student(HONEST, limits={"call": 60.0})
    with pytest.raises(OurFault, match="somebody on this machine has killed it"):
        one.call(F, Callback(lambda: os.kill(one._room.conversation._process._running.pid, 9), "kill"))


@pytest.mark.parametrize("killed", list(Killed))
def test_what_we_ended_is_ours_to_name_whatever_else_happened(killed):
    assert deaths.died("`f`", Death(killed, -9, "", cpu=9999.0), Limits(), 1).outcome.finding.what.startswith("`f` ")


def test_the_machines_own_count_can_be_read():
    assert process.killed_for_memory() >= 0
