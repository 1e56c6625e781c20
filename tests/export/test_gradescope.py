"""Gradescope's results.json: documented keys only, formats said, and nothing that a student may not read."""

import json

import pytest

from grader.export.gradescope import gradescope
from grader.export.readiness import Terms
from tests.export.rows import BROKEN, FAILED, HAND, LATE, PASSED, SECRET, UNGRADED, WAITS, mark, report, row

TOP = {"score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
       "stdout_visibility", "extra_data", "tests", "leaderboard"}  # fmt: skip
TEST = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags",
        "visibility", "extra_data"}  # fmt: skip


def results(*marks, terms=Terms(), leave_out_hidden=False, **more):  # noqa: B008 - it is frozen
    data = gradescope(row("ann", made=report(*marks, **more)), terms, leave_out_hidden)
    assert data is not None
    values = json.loads(data)
    assert set(values) <= TOP and all(set(test) <= TEST for test in values["tests"])
    return values


def test_a_result_has_the_documented_keys_and_says_every_format():
    values = results(mark(), mark(FAILED, title="gradient"))
    assert (values["output_format"], values["test_output_format"], values["test_name_format"]) == (
        "text",
        "text",
        "text",
    )
    assert (
        {test["output_format"] for test in values["tests"]}
        == {"text"}
        == {test["name_format"] for test in values["tests"]}
    )
    assert values["stdout_visibility"] == "hidden" and values["score"] == 4.0
    first, second = values["tests"]
    assert (first["score"], first["max_score"], first["status"], first["number"]) == (4.0, 4.0, "passed", "1.1")
    assert (second["score"], second["status"]) == (0.0, "failed")
    assert second["output"] == "It is wrong.\nwhere: draw 2\ntry: Recheck the sign."
    assert second["name"] == "1a Loss: gradient"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("public", "visible"), ("hidden", "hidden"), ("after release", "after_published"), ("x", "hidden")],
)
def test_visibility_is_mapped(ours, theirs):
    assert results(mark(visibility=ours))["tests"][0]["visibility"] == theirs


def test_the_score_is_what_counts_after_penalties_and_they_are_told():
    values = results(mark(), adjustments=(LATE,))
    assert values["score"] == 2.0 and values["output"] == LATE.what


def test_a_hidden_check_keeps_its_values_to_itself():
    hidden = mark(FAILED, visibility="hidden")
    assert results(hidden)["tests"][0]["output"] == "A sign is wrong.\ntry: Recheck the sign."


def test_what_is_shown_after_the_release_is_complete_for_then():
    test = results(mark(FAILED, visibility="after release"))["tests"][0]
    assert test["status"] == "failed" and test["output"].startswith("It is wrong.")


def test_hidden_tests_can_be_left_out_and_the_total_stays():
    values = results(mark(), mark(PASSED, 2, "hidden"), mark(PASSED, 1, "after release"), leave_out_hidden=True)
    assert values["score"] == 7.0 and [test["visibility"] for test in values["tests"]] == ["visible", "after_published"]


def test_what_waits_and_what_broke_is_no_zero():
    values = results(mark(WAITS, 2), mark(BROKEN), terms=Terms(so_far=True))
    assert not [key for test in values["tests"] for key in ("score", "max_score", "status") if key in test]
    assert "2 points wait for a person." in values["tests"][0]["output"]


def test_a_mark_by_hand_brings_its_comment_and_not_its_reason():
    test = results(mark(WAITS, 2, by_hand=HAND))["tests"][0]
    assert (test["score"], test["status"]) == (2.0, "passed") and "Well argued." in test["output"]
    assert "rubric" not in json.dumps(test) and "prof" not in json.dumps(test)


def test_nothing_for_the_instructor_is_in_it():
    flagged = mark(type(FAILED)(FAILED.verdict, finding=FAILED.finding, flags=("copied?",), evidence=(SECRET,)))
    assert "copied?" not in json.dumps(results(flagged, flags=("from the web",)))


def test_practice_marks_say_so():
    assert results(mark(), seed="public")["output"].startswith("Practice marks")


def test_no_mark_gives_no_file():
    assert gradescope(UNGRADED, Terms()) is None


def test_hostile_text_stays_json():
    assert "\x1b" not in results(mark(title="\x1b[2J\ud800<b>"))["tests"][0]["name"]
