"""JUnit XML: a suite for each submission, always XML."""

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from grader.export.junit import junit
from grader.export.readiness import Terms
from tests.export.rows import BROKEN, FAILED, HAND, MISSING, WAITS, mark, report, row


def suites(*rows):
    return list(ElementTree.fromstring(junit(rows, Terms(so_far=True))))


def properties(suite):
    return {one.get("name"): one.get("value") for one in suite.find("properties")}


def test_a_suite_for_each_submission_with_the_score_in_its_properties():
    first, second = suites(row("ann", 17.5, id="5"), row("bo", 20))
    assert first.get("name") == "ann/word2vec" and second.get("name") == "bo/word2vec"
    told = properties(first)
    assert (told["score"], told["max_score"], told["out_of"], told["id"]) == ("17.5", "20", "20", "5")


def test_every_ending_has_its_element():
    (suite,) = suites(
        row("ann", made=report(mark(), mark(FAILED), mark(WAITS), mark(BROKEN), mark(WAITS, 2, by_hand=HAND)))
    )
    assert [[child.tag for child in case] for case in suite.iter("testcase")] == [
        [],
        ["failure"],
        ["skipped"],
        ["error"],
        [],
    ]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    failure = suite.find(".//failure")
    assert (
        failure.get("message") == "It is wrong."
        and failure.text == "It is wrong.\nwhere: draw 2\ntry: Recheck the sign."
    )


def test_who_has_no_mark_is_skipped_and_has_no_score():
    (suite,) = suites(MISSING)
    assert suite.find(".//skipped").get("message") == "missing" and "score" not in properties(suite)


def test_a_hidden_check_keeps_its_values_to_itself():
    assert b"draw 2" not in junit([row("ann", made=report(mark(FAILED, visibility="hidden")))], Terms())


def test_a_message_that_looks_like_an_element_counts_as_none():
    title = type(FAILED)(FAILED.verdict, finding=type(FAILED.finding)("<failure <error <skipped "))
    (suite,) = suites(row("ann", made=report(mark(title))))
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("1", "0", "0")


@given(st.text(min_size=1), st.text())
def test_any_text_gives_xml(name, words):
    made = report(mark(type(FAILED)(FAILED.verdict, finding=type(FAILED.finding)(words, name, words)), title=name))
    (suite,) = suites(row(name, made=made, name=words, id=name))
    assert suite.get("tests") == "1" and len(suite.findall(".//failure")) == 1
