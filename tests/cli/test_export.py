"""`grade export`: what was asked for lands where it was said, and a refusal writes nothing."""

import json
import sys
from types import ModuleType, SimpleNamespace

import pytest

from grader.outcome import Finding
from grader.store.rows import HandIn
from grader.store.store import Store
from tests.export.rows import MISSING, UNGRADED, mark, report, row

BOOK = "Student,ID,Section,Word2vec (1234)\nLee,501,S,\nChen,502,S,\n"
SHEET = "Identifier,Full name,Status,Grade,Maximum Grade\nParticipant 501,Ann,-,,20.00\n"


@pytest.fixture
def book(monkeypatch):
    """book(rows): what the store is said to hold; gives what was asked of it."""
    asked = []

    def given(*rows, troubles=()):
        def book_of(*words):
            asked.append(words)
            return SimpleNamespace(rows=rows, troubles=troubles)

        module = ModuleType("grader.batch.book")
        module.book_of = book_of
        monkeypatch.setitem(sys.modules, "grader.batch.book", module)
        return asked

    return given


def test_a_gradebook_is_filled_in_and_the_download_stays(grade, book, tmp_path):
    book(row("ann", id="501"))
    (tmp_path / "book.csv").write_text(BOOK, "utf-8")
    ended = grade("export", "canvas", "--gradebook", tmp_path / "book.csv", "--out", tmp_path / "new" / "up.csv")
    assert ended.code == 0 and (tmp_path / "book.csv").read_text("utf-8") == BOOK
    assert (tmp_path / "new" / "up.csv").read_text("utf-8") == "Student,ID,Section,Word2vec (1234)\nLee,501,S,17.5\n"


def test_the_download_is_never_overwritten(grade, book, tmp_path):
    book(row("ann", id="501"))
    (tmp_path / "book.csv").write_text(BOOK, "utf-8")
    for out in (tmp_path / "book.csv", tmp_path):
        ended = grade("export", "canvas", "--gradebook", tmp_path / "book.csv", "--out", out)
        assert ended.code == 2 and "The gradebook that was downloaded would be overwritten." in ended.err
    assert (tmp_path / "book.csv").read_text("utf-8") == BOOK


def test_without_a_gradebook_it_is_asked_for(grade, book):
    book(row("ann"))
    ended = grade("export", "canvas")
    assert ended.code == 2 and "`--gradebook FILE`" in ended.err and "Canvas takes back the gradebook" in ended.err


def test_moodle_gets_a_sheet_and_a_zip(grade, book, tmp_path):
    book(row("ann", id="501"))
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    ended = grade("export", "moodle", "--gradebook", tmp_path / "sheet.csv", "--out", tmp_path / "up")
    assert ended.code == 0 and sorted(path.name for path in (tmp_path / "up").iterdir()) == [
        "feedback.zip",
        "sheet.csv",
    ]
    ended = grade("export", "moodle", "--gradebook", tmp_path / "sheet.csv")
    assert ended.code == 2 and "`--out FOLDER`" in ended.err


def test_missing_marks_refuse_and_write_nothing(grade, book, tmp_path):
    book(row("ann"), UNGRADED)
    ended = grade("export", "csv", "--out", tmp_path / "x.csv")
    assert ended.code == 2 and "One person has handed in and not been graded: Uma (9)." in ended.err
    assert "`--mark-ungraded`" in ended.err and not (tmp_path / "x.csv").exists()


def test_with_leave_they_are_marked(grade, book):
    book(row("ann"), UNGRADED)
    ended = grade("export", "csv", "--mark-ungraded")
    assert ended.code == 0 and "uma,Uma,9" in ended.out and ",ungraded," in ended.out and "left empty" in ended.err


def test_the_store_is_asked_for_what_was_named_and_its_troubles_are_told(grade, book, tmp_path):
    asked = book(row("ann"), troubles=(Finding("Two hand-ins of one person.", "ann", "Look at both."),))
    ended = grade("export", "json", "--store", tmp_path / "s", "-a", "word2vec")
    assert asked == [(tmp_path / "s", "word2vec", None)]
    assert json.loads(ended.out)["rows"][0]["who"] == "ann"
    assert "Two hand-ins of one person." in ended.err


def test_a_class_on_gradescope_is_a_folder_each_and_one_a_file(grade, book, tmp_path):
    book(row("ann"), row("bo"))
    assert grade("export", "gradescope", "--out", tmp_path / "g").code == 0
    assert (tmp_path / "g" / "bo" / "results.json").is_file()
    book(row("ann"))
    assert json.loads(grade("export", "gradescope").out)["score"] == 17.5


def test_classroom_50_takes_one_submission_and_its_runners_words(grade, book, monkeypatch):
    book(row("ann"), row("bo"))
    assert "A result.json is about one submission, and there are 2." in grade("export", "classroom50").err
    book(row("ann"))
    assert "not set: CLASSROOM" in grade("export", "classroom50").err
    for name in ("CLASSROOM", "ASSIGNMENT", "COMMIT_URL", "RELEASE_URL"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("SUBMISSION_TAG", "submit/2026-06-01T14-32-05Z-a1b2c3d")
    assert json.loads(grade("export", "classroom50", "--factor", "10").out)["score"] == 175


@pytest.mark.parametrize(("name", "warned"), [("csv", True), ("json", False)])
def test_practice_marks_are_told_where_a_gradebook_takes_them(grade, book, name, warned):
    book(row("ann"), row("bo", made=report(mark(), seed="public")), MISSING)
    ended = grade("export", name)
    told = "These are practice marks: 1 of 3 rows were graded with the public seed." in ended.err
    assert ended.code == 0 and told == warned == ("--seed-file FILE" in ended.err)


def test_without_a_store_nothing_is_exported_and_no_machine_is_blamed(grade, tmp_path):
    ended = grade("export", "csv", "--store", tmp_path / "no.sqlite")
    assert ended.code == 2 and "There is no store of results here." in ended.err
    assert f"where: {tmp_path / 'no.sqlite'}" in ended.err and "`--store FILE`" in ended.err


def test_an_assignment_of_which_nothing_is_kept_is_told_with_what_is(grade, tmp_path):
    with Store(tmp_path / "s") as store:
        about = json.dumps({"where": "x"})
        store.begin("now", ["x"], {}, [HandIn("ann", "word2vec", 1, about, "")])
    ended = grade("export", "csv", "--store", tmp_path / "s", "-a", "wrod2vec")
    assert ended.code == 2 and "Nothing of `wrod2vec` was graded into this store." in ended.err
    assert "It holds word2vec." in ended.err


def test_nobody_to_export_is_told(grade, book):
    book()
    ended = grade("export", "json")
    assert ended.code == 2 and "There is nobody to export" in ended.err


@pytest.mark.parametrize(("name", "begin"), [("junit", "<?xml"), ("github-summary", "## Word2vec")])
def test_other_formats_go_to_standard_output(grade, book, name, begin):
    book(row("ann"))
    assert grade("export", name).out.startswith(begin)
