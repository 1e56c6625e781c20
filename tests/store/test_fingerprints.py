"""Equal content has equal fingerprints, and any other content has others."""

import os
from pathlib import Path

import pytest

from grader.store.fingerprints import of_hand_in, of_sources, of_texts


def test_texts_are_told_apart_by_where_they_are_cut():
    assert of_texts("ab", "c") != of_texts("a", "bc") != of_texts("abc")
    assert of_texts("\ud800") == of_texts("\ud800")


def written(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_hand_in_is_its_names_and_bytes(tmp_path):
    one = written(tmp_path / "one", a="1", deep__b="2")
    assert of_hand_in(one) == of_hand_in(written(tmp_path / "two", deep__b="2", a="1"))
    assert of_hand_in(one) != of_hand_in(written(tmp_path / "three", a="1", deep__c="2"))
    assert of_hand_in(one) != of_hand_in(written(tmp_path / "four", a="1", deep__b="3"))


def test_a_time_that_changes_changes_nothing(tmp_path):
    one = written(tmp_path / "one", a="1")
    before = of_hand_in(one)
    os.utime(one / "a", (1, 1))
    assert of_hand_in(one) == before


def test_a_link_is_not_followed(tmp_path):
    one = written(tmp_path / "one", a="1")
    (tmp_path / "secret").write_text("x")
    (one / "link").symlink_to(tmp_path / "secret")
    before = of_hand_in(one)
    (tmp_path / "secret").write_text("y")
    assert of_hand_in(one) == before


def test_a_link_to_a_folder_is_seen_and_not_followed(tmp_path):
    one, other = written(tmp_path / "one", a="1"), written(tmp_path / "other", b="2")
    without = of_hand_in(one)
    (one / "link").symlink_to(other)
    before = of_hand_in(one)
    assert before != without
    written(other, b="3")
    assert of_hand_in(one) == before


def test_a_folder_that_nobody_can_enter_is_not_empty(tmp_path, monkeypatch):
    one, real = written(tmp_path / "one", a="1", deep__b="2"), os.scandir

    def refuses(path):
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuses)
    with pytest.raises(PermissionError):
        of_hand_in(one)


def test_sources_behind_a_link_are_seen(tmp_path):
    shared = written(tmp_path / "shared", **{"utils.py": "1"})
    folder = written(tmp_path / "spec", **{"assignment.yaml": "1"})
    (folder / "given").symlink_to(shared)
    before = of_sources(folder, suffixes=())
    written(shared, **{"utils.py": "2"})
    assert of_sources(folder, suffixes=()) != before


def test_a_single_file_is_known_by_its_name_too(tmp_path):
    written(tmp_path, a="1", b="1")
    assert of_hand_in(tmp_path / "a") != of_hand_in(tmp_path / "b")


def test_sources_are_those_of_the_kinds_that_are_named(tmp_path):
    folder = written(tmp_path / "room", **{"a.py": "1", "b.txt": "2"})
    before = of_sources(folder)
    written(folder, **{"b.txt": "3"})
    assert of_sources(folder) == before and of_sources(folder, suffixes=()) != before
    written(folder, **{"a.py": "2"})
    assert of_sources(folder) != before
