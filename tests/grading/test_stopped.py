"""A function that ended the process is run once: what uses it is graded with ours, and not charged for it."""

from functools import partial

import pytest

from grader.outcome import Verdict
from grader.wall.process import Killed, Process
from grader.wall.running import Running
from tests.grading.sheet import desk, graded, hand_in, marks, scores, values
from tests.grading.sheet import spec as sheet

REFERENCE = """
    def double(x): return 2 * x
    def six(x): return 3 * double(x)
    def twelve(x): return 2 * six(x)
    def nine(x): return 9 * x
"""
#: Asleep, so that it takes no core from the tests beside it; the first test has one that computes.
HANGING = "import time\ndef double(x):\n    time.sleep(3600)\n"
USING = "def six(x): return 3 * double(x)\ndef twelve(x): return 2 * six(x)\ndef nine(x): return 9 * x\n"
FOUR = {"one": [values("double")], "two": [values("six", 6), values("twelve", 12)], "three": [values("nine", 9)]}
WHY = "Not run with your own `double`, which was still running after 0.6 seconds and was stopped."
NOTE = "Graded with our own `double` in place of yours, which costs marks in its own question only."


spec = partial(sheet, call=0.5)


@pytest.fixture
def ends(monkeypatch):
    """What every process that did not come to its end by itself was killed for."""
    found = []
    bury = Process.bury

    def noted(self):
        death = bury(self)
        found.append(death.killed or death.exit_code)
        return death

    monkeypatch.setattr(Process, "bury", noted)
    return found


@pytest.fixture(autouse=True)
def _has_its_share(monkeypatch):
    """However busy this machine is, a process computed all the time."""
    seconds = iter(range(0, 10**9, 100))
    monkeypatch.setattr(Running, "computed", lambda self: float(next(seconds)))


@pytest.mark.parametrize(
    ("double", "end", "verdict"),
    [
        ("while True: pass", Killed.WALL_CLOCK, Verdict.TIMED_OUT),
        ("while True: print('x' * 100_000)", Killed.OUTPUT, Verdict.OUTPUT_EXCEEDED),
        ("import os; os._exit(3)", 3, Verdict.CRASHED),
    ],
)
def test_one_function_that_ends_the_process_ends_it_once(tmp_path, ends, double, end, verdict):
    specs = spec(tmp_path, {**FOUR, "one": [values("double"), values("double", title="again")]}, REFERENCE,
                 head="isolation: submission\n")  # fmt: skip
    report = graded(desk(specs), hand_in(tmp_path, own=f"def double(x):\n    {double}\n{USING}"))
    assert ends == [end]
    found = marks(report)
    assert found["one/double"].outcome.verdict is verdict
    assert found["one/again"].outcome.finding.what.startswith("Not run again: `double` ")
    assert scores(report) == {"one/double": 0, "one/again": 0, "two/six": 6, "two/twelve": 12, "three/nine": 9}
    why, note = found["two/six"].outcome.notes
    assert why == f"Not run with your own {found['one/double'].outcome.finding.what.replace('` ', '`, which ')}"
    assert note == NOTE and found["three/nine"].outcome.notes == ()


def test_it_ends_once_also_through_other_files_and_in_a_process_for_each_question(tmp_path, ends):
    folder = hand_in(
        tmp_path,
        basics=HANGING,
        middle="import basics\ndef six(x): return 3 * basics.double(x)\n",
        own="from middle import six\ndef twelve(x): return 2 * six(x)\ndef nine(x): return 9 * x\n",
    )
    report = graded(desk(spec(tmp_path, FOUR, REFERENCE, head="isolation: question\n")), folder)
    assert ends == [Killed.WALL_CLOCK]
    assert scores(report) == {"one/double": 0, "two/six": 6, "two/twelve": 12, "three/nine": 9}


