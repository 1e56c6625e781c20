"""A question that is known is not run again, and every mark is as if it had been."""

from dataclasses import replace

import pytest

from grader.grading import grade as grading
from grader.grading.grade import grade_again
from grader.grading.looked import Graded
from grader.submission.find import Found
from grader.submission.load import load as load_submission
from grader.submission.spool import Spool
from tests.grading.sheet import desk, hand_in, scores, spec, values
from tests.slots import shared_slot

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
#: triple stands on a wrong double, so it has a second chance with ours.
USES = "def double(x): return x\ndef triple(x): return double(x) + x\n"
TWO = {"one": [values("double")], "two": [values("triple", 2)]}


@pytest.fixture
def run(monkeypatch):
    """run(desk, folder, known): the result, and the titles of the checks that were judged."""
    judged: list[str] = []
    judge = grading.judge
    monkeypatch.setattr(grading, "judge", lambda check, attempt: judged.append(check.title) or judge(check, attempt))

    def again(desk, folder, known=None) -> tuple[Graded, list[str]]:
        judged.clear()
        with Spool(shared_slot().spool) as spool:
            submission = load_submission(Found("alice", "small", folder), desk.given.names, spool, run_scripts=True)
            return grade_again(desk, submission, shared_slot(), known or {}), list(judged)

    return again


def without(graded: Graded, *questions: str):
    """What is known when these questions have changed."""
    return {name: one for name, one in graded.looked.items() if name not in questions}


def test_what_is_known_is_not_run(run, tmp_path):
    sheet, folder = desk(spec(tmp_path, TWO)), hand_in(tmp_path, own=RIGHT)
    first, judged = run(sheet, folder)
    assert judged == ["double", "triple"]
    again, judged = run(sheet, folder, first.looked)
    assert judged == [] and again == first


def test_one_question_that_changed_is_run_alone(run, tmp_path):
    folder = hand_in(tmp_path, own=RIGHT)
    first, _ = run(desk(spec(tmp_path, TWO)), folder)
    changed = desk(spec(tmp_path, {**TWO, "two": [values("triple", 5)]}))
    again, judged = run(changed, folder, without(first, "two"))
    assert judged == ["triple"]
    assert again == run(changed, folder)[0]
    assert scores(again.report) == {"one/double": 1, "two/triple": 5}


def test_a_second_chance_is_known_where_the_same_is_wrong(run, tmp_path):
    sheet, folder = desk(spec(tmp_path, TWO)), hand_in(tmp_path, own=USES)
    first, judged = run(sheet, folder)
    assert judged.count("triple") == 2 and scores(first.report) == {"one/double": 0, "two/triple": 2}
    again, judged = run(sheet, folder, first.looked)
    assert judged == [] and again == first


def test_a_second_chance_is_tried_anew_where_something_else_is_wrong(run, tmp_path):
    folder = hand_in(tmp_path, own=USES)
    first, _ = run(desk(spec(tmp_path, TWO)), folder)
    # The question now asks for what was handed in, so ours stands in for nothing any more, and triple loses its marks.
    kinder = {**TWO, "one": [values("double", reference="same")]}
    changed = desk(
        spec(
            tmp_path,
            kinder,
            reference="def double(x): return 2 * x\ndef triple(x): return 3 * x\ndef same(x): return x\n",
        )
    )
    again, judged = run(changed, folder, without(first, "one"))
    assert again == run(changed, folder)[0]
    assert scores(again.report) == {"one/double": 1, "two/triple": 0} and judged


def test_a_function_that_hung_is_never_known_and_what_it_stopped_is(run, tmp_path):
    source = "def double(x):\n    while True: pass\ndef triple(x): return 3 * x\n"
    folder = hand_in(tmp_path, own=source)
    sheet = desk(spec(tmp_path, TWO, call=0.3))
    first, _ = run(sheet, folder)
    assert not first.looked["one"].may_be_said_again and not first.may_be_said_again
    known = {name: one for name, one in first.looked.items() if one.may_be_said_again}
    again, judged = run(sheet, folder, known)
    assert "double" in judged and again.report == first.report


def test_a_broken_check_is_never_known(run, tmp_path):
    folder = hand_in(tmp_path, own="def broken(x): return x\n")
    first, _ = run(desk(spec(tmp_path, {"one": [values("broken")]})), folder)
    assert first.report.excluded == 1 and not first.looked["one"].may_be_said_again


def test_what_an_import_ran_into_is_told_though_nothing_is_imported(run, tmp_path):
    folder = hand_in(tmp_path, own=RIGHT + "raise ValueError('at the end')\n")
    sheet = desk(spec(tmp_path, TWO))
    first, _ = run(sheet, folder)
    assert any("ValueError" in note for note in first.report.notes)
    assert run(sheet, folder, first.looked)[0].report == first.report
    assert run(sheet, folder, without(first, "two"))[0].report == first.report


def test_what_rests_on_another_past_is_run(run, tmp_path):
    folder = hand_in(tmp_path, own=RIGHT)
    sheet = desk(spec(tmp_path, TWO))
    first, _ = run(sheet, folder)
    other = {name: replace(one, before="something else") for name, one in first.looked.items()}
    again, judged = run(sheet, folder, other)
    assert judged == ["double", "triple"] and again == first
