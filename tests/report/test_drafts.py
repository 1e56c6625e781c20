"""A file is written whole or not at all, and a draft that nobody writes any more goes."""

import os
import subprocess
import sys

import pytest

from grader.report import drafts
from grader.report.drafts import remove_left, write_whole

LEFT = ".draft-abcd_012.grade"
#: A program that is killed while it writes.
KILLED = """
import os, signal, sys
from pathlib import Path
from grader.report import drafts
drafts.Path = type("Path", (type(Path()),), {"chmod": lambda *given: os.kill(os.getpid(), signal.SIGKILL)})
drafts.write_whole(Path(sys.argv[1]), "half")
"""


def test_a_write_that_fails_leaves_the_old_page_and_no_draft(tmp_path):
    page = tmp_path / "page.html"
    write_whole(page, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(page, "new \ud800")
    assert page.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_what_a_killed_program_was_writing_is_removed(tmp_path):
    page = tmp_path / "page.html"
    write_whole(page, "old")
    subprocess.run([sys.executable, "-c", KILLED, str(page)], timeout=60, check=False)
    [draft] = [path for path in tmp_path.iterdir() if path != page]
    assert draft.name.startswith(".draft-") and draft.read_text("utf-8") == "half"
    remove_left(tmp_path)
    assert list(tmp_path.iterdir()) == [page] and page.read_text("utf-8") == "old"


def test_what_somebody_still_writes_stays(tmp_path, monkeypatch):
    page, real = tmp_path / "page.html", os.fdopen

    def looked_at(handle, mode):
        remove_left(tmp_path)
        return real(handle, mode)

    monkeypatch.setattr(drafts.os, "fdopen", looked_at)
    write_whole(page, "new")
    assert page.read_text("utf-8") == "new" and list(tmp_path.iterdir()) == [page]


def test_a_draft_that_is_taken_for_a_left_one_before_it_is_locked_is_made_again(tmp_path, monkeypatch):
    real, swept = drafts.fcntl.flock, []

    def lock(handle, how):
        if not swept:
            swept.append(handle)
            remove_left(tmp_path)
        real(handle, how)

    monkeypatch.setattr(drafts.fcntl, "flock", lock)
    write_whole(tmp_path / "page.html", "new")
    assert swept and (tmp_path / "page.html").read_text("utf-8") == "new"


@pytest.mark.parametrize(
    "name", [".draft-abcd_012", "draft-abcd_012.grade", ".draft-mine.grade", ".draft-ABCD_012.grade"]
)
def test_what_has_another_name_stays(tmp_path, name):
    (tmp_path / name).write_text("mine", "utf-8")
    remove_left(tmp_path)
    assert (tmp_path / name).read_text("utf-8") == "mine"


def test_what_is_no_file_stays_and_a_link_is_not_followed(tmp_path):
    work = tmp_path / "work.txt"
    work.write_text("mine", "utf-8")
    reports = tmp_path / "reports"
    for kind in ("folder", "link", "pipe"):
        (reports / kind).mkdir(parents=True)
    (reports / "folder" / LEFT).mkdir()
    (reports / "link" / LEFT).symlink_to(work)
    os.mkfifo(reports / "pipe" / LEFT)
    for kind in ("folder", "link", "pipe"):
        remove_left(reports / kind)
        assert os.path.lexists(reports / kind / LEFT)
    assert work.read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there_is_none(tmp_path):
    remove_left(tmp_path / "nowhere")
