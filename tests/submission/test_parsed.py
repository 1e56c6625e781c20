"""Sources to trees: read once, shared by everybody who only reads, and never more of them than there is room."""

import ast

import pytest

from grader.submission import parsed as room
from grader.submission.loops import capped
from grader.submission.parsed import BadSyntax, own_tree_of, parsed, tree_of

LOOP = "for i in range(9):\n    x = i\n"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(room, "_trees", {})


def test_a_source_is_read_once():
    tree = parsed(LOOP)
    assert tree_of(LOOP) is tree and tree_of(LOOP) is tree
    assert own_tree_of(LOOP) is not tree


def test_whether_a_source_can_be_read_never_rests_on_what_was_read_before():
    tree_of(LOOP)
    assert parsed(LOOP) is not None and isinstance(parsed("return 1"), BadSyntax)
    assert "return 1" not in room._trees


def test_whoever_changes_a_tree_has_its_own():
    before = ast.dump(tree_of(LOOP))
    assert capped(LOOP, 3) != LOOP
    assert ast.dump(tree_of(LOOP)) == before


def test_trees_take_no_more_room_than_there_is(monkeypatch):
    monkeypatch.setattr(room, "ROOM", 100)
    for number in range(30):
        assert tree_of(f"x = 1{number:010}").body
    assert sum(map(len, room._trees)) <= 100
    long = "x = 1\n" * 100
    assert tree_of(long) is not tree_of(long)


def test_of_many_small_sources_the_last_are_kept(monkeypatch):
    monkeypatch.setattr(room, "MOST", 3)
    for number in range(5):
        tree_of(f"x = {number}")
    assert list(room._trees) == ["x = 2", "x = 3", "x = 4"]
