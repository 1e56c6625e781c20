"""`grade submissions/`: what a class is told, and with which exit code it ends."""

import pytest

from tests.cli.conftest import RIGHT, WRONG

pytestmark = pytest.mark.usefixtures("lent_slot")
SECRET = "a secret of some length"


@pytest.fixture
def school(tmp_path):
    """Two people's folders."""
    for who, source in (("ann", RIGHT), ("bob", WRONG)):
        (tmp_path / "class" / who).mkdir(parents=True)
        (tmp_path / "class" / who / "own.py").write_text(source, "utf-8")
    return tmp_path / "class"


def test_a_page_of_pseudonyms_lies_beside_the_page_of_names(grade, specs, school, tmp_path):
    (tmp_path / "seed").write_text(SECRET, "utf-8")
    words = (school, "--specs", specs, "-a", "small", "--seed-file", tmp_path / "seed", "-j", 1)
    assert "class-small.html" in grade(*words).out
    told = grade(*words, "--anonymous")
    assert told.code == 0 and "reports/class-small.anonymous.html" in told.out
    page = (tmp_path / "here/reports/class-small.html").read_text("utf-8")
    numbered = (tmp_path / "here/reports/class-small.anonymous.html").read_text("utf-8")
    assert "ann" in page and ">ann<" not in numbered and "Student 01" in numbered


def test_pseudonyms_without_a_secret_are_refused_before_anything_is_graded(grade, specs, school, tmp_path):
    ended = grade(school, "--specs", specs, "-a", "small", "--anonymous")
    assert ended.code == 2 and "Pseudonyms need a secret" in ended.err and "--seed-file FILE" in ended.err
    assert not (tmp_path / "here/reports").exists()


@pytest.mark.parametrize("option", [("--fresh",), ("--anonymous",), ("--store", "x"), ("--scheduler", "tcp://x:1")])
def test_a_part_of_a_sheet_is_not_kept_so_options_about_keeping_are_refused(grade, specs, school, option):
    ended = grade(school, "--specs", specs, "-a", "small", "--only", "one", *option)
    assert ended.code == 2
    assert f"keeps nothing, so `{option[0]}` would change nothing" in ended.err and "--only one" in ended.err


def test_a_stray_file_in_a_class_is_a_note_and_no_failure(grade, specs, school):
    (school / "notes.txt").write_text("my notes", "utf-8")
    (school / "count.py").write_text("print(1)", "utf-8")
    ended = grade(school, "--specs", specs, "-a", "small", "-j", 1)
    assert ended.code == 0 and ended.out.startswith("2 submissions of 2 people\n")
    assert "count.py lies beside the people of this class" in ended.err and "notes.txt" not in ended.err


def test_reports_never_take_the_place_of_a_file(grade, specs, school, tmp_path):
    (tmp_path / "marks.csv").write_text("mine", "utf-8")
    ended = grade(school, "--specs", specs, "-a", "small", "--out", tmp_path / "marks.csv")
    assert ended.code == 2 and "Reports go into a folder, and this is a file." in ended.err
    assert str(tmp_path / "marks.csv") in ended.err and "`--out FOLDER`" in ended.err


def test_a_path_that_is_not_there_is_told_and_everybody_else_is_graded(grade, specs, school):
    ended = grade(school, school.parent / "clas2", "--specs", specs, "-a", "small", "-j", 1)
    assert ended.code == 2 and "clas2 does not exist" in ended.err
    assert ended.out.startswith("2 submissions of 2 people\n") and "the class page:" in ended.out
