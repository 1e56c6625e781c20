"""One submission from files to a report: gates, faults of ours, isolation, totals, and always the same bytes."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.line import Line
from grader.grading.seed import Seed
from grader.mistake_of_user import UserMistake
from grader.outcome import Verdict
from grader.report.machine import as_json
from tests.grading.sheet import desk, graded, hand_in, marks, scores, spec, values
from tests.slots import shared_slot

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\ndef broken(x): return x\n"
ESSAY = "kind: essay\ntitle: why\npoints: 4\nrubric: {a reason: 4}\n"
CODE = (
    "import sys; from pathlib import Path; from tests.grading.sheet import *; from grader.report.machine import *\n"
    "print(dumps(as_json(graded(desk(Path(sys.argv[1])), Path(sys.argv[2])))))"
)


# ---- gates
@pytest.mark.parametrize("wrong", ["return x", "raise ValueError", "import time; time.sleep(3600)", "pass"])
def test_after_a_gate_that_does_not_pass_the_rest_of_its_question_is_skipped(tmp_path, wrong):
    specs = spec(tmp_path, {"one": [values("double", gate="true"), values("triple", 2)], "two": [values("triple", 3)]})
    report = graded(desk(specs), hand_in(tmp_path, own=f"def double(x):\n    {wrong}\ndef triple(x): return 3 * x\n"))
    skipped = marks(report)["one/triple"]
    assert skipped.outcome.verdict is Verdict.SKIPPED
    assert skipped.outcome.finding.what == "Not looked at, because “double” does not pass yet."
    assert skipped.outcome.finding.category == skipped.outcome.finding.what, "a title gives no value away"
    assert scores(report) == {"one/double": 0, "one/triple": 0, "two/triple": 3}


def test_a_gate_that_passes_opens_what_follows(tmp_path):
    specs = spec(tmp_path, {"one": [values("double", gate="true"), values("triple", 2)]})
    assert graded(desk(specs), hand_in(tmp_path, own=RIGHT)).score == 3


def test_a_gate_that_is_broken_or_waits_for_a_person_closes_nothing(tmp_path):
    for gate in (values("broken", gate="true"), ESSAY + "gate: true\n"):
        specs = spec(tmp_path, {"one": [gate, values("triple", 2)]})
        assert graded(desk(specs), hand_in(tmp_path, own=RIGHT)).score == 2


# ---- whose fault it is
def test_a_reference_that_raises_costs_nobody_a_point(tmp_path):
    specs = spec(tmp_path, {"one": [values("double", 2), values("broken", 5)]})
    report = graded(desk(specs), hand_in(tmp_path, own=RIGHT))
    mark = marks(report)["one/broken"]
    assert mark.outcome.verdict is Verdict.BROKEN
    assert (report.score, report.max_score, report.excluded, mark.lost) == (2, 2, 5, 0)
    assert mark.outcome.finding.what == "This check failed on our side, and costs you nothing."
    assert mark.outcome.flags == ("the reference `broken` raised ValueError: the reference is not ready",)


def test_an_exception_of_ours_that_a_student_swallows_is_still_ours(tmp_path):
    called = values("apply").replace("{normal: [D]}", "{function: broken}")
    specs = spec(tmp_path, {"one": [called]}, "def apply(f): return f(1)\ndef broken(x): raise KeyError('ours')\n")
    swallowing = "def apply(x):\n    try: x(1)\n    except BaseException: pass\n    return 2.0\n"
    report = graded(desk(specs), hand_in(tmp_path, own=swallowing))
    assert [mark.outcome.verdict for mark in marks(report).values()] == [Verdict.BROKEN]


@pytest.mark.parametrize("swallowed", [True, False])
def test_what_our_function_cannot_do_with_a_students_arguments_is_the_students(tmp_path, swallowed):
    called = values("apply").replace("{normal: [D]}", "{function: half}")
    specs = spec(tmp_path, {"one": [called]}, "def apply(f): return f(2.0)\ndef half(x): return x / 2\n")
    handed_in = "def apply(x):\n    try: x('two')\n    except Exception: pass\n    return 1.0\n"
    report = graded(desk(specs), hand_in(tmp_path, own=handed_in if swallowed else "def apply(x): return x('two')\n"))
    [mark] = marks(report).values()
    assert mark.outcome.verdict is Verdict.CRASHED and report.max_score == mark.points
    assert mark.outcome.finding.what == "`apply` uses a function that it was given in a way that cannot work."
    [flag] = mark.outcome.flags
    assert "`half`, called by the student's code, raised TypeError" in flag and "The reference calls it" in flag


# ---- imports
def test_a_file_that_crashes_after_its_definitions_is_graded_all_the_same(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")]})
    report = graded(desk(specs), hand_in(tmp_path, own=RIGHT + "print(undefined)\n"))
    assert report.score == 2
    assert report.notes == (
        "Importing own.py raised NameError: name 'undefined' is not defined. Its functions were graded all the same.",
    )


def test_a_file_that_hangs_or_exits_at_import_is_graded_all_the_same(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")]})
    for ending in ("import time; time.sleep(3600)\n", "import sys; sys.exit(1)\n"):
        report = graded(desk(specs), hand_in(tmp_path, own=RIGHT + ending))
        assert report.score == 2
        assert report.notes[0].startswith("Importing own.py ")
        assert report.notes[0].endswith(" Its functions were graded all the same.")


def test_a_right_answer_that_prints_300_kilobytes_keeps_its_marks(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")]})
    sheet = specs / "small" / "assignment.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("call: 1,", "call: 20, output_mb: 1,"), "utf-8")
    talkative = "def double(x):\n    print('x' * 300_000)\n    return 2 * x\n" + RIGHT.partition("\n")[2]
    report = graded(desk(specs), hand_in(tmp_path, own=talkative))
    assert scores(report) == {"one/double": 1, "one/triple": 1}


# ---- isolation
COUNTING = """
    calls = []
    def double(x):
        calls.append(1)
        return 2 * x
    def triple(x): return 3 * x * (len(calls) == 0)
