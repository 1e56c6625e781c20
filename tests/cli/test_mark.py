"""`grade mark`: on a terminal, by a table, one at a time; and marks by hand survive whatever is graded again."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys

import pytest

from grader.store.store import Store
from tests.cli.conftest import command, environment
from tests.grading.sheet import spec, values

ESSAY = "kind: essay\ntitle: {title}\npoints: 3\nrubric: {{names it: 2, says why: 1}}\n"
ANN, BO = "It is *odd*.\x1b[2J", "Because."

pytestmark = pytest.mark.usefixtures("lent_slot")


def sheet(root, title="why", double="double"):
    questions = {"one": [values(double, title="doubled")], "1c": [ESSAY.format(title=title)]}
    return spec(root, questions)


def handed_in(root, **answers):
    for who, text in answers.items():
        folder = root / "class" / who / "small"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "own.py").write_text("def double(x): return 3 * x\n", "utf-8")
        (folder / "answers.md").write_text(f"# 1c\n{text}\n", "utf-8")
    return root / "class"


class Course:
    """A class that is graded, and marked by the command line."""

    def __init__(self, root, grade):
        self.root, self._grade, self.out = root, grade, root / "reports"
        self.specs, self.people = sheet(root), handed_in(root, ann=ANN, bo=BO)

    def grade(self, *options):
        ended = self._grade(self.people, "--specs", self.specs, "--out", self.out, *options)
        assert ended.code == 0, ended.err
        return ended

    def mark(self, *options):
        return self._grade("mark", "--out", self.out, "--by", "prof", *options)

    def page(self, who, whose=""):
        return (self.out / who / f"small{whose}.html").read_text("utf-8")

    def events(self):
        with Store(self.out / "grades.sqlite", writable=False) as store:
            return [(one.who, one.check, one.decision.value, one.points, one.by) for one in store.events()]

    def history(self):
        return self.mark("--history").out


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Where the class lies as it was graded once for all tests."""
    return tmp_path_factory.mktemp("once") / "graded"


@pytest.fixture
def course(tmp_path, grade, once):
    if once.exists():
        shutil.copytree(once, tmp_path, dirs_exist_ok=True)
        return Course(tmp_path, grade)
    made = Course(tmp_path, grade)
    made.grade()
    shutil.copytree(tmp_path, once)
    return made


@pytest.fixture
def typed(monkeypatch):
    """typed("2", "good"): what a person types on a terminal, line by line, until the input ends."""

    def give(*lines):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True)

    return give


# ---- blanks
@pytest.fixture
def with_blanks(course):
    """The same class with two people who left the answer empty, one whose answer may lie elsewhere."""
    handed_in(course.root, cem="", dan=" \n", eve="")
    (course.people / "dan" / "small" / "answers.md").unlink()
    (course.people / "eve" / "small" / "scan.pdf").write_bytes(b"%PDF-1.4")
    course.grade()
    return course


def test_blank_answers_get_no_points_at_once_and_all_others_go_on_waiting(with_blanks):
    ended = with_blanks.mark("--blank-zero")
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[:5] == [
        "small, 1c Question 1c: why, out of 3 points",
        "    cem: Nothing stands under this question's heading.",
        "    dan: No answer to this question was found in what was handed in.",
        "2 empty answers: 0 points each, kept.",
        "3 more wait for a person.",
    ]
    assert with_blanks.events() == [("cem", "why", "points", 0.0, "prof"), ("dan", "why", "points", 0.0, "prof")]
    assert "No answer was found." in with_blanks.page("cem")
    assert [line.split(":")[0].strip() for line in with_blanks.mark("--list").out.splitlines()[1:-1]] == [
        "ann", "bo", "eve",
    ]  # fmt: skip
    again = with_blanks.mark("--blank-zero")
    assert (again.code, again.out) == (0, "No answer that waits is empty: nothing was marked.\n")


def test_a_blank_that_was_marked_can_be_withdrawn_and_comes_back_when_it_is_answered(with_blanks):
    assert with_blanks.mark("--blank-zero", "--who", "cem", "--comment", "You may still hand it in.").code == 0
    assert [one[0] for one in with_blanks.events()] == ["cem"]
    assert "You may still hand it in." in with_blanks.page("cem")
    handed_in(with_blanks.root, cem="Because of that.")
    with_blanks.grade()
    assert "cem" in with_blanks.mark("--list").out
    assert with_blanks.mark("--withdraw", "cem", "1c", "why").code == 0


