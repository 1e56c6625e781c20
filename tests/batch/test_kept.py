"""The latest of everybody: of several runs, of folders that were graded again, of runs that were stopped."""

import json

import pytest

from grader.batch.kept import NOT_YET, kept, problems
from grader.outcome import Finding
from grader.store.rows import HandIn
from grader.store.store import Store

PARTS = {"small": {"grader": "g", "seed": "s"}}


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "grades.sqlite") as opened:
        yield opened


def hand_in(who: str, result: str | None = None, content: str = "c", problem: Finding | None = None) -> HandIn:
    return HandIn(who, "small", 1, json.dumps({"where": f"/class/{who}"}), content, result, problem)


def run(store: Store, *hand_ins: HandIn, paths=("/class",), parts=PARTS) -> None:
    store.begin("now", list(paths), parts, hand_ins)


def found(store: Store) -> dict[str, str | None]:
    return {one.hand_in.who: one.hand_in.result for one in kept(store, "small")}


def test_the_last_run_counts(store):
    run(store, hand_in("ann", "k1"), hand_in("bob", "k2"))
    run(store, hand_in("ann", "k3", "d"), hand_in("bob", "k2"))
    assert found(store) == {"ann": "k3", "bob": "k2"}


def test_one_who_is_graded_alone_leaves_the_class_as_it_is(store):
    run(store, hand_in("ann", "k1"), hand_in("bob", "k2"))
    run(store, hand_in("ann", "k3", "d"), paths=["/class/ann"])
    assert found(store) == {"ann": "k3", "bob": "k2"}


def test_two_who_are_graded_again_leave_the_class_as_it_is(store):
    run(store, hand_in("ann", "k1"), hand_in("bob", "k2"), hand_in("cid", "k3"))
    run(store, hand_in("ann", "k1"), hand_in("bob", "k2"), paths=["/class/ann", "/class/bob"])
    assert found(store) == {"ann": "k1", "bob": "k2", "cid": "k3"}


def test_who_is_gone_from_the_folder_is_gone(store):
    run(store, hand_in("ann", "k1"), hand_in("bob", "k2"))
    run(store, hand_in("ann", "k1"))
    assert found(store) == {"ann": "k1"}


def test_a_run_that_was_stopped_says_so_of_those_whose_turn_had_not_come(store):
    run(store, hand_in("ann", "k1"), hand_in("bob"))
    assert found(store) == {"ann": "k1", "bob": None}
    assert [(who, why.what) for who, _, why in problems(kept(store, "small"))] == [("bob", NOT_YET)]


def test_whose_turn_has_not_come_has_what_was_found_of_the_very_same(store):
    run(store, hand_in("ann", "k1"), hand_in("bob", "k2"), hand_in("cid", "k3"))
    run(store, hand_in("ann"), hand_in("bob", content="new"), hand_in("cid", problem=Finding("It cannot be read.")))
    assert found(store) == {"ann": "k1", "bob": None, "cid": None}


def test_whose_turn_has_not_come_has_nothing_of_what_rested_on_something_else(store):
    run(store, hand_in("ann", "k1"), parts={"small": {"grader": "g", "seed": "other"}})
    run(store, hand_in("ann"))
    assert found(store) == {"ann": None}
