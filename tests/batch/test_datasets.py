"""A data set is read once, and again when it has changed."""

import os

import pytest

from grader.batch import datasets
from grader.batch.datasets import Datasets
from grader.data.stored import Stored


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "train.txt").write_text("a b c", "utf-8")
    (tmp_path / "one.txt").write_text("a b", "utf-8")
    return tmp_path


def stored(folder) -> list[Stored]:
    return [Stored(folder / "set", "set"), Stored(folder / "one.txt", "one.txt")]


def known(read: Datasets) -> dict[str, tuple[int, int, str]]:
    return {path: (size, modified, digest) for path, size, modified, digest in read.read}


def test_what_was_read_before_is_not_read_again(folder, monkeypatch):
    first = Datasets({})
    before = first.fingerprint(stored(folder))
    assert len(first.read) == 2
    for name in ("of_file", "of_sources"):
        monkeypatch.setattr(datasets, name, lambda *_, **__: pytest.fail("it was read"))
    again = Datasets(known(first))
    assert again.fingerprint(stored(folder)) == before and again.read == []


@pytest.mark.parametrize("name", ["set/train.txt", "one.txt"])
def test_what_has_changed_is_another(folder, name):
    first = Datasets({})
    before = first.fingerprint(stored(folder))
    was = (folder / name).stat()
    (folder / name).write_text("x" * was.st_size, "utf-8")  # of the same size
    os.utime(folder / name, ns=(was.st_atime_ns, was.st_mtime_ns + 1))
    assert Datasets(known(first)).fingerprint(stored(folder)) != before


def test_a_file_more_is_another(folder):
    first = Datasets({})
    before = first.fingerprint(stored(folder))
    (folder / "set" / "more.txt").write_text("", "utf-8")
    assert Datasets(known(first)).fingerprint(stored(folder)) != before


def test_the_same_elsewhere_is_the_same(folder, tmp_path):
    other = tmp_path / "moved"
    other.mkdir()
    for name in ("set", "one.txt"):
        (folder / name).rename(other / name)
    before = Datasets({}).fingerprint(stored(other))
    for name in ("set", "one.txt"):
        (other / name).rename(folder / name)
    assert Datasets({}).fingerprint(stored(folder)) == before


def test_a_set_that_is_gone_is_the_machines_trouble(folder):
    with pytest.raises(OSError):
        Datasets({}).fingerprint([Stored(folder / "none", "none")])
