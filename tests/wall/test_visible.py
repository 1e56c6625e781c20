"""What student code gets to see of this machine: libraries, never what knows the answers beside them."""

import os
from pathlib import Path

import pytest

from grader.wall import visible
from grader.wall.visible import Python


@pytest.fixture
def installed(tmp_path, monkeypatch) -> Path:
    """Libraries among which this project is installed, as pip does it."""
    packages = tmp_path / "lib" / "python3" / "site-packages"
    for folder in ("numpy/core", "grader/wall", "reference", "msgpack"):
        (packages / folder).mkdir(parents=True)
    (packages / "six.py").write_text("")
    monkeypatch.setattr(visible, "HIDDEN", (packages / "grader", packages / "reference", packages / "specs"))
    monkeypatch.setattr(visible, "SYSTEM", ())
    monkeypatch.setattr(visible, "python", lambda: Python("python", (str(packages),), (str(tmp_path),)))
    return packages


def test_libraries_are_opened_around_what_is_hidden(installed):
    opened = visible.opened()
    assert opened.readable == [str(installed / name) for name in ("msgpack", "numpy", "six.py")]
    assert opened.listable == [str(path) for path in (installed.parent.parent, installed.parent, installed)]


def test_a_link_to_what_is_hidden_opens_nothing(installed):
    (installed / "alias").symlink_to(installed / "grader")
    assert str(installed / "alias") not in visible.opened().readable


def test_libraries_without_us_are_opened_as_a_whole(installed, monkeypatch):
    monkeypatch.setattr(visible, "HIDDEN", (Path("/elsewhere/grader"),))
    assert visible.opened().readable == [str(installed.parent.parent)]
    assert visible.opened().listable == []


def test_a_hidden_folder_behind_a_link_is_hidden_as_well(installed, monkeypatch, tmp_path):
    (tmp_path / "linked").symlink_to(installed)
    monkeypatch.setattr(visible, "HIDDEN", (tmp_path / "linked" / "grader",))
    opened = visible.opened().readable
    assert str(installed / "grader") not in opened and str(installed / "reference") in opened


def test_nothing_opened_on_this_machine_holds_anything_hidden():
    readable = [os.path.realpath(path) for path in visible.opened().readable]
    for hidden in visible.HIDDEN:
        inside = os.path.realpath(hidden)
        assert not any(inside == path or inside.startswith(path + "/") for path in readable), hidden


def test_the_interpreter_is_the_one_behind_the_virtual_environment():
    python = visible.python()
    assert python.executable == os.path.realpath(python.executable)
    assert all(Path(path).is_dir() for path in python.path)
    assert str(visible.PACKAGE.parent) not in python.path


def test_what_is_needed_holds_of_ours_the_far_side_alone():
    ours = [path for path in visible.needed() if Path(path).is_relative_to(visible.PACKAGE)]
    assert ours == [str(path) for path in visible.FAR_SIDE]
