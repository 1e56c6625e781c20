"""A cell: numbers stay numbers, words never become a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export import cells


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n@", "＝", "\ufeff=", "\x00="])
def test_words_that_begin_a_formula_get_an_apostrophe(begin):
    assert cells.words(f"{begin}cmd|' /C calc'!A0")[0] not in "=+-@\t\r＝"


def test_other_words_stay_as_they_are():
    assert cells.words("Ann-Marie O'Neill = x") == "Ann-Marie O'Neill = x"


def test_control_characters_are_spelled_out_and_lines_joined():
    assert cells.words("a\x1b[2Jb\nc") == "a\\x1b[2Jb c"


def test_a_negative_number_stays_a_number_and_takes_a_comma_where_the_table_does():
    assert (cells.number(-2.5), cells.number(-2.5, comma=True), cells.number(3.0)) == ("-2.5", "-2,5", "3")


@given(st.text(), st.sampled_from(",;\t"))
def test_what_is_quoted_is_read_back(text, delimiter):
    line = cells.quoted(text, delimiter, always=not text)
    assert next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter)) == [text]
