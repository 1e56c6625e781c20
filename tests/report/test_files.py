import pytest

from grader.report.files import file_name, write_pages


def test_both_pages_are_written_and_the_students_is_returned(tmp_path, perfect):
    page = write_pages(tmp_path / "reports", perfect)
    assert page == tmp_path / "reports" / "alice" / "word2vec.html"
    assert "20" in page.read_text("utf-8")
    assert "instructor" in page.with_name("word2vec.instructor.html").read_text("utf-8")
    assert len(list(page.parent.iterdir())) == 2


def test_a_hostile_name_stays_inside_the_folder(tmp_path, hostile):
    page = write_pages(tmp_path, hostile)
    assert page.parent.parent == tmp_path


@pytest.mark.parametrize("name", ["alice", "Zoë", "李雷", "a.b+c@d", "student_01"])
def test_a_usual_name_is_kept(name):
    assert file_name(name) == name


@pytest.mark.parametrize("name", ["../x", ".", "..", "", "a/b", "a\x00b", "\ud800", "con", "NUL.txt", "x" * 99])
def test_an_unusual_name_is_made_safe(name):
    safe = file_name(name)
    assert safe != name and len(safe) < 100
    assert not set(safe) & set("/\\\x00:") and not safe.startswith(".")


def test_two_names_that_clean_alike_stay_apart():
    assert len({file_name(name) for name in ("a b", "a/b", "a_b", "a  b")}) == 4
