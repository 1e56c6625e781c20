"""Nothing at all is no hand-in; anything that can be read is one."""

from pathlib import Path

import pytest

from grader.submission.empty import nothing_came, nothing_lies_there
from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.spool import Spool
from tests.submission.handed_in import folder
from tests.submission.packing import tar_entry, tarred, zipped

NO_ZERO = "Ask for the files, and run the same command again. Until then there is no mark, and that is no zero."
LINKS = tarred([], extra=[tar_entry("own.py", b"2", "/etc/passwd"), tar_entry("two.py", b"2", "/etc/passwd")])


def said(path: Path):
    found = Found("ann", "small", path)
    with Spool() as spool:
        return nothing_came(found, load(found, frozenset(), spool))


@pytest.mark.parametrize("files", [{}, {".DS_Store": "x"}, {"__pycache__/own.pyc": "x"}, {"code/.keep": ""}])
def test_a_folder_without_a_file_is_none(tmp_path, files):
    (tmp_path / "ann").mkdir()
    finding = said(folder(tmp_path / "ann", files))
    assert finding is not None and finding.what == "Nothing was handed in: there is not one file in it."
    assert (finding.where, finding.advice) == (str(tmp_path / "ann"), NO_ZERO)
    assert nothing_lies_there(Found("ann", "small", tmp_path / "ann")) == finding


@pytest.mark.parametrize(("name", "data", "why"), [
    ("own.zip", zipped([("own.py", "x")])[:40], "own.zip: It can't be read to its end: it is damaged."),
    ("own.zip", zipped([]), "own.zip: There is nothing in it."),
    ("own.zip", b"<html>log in first</html>", "own.zip: It is no archive that can be opened"),
    ("own.tar.gz", LINKS, "own.py: It is a link to something else. Hand in the file itself. So it is with 1 more."),
], ids=["damaged", "empty", "no archive", "links"])  # fmt: skip
def test_an_archive_in_which_nothing_can_be_read_is_none_wherever_it_lies(tmp_path, name, data, why):
    for path in (folder(tmp_path, {name: data}) / name, folder(tmp_path / "ann", {name: data})):
        finding = said(path)
        assert finding is not None and finding.what.startswith("Nothing that was handed in can be read.")
        assert why in finding.what and (finding.where, finding.advice) == (str(path), NO_ZERO)


@pytest.mark.parametrize("files", [
    {"notes.txt": "later"}, {"utils.py": "x"}, {"numpy.py": "x = 1"}, {"own.py": ""}, {"own.docx": b"\0\1"},
    {"own.zip": zipped([("data.bin", b"\0")])},
    {"own.zip": b"no archive", "own.py": "x = 1"},
], ids=lambda files: ", ".join(files))  # fmt: skip
def test_one_file_is_a_hand_in_whatever_it_is_worth(tmp_path, files):
    path = folder(tmp_path / "ann", files)
    assert said(path) is None and nothing_lies_there(Found("ann", "small", path)) is None
