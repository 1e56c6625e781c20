"""The grader's temporary folder: locked while it lives, gone afterwards, whatever student code made of it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.wall import folders

ROOT = Path(__file__).parents[2]
#: Runs in a process of its own, which is killed while the folder is open.
KILLED = """
import os, sys
from grader.wall.folders import Folder
folder = Folder()
(folder.path / "scratch").mkdir()
print(folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def started(where):
    return subprocess.Popen(
        [sys.executable, "-c", KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(where)},
    )  # fmt: skip


def test_a_folder_is_gone_when_it_is_closed(elsewhere):
    folder = folders.Folder()
    (folder.path / "file").write_text("x")
    assert folder.path.parent == elsewhere
    folder.close()
    assert not list(elsewhere.iterdir())


def test_a_killed_graders_folder_is_removed_at_the_next_start_and_a_living_ones_is_not(elsewhere):
    with started(elsewhere) as killed, started(elsewhere) as living:
        gone, kept = Path(killed.stdout.readline().strip()), Path(living.stdout.readline().strip())
        killed.kill()
        killed.wait()
        assert gone.is_dir() and kept.is_dir()
        folders.Folder().close()
        assert not gone.exists() and kept.is_dir()
        living.kill()


@pytest.mark.parametrize("name", ["grade-hw3", "grade-slot-mine", "grade-slot-1-abcdefgh-b", "a-grade-slot-1-abcdefgh"])
def test_what_is_not_ours_by_name_stays(elsewhere, name):
    (elsewhere / name).mkdir()
    folders.remove_left()
    assert (elsewhere / name).is_dir()


def test_a_link_in_the_temporary_folder_leads_nowhere(elsewhere):
    precious = elsewhere / "precious"
    precious.mkdir()
    (precious / "thesis").write_text("x")
    (elsewhere / "grade-slot-1-abcdefgh").symlink_to(precious)
    left = elsewhere / "grade-slot-2-abcdefgh"
    left.mkdir()
    (left / "link").symlink_to(precious)
    folders.remove_left()
    assert (precious / "thesis").exists() and not left.exists()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can make another user's folder")
def test_another_users_folder_stays(elsewhere):
    theirs = elsewhere / "grade-slot-1-abcdefgh"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    folders.remove_left()
    assert theirs.is_dir()


def test_a_folder_deeper_than_any_path_is_removed(elsewhere):
    top = elsewhere / "top"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d" * 20, dir_fd=here)
        inner = os.open("d" * 20, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    folders.remove(top)
    assert not top.exists()


def test_folders_that_are_closed_to_their_owner_are_removed(elsewhere):
    top = elsewhere / "top"
    (top / "a" / "b").mkdir(parents=True)
    (top / "a" / "b" / "file").write_text("x")
    (top / "empty").mkdir()
    for path, mode in ((top / "a" / "b", 0o300), (top / "a", 0o300), (top / "empty", 0)):
        path.chmod(mode)
    folders.remove(top)
    assert not top.exists()


def test_a_folder_that_was_taken_for_a_dead_graders_is_made_again(elsewhere, monkeypatch):
    real, taken = folders._locked, []

    def robbed(path):
        if not taken:
            taken.append(path)
            path.rmdir()
        return real(path)

    monkeypatch.setattr(folders, "_locked", robbed)
    folder = folders.Folder()
    assert folder.path.is_dir() and folder.path != taken[0]
    folder.close()


def test_without_locks_nothing_of_others_is_removed(elsewhere, monkeypatch):
    def refused(path):
        raise OSError("no locks")

    monkeypatch.setattr(folders, "_locked", refused)
    first, second = folders.Folder(), folders.Folder()
    assert first.path.is_dir() and second.path.is_dir()
    first.close()
    second.close()
    assert not list(elsewhere.iterdir())
