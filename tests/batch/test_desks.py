"""What was handed in is found with as little of the specs read as names leave in doubt."""

import pytest

from grader.batch import desks
from grader.batch.desks import Desks
from grader.grading.seed import PUBLIC, Seed
from tests.batch.classes import RIGHT, TWO
from tests.grading.sheet import hand_in, spec


@pytest.fixture
def read(monkeypatch):
    """The specs that were read to recognise something, by their names."""
    seen = []
    real = desks.hint_at
    monkeypatch.setattr(desks, "hint_at", lambda path: seen.append(path.name) or real(path))
    return seen


@pytest.fixture
def own(tmp_path):
    return Desks(Seed(PUBLIC, secret=False), spec(tmp_path, TWO))


def test_no_spec_is_read_where_the_assignment_is_named(own, tmp_path, read):
    [found] = own.handed_in([hand_in(tmp_path, own=RIGHT)], "small", None).found
    assert found.slug == "small" and read == []


def test_each_spec_is_read_once_where_only_contents_can_tell(own, tmp_path, read):
    for who in ("ann", "bob"):
        hand_in(tmp_path / who, own=RIGHT)
    there = own.handed_in([tmp_path / who / "alice" for who in ("ann", "bob")], None, None)
    assert [one.slug for one in there.found] == ["small"] * 2
    assert "small" in read and len(read) == len(set(read)) > 1
