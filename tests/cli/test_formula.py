"""`grade formula`: what it prints, what it takes, and how it ends."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from grader.cli import formula

ROOT = Path(__file__).parents[2]
CENTER = r"\frac{\partial J}{\partial v_c}"
WRONG = CENTER + r" = -u_o + \sum_w \hat y_w u_w = U(y - \hat y)"


@pytest.fixture
def piped(monkeypatch):
    def pipe(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return pipe


def test_a_right_formula_holds(grade):
    ended = grade("formula", "word2vec", "1b", CENTER + r" = U(\hat y - y)")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("holds\nformula, line 1\n") and "✓ = U(\\hat y - y)\n" in ended.out


def test_a_wrong_formula_breaks_where_it_breaks_and_says_why(grade):
    ended = grade("formula", "word2vec", "1b", WRONG)
    lines = ended.out.splitlines()
    assert (ended.code, lines[0]) == (0, "breaks")
    assert [line[:1] for line in lines if line[:1] in "✓✗"] == ["✓", "✗"]
    assert "the negative of what is due" in " ".join(ended.out.split())
    assert max(map(len, lines)) <= 100 and "\x1b" not in ended.out


def test_what_nobody_can_read_is_for_a_person(grade):
    ended = grade("formula", "word2vec", "1b", CENTER + r" = U(\hat y - y")
    assert (ended.code, ended.out.splitlines()[0]) == (0, "not read: a person would have to")
    assert "put a `)` where it ends" in " ".join(ended.out.split())


def test_json_is_one_object_with_the_fields_that_its_page_says(grade):
    ended = grade("formula", "word2vec", "1b", WRONG, "--json")
    found = json.loads(ended.out)
    page = (ROOT / "docs/report-format.md").read_text("utf-8").split("## One formula\n")[1]
    assert list(found) == re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert (found["verdict"], found["first_wrong"], found["rejoins"]) == ("breaks", 2, None)
    assert all(list(step) == ["latex", "verdict", "note"] for step in found["steps"])


def test_a_formula_may_come_through_standard_input(grade, piped):
    piped(f"$$\n{CENTER} = U(\\hat y - y)\n$$\n".encode())
    ended = grade("formula", "word2vec", "1b", "-")
    assert (ended.code, ended.out.splitlines()[0]) == (0, "holds")


def test_a_mark_of_byte_order_is_no_symbol(grade, piped):
    piped(b"\xef\xbb\xbf" + f"{CENTER} = U(\\hat y - y)".encode())
    assert grade("formula", "word2vec", "1b", "-").out.startswith("holds\n")


@pytest.mark.parametrize(
    ("data", "what", "advice"),
    [
        (b"", "There is no formula to try.", "Write one, in quotes"),
        (b" \n\t", "There is no formula to try.", "Write one, in quotes"),
        (
            b"\x89PNG\r\n\x1a\n\x00\xff",
            "This is no text: a picture, a PDF, or another encoding than UTF-8.",
            "in LaTeX",
        ),
        (b"x" * (formula.LONGEST + 1), "longer than 100,000 characters", "one chain of equations at a time"),
        (b"\xff" * (5 * formula.LONGEST), "longer than 100,000 characters", "one chain of equations at a time"),
    ],
)
def test_what_is_no_formula_ends_with_two_and_a_message(grade, piped, data, what, advice):
    piped(data)
    ended = grade("formula", "word2vec", "1b", "-")
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err and advice in ended.err and "where: standard input" in ended.err


def test_an_empty_argument_is_told_as_one(grade):
    ended = grade("formula", "word2vec", "1b", "  ")
    assert ended.code == 2 and "where: the argument LATEX" in ended.err


def test_an_argument_that_is_no_text_is_told(grade):
    ended = grade("formula", "word2vec", "1b", "\udcff")
    assert ended.code == 2 and "This is no text" in ended.err


def test_a_formula_of_a_hundred_kilobytes_is_refused_in_a_sentence(grade, piped):
    piped(b"x = " + b"u_w + " * 16_000 + b"u_w")
    ended = grade("formula", "word2vec", "1b", "-")
    assert ended.code == 0 and "characters, and at most" in " ".join(ended.out.split())
    assert len(ended.out) < 1_000


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("word2wec", "1b", "x"), "There is no assignment `word2wec`."),
        (("word2vec", "9z", "x"), "There is no question `9z` in word2vec."),
        (("word2vec", "2c", "x"), "Question `2c` of word2vec asks for no derivation."),
    ],
)
def test_an_unknown_name_ends_with_two_and_what_there_is(grade, arguments, what):
    ended = grade("formula", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err and "try:" in ended.err


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colours_stand_on_a_terminal_that_wants_them(monkeypatch, capsys, no_colour, coloured):
    from grader.grading.formula import checks, tried
    from grader.resources import specs_folders
    from grader.spec.find import find
    from grader.spec.load import load

    one = tried(checks(load(find("word2vec", specs_folders(None)).path), "1b"), WRONG)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    formula._show(one)
    out = capsys.readouterr().out
    assert ("\x1b[31m" in out) is coloured
    assert coloured or max(map(len, out.splitlines())) <= 60