"""


@pytest.mark.parametrize(("isolation", "score"), [("question", 2), ("submission", 1)])
def test_a_process_of_its_own_for_each_question_where_the_spec_says_so(tmp_path, isolation, score):
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("triple")]}, head=f"isolation: {isolation}\n")
    assert graded(desk(specs), hand_in(tmp_path, own=COUNTING)).score == score


def test_after_a_crash_the_rest_is_graded_in_a_new_process(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")]})
    report = graded(
        desk(specs), hand_in(tmp_path, own="import os\ndef double(x): os._exit(3)\ndef triple(x): return 3 * x\n")
    )
    assert scores(report) == {"one/double": 0, "one/triple": 1}
    assert marks(report)["one/double"].outcome.verdict is Verdict.CRASHED


# ---- what is run
def test_a_self_check_runs_public_checks_only(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple", visibility="hidden")],
                            "two": [values("triple", visibility="after release")]})  # fmt: skip
    report = graded(desk(specs, public_only=True), hand_in(tmp_path, own=RIGHT))
    assert list(marks(report)) == ["one/double"]


def test_only_runs_one_question_or_one_check(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")], "two": [values("triple")]})
    folder = hand_in(tmp_path, own=RIGHT)
    whole = desk(specs)
    assert list(marks(graded(whole.narrowed("one"), folder))) == ["one/double", "one/triple"]
    assert list(marks(graded(whole.narrowed("one/triple"), folder))) == ["one/triple"]


@pytest.mark.parametrize(
    ("only", "advice"), [("on", "did you mean `one`?"), ("one/tripple", "did you mean `one/triple`?")]
)
def test_only_with_a_word_that_is_none_says_the_nearest(tmp_path, only, advice):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")]})
    with pytest.raises(UserMistake) as caught:
        desk(specs).narrowed(only)
    assert caught.value.finding.what == f"`small` has no question or check `{only}`."
    assert caught.value.finding.advice == advice


def test_every_mark_names_the_command_that_repeats_it(tmp_path):
    specs = spec(tmp_path, {"one": [values("double")]})
    mark = marks(graded(desk(specs), hand_in(tmp_path, own=RIGHT)))["one/double"]
    assert mark.reproduce == "grade --assignment small --only 'one/double' PATH"


def test_the_command_survives_a_title_with_an_apostrophe(tmp_path):
    specs = spec(tmp_path, {"one": [values("double", title="the matrix's rows")]})
    mark = marks(graded(desk(specs), hand_in(tmp_path, own=RIGHT)))["one/the matrix's rows"]
    assert shlex.split(mark.reproduce)[-2:] == ["one/the matrix's rows", "PATH"]


# ---- totals
def test_totals_count_what_is_decided_and_keep_the_rest_apart(tmp_path):
    checks = [values("double", 1.5), values("triple", 2.25), values("broken", 8), ESSAY,
              values("double", 0.75, title="more", extra_credit="true")]  # fmt: skip
    specs = spec(tmp_path, {"one": checks[:2], "two": checks[2:]})
    report = graded(
        desk(specs),
        hand_in(tmp_path, own="def double(x): return 2 * x\ndef triple(x): return x\ndef broken(x): return x\n"),
    )
    assert (report.score, report.max_score) == (2.25, 3.75)
    assert (report.pending, report.excluded) == (4, 8)
    assert [(one.score, one.max_score, one.pending, one.excluded, one.lost) for one in report.questions] == [
        (1.5, 3.75, 0, 0, 2.25), (0.75, 0, 4, 8, 0),
    ]  # fmt: skip


def test_extra_credit_that_fails_costs_nothing(tmp_path):
    specs = spec(tmp_path, {"one": [values("double", 2), values("triple", 1, extra_credit="true")]})
    report = graded(desk(specs), hand_in(tmp_path, own="def double(x): return 2 * x\ndef triple(x): return x\n"))
    assert (report.score, report.max_score, report.questions[0].lost) == (2, 2, 0)


def test_tenths_add_up_to_what_people_expect(tmp_path):
    specs = spec(tmp_path, {"one": [values("double", 0.1, title=f"t{i}") for i in range(3)]})
    assert graded(desk(specs), hand_in(tmp_path, own=RIGHT)).score == 0.3


def test_an_empty_hand_in_earns_nothing_and_breaks_nothing(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), ESSAY]})
    report = graded(desk(specs), hand_in(tmp_path, unrelated="x = 1\n"))
    assert (report.score, report.max_score, report.pending, report.excluded) == (0, 1, 4, 0)


# ---- the same again
def test_the_same_submission_gives_the_same_report_twice(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple"), ESSAY]})
    folder = hand_in(tmp_path, own="def double(x): return 2.001 * x\ndef triple(x): return x.nothing\n")
    assert graded(desk(specs), folder) == graded(desk(specs), folder)


def test_another_order_of_hashes_gives_the_same_bytes(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")]})
    source = "def double(x): return list({str(i): v for i, v in enumerate(x)}.values())\ndef triple(x): return -3 * x\n"
    folder = hand_in(tmp_path, own=source)
    root = str(Path(__file__).parents[2])
    printed = [
        subprocess.run(
            [sys.executable, "-c", CODE, specs, folder],
            capture_output=True,
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1] and json.loads(printed[0])["max_score"] == 2


def test_adding_a_check_changes_no_other_checks_numbers(tmp_path):
    folder = hand_in(tmp_path, own="def double(x): return 2.001 * x\ndef triple(x): return 3 * x\n")
    small = graded(desk(spec(tmp_path, {"one": [values("double")]})), folder)
    large = graded(desk(spec(tmp_path, {"one": [values("triple"), values("double")]})), folder)
    assert marks(small)["one/double"] == marks(large)["one/double"]


def test_another_seed_draws_other_numbers(tmp_path):
    specs = spec(tmp_path, {"one": [values("double")]})
    folder = hand_in(tmp_path, own="def double(x): return 2.001 * x\n")
    first, second = (
        graded(desk(specs, seed=Seed(text, secret=True)), folder) for text in ("first seed", "second seed")
    )
    assert first.seed == "secret" and marks(first)["one/double"].outcome != marks(second)["one/double"].outcome


def test_a_report_is_plain_values(tmp_path):
    report = graded(desk(spec(tmp_path, {"one": [values("double")]})), hand_in(tmp_path, own=RIGHT))
    assert as_json(report)["score"] == 1
    assert [name for name, _ in report.versions] == ["grader", "Python", "numpy"]


def test_an_invalid_escape_in_a_students_text_is_no_fault_of_ours(tmp_path):
    # Every warning is an error here, as it would be for a grader started with `-W error`.
    source = 'import numpy as np\nPATTERN = "\\d"\n\ndef sigmoid(x):\n    """\\s"""\n    return 1 / (1 + np.exp(-x))\n'
    folder = tmp_path / "ada" / "word2vec"
    folder.mkdir(parents=True)
    (folder / "word2vec.py").write_text(source, "utf-8")
    line = Line(Seed("public", secret=False), only="sigmoid")
    [(_, report)] = line.reports(line.found([folder], None), shared_slot())
    assert (report.score, report.excluded) == (2, 0)