# ---- without a terminal
def test_without_a_terminal_the_queue_is_printed_with_advice(course):
    ended = course.mark()
    assert ended.code == 2
    assert ended.out.splitlines() == [
        "small, 1c Question 1c: why, out of 3 points",
        "    ann: A person will read this answer.",
        "    bo: A person will read this answer.",
        "2 answers wait for a person, 1 question.",
    ]
    assert ended.err.splitlines() == [
        "This is no terminal, so nothing was asked.",
        "  try:   On a terminal, `grade mark` asks; `--export FILE` and `--import FILE` work anywhere.",
    ]
    assert course.mark("--list").code == 0 and course.mark("--list").out == ended.out


def test_without_a_store_it_says_to_grade_first(tmp_path, grade):
    ended = grade("mark", "--out", tmp_path / "none")
    assert ended.code == 2 and "There is no store of results here." in ended.err and "Grade first" in ended.err
    assert not (tmp_path / "none").exists()


def test_an_override_counts_at_once_on_the_pages(course):
    ended = course.mark("--override", "ann", "one", "doubled", "1", "--reason", "the draw", "--comment", "Fine.")
    assert ended.code == 0 and ended.out.startswith("1 of 1, kept.\n  where: ann, small, one: doubled\n")
    assert f"The pages in {course.out} show it." in ended.out
    assert "A person set this to 1 of 1 point." in course.page("ann") and "Fine." in course.page("ann")
    assert "the draw" not in course.page("ann") and "the draw" in course.page("ann", ".instructor")
    assert "class-small.html" in {one.name for one in course.out.iterdir()}


def test_an_override_of_a_computed_mark_needs_a_reason(course):
    ended = course.mark("--override", "ann", "one", "doubled", "1")
    assert ended.code == 2 and "no reason is given" in ended.err and course.events() == []


def test_unknown_words_get_the_nearest(course):
    assert "Did you mean `ann`?" in course.mark("--override", "anne", "1c", "why", "1").err
    assert "Known are `one`, `1c`." in course.mark("--override", "ann", "2c", "why", "1").err
    assert "Did you mean `why`?" in course.mark("--override", "ann", "1c", "whi", "1").err
    assert "Did you mean `small`?" in course.mark("--list", "-a", "smal").err


def test_a_mark_is_withdrawn(course):
    course.mark("--override", "ann", "1c", "why", "2,5")
    assert "Marked by a person: 2.5 of 3 points." in course.page("ann")
    ended = course.mark("--withdraw", "ann", "1c", "why", "--reason", "a slip")
    assert ended.out.startswith("Withdrawn: what was there before counts again.\n")
    assert "Marked by a person" not in course.page("ann")
    assert "nothing to withdraw" in course.mark("--withdraw", "ann", "1c", "why").err


def test_the_history_holds_everything(course):
    assert course.history() == "Nothing was marked by hand.\n"
    course.mark("--override", "ann", "1c", "why", "2", "--comment", "good")
    course.mark("--override", "ann", "1c", "why", "3", "--by", "bo")
    course.mark("--override", "bo", "1c", "why", "1")
    said = course.history()
    assert "prof: 2 points, ann, small, 1c: why\n    replaced by #2 of bo\n    comment: good\n" in said
    assert course.mark("--history", "bo").out.startswith("#3 ") and "ann" not in course.mark("--history", "bo").out
    assert "Did you mean `ann`?" in course.mark("--history", "anne").err


def test_options_that_do_not_go_together(course):
    ended = course.mark("--list", "--history")
    assert ended.code == 2 and ended.err.startswith("`--list` and `--history` are different things to do.")
    assert "`--reason` with `--override` or `--withdraw`" in course.mark("--list", "--reason", "x").err
    assert "`--anonymous` names nobody" in course.mark("--list", "--anonymous", "--who", "ann").err


def test_unnamed_answers_are_listed_without_names(course):
    said = course.mark("--list", "--anonymous").out
    assert said.count("    somebody: ") == 2 and "ann" not in said


def test_one_question_of_one_student(course):
    assert "1 answer waits for a person, 1 question." in course.mark("--list", "--who", "bo", "--question", "1C").out


