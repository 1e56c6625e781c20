"""`grade PATH…`: what it grades, what it writes and where, and with which exit code it ends."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, WRONG
from tests.grading.sheet import spec, values

pytestmark = pytest.mark.usefixtures("lent_slot")


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def test_one_submission_is_graded_shown_and_written(grade, specs, alice):
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("alice, Small\n3 / 3")
    assert "practice marks: public seed" in ended.out
    assert "report: reports/alice/small.html" in ended.out
    assert names("reports/alice") == ["small.html", "small.instructor.html"]


def test_wrong_work_ends_well_too(grade, specs, hurt):
    ended = grade(hurt, "--specs", specs, "-a", "small", "-v")
    assert ended.code == 0
    assert "1 / 3" in ended.out and "The value of `triple` is" in ended.out


def test_a_syntax_error_of_a_student_ends_well_too(grade, specs, alice):
    (alice / "own.py").write_text("def double(x:\n", "utf-8")
    ended = grade(alice, "--specs", specs, "-a", "small", "-v")
    assert ended.code == 0 and "syntax error" in ended.out


def test_a_class_is_counted_and_everybody_has_a_report(grade, specs, tmp_path):
    for who, source in (("ann", RIGHT), ("bob", WRONG)):
        (tmp_path / "class" / who).mkdir(parents=True)
        (tmp_path / "class" / who / "own.py").write_text(source, "utf-8")
    ended = grade(tmp_path / "class", "--specs", specs, "-a", "small", "--json", "out/all.json")
    assert ended.code == 0
    assert ended.out.startswith("2 submissions of 2 people\n")
    assert names("reports/ann") == names("reports/bob") == ["small.html", "small.instructor.html"]
    assert [row["score"] for row in json.loads(Path("out/all.json").read_text())] == [3, 1]


def test_a_student_with_folders_named_like_assignments_needs_no_option(grade, specs, tmp_path):
    (tmp_path / "eve" / "small").mkdir(parents=True)
    (tmp_path / "eve" / "small" / "own.py").write_text(RIGHT, "utf-8")
    assert grade(tmp_path / "eve", "--specs", specs).out.startswith("eve, Small\n3 / 3")


def test_the_word_grade_may_be_left_out_or_said(grade, specs, alice):
    assert grade("grade", alice, "--specs", specs, "-a", "small").code == 0
    assert grade("-a", "small", "--specs", specs, alice).code == 0


def test_only_grades_one_check(grade, specs, alice):
    assert "1 / 1" in grade(alice, "--specs", specs, "-a", "small", "--only", "one/double").out


def test_a_secret_seed_makes_real_marks(grade, specs, alice, monkeypatch):
    Path("seed").write_text("a secret line\n", "utf-8")
    assert "practice marks" not in grade(alice, "--specs", specs, "-a", "small", "--seed-file", "seed").out
    monkeypatch.setenv("GRADE_SEED", "another secret")
    assert "practice marks" not in grade(alice, "--specs", specs, "-a", "small").out


def test_practice_marks_never_take_the_place_of_real_ones(grade, specs, alice):
    Path("seed").write_text("a secret line\n", "utf-8")
    assert grade(alice, "--specs", specs, "-a", "small", "--seed-file", "seed").code == 0
    forgotten = grade(alice, "--specs", specs, "-a", "small")
    assert (forgotten.code, forgotten.out) == (2, "")
    assert forgotten.err.startswith("The marks in this store were made with a secret seed; without it practice marks")
    assert "`--seed-file FILE`" in forgotten.err
    assert grade(alice, "--specs", specs, "-a", "small", "--out", "elsewhere").code == 0


# ---- JSON
def test_json_to_standard_output_is_nothing_but_json(grade, specs, hurt):
    ended = grade(hurt, "--specs", specs, "-a", "small", "--json", "-")
    report = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert (report["score"], report["max_score"], report["assignment"]) == (1, 3, "small")
    assert Path("reports/alice/small.html").is_file()


def test_several_reports_are_an_array(grade, specs, tmp_path):
    for who in ("ann", "bob"):
        (tmp_path / "class" / who).mkdir(parents=True)
        (tmp_path / "class" / who / "own.py").write_text(RIGHT, "utf-8")
    rows = json.loads(grade(tmp_path / "class", "--specs", specs, "-a", "small", "--json", "-").out)
    assert [row["submission"] for row in rows] == ["ann", "bob"]


def test_json_goes_to_a_file_beside_what_is_shown(grade, specs, alice):
    ended = grade(alice, "--specs", specs, "-a", "small", "--json", "deep/er/report.json")
    assert ended.out.startswith("alice, Small")
    assert json.loads(Path("deep/er/report.json").read_text())["score"] == 3


def test_a_student_reads_no_value_of_a_hidden_check(grade, specs, hurt):
    for_student = json.loads(grade(hurt, "--specs", specs, "-a", "small", "--json", "-", "--for", "student").out)
    hidden = for_student["questions"][0]["checks"][1]
    assert hidden["evidence"] == [] and "draw" not in hidden["finding"]["where"]
    for_instructor = json.loads(grade(hurt, "--specs", specs, "-a", "small", "--json", "-").out)
    assert for_instructor["questions"][0]["checks"][1]["evidence"]


# ---- 2: the user's mistakes
def test_a_missing_folder(grade):
    ended = grade("nowhere/alice")
    assert ended.code == 2
    assert ended.err.startswith("nowhere/alice does not exist.\n  where: ") and "  try:   " in ended.err


def test_an_empty_folder(grade, tmp_path):
    (tmp_path / "empty").mkdir()
    ended = grade(tmp_path / "empty")
    assert ended.code == 2
    assert ended.err.startswith("empty is empty.\n  where: ") and "  try:   Put the files" in ended.err


def test_a_file_that_is_no_submission(grade):
    Path("photo.raw").write_bytes(b"\x00")
    ended = grade("photo.raw", "-a", "word2vec")
    assert ended.code == 2 and ended.err.startswith("photo.raw is no file that could be graded.\n  where: ")


def test_a_notebook_that_is_none_is_told_and_graded_as_far_as_possible(grade, specs, alice):
    (alice / "own.ipynb").write_text("this is no notebook", "utf-8")
    ended = grade(alice, "--specs", specs, "-a", "small", "-v")
    assert ended.code == 0 and "own.ipynb" in ended.out and "3 / 3" in ended.out


def test_a_file_alone_that_is_no_notebook_is_told(grade, specs):
    Path("own.ipynb").write_text("{", "utf-8")
    ended = grade("own.ipynb", "--specs", specs, "-a", "small", "-v")
    assert ended.code == 0 and "0 / 3" in ended.out and "own.ipynb" in ended.out


def test_an_unknown_assignment(grade, alice):
    ended = grade(alice, "-a", "word2wec")
    assert ended.code == 2
    assert ended.err.startswith("There is no assignment called word2wec.\n  where: --assignment\n")
    assert "Did you mean `--assignment word2vec`?" in ended.err


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("chekc", "Did you mean `grade check`?"),
        ("submissoins", "Did you mean `grade submissions`?"),
        ("xyzzy", "`grade --help` lists the commands."),
    ],
)
def test_a_word_that_is_neither_path_nor_command(grade, word, hint):
    Path("submissions").mkdir()
    ended = grade(word)
    assert ended.code == 2
    assert ended.err == (
        f"`{word}` is neither a command nor a file or folder here.\n  where: {Path().resolve()}\n  try:   {hint}\n"
    )


def test_an_unknown_option(grade, alice):
    ended = grade(alice, "--jsn", "x")
    assert ended.code == 2 and "--jsn" in ended.err and "Did you mean" in ended.err


def test_a_folder_of_specs_that_is_not_there(grade, alice):
    ended = grade(alice, "--specs", "nowhere")
    assert ended.code == 2 and "'nowhere' does not exist" in ended.err


def test_a_seed_that_could_be_guessed(grade, alice, specs, monkeypatch):
    monkeypatch.setenv("GRADE_SEED", "1234")
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert ended.code == 2 and "could be guessed" in ended.err and "GRADE_SEED" in ended.err


def test_only_with_a_word_that_is_none(grade, alice, specs):
    ended = grade(alice, "--specs", specs, "-a", "small", "--only", "one/doubel")
    assert ended.code == 2 and ended.err == (
        "`small` has no question or check `one/doubel`.\n  try:   did you mean `one/double`?\n"
    )


@pytest.mark.parametrize(("option", "place"), [("--out", "{}"), ("--out", "{}/reports"), ("--json", "{}/report.json")])
def test_reports_never_land_inside_a_submission(grade, specs, alice, option, place):
    ended = grade(alice, "--specs", specs, "-a", "small", option, place.format(alice))
    assert ended.code == 2
    assert "would land inside the submission of alice.\n  where: " in ended.err
    assert f"  try:   Name another place with `{option} F" in ended.err
    assert names(alice) == ["own.py"]


def test_a_json_file_never_replaces_a_submission_of_one_file(grade, specs, alice):
    ended = grade(alice / "own.py", "--specs", specs, "-a", "small", "--json", alice / "own.py")
    assert ended.code == 2 and (alice / "own.py").read_text("utf-8") == RIGHT


def test_standing_in_the_submission_the_reports_need_another_place(grade, specs, alice, monkeypatch):
    monkeypatch.chdir(alice)
    ended = grade(".", "--specs", specs, "-a", "small")
    assert ended.code == 2 and "--out FOLDER" in ended.err


# ---- 3: the instructor's
def test_a_reference_that_raises_excludes_its_points(grade, tmp_path, alice):
    (alice / "own.py").write_text(RIGHT + "def broken(x): return x\n", "utf-8")
    specs = spec(tmp_path, {"one": [values("double"), values("broken", 5)]})
    ended = grade(alice, "--specs", specs, "-a", "small", "-v")
    assert ended.code == 3
    assert "1 / 1" in ended.out and "This check failed on our side, and costs you nothing." in ended.out
    assert "the reference `broken` raised ValueError: the reference is not ready" in " ".join(ended.out.split())


@pytest.mark.parametrize(
    ("reference", "line"),
    [("def double(x:\n", 1), ("x = 1\nraise RuntimeError('no data')\n", 2), ("import nowhere\n", 1), ("exit(1)\n", 1)],
)
def test_a_reference_that_cannot_be_imported(grade, tmp_path, alice, reference, line):
    specs = spec(tmp_path, {"one": [values("double")]}, reference)
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert ended.code == 3
    assert ended.err.startswith("The assignment's reference.py cannot be imported: ")
    assert f"  where: small/reference.py, line {line}\n" in ended.err
    assert "  try:   Run `python reference.py` in its folder and mend what that shows." in ended.err


def test_a_spec_with_mistakes(grade, tmp_path, alice):
    specs = spec(tmp_path, {"one": [values("double", reference="doubel", drwas=3)]})
    ended = grade(alice, "--specs", specs, "-a", "small")
    assert ended.code == 3 and ended.err.count("  where: small/assignment.yaml, line ") == 2


# ---- 4: the machine's
def test_a_folder_where_nothing_can_be_kept_is_told_before_anything_is_graded(grade, specs, alice):
    Path("full").write_text("a file where a folder is due", "utf-8")
    ended = grade(alice, "--specs", specs, "-a", "small", "--store", "full/grades.sqlite")
    assert (ended.code, ended.out) == (4, "")
    assert ended.err.startswith("The store of results cannot be opened: File exists.\n  where: full/grades.sqlite\n")
    assert "name another with `--store FILE`" in ended.err


def test_a_full_disk_is_told_for_every_page_and_the_marks_are_kept(grade, specs, tmp_path, monkeypatch):
    import errno

    from grader.batch import pages

    for who in ("ann", "bob"):
        (tmp_path / "class" / who).mkdir(parents=True)
        (tmp_path / "class" / who / "own.py").write_text(RIGHT, "utf-8")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(pages, "write_whole", full)
        ended = grade(tmp_path / "class", "--specs", specs, "-a", "small")
    assert ended.code == 4
    assert ended.err.count("The machine refused to write a page: No space left on device.") >= 2
    assert names("reports/ann") == []
    assert grade(tmp_path / "class", "--specs", specs, "-a", "small").code == 0
    assert names("reports/ann") == ["small.html", "small.instructor.html"]


def test_a_full_disk_for_json_is_told_and_the_pages_are_there(grade, specs, alice):
    Path("full").symlink_to("/dev/full")  # a link, so that no fault of ours could replace the device itself
    ended = grade(alice, "--specs", specs, "-a", "small", "--json", "full")
    assert ended.code == 4
    assert ended.err == (
        "The machine refused: No space left on device.\n  where: full\n"
        "  try:   Make room or give permission there, or name another place, and run it again.\n"
    )
    assert Path("reports/alice/small.html").is_file() and "3 / 3" in ended.out


def test_a_json_file_that_was_there_stays_whole_where_a_new_one_cannot_be_written(grade, specs, alice, monkeypatch):
    from grader.report import drafts

    Path("report.json").write_text("[1]", "utf-8")
    whole = drafts.write_whole

    def half(path, text):
        if path.suffix == ".json":
            raise OSError(28, "No space left on device")
        whole(path, text)

    monkeypatch.setattr(drafts, "write_whole", half)
    assert grade(alice, "--specs", specs, "-a", "small", "--json", "report.json").code == 4
    assert Path("report.json").read_text("utf-8") == "[1]"


def test_standard_output_that_is_full_is_told_without_a_traceback(alone, specs, alice):
    with Path("/dev/full").open("w") as full:
        ended = alone(
            alice, "--specs", specs, "-a", "small", "--json", "-", stdout=full, stderr=-1, capture_output=False
        )
    assert ended.code == 4
    assert ended.err.startswith("The machine refused: No space left on device.")
    assert "Traceback" not in ended.err and "Exception ignored" not in ended.err


# ---- names
@pytest.mark.parametrize("name", ["\x1b[31mred", "a\nb", "<b>bold", "evil..", "ü ñ", "-rf"])
def test_no_folders_name_moves_the_cursor_or_leaves_the_reports(grade, specs, tmp_path, name):
    folder = tmp_path / "class" / name
    folder.mkdir(parents=True)
    (folder / "own.py").write_text(WRONG, "utf-8")
    ended = grade(tmp_path / "class", "--specs", specs, "-a", "small", "-v")
    assert ended.code == 0 and "1 / 3" in ended.out
    assert "\x1b" not in ended.out and "red\n" not in ended.out.split(",")[0]
    pages = [path.relative_to("reports") for path in Path("reports").rglob("*.html")]
    assert len(pages) == 2 and all(len(path.parts) == 2 for path in pages)


def test_no_word_on_the_command_line_moves_the_cursor(grade):
    assert "\x1b" not in grade("\x1b[31mred").err
    assert "\x1b" not in grade("./\x1b[31mred").err
    assert "\x1b" not in grade("grade", ".", "-a", "\x1b[31mred").err


def test_the_functions_of_a_renamed_file_tell_which_assignment_it_is(grade, tmp_path):
    hand_in = tmp_path / "eve"
    hand_in.mkdir()
    (hand_in / "mine.py").write_text("def naiveSoftmaxLossAndGradient(v, o, U, dataset): pass\n", "utf-8")
    assert grade(hand_in).out.startswith("eve, Assignment 2: word2vec\n")
    (hand_in / "mine.py").write_text("def sgd(f, x0, step, iterations): pass\n", "utf-8")
    ended = grade(hand_in)
    assert ended.code == 2 and "its files fit language-models and word2vec and word2vec-foundations alike" in ended.err