def test_what_was_not_run_is_told_its_own_mistakes(tmp_path, ends):
    using = USING.replace("3 * double(x)", "4 * double(x)")
    report = graded(desk(spec(tmp_path, FOUR, REFERENCE)), hand_in(tmp_path, own=HANGING + using))
    found = marks(report)
    assert ends == [Killed.WALL_CLOCK]
    six = found["two/six"].outcome
    assert six.verdict is Verdict.FAILED and "Not run" not in six.finding.what and six.notes == (WHY, NOTE)
    # With ours for `double` alone it is wrong; with ours for `six` as well it is right: neither mistake is its own.
    assert scores(report)["two/twelve"] == 12
    assert found["two/twelve"].outcome.notes == (NOTE.replace("`double`", "`double` and `six`"),)  # said above: why


def test_what_hangs_by_itself_with_ours_says_so(tmp_path, ends):
    using = "def six(x):\n    double(x)\n    time.sleep(3600)\n"
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("six")]}, REFERENCE)
    report = graded(desk(specs), hand_in(tmp_path, own=HANGING + using))
    assert ends == [Killed.WALL_CLOCK] * 2
    six = marks(report)["two/six"].outcome
    assert six.verdict is Verdict.TIMED_OUT and six.finding.what.startswith("`six` was still running") and six.notes


def test_behind_a_gate_that_stays_closed_the_reason_is_told(tmp_path, ends):
    questions = {"one": [values("double")], "two": [values("nine", gate="true"), values("six", 6)]}
    using = USING.replace("9 * x", "8 * x")
    report = graded(desk(spec(tmp_path, questions, REFERENCE)), hand_in(tmp_path, own=HANGING + using))
    assert marks(report)["two/six"].outcome.finding.what == "Not looked at, because “nine” does not pass yet."
    assert ends == [Killed.WALL_CLOCK]


def test_a_gate_that_was_not_run_opens_when_it_passes_with_ours(tmp_path, ends):
    questions = {"one": [values("double")], "two": [values("six", 6, gate="true"), values("nine", 9)]}
    report = graded(desk(spec(tmp_path, questions, REFERENCE)), hand_in(tmp_path, own=HANGING + USING))
    assert scores(report) == {"one/double": 0, "two/six": 6, "two/nine": 9} and ends == [Killed.WALL_CLOCK]


def test_a_sheet_in_another_order_ends_alike(tmp_path):
    """The function that hangs comes last: those that use it have hung before."""
    questions = {"two": [values("twelve", 12), values("six", 6)], "one": [values("double")]}
    report = graded(desk(spec(tmp_path, questions, REFERENCE)), hand_in(tmp_path, own=HANGING + USING))
    assert scores(report) == {"two/twelve": 12, "two/six": 6, "one/double": 0}


@pytest.mark.parametrize("factor", [3, 4])
def test_one_check_alone_ends_as_in_the_whole_sheet(tmp_path, factor):
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("six", 6)]}, REFERENCE)
    folder = hand_in(tmp_path, own=HANGING + USING.replace("3 *", f"{factor} *"))
    whole, alone = graded(desk(specs), folder), graded(desk(specs).narrowed("two/six"), folder)
    assert marks(alone) == {"two/six": marks(whole)["two/six"]}


def test_a_function_that_only_raises_is_tried_with_what_uses_it(tmp_path, ends):
    report = graded(desk(spec(tmp_path, FOUR, REFERENCE)), hand_in(tmp_path, own=f"def double(x): 1 / 0\n{USING}"))
    assert ends == [] and scores(report)["two/six"] == 6


def test_what_hangs_is_not_run_again_because_another_function_of_its_file_is_wrong(tmp_path, ends):
    questions = {"one": [values("double"), values("nine", 9)]}
    folder = hand_in(tmp_path, own=HANGING + "def nine(x): return x\n")
    report = graded(desk(spec(tmp_path, questions, REFERENCE)), folder)
    assert ends == [Killed.WALL_CLOCK] and report.score == 0