# ---- by a table
def fill(path, **points):
    """Fills in points by who; gives the path."""
    lines = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    for line in lines:
        line["points"] = points.get(line["who"], "")
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    path.write_bytes(file.getvalue().encode("utf-8-sig"))
    return path


def test_a_table_goes_out_and_comes_back(course, tmp_path):
    path = tmp_path / "marks.csv"
    ended = course.mark("--export", path)
    assert ended.code == 0
    assert ended.out == f"2 answers in {path}. Fill in the column `points`, then: grade mark --import {path}\n"
    fill(path, ann="2,5")
    ended = course.mark("--import", path)
    assert ended.out.startswith("1 marked; 0 known already, 1 without points.\n")
    assert "Marked by a person: 2.5 of 3 points." in course.page("ann")
    assert course.mark("--import", path).out == "0 marked; 1 known already, 1 without points.\n"
    assert len(course.events()) == 1


def test_mistakes_in_a_table_are_told_at_once_and_nothing_is_taken_in(course, tmp_path):
    course.mark("--export", tmp_path / "marks.csv")
    ended = course.mark("--import", fill(tmp_path / "marks.csv", ann="9", bo="x"))
    assert ended.code == 2 and course.events() == []
    assert "2 of its lines are to be mended" in ended.err and "line 2" in ended.err and "line 3" in ended.err


def test_a_table_that_may_hold_marks_is_not_overwritten(course, tmp_path):
    path = tmp_path / "marks.csv"
    course.mark("--export", path)
    before = path.read_bytes()
    ended = course.mark("--export", path)
    assert ended.code == 2 and ended.err.startswith("marks.csv is there already, and may hold marks.")
    assert path.read_bytes() == before


def test_a_long_answer_lies_beside_the_table(course, tmp_path):
    handed_in(tmp_path, ann="word " * 400)
    course.grade()
    course.mark("--export", tmp_path / "marks.csv")
    assert (tmp_path / "marks-answers" / "1-ann.txt").read_text("utf-8").count("word") == 400


def test_a_table_without_names_needs_a_secret(course, tmp_path):
    path = tmp_path / "marks.csv"
    ended = course.mark("--export", path, "--anonymous")
    assert ended.code == 2 and "`--seed-file FILE`" in ended.err and not path.exists()
    seed = tmp_path / "seed.txt"
    seed.write_text("nobody knows this\n", "utf-8")
    assert course.mark("--export", path, "--anonymous", "--seed-file", seed).code == 0
    assert b"ann" not in path.read_bytes()
    fill(path, **{"": "1"})
    assert course.mark("--import", path, "--anonymous", "--seed-file", seed).out.startswith("2 marked;")


# ---- on a terminal
def test_a_sitting_shows_the_answer_and_keeps_what_is_typed(course, typed):
    typed("?", "ac", "Well put.", "s")
    ended = course.mark()
    assert ended.code == 0
    assert "1 of 2 · question 1c · Small" in ended.out and "│ It is *odd*.\\x1b[2J" in ended.out
    assert "a  2  names it\nc  1  says why\n" in ended.out and "u           undo the last decision" in ended.out
    assert "3 of 3, kept." in ended.out and "2 of 2 · question 1c" in ended.out and "1 of 2 marked." in ended.out
    assert course.events() == [("ann", "why", "points", 3.0, "prof")]
    assert "Well put." in course.page("ann") and "Met: names it (2)" in course.page("ann", ".instructor")


def test_a_slip_is_told_before_words_are_asked_for(course, typed):
    typed("7", "two", "2", "", "q")
    ended = course.mark()
    assert "7 is more than the 3 points" in ended.out and "“two” is no number" not in ended.out
    assert "The rubric has no criterion t." in ended.out
    assert course.events() == [("ann", "why", "points", 2.0, "prof")]


def test_back_undo_and_the_words_that_were_there_before(course, typed):
    typed("2", "first words", "b", "1", "", "u", "3", "-", "q")
    said = course.mark().out
    assert "Given before: 2 of 3 points by prof: “first words”" in said and "Enter keeps “first words”" in said
    assert "Taken back: 1 of 3." in said
    with Store(course.out / "grades.sqlite", writable=False) as store:
        assert [(one.points, one.comment) for one in store.events()] == [
            (2, "first words"), (1, "first words"), (2, "first words"), (3, ""),
        ]  # fmt: skip


