"""A stranger's file name leads nowhere, and is stored under one that every disk takes."""

import pytest

from grader.submission.names import bare, is_archive, packed_parts, stored


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.py", ("a.py",)),
        ("hw/./code//a.py", ("hw", "code", "a.py")),
        ("./a.py", ("a.py",)),
        ("hw\\code\\a.py", ("hw", "code", "a.py")),
        ("...", ("...",)),
        ("a..b/c", ("a..b", "c")),
    ],
)
def test_a_name_inside_the_archive_is_taken_apart(name, parts):
    assert packed_parts(name) == parts


@pytest.mark.parametrize(
    "name",
    ["../a.py", "hw/../../a.py", "hw/..", "..", "/etc/passwd", "\\etc\\passwd", "..\\a.py", "C:\\a.py", "c:a.py",
     "//host/a", "\\\\host\\a", "a.py\0.txt", "", ".", "./", "/"],
)  # fmt: skip
def test_a_name_that_leads_out_of_the_archive_is_none(name):
    assert packed_parts(name) is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("word2vec.py", "word2vec.py"),
        ("my answer (1).md", "my answer (1).md"),
        ("résumé.py", "résumé.py"),
        ("-rf.py", "_rf.py"),
        ("a\nb.py", "a_a_b.py"),
        ("\u202egp.py", "_202e_gp.py"),
        ("a\\b.py", "a_5c_b.py"),
        ("a:b", "a_3a_b"),
        ("a.py. ", "a.py"),
        ("  .. ", "_"),
        ("\udcff.py", "_dcff_.py"),
    ],
)
def test_a_name_is_stored_as_it_is_where_it_is_safe(name, safe):
    assert stored(name) == safe


@pytest.mark.parametrize("name", ["x" * 5000 + ".py", "ä" * 300 + ".py", "漢" * 255 + ".ipynb"])
def test_a_name_too_long_for_a_disk_is_cut_and_keeps_its_suffix(name):
    safe = stored(name)
    assert len(safe.encode()) <= 255
    assert safe.endswith(name[-3:])


@pytest.mark.parametrize(
    ("name", "stem"),
    [("ann.zip", "ann"), ("ann.tar.gz", "ann"), ("A.TGZ", "A"), ("a.b.tar", "a.b"), ("a.py", "a"), (".zip", ".zip")],
)  # fmt: skip
def test_a_bare_name_has_no_suffix(name, stem):
    assert bare(name) == stem


def test_what_is_packed_is_told_by_the_suffix():
    assert all(map(is_archive, ["a.zip", "a.ZIP", "a.tar.xz", "a.tbz2", "a.7z", "a.rar"]))
    assert not any(map(is_archive, ["a.py", "a.gz", "a.docx", "a.npz", "zip", "a.zip.txt"]))
