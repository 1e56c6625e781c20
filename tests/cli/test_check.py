"""`grade check`: a student's own look, at public checks with the public seed, before it is handed in."""

from pathlib import Path

import pytest

from grader.cli import check
from tests.cli.conftest import RIGHT
from tests.grading.sheet import spec, values

pytestmark = pytest.mark.usefixtures("lent_slot")


def test_ends_with_0_where_nothing_is_left_to_mend(grade, specs, alice):
    ended = grade("check", alice, "--specs", specs, "-a", "small")
    assert ended.code == 0 and "1 / 1" in ended.out
    assert "triple" not in ended.out  # the hidden one
    more = "public checks only: 2 points more when it is graded, on inputs that stay with the instructor\n"
    assert ended.out.endswith(more)
    assert list(Path().iterdir()) == []  # no report is written unless one asks for it


def test_ends_with_1_where_something_is_left(grade, specs, alice):
    (alice / "own.py").write_text("def double(x): return 2.1 * x\n", "utf-8")
    ended = grade("check", alice, "--specs", specs, "-a", "small")
    assert ended.code == 1 and "0 / 1" in ended.out and "The value of `double` is 1.05 times what is due" in ended.out


def test_shows_a_derivation_line_by_line_and_nothing_in_it_moves_the_cursor(grade, tmp_path):
    mine = tmp_path / "carol"
    mine.mkdir()
    steps = r"\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = u_o + U \hat y = \x" "\x1b[2J"
    (mine / "answers.md").write_text(f"## 1b\n\n$${steps}$$\n", "utf-8")
    ended = grade("check", mine, "-a", "word2vec", "--only", "center-gradient")
    lines = [line.strip() for line in ended.out.splitlines()]
    assert r"✓ = -u_o + \sum_w \hat y_w u_w" in lines and r"✗ = u_o + U \hat y" in lines
    assert lines[lines.index(r"✗ = u_o + U \hat y") + 1].startswith("breaks here")
    assert r"? = \x\x1b[2J" in lines and "\x1b" not in ended.out


def test_an_archive_that_does_not_open_is_told_to_its_owner(grade, specs, tmp_path):
    (tmp_path / "me").mkdir()
    (tmp_path / "me" / "hw.zip").write_bytes(b"damaged")
    ended = grade("check", tmp_path / "me", "--specs", specs, "-a", "small")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Nothing that was handed in can be read. hw.zip: It is no archive that can be opened")
    assert ended.err.endswith("  try:   Put your files there, as they are or in a .zip that opens, and check again.\n")


def test_looks_at_the_folder_one_stands_in(grade, specs, alice, monkeypatch):
    monkeypatch.chdir(alice)
    assert grade("check", "--specs", specs, "-a", "small").out.startswith("alice, Small")


def test_the_secret_seed_is_not_used(grade, specs, alice, monkeypatch):
    monkeypatch.setenv("GRADE_SEED", "a secret of the instructor")
    assert "practice marks: public seed" in grade("check", alice, "--specs", specs, "-a", "small").out


def test_writes_a_report_where_one_asks_for_it(grade, specs, alice):
    ended = grade("check", alice, "--specs", specs, "-a", "small", "--out", "mine")
    assert "report: mine/alice/small.html" in ended.out and Path("mine/alice/small.html").is_file()


def test_a_report_that_cannot_be_written_is_told(grade, specs, alice):
    Path("full").write_text("", "utf-8")
    ended = grade("check", alice, "--specs", specs, "-a", "small", "--out", "full")
    assert ended.code == 4 and ended.err.startswith("The machine refused: ") and "1 / 1" in ended.out


def test_a_fault_of_the_reference_is_not_something_to_mend(grade, tmp_path, alice):
    specs = spec(tmp_path, {"one": [values("double")]}, "def double(x): return 1 / 0\n")
    assert grade("check", alice, "--specs", specs, "-a", "small").code == 3


def test_an_unknown_place_is_the_users_mistake(grade):
    assert grade("check", "nowhere").code == 2


def test_watching_looks_again_when_a_file_changes_and_survives_a_mistake(grade, specs, alice, monkeypatch):
    steps = iter(["wrong", "gone", "right", "stop"])

    def change(_):
        step = next(steps)
        if step == "stop":
            raise KeyboardInterrupt
        (alice / "own.py").unlink(missing_ok=True)
        if step != "gone":
            (alice / "own.py").write_text(RIGHT if step == "right" else "def double(x): return x\n" * 2, "utf-8")

    monkeypatch.setattr(check, "sleep", change)
    ended = grade("check", alice, "--specs", specs, "-a", "small", "--watch")
    assert ended.code == 130 and ended.err.endswith("\nStopped.\n")
    assert "alice, Small\n1 / 1\n" in ended.out
    assert ended.out.count("─" * 40) == 3 and "alice is empty." in ended.err
    assert ended.out.index("0 / 1") < ended.out.rindex("1 / 1")


def test_a_change_while_it_is_graded_is_seen(specs, alice, monkeypatch, grade):
    looks = []
    whole = check._once

    def slow(*arguments):
        looks.append(1)
        if len(looks) == 1:
            (alice / "own.py").write_text(RIGHT + "# saved meanwhile\n", "utf-8")
        return whole(*arguments)

    def waiting(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "_once", slow)
    monkeypatch.setattr(check, "sleep", waiting)
    assert grade("check", alice, "--specs", specs, "-a", "small", "--watch").code == 130
    assert len(looks) == 2


@pytest.mark.parametrize("watched", ["folder", "file"])
def test_what_is_watched(alice, watched):
    place = alice if watched == "folder" else alice / "own.py"
    before = check._state(place)
    (alice / ".hidden").mkdir(exist_ok=True)
    (alice / "__pycache__").mkdir(exist_ok=True)
    (alice / "__pycache__" / "own.pyc").write_bytes(b"")
    files = {row[0] for row in check._state(place)}
    assert not any("pycache" in name or ".hidden" in name for name in files) and before
    (alice / "own.py").write_text("changed = True\n", "utf-8")
    assert check._state(place) != before