def test_the_end_of_the_input_is_the_end_of_the_sitting(course, typed):
    typed("1", "")
    ended = course.mark()
    assert ended.code == 0 and "1 of 2 marked." in ended.out and len(course.events()) == 1


def test_a_long_answer_is_shown_page_by_page(course, typed, tmp_path):
    handed_in(tmp_path, ann="\n".join(f"line {number}" for number in range(40)))
    course.grade()
    typed("m", "m", "m", "m", "q")
    said = course.mark().out
    assert "more lines: `m` shows more" in said and said.count("│ line 39") == 1
    assert "That was all of the answer." in said and "The pages in" not in said


def test_a_reason_is_asked_for_where_a_computed_mark_comes_back(course, typed, tmp_path):
    course.mark("--override", "ann", "one", "doubled", "1", "--reason", "the draw")
    (course.people / "ann/small/own.py").write_text("def double(x): return x + y\n", "utf-8")
    course.grade()
    typed("0,5", "", "", "q")
    said = course.mark("--question", "one").out
    assert "Given before: 1 of 1 point by prof. The answer has changed since." in said
    assert "reason, for the instructor (Enter keeps “the draw”, - for none)" in said
    assert course.events()[-1][3] == 0.5


def test_nothing_waits(course, typed):
    for who in ("ann", "bo"):
        course.mark("--override", who, "1c", "why", "1")
    typed("q")
    assert course.mark().out == "Nothing waits for a person.\n"
    typed("q")
    assert "Given before: 1 of 3 points by prof." in course.mark("--who", "ann", "--question", "1c").out


def test_a_decision_survives_kill_9_in_the_middle_of_a_sitting(course):
    pty = pytest.importorskip("pty")
    terminal, side = pty.openpty()
    words = command("mark", "--out", course.out, "--by", "prof")
    process = subprocess.Popen(words, stdin=side, stdout=side, stderr=side, env=environment())
    os.close(side)
    _until(terminal, b"? help): ")
    os.write(terminal, b"2\n")
    _until(terminal, b"for none): ")
    os.write(terminal, b"Good.\n")
    _until(terminal, b"kept.")
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    os.close(terminal)
    assert course.events() == [("ann", "why", "points", 2.0, "prof")]
    assert "Marked by a person" not in course.page("ann")
    course.grade()
    assert "Good." in course.page("ann")


def _until(terminal: int, words: bytes) -> None:
    """Reads until these words were printed; a process that ends without them is an error."""
    read = b""
    while words not in read:
        read += os.read(terminal, 4096)


# ---- what is graded again
def test_a_mark_by_hand_survives_a_regrade_from_scratch(course):
    course.mark("--override", "ann", "1c", "why", "2", "--comment", "Kept.")
    course.mark("--override", "ann", "one", "doubled", "1", "--reason", "the draw")
    course.grade("--fresh")
    assert "Kept." in course.page("ann") and "A person set this to 1 of 1 point." in course.page("ann")
    assert "2 answers" not in course.mark("--list").out


def test_an_answer_that_changes_comes_back_and_keeps_its_points_until_then(course, tmp_path):
    course.mark("--override", "ann", "1c", "why", "2", "--comment", "Kept.")
    handed_in(tmp_path, ann="Something quite different.")
    course.grade()
    assert "Kept." in course.page("ann")
    assert "has changed since a person marked it" in course.page("ann", ".instructor")
    assert (
        "ann: Given before: 2 of 3 points by prof: “Kept.” The answer has changed since." in course.mark("--list").out
    )
    assert "counts, and the answer has changed since" in course.history()
    course.mark("--override", "ann", "1c", "why", "3")
    assert "ann:" not in course.mark("--list").out


def test_a_check_that_is_renamed_is_told_and_its_mark_is_kept(course, tmp_path):
    course.mark("--override", "ann", "1c", "why", "2")
    sheet(tmp_path, title="why it is so")
    course.grade()
    assert "no longer on the sheet" in course.history()
    ended = course.mark("--list")
    assert "ann: A person will read this answer." in ended.out
    assert ended.err.startswith("1 mark by hand is about what is not there now.\n")
    sheet(tmp_path)
    course.grade()
    assert "    counts\n" in course.history() and course.mark("--list").err == ""
