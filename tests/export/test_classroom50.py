"""Classroom 50's result.json: whole numbers that add up, and the identity that its runner gives."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.classroom50 import Run, classroom50, shared, whole_parts
from grader.export.readiness import Terms
from grader.mistake_of_user import UserMistake
from grader.outcome import Outcome, Verdict
from tests.export.rows import BROKEN, FAILED, LATE, PASSED, UNGRADED, WAITS, mark, part, report, row

ENVIRONMENT = {
    "CLASSROOM": "nlp", "ASSIGNMENT": "w2v", "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
}  # fmt: skip
RUN = Run.of(ENVIRONMENT)
KEYS = ["schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime", "score",
        "max-score", "tests"]  # fmt: skip


def result(*marks, factor=100, run=RUN, **more):
    data = classroom50(row("ann", made=report(*marks, **more)), run, Terms(so_far=True), factor)
    assert data is not None
    values = json.loads(data)
    tests = values["tests"]
    for test in tests:
        assert list(test) == ["test-name", "passed", "score", "max-score"] and test["test-name"]
        assert type(test["score"]) is int and type(test["max-score"]) is int and type(test["passed"]) is bool
        assert 0 <= test["score"] <= test["max-score"]
    assert values["score"] == sum(test["score"] for test in tests)
    assert values["max-score"] == sum(test["max-score"] for test in tests)
    return values


def test_a_result_has_the_documented_keys_and_whole_numbers():
    values = result(mark(part(0.625)), mark(PASSED, 0.5, title="shape"))
    assert list(values) == KEYS and values["schema"] == "classroom50/result/v1"
    assert (values["score"], values["max-score"]) == (300, 450)
    assert values["datetime"] == "2026-06-01T14:32:05Z" and values["review"] == "https://example.org/c"
    assert [test["passed"] for test in values["tests"]] == [False, True]


def test_owner_and_kind_are_there_where_the_runner_says_them():
    run = Run.of({**ENVIRONMENT, "USERNAME": "ann", "ASSIGNMENT_TYPE": "individual", "REVIEW_URL": "v"})
    values = result(mark(), run=run)
    assert (values["owner"], values["assignment_type"], values["review"]) == ("ann", "individual", "v")


def test_outside_the_runner_the_missing_variables_are_named():
    with pytest.raises(UserMistake) as told:
        Run.of({"CLASSROOM": "nlp"})
    assert told.value.finding.where == "not set: ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL, RELEASE_URL"


def test_a_tag_without_a_time_is_refused_for_no_clock_is_asked():
    with pytest.raises(UserMistake) as told:
        Run.of({**ENVIRONMENT, "SUBMISSION_TAG": "v1"})
    assert "does not say when" in told.value.finding.what


def test_thirds_add_up():
    values = result(*(mark(part(1 / 3), 1, title=str(n)) for n in range(3)), factor=100)
    assert values["score"] == 100 and sorted(test["score"] for test in values["tests"]) == [33, 33, 34]


def test_a_late_penalty_is_taken_from_all_tests_and_has_its_line():
    values = result(mark(PASSED, 3), mark(PASSED, 1), adjustments=(LATE,))
    assert [test["score"] for test in values["tests"]] == [150, 50, 0]
    assert values["tests"][2]["test-name"] == LATE.what and values["max-score"] == 400


def test_extra_credit_fills_up_what_was_lost_and_goes_no_further():
    extra = mark(PASSED, 1, title="bonus", extra_credit=True)
    values = result(mark(part(0.5), 4), extra)
    assert (values["score"], values["max-score"]) == (300, 400)
    assert values["tests"][1]["test-name"].endswith("(extra credit: 1 point)")
    assert result(mark(PASSED, 4), extra)["score"] == 400


def test_what_waits_and_what_broke_counts_on_neither_side():
    values = result(mark(WAITS, 2), mark(BROKEN), mark(PASSED, 1, "after release"), mark(FAILED))
    assert (values["score"], values["max-score"]) == (0, 400)
    names = [test["test-name"] for test in values["tests"]]
    assert names[0].endswith("(2 points wait)") and names[1].endswith("(not counted: our fault)")
    assert not any(test["passed"] for test in values["tests"])


def test_no_mark_gives_no_file():
    assert classroom50(UNGRADED, RUN, Terms()) is None


FRACTIONS = st.fractions(0, 50, max_denominator=10_000)


@given(st.lists(FRACTIONS, max_size=8))
def test_whole_parts_add_up_to_the_rounded_sum_and_none_moves_by_one(parts):
    whole = whole_parts(parts)
    assert sum(whole) == round(sum(parts, Fraction(0)))
    assert all(abs(part - each) < 1 for part, each in zip(parts, whole, strict=True))


@given(
    st.lists(st.tuples(st.integers(0, 400), st.fractions(0, 1, max_denominator=100)), min_size=1, max_size=8), st.data()
)
def test_shared_scores_add_up_to_the_target_within_their_caps(tests, data):
    caps = [cap for cap, _ in tests]
    target = data.draw(st.integers(0, sum(caps)))
    scores = shared(target, [cap * share for cap, share in tests], caps)
    assert sum(scores) == target and all(0 <= score <= cap for score, cap in zip(scores, caps, strict=True))


@given(
    st.lists(
        st.tuples(st.sampled_from([0.25, 0.3333, 1, 2.5, 7]), st.floats(0, 1), st.booleans()), min_size=1, max_size=6
    )
)
def test_whatever_was_earned_the_sums_hold(tests):
    result(*(mark(Outcome(Verdict.PARTIAL, share), points, extra_credit=extra) for points, share, extra in tests))
